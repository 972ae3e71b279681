package org.supervisor4j.daemon.cli;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.cli.StateText.Content;
import org.supervisor4j.daemon.cli.StateText.Daemon;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.daemon.process.ChildRecords.Started;
import org.supervisor4j.daemon.sink.RecordingLog;

/** The state file on a real disk, about real processes. A daemon that is killed is one that does not close it. */
class StateFileTest {
    private static final int US = (int) ProcessHandle.current().pid();

    private static PosixSystem system;

    private final RecordingLog log = new RecordingLog();
    private final List<Process> processes = new ArrayList<>();
    private Path folder;
    private Path path;

    @BeforeAll
    static void openTheSystem() throws Exception {
        system = PosixSystem.open();
    }

    @BeforeEach
    void inAFolder(@TempDir Path folder) throws Exception {
        this.folder = folder;
        Files.setPosixFilePermissions(folder, fromString("rwxr-xr-x"));
        path = folder.resolve("pid.state");
    }

    @AfterEach
    void endAll() throws Exception {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    private Optional<StateFile> tried() {
        return StateFile.open(
                system.descriptors(),
                system.paths(),
                system.processes(),
                log,
                system.host(),
                folder.resolve("pid").toString());
    }

    private StateFile begun() {
        return tried().orElseThrow();
    }

    private int child() throws Exception {
        Process process = new ProcessBuilder("cat").start();
        processes.add(process);
        return (int) process.pid();
    }

    private static Started named(String name) {
        return new Started(name, "/bin/" + name);
    }

    private Content read() throws Exception {
        return StateText.read(Files.readString(path)).orElseThrow();
    }

    @Test
    void programsOfAKilledDaemonAreNamedByTheNextOneIfTheyStillRun() throws Exception {
        int web = child();
        int gone = child();
        StateFile killed = begun();
        killed.spawned(web, named("web"));
        killed.spawned(gone, named("gone"));
        assertThat(log.lines()).isEmpty();
        processes.get(1).destroyForcibly().waitFor();

        begun();

        assertThat(log.lines())
                .containsExactly("WARN web still runs as pid " + web
                        + " (/bin/web): the supervisord that started it, pid "
                        + US + ", ended without stopping it. It is not supervised any more, and not stopped before a"
                        + " new one is started; \"kill " + web + "\" ends it");
    }

    @Test
    void theyAreNamedAgainAsLongAsTheyRun() throws Exception {
        begun().spawned(child(), named("web"));
        begun().close();
        assertThat(path).exists();

        StateFile last = begun();
        assertThat(log.lines()).hasSize(2).allMatch(line -> line.startsWith("WARN web still runs as pid "));
        processes.get(0).destroyForcibly().waitFor();
        last.close();

        assertThat(path).doesNotExist();
    }

    /** Its pid has been used again. */
    @Test
    void anotherProcessOfTheSamePidIsNotNamed() throws Exception {
        int pid = child();
        begun().spawned(pid, named("web"));
        Content content = read();
        Daemon daemon = content.daemon();
        StateText.Child child = content.children().get(0);
        Files.writeString(
                path,
                StateText.of(new Content(
                        daemon,
                        List.of(new StateText.Child(
                                pid, system.processes().find(pid).orElseThrow().born() - 1, child.started())))));

        begun();

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aChildThatNobodyHasReapedDoesNotRun() throws Exception {
        // The child ends when its parent is no shell any more, which might reap it.
        Process parent =
                new ProcessBuilder("sh", "-c", "exec 3<&0; { read line <&3; } & echo $!; exec sleep 1000").start();
        processes.add(parent);
        int zombie = Integer.parseInt(parent.inputReader().readLine());
        Path command = Path.of("/proc", Long.toString(parent.pid()), "cmdline");
        for (long end = System.nanoTime() + 20_000_000_000L;
                !Files.readString(command).startsWith("sleep"); ) {
            assertThat(System.nanoTime()).as("it is no shell any more").isLessThan(end);
        }
        StateFile killed = begun();
        killed.spawned(zombie, named("web"));
        long seen = read().children().get(0).seen();
        parent.outputWriter().append('\n').close();
        for (long end = System.nanoTime() + 20_000_000_000L; system.processes().lives(zombie, seen); ) {
            assertThat(System.nanoTime()).as("it has ended").isLessThan(end);
        }
        assertThat(system.processes().find(zombie)).isPresent();

        begun();

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void nothingIsLeftByADaemonThatHasStoppedAll() throws Exception {
        int web = child();
        StateFile file = begun();
        file.spawned(web, named("web"));
        processes.get(0).destroyForcibly().waitFor();
        file.ended(web);
        assertThat(read().children()).isEmpty();

        file.close();

        assertThat(folder).isEmptyDirectory();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void onlyTheDaemonsUserCanReadIt() throws Exception {
        try (StateFile file = begun()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
            file.ended(1);
        }
    }

    @Test
    void whereOthersCanWriteTheFolderThereIsNoneAndNothingIsSaid() throws Exception {
        Files.setPosixFilePermissions(folder, fromString("rwxrwxrwx"));

        assertThat(tried()).isEmpty();

        assertThat(folder).isEmptyDirectory();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void theFileOfADaemonThatLivesIsLeftAlone() throws Exception {
        int other = child();
        begun().spawned(other, named("web"));
        Content content = read();
        StateText.Child its = content.children().get(0);
        String text =
                StateText.of(new Content(new Daemon(content.daemon().boot(), other, its.seen()), content.children()));
        Files.writeString(path, text);

        assertThat(tried()).isEmpty();

        assertThat(path).hasContent(text);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void nothingRunsOfTheTimeBeforeTheMachineWasStarted() throws Exception {
        int web = child();
        begun().spawned(web, named("web"));
        Content content = read();
        Daemon daemon = content.daemon();
        Files.writeString(
                path,
                StateText.of(new Content(new Daemon("another", daemon.pid(), daemon.seen()), content.children())));

        begun();

        assertThat(log.lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("DEBG ")
                .contains("before the machine was started");
        assertThat(read().daemon().boot()).isEqualTo(daemon.boot());
        assertThat(read().children()).isEmpty();
    }

    @Test
    void whatIsDamagedIsReplacedAndItIsSaidWhy() throws Exception {
        Files.writeString(path, "nonsense\n");

        begun();

        assertThat(log.lines())
                .containsExactly("WARN state file " + path + " is not read, and replaced: it is damaged, or of another"
                        + " version. If a supervisord was killed here, its programs may still run beside those that"
                        + " are started now");
        assertThat(read().children()).isEmpty();
    }

    @Test
    void whatOthersCanWriteIsNotBelieved() throws Exception {
        begun().spawned(child(), named("web"));
        Files.setPosixFilePermissions(path, fromString("rw-rw-rw-"));

        begun();

        assertThat(log.lines()).hasSize(1).first().asString().contains("others can write it");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void aLinkIsNotFollowed() throws Exception {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "kept");
        Files.createSymbolicLink(path, elsewhere);

        begun().close();

        assertThat(log.lines()).hasSize(1).first().asString().contains("ELOOP");
        assertThat(elsewhere).hasContent("kept");
        assertThat(path).doesNotExist();
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidOnceAndWrittenWhenItCan() throws Exception {
        StateFile file = begun();
        Path full = Files.createDirectory(folder.resolve("pid.state.new"));
        Files.delete(path);
        for (int restarts = 0; log.lines().isEmpty(); restarts++) {
            file.spawned(US, named("web" + restarts));
        }
        file.spawned(US, named("while"));
        assertThat(log.lines()).hasSize(1).first().asString().startsWith("WARN could not write state file " + path);
        Files.delete(full);

        file.spawned(US, named("after"));

        assertThat(read().children())
                .extracting(child -> child.started().name())
                .containsExactly("after");
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void itDoesNotGrowWithRestarts() throws Exception {
        int web = child();
        StateFile file = begun();
        for (int restarts = 0; restarts < 5000; restarts++) {
            file.spawned(web, named("web"));
            file.ended(web);
        }
        file.spawned(web, named("last"));

        assertThat(Files.size(path)).isLessThan(80_000);
        assertThat(read().children())
                .extracting(child -> child.started().name())
                .containsExactly("last");
    }
}
