package org.supervisor4j.daemon.http.listening;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sends answers that only say what went wrong, in the reference's form; Jetty's own errors (bad requests) take it too.
 */
public final class ErrorAnswer implements Request.Handler {
    private static final HttpField SERVER = new PreEncodedHttpField(HttpHeader.SERVER, "supervisor4j");

    /** The headers that every answer begins with. */
    public static void addCommonHeaders(Request request, Response response) {
        response.getHeaders().put(SERVER);
        response.getHeaders()
                .put(request.getConnectionMetaData().getConnector().getServer().getDateField());
    }

    /** Always true: the request is handled. */
    public static boolean send(Response response, Callback callback, int status) {
        return send(response, callback, status, "");
    }

    /** @param reason further words for people; may be empty */
    public static boolean send(Response response, Callback callback, int status, String reason) {
        byte[] body = body(status, reason).getBytes(US_ASCII);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static String body(int status, String reason) {
        return String.join(
                "\r\n",
                "<head>",
                "<title>Error response</title>",
                "</head>",
                "<body>",
                "<h1>Error response</h1>",
                "<p>Error code " + status + ".",
                "<p>Message: " + reasonOf(status) + "." + (reason.isEmpty() ? "" : "\r\n<p>" + escaped(reason) + "."),
                "</body>",
                "");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    static String reasonOf(int status) {
        return status == 500 ? "Internal Server Error" : HttpStatus.getMessage(status);
    }

    /** Called by Jetty, with the status already set. */
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        addCommonHeaders(request, response);
        return send(response, callback, response.getStatus());
    }
}
