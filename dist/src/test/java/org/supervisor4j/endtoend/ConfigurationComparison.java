package org.supervisor4j.endtoend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.supervisor4j.endtoend.ConfigurationGenerator.Generated;

/**
 * Configurations that are given to Debian's daemon and to ours, and what each makes of them. They go through two lanes
 * with a pair of daemons each, as much of the time is waiting. Which goes where is fixed: a daemon remembers the
 * variables of what it read before. A difference is printed as soon as it is found.
 */
final class ConfigurationComparison {
    private static final int LANES = 2;

    /** {@code getAllConfigInfo} of 4.4 has a key more. */
    private static final Pattern AUTORESTART = Pattern.compile("autorestart=[a-z0-9]*, ");

    private final List<Generated> configurations;
    private final List<String> differences = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger compared = new AtomicInteger();
    private final AtomicInteger bad = new AtomicInteger();
    private final AtomicInteger ran = new AtomicInteger();
    private final AtomicInteger started = new AtomicInteger();

    ConfigurationComparison(List<Generated> configurations) {
        this.configurations = List.copyOf(configurations);
    }

    void run() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(LANES);
        try {
            List<Callable<Void>> lanes = new ArrayList<>();
            for (int i = 0; i < LANES; i++) {
                int first = i;
                lanes.add(() -> lane(first));
            }
            for (Future<Void> end : threads.invokeAll(lanes)) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Void lane(int first) throws IOException {
        try (Sandbox sandbox = Sandbox.empty();
                ConfigurationReader theirs = ConfigurationReader.start(Installation.DEBIAN, sandbox);
                ConfigurationReader ours = ConfigurationReader.start(Installation.OURS, sandbox)) {
            for (int i = first; i < configurations.size(); i += LANES) {
                compare(configurations.get(i), theirs, ours);
            }
        }
        return null;
    }

    private void compare(Generated one, ConfigurationReader theirs, ConfigurationReader ours) {
        try {
            var reference = CompletableFuture.supplyAsync(() -> theirs.outcome(one));
            String outcome = comparable(ours.outcome(one));
            String expected = comparable(reference.join());
            count(outcome);
            if (!outcome.equals(expected)) {
                String difference =
                        one.name() + " " + one.files() + "\n--- theirs\n" + expected + "\n--- ours\n" + outcome;
                System.out.println(difference);
                differences.add(difference);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("cannot compare " + one.name() + " " + one.files(), e);
        }
    }

    private static String comparable(String outcome) {
        return AUTORESTART.matcher(outcome).replaceAll("");
    }

    private void count(String outcome) {
        compared.incrementAndGet();
        bad.addAndGet(outcome.startsWith(ConfigurationReader.FAULT) ? 1 : 0);
        ran.addAndGet(outcome.contains(" arguments [") ? 1 : 0);
        started.addAndGet(outcome.contains("start ends with ") ? 1 : 0);
    }

    /** What did not come to the same, in no order. */
    List<String> differences() {
        return List.copyOf(differences);
    }

    int compared() {
        return compared.get();
    }

    /** Those that a daemon that runs refuses. */
    int bad() {
        return bad.get();
    }

    /** Those whose children told what they got. */
    int ran() {
        return ran.get();
    }

    /** Those that a start was tried with as well. */
    int started() {
        return started.get();
    }
}
