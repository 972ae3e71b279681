package org.supervisor4j.endtoend;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Programs that behave badly, random requests, death from outside: in the end every state, pid and log agrees with what
 * the kernel says and with one another, and nothing is left. CONTRIBUTING.md has the command for the long version.
 */
class TortureIT {
    private static final int SECONDS = Integer.getInteger("supervisor4j.torture.seconds", 12);
    private static final int PROGRAMS = Integer.getInteger("supervisor4j.torture.programs", 60);
    private static final long SEED = Long.getLong("supervisor4j.seed", new Random().nextInt());
    private static final int TORMENTORS = 4;
    private static final int PROCESSES_PER_GROUP = 3;

    /** Said where the daemon runs as root, in some order at its start. */
    private static final Set<String> USUAL_CRITICALS = Set.of(
            "CRIT Supervisor is running as root.  Privileges were not dropped because no user is specified in the"
                    + " config file.  If you intend to run as root, you can set user=root in the config file to avoid"
                    + " this message.",
            "CRIT Server 'unix_http_server' running without any HTTP authentication checking");

    private final List<String> groups = IntStream.range(0, PROGRAMS / PROCESSES_PER_GROUP)
            .mapToObj("p%03d"::formatted)
            .toList();
    private final Map<String, Behaviour> behaviours = new HashMap<>();

    @Test
    @Timeout(900)
    void afterAnyTormentEverythingAgreesWithTheKernelAndNothingIsLeft() throws Exception {
        System.out.printf("torture: %d programs for %d s, seed %d%n", PROGRAMS, SECONDS, SEED);
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.mkdirs("logs");
            sandbox.write("program.sh", Behaviour.script());
            Path configuration = sandbox.write(Configuration.FILE, Configuration.with(sections(new Random(SEED))));
            try (Daemon daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET))) {
                Usage before = Usage.settledOf(daemon.pid());

                torment(daemon);

                bringBackRemovedGroups(daemon.rpc());
                assertStatesAndPidsAreTheKernels(daemon);
                stopForGood(daemon.rpc());
                assertUsageIs(before, daemon);
                assertLogsTellTheSame(sandbox);
                daemon.signal("TERM");
                daemon.awaitEnd();
            }
            assertNothingUnexpectedIsIn(sandbox.read(Configuration.LOG));
        }
    }

    /** Sections of random programs; the name of each group tells what it does. */
    private String sections(Random random) {
        return "[supervisord]\nminfds=4096\n"
                + groups.stream().map(group -> section(group, random)).collect(joining());
    }

    private String section(String group, Random random) {
        Behaviour behaviour = any(List.of(Behaviour.values()), random);
        behaviours.put(group, behaviour);
        return """
                [program:%1$s]
                command=/bin/sh %%(here)s/program.sh %2$s
                process_name=%%(program_name)s_%%(process_num)d
                numprocs=%3$d
                autostart=false
                autorestart=%4$s
                startsecs=%5$d
                startretries=%6$d
                stopwaitsecs=%7$d
                priority=%8$d
                redirect_stderr=%9$b
                stdout_logfile=%%(here)s/logs/%%(program_name)s_%%(process_num)d
                stdout_logfile_maxbytes=0
                %10$s
                """.formatted(
                        group,
                        behaviour.word(),
                        PROCESSES_PER_GROUP,
                        any(List.of("true", "false", "unexpected"), random),
                        random.nextInt(2),
                        random.nextInt(4),
                        1 + random.nextInt(2),
                        random.nextInt(5),
                        random.nextBoolean(),
                        behaviour.section());
    }

    private static <T> T any(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private void torment(Daemon daemon) throws InterruptedException {
        daemon.rpc().call("supervisor.startAllProcesses");
        Random seeds = new Random(SEED);
        List<Tormentor> tormentors = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < TORMENTORS; number++) {
            Tormentor tormentor = new Tormentor(daemon.rpc(), groups, seeds.nextLong());
            tormentors.add(tormentor);
            threads.add(new Thread(tormentor, "tormentor-" + number));
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        threads.forEach(Thread::start);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        tormentors.forEach(Tormentor::end);
        for (Thread thread : threads) {
            thread.join();
        }
        Map<String, Integer> calls = new TreeMap<>();
        tormentors.forEach(each -> each.calls().forEach((call, count) -> calls.merge(call, count, Integer::sum)));
        System.out.println("torture: calls " + calls);
        assertThat(tormentors.stream().flatMap(each -> each.complaints().stream()))
                .as("answers that no client should get, seed %d", SEED)
                .isEmpty();
    }

    private void bringBackRemovedGroups(Rpc rpc) throws IOException {
        for (String group : groups) {
            String answer = rpc.ask("supervisor.addProcessGroup", group);
            assertThat(answer).containsAnyOf("<boolean>1</boolean>", "ALREADY_ADDED");
        }
        assertThat(rpc.processes()).hasSize(groups.size() * PROCESSES_PER_GROUP);
    }

    /** Some programs go on ending and being restarted, between one look and the other: so until they agree. */
    private static void assertStatesAndPidsAreTheKernels(Daemon daemon) {
        List<String> differences = new ArrayList<>();
        try {
            Await.until("daemon and kernel agree", () -> {
                differences.clear();
                findDifferences(daemon, differences);
                return differences.isEmpty();
            });
        } catch (AssertionError inVain) {
            assertThat(differences)
                    .as("between daemon and kernel, seed %d", SEED)
                    .isEmpty();
            throw inVain;
        }
    }

    private static void findDifferences(Daemon daemon, List<String> differences) {
        Map<String, Rpc.Info> look = daemon.rpc().processes();
        Set<Long> children = Set.copyOf(Proc.childrenOf(daemon.pid()));
        look.forEach((name, info) -> compare(name, info, differences));
        Set<Long> pids = look.values().stream()
                .map(Rpc.Info::pid)
                .filter(pid -> pid != 0)
                .collect(Collectors.toSet());
        if (!pids.equals(children)) {
            differences.add("children: the daemon says " + pids + ", the kernel " + children);
        }
    }

    private static void compare(String name, Rpc.Info info, List<String> differences) {
        boolean hasChild = Set.of("STARTING", "RUNNING", "STOPPING").contains(info.state());
        if (hasChild != (info.pid() != 0)) {
            differences.add(name + " is " + info.state() + " with pid " + info.pid());
        } else if (hasChild && Proc.isZombie(info.pid())) {
            differences.add(name + " with pid " + info.pid() + " waits to be reaped");
        } else if (hasChild
                && !Proc.variable(info.pid(), "SUPERVISOR_PROCESS_NAME").equals(name)) {
            differences.add(name + " does not have pid " + info.pid());
        }
    }

    /** What ends at once is started again a second after its start, stopped or not, unless its group is removed. */
    private void stopForGood(Rpc rpc) {
        Await.until("all processes have stopped, and all groups are removed", () -> {
            rpc.call("supervisor.stopAllProcesses");
            groups.forEach(group -> remove(rpc, group));
            return rpc.processes().isEmpty();
        });
    }

    private static void remove(Rpc rpc, String group) {
        try {
            assertThat(rpc.ask("supervisor.removeProcessGroup", group))
                    .containsAnyOf("<boolean>1</boolean>", "STILL_RUNNING", "BAD_NAME");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertUsageIs(Usage before, Daemon daemon) {
        Await.settle(() -> Usage.of(daemon.pid()).equals(before));
        Usage after = Usage.settledOf(daemon.pid());
        assertThat(after).as("descriptors, threads, children, seed %d", SEED).isEqualTo(before);
        assertThat(after.children()).isEqualTo(Usage.NO_CHILDREN);
    }

    /** Every run of a program is told by the daemon's log and by its own, in the same order. */
    private void assertLogsTellTheSame(Sandbox sandbox) {
        List<String> complaints = new ArrayList<>();
        Map<String, ProcessStory> stories = ProcessStory.read(sandbox.read(Configuration.LOG), complaints);
        stories.forEach((name, story) -> compare(name, story, sandbox, complaints));
        assertThat(complaints).as("what logs disagree about, seed %d", SEED).isEmpty();
        System.out.printf(
                "torture: %d runs of %d processes%n",
                stories.values().stream().mapToInt(story -> story.runs().size()).sum(), stories.size());
    }

    private void compare(String name, ProcessStory story, Sandbox sandbox, List<String> complaints) {
        if (story.livingPid() != 0) {
            complaints.add(name + " has not ended: " + story.runs());
        }
        String own = Files.exists(sandbox.path("logs/" + name)) ? sandbox.read("logs/" + name) : "";
        int at = 0;
        for (ProcessStory.Run run : story.runs()) {
            int length = lengthOfCommon(own, at, said(name, run.pid()), begin(run.pid()));
            // Who ended by itself has said all it had to say; who was killed, perhaps nothing, or half of it.
            if (run.end().startsWith("exit status ")
                    && length < said(name, run.pid()).length()) {
                complaints.add(name + ": the log has not all of the run " + run);
            }
            at += length;
        }
        if (at != own.length()) {
            complaints.add(name + ": nobody has written " + own.substring(at, Math.min(own.length(), at + 200))
                    + " behind byte " + at + " of " + own.length() + "; runs: " + story.runs());
        }
    }

    /** What a run writes if it is let. */
    private String said(String process, long pid) {
        boolean bursts = behaviours.get(process.substring(0, process.indexOf('_'))) == Behaviour.BURSTS;
        return bursts ? begin(pid) + "x".repeat(Behaviour.BURST) + "\nend " + pid + "\n" : begin(pid);
    }

    private static String begin(long pid) {
        return "begin " + pid + "\n";
    }

    /** How much of a run's text is there; 0 unless at least its first line is. */
    private static int lengthOfCommon(String own, int from, String said, String firstLine) {
        if (!own.startsWith(firstLine, from)) {
            return 0;
        }
        int length = firstLine.length();
        while (length < said.length()
                && from + length < own.length()
                && own.charAt(from + length) == said.charAt(length)) {
            length++;
        }
        return length;
    }

    private static void assertNothingUnexpectedIsIn(String log) {
        assertThat(log.lines()
                        .map(line -> line.substring(Math.min(line.length(), "2026-11-21 07:41:39,299 ".length())))
                        .filter(line -> line.startsWith("CRIT ")
                                || line.startsWith("ERRO ")
                                || line.contains("xception")
                                || line.contains("reaped unknown"))
                        .filter(line -> !USUAL_CRITICALS.contains(line)))
                .as("lines that should not be in the log, seed %d", SEED)
                .isEmpty();
    }
}
