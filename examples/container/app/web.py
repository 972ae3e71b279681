"""A web server that says hello, and ends with the status that somebody asks for: /exit/3."""
import http.server
import os
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello\n")
        if self.path.startswith("/exit/"):
            status = int(self.path[6:])
            threading.Timer(0.1, os._exit, [status]).start()


server = http.server.HTTPServer(("", int(os.environ.get("PORT", "8080"))), Handler)
print("serving on port", server.server_port)
server.serve_forever()
