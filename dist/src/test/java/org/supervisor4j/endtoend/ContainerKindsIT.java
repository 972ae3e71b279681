package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Configurations of the kind that well-known images have, written anew and run as they are: no key of ours, standard
 * output a file, the daemon the first process. Programs that would be a whole world of packages are played.
 */
class ContainerKindsIT {
    private Sandbox sandbox;

    @BeforeEach
    void layOutTheFiles() throws IOException {
        sandbox = Sandbox.empty();
        Path run = sandbox.mkdirs("run");
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (Stream<Path> files = Files.list(Resource.of("containers"))) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, sandbox.root().resolve(Resource.of("containers").relativize(file)));
            }
        }
        for (String program : List.of("gunicorn", "celery")) {
            Files.setPosixFilePermissions(sandbox.path(program), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.createSymbolicLink(sandbox.path("output"), Path.of("/proc/self/fd/1"));
    }

    @AfterEach
    void removeThem() throws IOException {
        sandbox.close();
    }

    private Container start(String configuration) throws IOException {
        return start("", configuration);
    }

    private Container start(String variables, String configuration) throws IOException {
        List<String> shell = List.of(
                "sh", "-c", variables + " PATH=$PWD:$PATH exec \"$0\" -c \"$PWD/$1\"", Installation.OURS.supervisord());
        return Container.startWords(
                Stream.concat(shell.stream(), Stream.of(configuration)).toList(), sandbox);
    }

    private static void assertEndsInOrder(Container container) throws InterruptedException {
        container.signal("TERM");

        assertThat(container.awaitEnd()).as(container::output).isZero();
        assertThat(container.output()).doesNotContain("SIGKILL", "ERRO", "unexpected");
    }

    @Test
    void phpBehindAWebServer() throws Exception {
        Needed.file("/usr/sbin/nginx");
        Needed.file("/usr/sbin/php-fpm8.2");
        sandbox.mkdirs("www");
        sandbox.write("www/index.php", sandbox.read("index.php"));
        try (Container container = start("php.conf")) {
            container.awaitOutput("success: nginx");
            container.awaitOutput("ready to handle connections");

            Command.Result page = Command.of(
                            "curl",
                            "-s",
                            "--unix-socket",
                            sandbox.path("run/http.sock").toString(),
                            "http://shop/")
                    .run();

            assertThat(page.stdout()).isEqualTo("made by PHP\n");
            container.awaitOutput("asked for a page");
            container.awaitOutput("\"GET / HTTP/1.1\" 200");
            assertEndsInOrder(container);
            assertThat(container.output()).contains("exiting, bye-bye!");
        }
    }

    @Test
    void applicationServerWithItsQueue() throws Exception {
        try (Container container = start("queue.conf")) {
            container.awaitOutput("success: beat");
            container.awaitOutput("beat: ready");
            container.awaitOutput("[INFO] Starting gunicorn shop.wsgi:application --bind 127.0.0.1:8000 --workers 2");

            assertEndsInOrder(container);
            assertThat(container.output()).contains("worker: warm shutdown", "[INFO] Handling signal: term");
        }
    }

    @Test
    void webServerAndTheJobsOfTheNight() throws Exception {
        Needed.file("/usr/sbin/cron");
        int port = Sandbox.freePort();
        try (Container container = start("PORT=" + port, "cron.conf")) {
            container.awaitOutput("Serving HTTP on 127.0.0.1 port " + port);

            Command.Result page =
                    Command.of("curl", "-s", "http://127.0.0.1:" + port + "/").run();

            assertThat(page.stdout()).contains("supervisord.pid");
            container.awaitOutput("\"GET / HTTP/1.1\" 200");
            assertEndsInOrder(container);
        }
    }

    @Test
    void brokerWithAScriptThatPreparesIt() throws Exception {
        Needed.file("/usr/bin/redis-server");
        try (Container container = start("broker.conf")) {
            container.awaitOutput("the broker is prepared");

            assertEndsInOrder(container);
            assertThat(container.output()).contains("PONG", "ready to exit");
        }
    }

    @Test
    void listenerThatEndsTheContainerWithItsApplication() throws Exception {
        try (Container container = start("listener.conf")) {
            assertThat(container.awaitEnd()).as(container::output).isZero();

            assertThat(container.output())
                    .contains("it does not start", "heard: processname:application")
                    .contains("WARN received SIGQUIT indicating exit request");
        }
    }
}
