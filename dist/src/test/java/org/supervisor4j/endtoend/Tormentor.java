package org.supervisor4j.endtoend;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls the daemon's methods at random, and kills its children from outside, until it is told to end. */
final class Tormentor implements Runnable {
    private static final Pattern FAULT = Pattern.compile("<name>faultCode</name>\\s*<value><int>(\\d+)</int>");

    /** Faults that say that a process is not in the state that the call is for, or is gone; others are bugs. */
    private static final List<Integer> USUAL_FAULTS = List.of(10, 20, 30, 40, 50, 60, 70, 90, 91);

    private static final List<String> SIGNALS_FROM_OUTSIDE =
            List.of("KILL", "KILL", "TERM", "SEGV", "USR1", "STOP", "CONT", "CONT");
    private static final List<String> SIGNALS_OF_CLIENTS = List.of("HUP", "USR2", "CONT", "INT", "17", "SIGKILL");

    private static final long LONGEST_PAUSE_NANOS = 20_000_000;

    private final Rpc rpc;
    private final List<String> groups;
    private final Random random;
    private final Map<String, Integer> calls = new TreeMap<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private volatile boolean told;

    /** @param groups the groups, which have processes named {@code <group>_0}, {@code _1}, {@code _2} */
    Tormentor(Rpc rpc, List<String> groups, long seed) {
        this.rpc = rpc;
        this.groups = groups;
        this.random = new Random(seed);
    }

    void end() {
        told = true;
    }

    /** How often it did what; to be read when it has ended. */
    Map<String, Integer> calls() {
        return calls;
    }

    /** What the daemon should not have answered. */
    Queue<String> complaints() {
        return complaints;
    }

    @Override
    public void run() {
        while (!told) {
            try {
                act();
            } catch (IOException | RuntimeException | AssertionError e) {
                complaints.add(e.toString());
            }
            LockSupport.parkNanos((long) (random.nextDouble() * LONGEST_PAUSE_NANOS));
        }
    }

    private void act() throws IOException {
        String group = any(groups);
        String process = group + ":" + group + "_" + random.nextInt(3);
        boolean wait = random.nextBoolean();
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> call("startProcess", process, wait);
            case 4, 5, 6 -> call("stopProcess", process, wait);
            case 7 -> call("startProcessGroup", group, wait);
            case 8 -> call("stopProcessGroup", group, wait);
            case 9 -> call("signalProcess", process, any(SIGNALS_OF_CLIENTS));
            case 10 -> call("getProcessInfo", process);
            case 11 -> call("getAllProcessInfo");
            case 12 -> call("tailProcessStdoutLog", process, 0, 1000);
            case 13 -> call("readProcessStderrLog", process, -1000, 0);
            case 14 -> call("sendProcessStdin", process, "some input\n");
            case 15 -> call("removeProcessGroup", group);
            case 16 -> call("addProcessGroup", group);
            case 17, 18 -> killFromOutside();
            default -> rarely();
        }
    }

    private void rarely() throws IOException {
        switch (random.nextInt(8)) {
            case 0 -> call("stopAllProcesses", random.nextBoolean());
            case 1, 2 -> call("startAllProcesses", false);
            case 3 -> call("reloadConfig");
            case 4 -> call("signalAllProcesses", "CONT");
            case 5 -> call("sendRemoteCommEvent", "torture", "data");
            default -> call("getState");
        }
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private void call(String method, Object... params) throws IOException {
        calls.merge(method, 1, Integer::sum);
        String answer = rpc.ask("supervisor." + method, params);
        Matcher fault = FAULT.matcher(answer);
        boolean usual = !fault.find() || USUAL_FAULTS.contains(Integer.valueOf(fault.group(1)));
        if (!answer.startsWith("HTTP/1.1 200 ") || !usual) {
            complaints.add(method + List.of(params) + ": " + answer);
        }
    }

    private void killFromOutside() {
        List<Rpc.Info> living = rpc.processes().values().stream()
                .filter(info -> info.pid() != 0)
                .toList();
        if (!living.isEmpty()) {
            calls.merge("(kill)", 1, Integer::sum);
            // It may have gone meanwhile.
            var unused = Command.of(
                            "kill",
                            "-s",
                            any(SIGNALS_FROM_OUTSIDE),
                            Long.toString(any(living).pid()))
                    .run();
        }
    }
}
