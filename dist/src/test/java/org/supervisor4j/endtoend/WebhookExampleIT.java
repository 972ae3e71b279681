package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A listener written with our library serves both daemons. */
class WebhookExampleIT {
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private Sandbox sandbox;
    private HttpServer service;
    private final AtomicInteger calls = new AtomicInteger();

    @BeforeEach
    void copyTheExample() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", this::take);
        service.start();
        sandbox = Sandbox.copyOf("webhook");
        sandbox.mkdirs("run");
        String library = Installation.jars().resolve("listener.jar").toString();
        String java = System.getProperty("java.home") + "/bin/java ";
        sandbox.rewrite("supervisord.conf", text -> text.replace(
                        "127.0.0.1:8080", "127.0.0.1:" + service.getAddress().getPort())
                .replace("command=java ", "command=" + java)
                .replace("sleep 5", "sleep 1")
                .replace("%(here)s/../../lib/listener.jar", library));
    }

    /** The first time it refuses. */
    private void take(HttpExchange exchange) throws IOException {
        posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(calls.getAndIncrement() == 0 ? 503 : 200, -1);
        exchange.close();
    }

    @AfterEach
    void removeIt() throws IOException {
        service.stop(0);
        sandbox.close();
    }

    @ParameterizedTest(name = "{0} supervisord")
    @EnumSource(Installation.class)
    void anExitIsPostedUntilTheServiceTakesIt(Installation installation) throws IOException {
        try (Daemon daemon =
                Daemon.start(installation, sandbox.path("supervisord.conf"), sandbox.path("run/supervisor.sock"))) {
            Await.until("three posts", () -> daemon.rpc().answers() && posted.size() >= 3);
        }

        assertThat(posted.get(0))
                .matches(
                        "\\{\"event\":\"PROCESS_STATE_EXITED\",\"expected\":\"0\",\"from_state\":\"RUNNING\","
                                + "\"groupname\":\"restless\",\"pid\":\"\\d+\",\"processname\":\"restless\",\"serial\":\"\\d+\"}");
        assertThat(posted.get(1)).isEqualTo(posted.get(0));
        assertThat(posted.get(2)).isNotEqualTo(posted.get(0));
    }
}
