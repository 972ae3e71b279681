package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many programs, again and again: nothing piles up in the daemon. */
class ScaleIT {
    private static final int PROGRAMS = 500;
    private static final int RELOADS = 20;

    /** Threads that Jetty keeps in reserve come and go; so do the compiler's. */
    private static final Set<String> THREADS_THAT_COME_AND_GO = Set.of("http-", "C1 CompilerThre", "C2 CompilerThre");

    private static final String CONFIGURATION = Configuration.with("""
            [supervisord]
            minfds=4096
            [program:sleep]
            command=/bin/sleep 3600
            process_name=sleep%(process_num)03d
            numprocs=500
            startsecs=0
            autorestart=true
            stdout_logfile=NONE
            stderr_logfile=NONE
            """);

    @Test
    @Timeout(120)
    void fiveHundredProgramsComeAndGoAndLeaveNothing() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.write(Configuration.FILE, CONFIGURATION);
            Set<Long> everyPid = new HashSet<>();
            try (Daemon daemon = start(sandbox)) {
                awaitAllNew(daemon, everyPid);
                killAll(daemon);
                awaitAllNew(daemon, everyPid);
                Usage first = settled(daemon);
                assertThat(first.children()).isEqualTo("500 alive, 0 zombies");

                killAll(daemon);
                awaitAllNew(daemon, everyPid);
                assertSettles(daemon, first, "after all were killed");

                daemon.rpc().call("supervisor.stopAllProcesses");
                assertThat(Usage.of(daemon.pid()).children()).isEqualTo("0 alive, 0 zombies");
                daemon.rpc().call("supervisor.startAllProcesses");
                awaitAllNew(daemon, everyPid);
                assertSettles(daemon, first, "after a stop and a start");

                for (int reload = 1; reload <= RELOADS; reload++) {
                    daemon.signal("HUP");
                    awaitAllNew(daemon, everyPid);
                    assertSettles(daemon, first, "after reload " + reload);
                }
                assertThat(sandbox.read(Configuration.PID_FILE)).isEqualTo(daemon.pid() + "\n");
            }
            assertThat(Files.exists(sandbox.path(Configuration.SOCKET))).isFalse();
            assertThat(Files.exists(sandbox.path(Configuration.PID_FILE))).isFalse();
            assertThat(sandbox.read(Configuration.LOG)).doesNotContain("unexpected failure", "reaped unknown");
        }
    }

    private static Daemon start(Sandbox sandbox) throws IOException {
        return Daemon.start(Installation.OURS, sandbox.path(Configuration.FILE), sandbox.path(Configuration.SOCKET));
    }

    /** Waits until all run whose pids were never seen before. */
    private static void awaitAllNew(Daemon daemon, Set<Long> everyPid) {
        Await.until("all programs run with new pids", () -> {
            if (!daemon.rpc().answers()) {
                return false;
            }
            Map<String, Rpc.Info> all = daemon.rpc().processes();
            boolean allNew = all.size() == PROGRAMS
                    && all.values().stream()
                            .allMatch(info -> info.state().equals("RUNNING") && !everyPid.contains(info.pid()));
            if (allNew) {
                all.values().forEach(info -> everyPid.add(info.pid()));
            }
            return allNew;
        });
    }

    /** Five looks that agree. */
    private static Usage settled(Daemon daemon) {
        Deque<Usage> looks = new ArrayDeque<>();
        Await.until("the daemon is quiet", () -> {
            looks.addLast(Usage.of(daemon.pid()));
            if (looks.size() > 5) {
                looks.removeFirst();
            }
            return looks.size() == 5 && Set.copyOf(looks).size() == 1;
        });
        return looks.getLast();
    }

    /** Connections on which we have just asked, and children just reaped, may take a moment. */
    private static void assertSettles(Daemon daemon, Usage expected, String when) {
        Usage[] last = new Usage[1];
        try {
            Await.until(when + " all is as before", () -> {
                last[0] = Usage.of(daemon.pid());
                return last[0].equals(expected);
            });
        } catch (AssertionError inVain) {
            assertThat(last[0]).as(when).isEqualTo(expected);
            throw inVain;
        }
    }

    private static void killAll(Daemon daemon) {
        daemon.rpc().processes().values().forEach(info -> ProcessHandle.of(info.pid())
                .ifPresent(ProcessHandle::destroyForcibly));
    }

    /** What a daemon holds of the kernel's. */
    private record Usage(String descriptors, List<String> threads, String children) {
        static Usage of(long pid) {
            Path proc = Path.of("/proc", Long.toString(pid));
            List<String> kinds = list(proc.resolve("fd"))
                    .map(Usage::kindOfDescriptor)
                    .filter(kind -> !kind.isEmpty())
                    .toList();
            Map<String, Long> counts =
                    kinds.stream().collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
            List<String> threads = list(proc.resolve("task"))
                    .map(task -> read(task.resolve("comm")).strip().replaceAll("\\d+$", ""))
                    .filter(name -> !THREADS_THAT_COME_AND_GO.contains(name))
                    .sorted()
                    .toList();
            return new Usage(counts.toString(), threads, childrenOf(proc));
        }

        /** Empty for one that has been closed meanwhile. */
        private static String kindOfDescriptor(Path descriptor) {
            try {
                String target = Files.readSymbolicLink(descriptor).toString();
                return target.startsWith("/") ? "file" : target.replaceAll("[:\\[].*", "");
            } catch (IOException closedMeanwhile) {
                return "";
            }
        }

        private static String childrenOf(Path proc) {
            List<Long> children = list(proc.resolve("task"))
                    .flatMapToLong(
                            task -> Stream.of(read(task.resolve("children")).split(" ", -1))
                                    .filter(word -> !word.isBlank())
                                    .mapToLong(Long::parseLong))
                    .boxed()
                    .toList();
            long zombies = children.stream().filter(Usage::isZombie).count();
            return children.size() - zombies + " alive, " + zombies + " zombies";
        }

        private static boolean isZombie(long pid) {
            String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        }

        private static Stream<Path> list(Path folder) {
            try (Stream<Path> entries = Files.list(folder)) {
                return entries.toList().stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Empty for what has gone meanwhile. */
        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException gone) {
                return "";
            }
        }
    }
}
