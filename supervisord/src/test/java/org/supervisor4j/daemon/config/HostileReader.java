package org.supervisor4j.daemon.config;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.HostileConfigurations.Hostile;
import org.supervisor4j.daemon.config.check.ConfigCheck;
import org.supervisor4j.daemon.config.check.Finding;
import org.supervisor4j.daemon.config.reading.CommandLineOverrides;
import org.supervisor4j.daemon.config.reading.ConfigParser;
import org.supervisor4j.daemon.config.reading.ConfigSource;
import org.supervisor4j.ini.ConfigException;

/**
 * Reads hostile configurations in a JVM of its own, whose heap is as small as the promise: arguments are a seed and a
 * number of seconds of the processor for what chance makes, after one of each idea. Ends with 0 if each came to a
 * configuration or to a clear error; with 1 and the name of the one that did not; with 3 if one took longer than
 * allowed.
 */
public final class HostileReader {
    /**
     * Time of the processor: other tests may keep us waiting. What uses up its budget takes 8 s of a quiet processor
     * with the first compiler alone, and twice that where another thread has the core's other half.
     */
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(40);

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final AtomicLong begun = new AtomicLong();
    private volatile String current = "";
    private int read;
    private int accepted;
    private long slowest;
    private String slowestName = "";

    private HostileReader() {}

    public static void main(String[] arguments) throws IOException {
        long seed = Long.parseLong(arguments[0]);
        long seconds = Long.parseLong(arguments[1]);
        System.exit(new HostileReader().run(seed, seconds));
    }

    private int run(long seed, long seconds) throws IOException {
        Thread watchdog = new Thread(this::watch, "watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        for (HostileConfigurations.Idea idea : HostileConfigurations.ideas()) {
            if (!isFine(new Hostile(idea.name(), idea.files().get()))) {
                return 1;
            }
        }
        long start = SYSTEM.getProcessCpuTime();
        System.out.printf("%d ideas in %d s of the processor%n", read, TimeUnit.NANOSECONDS.toSeconds(start));
        HostileConfigurations chance = new HostileConfigurations(seed, HostileConfigurations.sample());
        while (SYSTEM.getProcessCpuTime() - start < TimeUnit.SECONDS.toNanos(seconds)) {
            if (!isFine(chance.next(read))) {
                return 1;
            }
        }
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        System.out.printf(
                "%d configurations with seed %d, %d accepted, slowest %d ms of the processor (%s), heap of %d MiB, at most %d used%n",
                read,
                seed,
                accepted,
                TimeUnit.NANOSECONDS.toMillis(slowest),
                slowestName,
                Runtime.getRuntime().maxMemory() >> 20,
                peak >> 20);
        return 0;
    }

    /** A hang is seen from outside: nothing else would end it. */
    private void watch() {
        while (true) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            if (SYSTEM.getProcessCpuTime() - begun.get() > LIMIT) {
                System.out.println(
                        "takes more than " + TimeUnit.NANOSECONDS.toSeconds(LIMIT) + " s of the processor: " + current);
                Runtime.getRuntime().halt(3);
            }
        }
    }

    private boolean isFine(Hostile hostile) {
        current = hostile.name();
        long start = SYSTEM.getProcessCpuTime();
        begun.set(start);
        read++;
        String complaint = complaint(hostile);
        long took = SYSTEM.getProcessCpuTime() - start;
        if (took > slowest) {
            slowest = took;
            slowestName = hostile.name();
        }
        if (complaint != null) {
            System.out.println(hostile.name() + ": " + complaint);
        }
        return complaint == null;
    }

    /** Null if all is well. */
    private @Nullable String complaint(Hostile hostile) {
        MapSource source = new MapSource();
        hostile.files().forEach((path, bytes) -> source.with(path, new ConfigSource.Content.Bytes(bytes)));
        try {
            return complaint(source);
        } catch (RuntimeException | Error thrown) {
            StackTraceElement[] trace = thrown.getStackTrace();
            return thrown + " " + List.of(trace).subList(0, Math.min(12, trace.length));
        }
    }

    private @Nullable String complaint(MapSource source) {
        try {
            new ConfigParser(source, new FakeSurroundings(), CommandLineOverrides.NONE).parse("s.conf");
            accepted++;
        } catch (ConfigException told) {
            String message = told.problems().get(0).message();
            if (message.isBlank() || message.contains("Exception")) {
                return "no clear error: " + message;
            }
        }
        ConfigCheck.Report report =
                new ConfigCheck(source, new FakeSurroundings(), CommandLineOverrides.NONE).check("s.conf");
        for (Finding finding : report.findings()) {
            if (finding.toString().isBlank()) {
                return "a finding without text";
            }
        }
        return null;
    }
}
