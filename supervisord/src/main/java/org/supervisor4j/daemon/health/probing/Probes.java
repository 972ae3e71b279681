package org.supervisor4j.daemon.health.probing;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.health.HttpHeader;
import org.supervisor4j.daemon.health.Probe;
import org.supervisor4j.daemon.health.StatusRanges;
import org.supervisor4j.daemon.health.pattern.LinePattern;

/** Makes a {@link Probe} into something that can be launched. */
final class Probes {
    private final Prober prober;
    private final WatchOrder order;

    Probes(Prober prober, WatchOrder order) {
        this.prober = prober;
        this.order = order;
    }

    /** What blocks, and says what was answered. */
    @FunctionalInterface
    private interface Question {
        String ask() throws IOException, ProbeException, InterruptedException;
    }

    /**
     * @param pattern what the body of an answer of HTTP must have; null for anything
     * @param header what is said then; null for nothing
     */
    ProbeCycle.Launcher launcher(
            Probe probe,
            long timeoutNanos,
            StatusRanges expect,
            @Nullable LinePattern pattern,
            @Nullable HttpHeader header) {
        if (probe instanceof Probe.Exec exec) {
            return attempt -> {
                CommandProbe command = new CommandProbe(prober, order.commands(), exec.command(), attempt);
                work(attempt, command::prepare);
                return command::abort;
            };
        }
        byte[] address = probe instanceof Probe.Tcp tcp ? Names.numeric(tcp.host()) : null;
        if (address != null && probe instanceof Probe.Tcp tcp) {
            return attempt -> {
                ConnectProbe connection = new ConnectProbe(prober, address, tcp.port(), attempt);
                connection.begin();
                return connection::abort;
            };
        }
        return attempt -> {
            NetworkProbe network = new NetworkProbe(prober.names, timeoutNanos);
            Question question = question(probe, network, expect, pattern, header);
            work(attempt, () -> answer(attempt, question));
            return network::abort;
        };
    }

    private void work(ProbeCycle.Attempt attempt, Runnable task) {
        try {
            prober.workers.execute(task);
        } catch (RejectedExecutionException full) {
            attempt.answer(false, "too many probes hang");
        }
    }

    private Question question(
            Probe probe,
            NetworkProbe network,
            StatusRanges expect,
            @Nullable LinePattern pattern,
            @Nullable HttpHeader header) {
        if (probe instanceof Probe.Tcp tcp) {
            return () -> network.tcp(tcp);
        } else if (probe instanceof Probe.Unix unix) {
            return () -> network.unix(unix);
        } else if (probe instanceof Probe.Http http) {
            return () -> network.http(http, expect, pattern, header);
        } else if (probe instanceof Probe.Existing file) {
            return () -> exists(file.path());
        }
        throw new AssertionError(probe);
    }

    private String exists(String path) throws ProbeException {
        if (prober.system.host().fileMode(path).isEmpty()) {
            throw new ProbeException("there is no " + path);
        }
        return path + " is there";
    }

    private static void answer(ProbeCycle.Attempt attempt, Question question) {
        try {
            attempt.answer(true, question.ask());
        } catch (InterruptedException ending) {
            attempt.answer(false, "given up");
            Thread.currentThread().interrupt();
        } catch (ProbeException | IOException | RuntimeException failure) {
            String message = failure.getMessage();
            attempt.answer(false, message == null ? failure.getClass().getSimpleName() : message);
        }
    }
}
