package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where tools look, Supervisor's version is answered; where people look, ours, which the build has from one place. */
class VersionIT {
    private static final String CONTRACT = "4.4.0.dev0";

    private static String release;
    private static Sandbox sandbox;
    private static Path configuration;
    private static Daemon daemon;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        Matcher revision = Pattern.compile("<revision>([^<]+)</revision>")
                .matcher(Files.readString(Installation.examples().resolveSibling("pom.xml")));
        assertThat(revision.find()).isTrue();
        release = revision.group(1);
        sandbox = Sandbox.empty();
        port = Sandbox.freePort();
        configuration = sandbox.write(
                Configuration.FILE,
                Configuration.with("[supervisorctl]\nserverurl=unix://%(here)s/supervisor.sock\n"
                        + "[inet_http_server]\nport=127.0.0.1:" + port + "\n"));
        daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET));
    }

    @AfterAll
    static void stop() throws IOException {
        daemon.close();
        sandbox.close();
    }

    private static String ctl(String... words) {
        return Command.of(Installation.OURS.supervisorctl(), "-c", configuration.toString())
                .and(words)
                .run()
                .stdout();
    }

    private static String fetched(String page) {
        return Command.of("curl", "-s", "http://127.0.0.1:" + port + "/" + page)
                .run()
                .stdout();
    }

    @Test
    void toolsAreAnsweredWithTheVersionOfSupervisor() {
        assertThat(Command.of(Installation.OURS.supervisord(), "--version")
                        .run()
                        .stdout())
                .isEqualTo(CONTRACT + "\n");
        assertThat(ctl("version")).isEqualTo(CONTRACT + "\n");
        assertThat(daemon.rpc().call("supervisor.getSupervisorVersion")).contains(">" + CONTRACT + "<");
    }

    @Test
    void peopleAreToldOurs() {
        assertThat(Command.of(Installation.OURS.supervisord(), "-h").run().stdout())
                .endsWith("\nThis is supervisor4j " + release + ".\n\n");
        assertThat(ctl("-h")).endsWith("\nThis is supervisor4j " + release + ".\n\n");
        assertThat(ctl("doctor")).contains("\nok    it is supervisor4j " + release + ", as this supervisorctl is\n");
        assertThat(daemon.rpc().call("supervisor4j.getVersion")).contains(">" + release + "<");
        assertThat(fetched("")).contains("<footer><span>supervisor4j " + release + "</span>");
        assertThat(fetched("metrics"))
                .containsPattern("supervisor_build_info\\{runtime=\"(java|native)\",supervisor=\"" + CONTRACT
                        + "\",version=\"" + release + "\"} 1");
    }

    @Test
    void theLogBeginsWithIt() {
        assertThat(sandbox.read(Configuration.LOG).lines())
                .first()
                .asString()
                .endsWith(" INFO this is supervisor4j " + release + ", which answers like Supervisor " + CONTRACT);
    }
}
