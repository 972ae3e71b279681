package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code supervisord --check}: what it tells, how it ends, and that it does nothing else. */
class CheckIT {
    private Sandbox sandbox;

    @BeforeEach
    void makeASandbox() throws IOException {
        sandbox = Sandbox.empty();
    }

    @AfterEach
    void removeIt() throws IOException {
        sandbox.close();
    }

    @Test
    void aGoodFileEndsWithZeroAndLeavesNothing() throws IOException {
        write("[program:web]\ncommand=/bin/cat\nnumprocs=2\nprocess_name=%(process_num)d\n");

        Command.Result checked = check();

        assertThat(checked.stdout())
                .isEqualTo("/ROOT/supervisord.conf: good: 2 processes in 1 groups, read from 1 files\n");
        assertThat(checked.exit()).isZero();
        try (Stream<Path> left = Files.list(sandbox.root())) {
            assertThat(left).containsExactly(sandbox.path(Configuration.FILE));
        }
    }

    @Test
    void everythingThatIsWrongHasItsPlaceAndTheStatusIsTwo() {
        write("""
                [program:web]
                command=/bin/date +%H
                autostrat=false
                startsecs=soon
                [programm:api]
                [include]
                files=conf.d/*
                """);
        sandbox.mkdirs("conf.d");
        sandbox.write("conf.d/a", "[program:a]\ncommand=/bin/cat\nstopsignal=TRM\n");

        Command.Result checked = check();

        assertThat(checked.stdout()).isEqualTo("""
                        /ROOT/supervisord.conf:10:20: error: Format string '/bin/date +%H' for 'program:web.command' is badly formatted: unsupported format character 'H' (0x48) at index 12 in section 'program:web' (file: '/ROOT/supervisord.conf')
                            command=/bin/date +%H
                                               ^ to have a percent sign here, write
                            command=/bin/date +%%H
                        /ROOT/supervisord.conf:11: error: autostrat is no key of [program:web]; it has no effect; did you mean autostart?
                        /ROOT/supervisord.conf:12: error: invalid literal for int() with base 10: 'soon' in section 'program:web' (file: '/ROOT/supervisord.conf')
                        /ROOT/supervisord.conf:13: error: [programm:api] is no section that supervisord knows; it has no effect; did you mean [program:api]?
                        /ROOT/conf.d/a:3: error: value 'TRM' is not a valid signal name in section 'program:a' (file: '/ROOT/conf.d/a')
                        """);
        assertThat(checked.stderr()).isEmpty();
        assertThat(checked.exit()).isEqualTo(2);
    }

    @Test
    void whatOnlyThisMachineKnowsIsAWarningAndAnErrorIfAskedFor() {
        write("[program:web]\ncommand=cd /srv && ./run\n[program:api]\ncommand=/bin/cat\ndirectory=/no/such\n");

        Command.Result loose = check();
        Command.Result strict = check("--strict");

        String findings = """
                        /ROOT/supervisord.conf:10: warning: can't find command 'cd'
                        /ROOT/supervisord.conf:10:9: warning: command has cd, but supervisord starts no shell: use sh -c ..., or directory=
                            command=cd /srv && ./run
                                    ^ if a shell is meant, write
                            command=/bin/sh -c "cd /srv && ./run"
                        /ROOT/supervisord.conf:13: warning: directory /no/such is not there
                        """;
        assertThat(loose.stdout())
                .isEqualTo(findings + "/ROOT/supervisord.conf: good: 2 processes in 2 groups, read from 1 files\n");
        assertThat(loose.exit()).isZero();
        assertThat(strict.stdout()).isEqualTo(findings);
        assertThat(strict.exit()).isEqualTo(2);
    }

    @Test
    void programsReadTheResultAsJson() {
        write("[program:web]\ncommand=/no/such\n");

        Command.Result checked = check("--json");

        assertThat(checked.stdout())
                .isEqualTo(
                        "{\"file\":\"/ROOT/supervisord.conf\",\"good\":true,\"processes\":1,\"groups\":1,\"files\":1,"
                                + "\"findings\":[{\"severity\":\"warning\",\"file\":\"/ROOT/supervisord.conf\",\"line\":10,"
                                + "\"column\":0,\"message\":\"can't find command '/no/such'\",\"hints\":[]}]}\n");
        assertThat(checked.exit()).isZero();
    }

    @Test
    void theSampleOfTheDistributionAndThatOfDebianAreGood() {
        for (Installation installation : Installation.values()) {
            Command.Result sample = Command.of(
                            installation.supervisord().replaceAll("supervisord$", "echo_supervisord_conf"))
                    .run();
            sandbox.write(Configuration.FILE, sample.stdout());

            assertThat(check().stdout())
                    .isEqualTo("/ROOT/supervisord.conf: good: 0 processes in 0 groups, read from 1 files\n");
        }
    }

    /** A daemon that opened it would wait for a writer for ever. */
    @Test
    void aFifoAmongTheIncludedFilesIsAnError() {
        write("[include]\nfiles=conf.d/*\n");
        Path fifo = sandbox.mkdirs("conf.d").resolve("pipe");
        assertThat(Command.of("mkfifo", fifo.toString()).run().exit()).isZero();

        Command.Result checked = check();

        assertThat(checked.stdout())
                .isEqualTo("/ROOT/supervisord.conf:10: error: could not read config file /ROOT/conf.d/pipe: it is not a"
                        + " regular file; use a plain file\n");
        assertThat(checked.exit()).isEqualTo(2);
    }

    @Test
    void aMistakeOnTheCommandLineIsToldAsAtAStart() {
        write("");

        Command.Result checked = check("-l", "/no/such/folder/log");

        assertThat(checked.stderr()).startsWith("Error: invalid value for -l '/no/such/folder/log': The directory");
        assertThat(checked.exit()).isEqualTo(2);
    }

    private void write(String sections) {
        sandbox.write(Configuration.FILE, Configuration.with(sections));
    }

    private Command.Result check(String... more) {
        Command.Result result = Command.of(Installation.OURS.supervisord(), "--check", "-c")
                .and(sandbox.path(Configuration.FILE).toString())
                .and(more)
                .run();
        String root = sandbox.root().toString();
        return new Command.Result(
                result.exit(),
                result.stdout().replace(root, "/ROOT"),
                result.stderr().replace(root, "/ROOT"));
    }
}
