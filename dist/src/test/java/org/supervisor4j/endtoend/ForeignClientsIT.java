package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that other people wrote, as they are: from our daemon they hear what they hear from Debian's. */
class ForeignClientsIT {
    private static ClientStage theirs;
    private static ClientStage ours;

    @BeforeAll
    static void startBothDaemons() throws IOException {
        theirs = ClientStage.of(Installation.DEBIAN);
        ours = ClientStage.of(Installation.OURS);
    }

    @AfterAll
    static void stopBothDaemons() throws IOException {
        theirs.close();
        ours.close();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "/usr/bin/python3, transport.py",
        "perl, rpc-xml.pl",
        "perl, frontier.pl",
        "ruby, client.rb",
        "php, client.php"
    })
    void scriptSaysTheSame(String interpreter, String script) {
        assertSaysTheSame(
                Command.of(interpreter, Resource.of("clients/" + script).toString()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"node-supervisord", "supervisord"})
    void packageOfNodeSaysTheSame(String module) throws IOException {
        assertSaysTheSame(
                Command.of("node", Resource.of("clients/" + module + ".js").toString())
                        .with("NODE_PATH", NodeModules.of("clients").toString()));
    }

    private static void assertSaysTheSame(Command client) {
        Command.Result reference = client.and(theirs.arguments()).run();
        Command.Result result = client.and(ours.arguments()).run();

        assertThat(reference.exit()).as(reference.toString()).isZero();
        assertThat(reference.stdout()).contains("RUNNING", "ALREADY_STARTED: g:");
        assertThat(ours.normal(withoutOurMethods(result))).isEqualTo(theirs.normal(reference.toString()));
    }

    /** Clients that list the methods see those of our own namespace too. */
    private static String withoutOurMethods(Command.Result result) {
        return result.toString().replaceAll("\"supervisor4j[.]\\w+\", ?", "");
    }

    @Test
    void playbookChangesWhatIsToBeChangedAndNothingTwice() {
        String reference = play(theirs);
        String result = play(ours);

        assertThat(result).isEqualTo(reference);
        assertThat(result.lines().filter(line -> line.matches("(TASK|changed:|ok:|fatal:).*")))
                .map(line -> line.replaceFirst("^TASK (\\[.*]) .*|: \\[localhost].*", "$1"))
                .containsExactlyElementsOf(List.of(
                        "[started]", "changed",
                        "[started again]", "ok",
                        "[restarted]", "changed",
                        "[signalled]", "changed",
                        "[stopped]", "changed",
                        "[stopped again]", "ok",
                        "[group started]", "changed",
                        "[group stopped]", "changed",
                        "[absent]", "changed",
                        "[absent again]", "ok",
                        "[present]", "changed",
                        "[present again]", "ok",
                        "[unknown]", "fatal",
                        "[over TCP]", "changed"));
    }

    /** With the supervisorctl that came with the daemon. */
    private static String play(ClientStage stage) {
        Command.Result played = Command.of(
                        "ansible-playbook",
                        "-i",
                        "localhost,",
                        Resource.of("clients/playbook.yml").toString(),
                        "-e",
                        "ansible_python_interpreter=/usr/bin/python3 configuration=" + stage.configuration()
                                + " supervisorctl=" + stage.installation().supervisorctl() + " tcp_port="
                                + stage.port() + " user=" + ClientStage.USER + " password=" + ClientStage.PASSWORD)
                .with("ANSIBLE_NOCOLOR", "1")
                .with("ANSIBLE_LOCALHOST_WARNING", "false")
                .with("ANSIBLE_DEPRECATION_WARNINGS", "false")
                .with(
                        "ANSIBLE_LOCAL_TEMP",
                        stage.configuration().resolveSibling("ansible").toString())
                .run();
        assertThat(played.exit()).as(played.toString()).isZero();
        return stage.normal(played.stdout());
    }
}
