package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.os.posix.ProcessFixture.EXIT_127;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.os.Descriptors.Pipe;
import org.supervisor4j.daemon.os.PendingExec.Failure;
import org.supervisor4j.daemon.os.ProcessSpawner.Spawned;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.os.ResourceLimits.Limit;
import org.supervisor4j.daemon.os.ResourceLimits.Resource;
import org.supervisor4j.daemon.os.SpawnStep;
import org.supervisor4j.daemon.os.posix.ProcessFixture.Request;
import org.supervisor4j.daemon.os.posix.libc.Errors;

/** What a child finds when its program begins. */
@Tag("process")
class SpawnedChildIT {
    private static final ProcessUser NOBODY = new ProcessUser(65534, 65533, List.of(65533, 4, 24));
    private static final int LEAKY = 199;

    private ProcessFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProcessFixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void signalsAreAsTheOriginalLeavesThem() throws Exception {
        assertThat(statusOf(fixture.request("/bin/cat", "/proc/self/status")))
                .contains(
                        "SigBlk:\t0000000000000000",
                        // SIGPIPE, 13, and SIGXFSZ, 25, as bits counted from 1
                        "SigIgn:\t0000000001001000",
                        "SigCgt:\t0000000000000000");
    }

    @Test
    void itLeadsAGroupOfItsOwnInOurSession() throws Exception {
        Spawned cat =
                fixture.spawner().spawn(fixture.request("/bin/sleep", "60").build());
        String[] child = stat(String.valueOf(cat.pid()));
        kill(cat);

        assertThat(child[2]).as("process group").isEqualTo(String.valueOf(cat.pid()));
        assertThat(child[3]).as("session").isEqualTo(stat("self")[3]);
    }

    /** The fields of /proc/pid/stat from the state on. */
    private static String[] stat(String pid) throws IOException {
        String line = Files.readString(Path.of("/proc", pid, "stat"));
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }

    private void kill(Spawned spawned) throws Exception {
        assertThat(spawned.exec().finish()).isNull();
        fixture.libc.kill(spawned.pid(), 9);
        assertThat(fixture.waitStatus(spawned.pid())).isEqualTo(9);
    }

    @ParameterizedTest(name = "with close_range: {0}")
    @ValueSource(booleans = {true, false})
    void itHasTheFirstThreeDescriptorsAndNoOther(boolean closeRange) throws Exception {
        KernelSettings kernel = new KernelSettings(fixture.libc, fixture.architecture) {
            @Override
            boolean hasCloseRange() {
                return closeRange && super.hasCloseRange();
            }
        };
        assertThat(fixture.libc.dup2(fixture.devNull, LEAKY)).isEqualTo(LEAKY);

        Spawned sleep = fixture.spawner(kernel, Map.of())
                .spawn(fixture.request("/bin/sleep", "60").build());
        assertThat(sleep.exec().finish()).isNull();
        File open = new File("/proc/" + sleep.pid() + "/fd");
        // The program's loader has the file of the C library open for a moment.
        fixture.eventually("the first three are open, and no other", () -> {
            String[] names = open.list();
            return names != null && Set.of(names).equals(Set.of("0", "1", "2"));
        });
        fixture.libc.kill(sleep.pid(), 9);
        fixture.waitStatus(sleep.pid());
        fixture.descriptors.close(LEAKY);
    }

    @ParameterizedTest(name = "our {0}, {1}, {2} as its 0, 1, 2")
    @CsvSource({"0, 1, 2", "2, 0, 1", "1, 1, 1", "-1, 2, 1", "-1, 0, -1", "1, -1, 0"})
    void itsDescriptorsMayBeOurFirstThreeInAnyOrder(int in, int out, int err) throws Exception {
        Pipe pipe = fixture.descriptors.pipe();
        int[] sources = {in, out, err};
        for (int i = 0; i < sources.length; i++) {
            sources[i] = sources[i] == -1 ? pipe.readEnd() : sources[i];
        }
        Request request = fixture.request("/bin/sleep", "60").withDescriptors(sources[0], sources[1], sources[2]);
        Spawned sleep = fixture.spawner().spawn(request.build());
        assertThat(sleep.exec().finish()).isNull();

        for (int i = 0; i < sources.length; i++) {
            assertThat(Files.readSymbolicLink(Path.of("/proc/" + sleep.pid() + "/fd/" + i)))
                    .as("the child's " + i)
                    .isEqualTo(Files.readSymbolicLink(Path.of("/proc/self/fd/" + sources[i])));
        }
        fixture.libc.kill(sleep.pid(), 9);
        fixture.waitStatus(sleep.pid());
        fixture.descriptors.close(pipe.readEnd());
        fixture.descriptors.close(pipe.writeEnd());
    }

    @Test
    void outputAndErrorsMayGoTheSameWay() throws Exception {
        Request request = fixture.request("/bin/sh", "-c", "echo out; echo err >&2");

        assertThat(fixture.output(fixture.spawner(), request)).isEqualTo("out\nerr\n");
    }

    @Test
    void itSeesItsArgumentsEnvironmentAndDirectoryToTheByte() throws Exception {
        String script = "printf '%s|' \"$0\" \"$@\"; pwd; env";
        Request request = fixture.request("/bin/sh", "-c", script, "", "a b", "ü", "\uDCFF")
                .withEnvironment("KEY=va=lue", "LATIN=\uDCE4", "EMPTY=")
                .withDirectory("/usr");

        // Read as ISO 8859-1: each byte is a character.
        assertThat(fixture.output(fixture.spawner(), request))
                .startsWith("|a b|\u00C3\u00BC|\u00FF|/usr\n")
                .contains("KEY=va=lue\n", "LATIN=\u00E4\n", "EMPTY=\n");
    }

    @Test
    void withoutVariablesItsEnvironmentIsEmpty() throws Exception {
        assertThat(fixture.output(fixture.spawner(), fixture.request("/usr/bin/env")))
                .isEmpty();
    }

    @Test
    void itsUmaskIsTheOneAskedForOrElseOurs() throws Exception {
        Request request = fixture.request("/bin/cat", "/proc/self/status");
        String ours = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Umask:"))
                .findFirst()
                .orElseThrow();

        assertThat(statusOf(request.withUmask(0137))).contains("Umask:\t0137");
        assertThat(statusOf(request)).contains(ours);
        assertThat(Files.readAllLines(Path.of("/proc/self/status"))).contains(ours);
    }

    @Test
    void itsLimitsAreTheOnesGivenAndOursStay() throws Exception {
        List<String> ours = Files.readAllLines(Path.of("/proc/self/limits"));
        PosixSpawner spawner = fixture.spawner(fixture.kernel, Map.of(Resource.OPEN_FILES, new Limit(100, 200)));

        String limits = fixture.output(spawner, fixture.request("/bin/cat", "/proc/self/limits"));

        assertThat(limits).containsPattern("Max open files +100 +200 +files");
        assertThat(Files.readAllLines(Path.of("/proc/self/limits"))).isEqualTo(ours);
    }

    @ParameterizedTest(name = "with a copy of our memory: {0}")
    @ValueSource(booleans = {true, false})
    void itIsTheUserAskedForWithItsGroupsAndWeStayWhoWeAre(boolean copy) throws Exception {
        List<String> ours = identity(Files.readAllLines(Path.of("/proc/self/status")));
        PosixSpawner spawner = fixture.spawner(tracing(copy), Map.of());
        Request request = fixture.request("/bin/cat", "/proc/self/status").withUser(NOBODY);

        if (fixture.users.uid() == 0) {
            assertThat(identity(fixture.output(spawner, request).lines().toList()))
                    .containsExactly(
                            "Uid:\t65534\t65534\t65534\t65534",
                            "Gid:\t65533\t65533\t65533\t65533",
                            "Groups:\t4 24 65533 ");
        } else {
            assertRefused(spawner, request);
        }
        assertThat(identity(Files.readAllLines(Path.of("/proc/self/status")))).isEqualTo(ours);
        assertThat(identityOfAllThreads()).containsOnly(ours);
    }

    private void assertRefused(PosixSpawner spawner, Request request) throws Exception {
        Spawned refused = spawner.spawn(request.build());

        assertThat(refused.exec().finish()).isEqualTo(new Failure(SpawnStep.GROUPS, Errors.errno(1)));
        assertThat(fixture.waitStatus(refused.pid())).isEqualTo(EXIT_127);
    }

    private static List<String> identity(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith("Uid:") || line.startsWith("Gid:") || line.startsWith("Groups:"))
                .toList();
    }

    private static List<List<String>> identityOfAllThreads() throws IOException {
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.map(task -> {
                        try {
                            return identity(Files.readAllLines(task.resolve("status")));
                        } catch (IOException e) {
                            // A thread that has just ended.
                            return List.<String>of();
                        }
                    })
                    .filter(lines -> !lines.isEmpty())
                    .toList();
        }
    }

    @Test
    void aCopiedChildTellsWhyItFailedAsWell() throws Exception {
        PosixSpawner spawner = fixture.spawner(tracing(true), Map.of());
        Request request = fixture.request("/nonexistent").withUser(NOBODY);
        SpawnStep step = fixture.users.uid() == 0 ? SpawnStep.EXEC : SpawnStep.GROUPS;

        Spawned spawned = spawner.spawn(request.build());

        assertThat(spawned.exec().finish()).extracting(Failure::step).isEqualTo(step);
        assertThat(fixture.waitStatus(spawned.pid())).isEqualTo(EXIT_127);
    }

    private KernelSettings tracing(boolean everybodyTraces) {
        return new KernelSettings(fixture.libc, fixture.architecture) {
            @Override
            boolean everyProcessIsDumpable() {
                return everybodyTraces;
            }
        };
    }

    @Test
    void theUserThatWeAreKeepsOurGroups() throws Exception {
        ProcessUser us = new ProcessUser(fixture.users.uid(), 12345, List.of(12345));

        assertThat(identity(statusOf(
                        fixture.request("/bin/cat", "/proc/self/status").withUser(us))))
                .isEqualTo(identity(Files.readAllLines(Path.of("/proc/self/status"))));
    }

    private List<String> statusOf(Request request) throws Exception {
        return fixture.output(fixture.spawner(), request).lines().toList();
    }
}
