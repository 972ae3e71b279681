package org.supervisor4j.daemon.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.supervisor4j.daemon.config.OutputConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.output.ChannelObserver;
import org.supervisor4j.daemon.output.ChannelSpec;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.output.OutputChannel;
import org.supervisor4j.model.LogLevel;

/**
 * The logs of one run of a process, opened by the output loop before there is a child. On the control loop only, which
 * does not wait for them.
 */
final class ChildLogs {
    private final SupervisorContext context;
    private final ProcessConfig config;
    private final LogPaths paths;
    private final ChannelEvents events;
    private final List<CompletableFuture<OutputChannel>> opening = new ArrayList<>(2);

    private ChildLogs(SupervisorContext context, ProcessConfig config, LogPaths paths, ChannelEvents events) {
        this.context = context;
        this.config = config;
        this.paths = paths;
        this.events = events;
    }

    /**
     * Opens them, but not before the last run's are closed: what that writes last may rotate the file.
     *
     * @param lastClosed never fails
     */
    static ChildLogs open(
            SupervisorContext context,
            ProcessConfig config,
            LogPaths paths,
            ChannelEvents events,
            CompletableFuture<Void> lastClosed) {
        ChildLogs logs = new ChildLogs(context, config, paths, events);
        logs.open(Channel.STDOUT, config.stdout(), lastClosed);
        if (!config.redirectStderr()) {
            logs.open(Channel.STDERR, config.stderr(), lastClosed);
        }
        return logs;
    }

    private void open(Channel channel, OutputConfig output, CompletableFuture<Void> lastClosed) {
        boolean listenerProtocol = channel == Channel.STDOUT && events.isListenerProtocol();
        boolean deliver =
                (output.eventsEnabled() && !listenerProtocol) || context.log().isEnabled(LogLevel.DEBUG);
        ChannelSpec spec = new ChannelSpec(
                config.name(),
                channel,
                paths.of(channel),
                output,
                context.settings().daemon().stripAnsi(),
                deliver,
                listenerProtocol);
        ChannelObserver observer = events.of(channel);
        opening.add(lastClosed.thenCompose(none -> context.outputs().open(spec, observer)));
    }

    /** Observes this run's output. */
    ChannelEvents events() {
        return events;
    }

    /** As {@link OutputBegin#of}; any thread. */
    long begin(Channel channel) {
        int place = channel == Channel.STDOUT ? 0 : 1;
        CompletableFuture<OutputChannel> log = place < opening.size() ? opening.get(place) : null;
        return log == null || !log.isDone() || log.isCompletedExceptionally()
                ? OutputBegin.NOWHERE
                : log.join().outputBegin();
    }

    /** Whether what the child writes goes to a file. */
    boolean isKept(Channel channel) {
        return !paths.of(channel).isEmpty();
    }

    /**
     * Launches in a later turn of the control loop, when each is open or refused.
     *
     * @param launch gets the reason if one was refused
     */
    void whenSettled(Consumer<Optional<Throwable>> launch) {
        CompletableFuture<Optional<Throwable>> settled = CompletableFuture.allOf(
                        opening.toArray(new CompletableFuture<?>[0]))
                // allOf() wraps what a log was refused for, and always once
                .handle((none, failure) -> Optional.ofNullable(failure).map(Throwable::getCause));
        context.launches().post("logs of " + config.name() + " are open", settled, launch);
    }

    /** Those that are open, stdout first. */
    List<OutputChannel> channels() {
        return opening.stream()
                .filter(log -> log.isDone() && !log.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .toList();
    }

    /** There will be no child: closes them, each as soon as it is open. */
    void discard() {
        for (CompletableFuture<OutputChannel> log : opening) {
            var unused = log.thenCompose(OutputChannel::drainAndClose);
        }
    }
}
