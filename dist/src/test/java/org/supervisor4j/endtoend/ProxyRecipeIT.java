package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The recipe of docs/web.md, carried out: Debian's nginx, as it comes, between a browser and the page. */
class ProxyRecipeIT {
    private static final String NAME = "ops.example.net";

    private static Sandbox sandbox;
    private static Daemon daemon;
    private static Process nginx;
    private static int front;

    @BeforeAll
    static void startBoth() throws Exception {
        sandbox = Sandbox.empty();
        front = Sandbox.freePort();
        int port = Sandbox.freePort();
        String docs =
                Files.readString(Installation.examples().resolveSibling("docs").resolve("web.md"));
        Path configuration = sandbox.write(
                Configuration.FILE,
                Configuration.with(recipe(docs, "ini", "server_names").replace(":9001", ":" + port) + """
                        [program:cat]
                        command=/bin/cat
                        startsecs=0
                        """));
        daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET));
        String site = recipe(docs, "nginx", "proxy_pass")
                .replace("listen 80;", "listen 127.0.0.1:" + front + ";")
                .replace(":9001", ":" + port);
        Path conf = sandbox.write("nginx.conf", """
                daemon off;
                pid %1$s/nginx.pid;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    %2$s
                }
                """.formatted(sandbox.root(), site));
        nginx = new ProcessBuilder("/usr/sbin/nginx", "-e", "stderr", "-c", conf.toString())
                .redirectErrorStream(true)
                .redirectOutput(sandbox.path("nginx.out").toFile())
                .start();
        Await.until("nginx listens", () -> isOpen(front));
    }

    @AfterAll
    static void stopBoth() throws Exception {
        nginx.destroy();
        nginx.waitFor();
        daemon.close();
        sandbox.close();
    }

    /** The block of that language in which the word stands. */
    private static String recipe(String docs, String language, String word) {
        for (String block : docs.split("```" + language + "\n", -1)) {
            String text = block.substring(0, Math.max(0, block.indexOf("```")));
            if (text.contains(word)) {
                return text;
            }
        }
        throw new AssertionError("no recipe with " + word + " in docs/web.md");
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** As a browser does it over plain HTTP, where it sends no Sec-Fetch-Site. */
    private static Command.Result curl(String... words) {
        return Command.of("curl", "-sS", "-i", "-m", "20", "-H", "Host: " + NAME, "-H", "Accept-Language: en")
                .and(words)
                .run();
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + front + path;
    }

    @Test
    void aButtonOfThePageWorks() {
        String answer = curl("-H", "Origin: http://" + NAME, "-d", "action=stop&processname=cat", url("/index.html"))
                .stdout();

        assertThat(answer).startsWith("HTTP/1.1 301 ");
        assertThat(answer.replaceAll("(?i)\nlocation: http://[^/]*/", "\nLocation: /"))
                .contains("\nLocation: /?message=Process%20cat%20stopped");
    }

    @Test
    void anotherSitesPageDoesNothing() {
        String answer = curl("-H", "Origin: http://evil.example", "-d", "action=stopall", url("/index.html"))
                .stdout();

        assertThat(answer).startsWith("HTTP/1.1 403 ").contains("server_names");
    }

    @Test
    void whatThePageFollowsPassesAsItComes() {
        String events = curl("-m", "3", "-N", url("/live")).stdout();

        assertThat(events).contains("text/event-stream", "event: state");
    }
}
