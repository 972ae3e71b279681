package org.supervisor4j.daemon.process;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.OutputConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.events.Event;
import org.supervisor4j.daemon.events.EventType;
import org.supervisor4j.daemon.health.Ready;
import org.supervisor4j.daemon.health.pattern.LineSearch;
import org.supervisor4j.daemon.listener.EventListenerDispatcher;
import org.supervisor4j.daemon.listener.ListenerOutput;
import org.supervisor4j.daemon.output.ChannelObserver;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.output.OutputChannel;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.OutputText;

/**
 * Makes events of a child's output, and mirrors it in the daemon's log at level debug. Is told on the output loop and
 * acts on the control loop; what lies between the two is bounded. An event listener's stdout is read on the control
 * loop itself.
 */
final class ChannelEvents {
    private final SupervisorContext context;
    private final String group;
    private final ProcessConfig config;
    private final @Nullable EventListenerDispatcher listener;
    private final RunCounters counters;
    private int pid;
    private Runnable whenLineFound = () -> {};

    /** @param listener understands stdout where that speaks the event listener protocol; else null */
    ChannelEvents(
            SupervisorContext context,
            String group,
            ProcessConfig config,
            @Nullable EventListenerDispatcher listener,
            RunCounters counters) {
        this.context = context;
        this.group = group;
        this.config = config;
        this.listener = listener;
        this.counters = counters;
    }

    /** Whether stdout speaks the event listener protocol. */
    boolean isListenerProtocol() {
        return listener != null;
    }

    /** What to do when a line is such as {@code ready=log:} wants one. On the control loop, before there is a child. */
    void whenLineFound(Runnable task) {
        whenLineFound = task;
    }

    /** Names the child in events. On the control loop. */
    void spawned(int newPid) {
        pid = newPid;
    }

    /**
     * Reads stdout on the control loop; empty where that does not speak the event listener protocol.
     *
     * @param descriptor the pipe's read end
     * @param log the channel of stdout
     * @param logged whether that has a log
     */
    Optional<ListenerOutput> listen(int descriptor, OutputChannel log, boolean logged) {
        return Optional.ofNullable(listener)
                .map(protocol -> new ListenerOutput(
                        context.loop(),
                        context.descriptors(),
                        descriptor,
                        log,
                        logged,
                        protocol,
                        this::mirrorProtocol));
    }

    ChannelObserver of(Channel channel) {
        LineSearch wanted =
                config.health().ready() instanceof Ready.Log log ? log.pattern().search() : null;
        return new ChannelObserver() {
            private @Nullable LineSearch search = wanted;

            @Override
            public void onUnit(ByteBuffer unit) {
                counters.wrote(channel, unit.remaining());
                if (search != null && search.feed(unit)) {
                    search = null;
                    context.loop().post("line of " + config.name(), () -> whenLineFound.run());
                }
            }

            @Override
            public void onData(byte[] data, Runnable done) {
                onLoop("output of ", () -> onOutput(channel, data), done);
            }

            @Override
            public void onCommunication(byte[] data, Runnable done) {
                onLoop("communication of ", () -> onCaptured(channel, data), done);
            }
        };
    }

    private void onLoop(String what, Runnable task, Runnable done) {
        context.loop().post(what + config.name(), () -> {
            try {
                task.run();
            } finally {
                // Even after a bug: the child would wait for ever.
                done.run();
            }
        });
    }

    private void onOutput(Channel channel, byte[] data) {
        if (channel == Channel.STDOUT && listener != null) {
            // It has lost the thread of the protocol, so that this is output like any other.
            mirrorProtocol(data);
            return;
        }
        boolean stderr = channel == Channel.STDERR;
        OutputConfig output = stderr ? config.stderr() : config.stdout();
        EventType type = stderr ? EventType.PROCESS_LOG_STDERR : EventType.PROCESS_LOG_STDOUT;
        boolean published = output.eventsEnabled() && context.events().isWanted(type);
        mirror(channel, data, OutputText::of);
        if (published) {
            context.events().publish(new Event.ProcessLog(config.name(), group, pid, stderr, OutputText.of(data)));
        }
    }

    private void mirrorProtocol(byte[] data) {
        mirror(Channel.STDOUT, data, OutputText::bytesLiteral);
    }

    private void mirror(Channel channel, byte[] data, Function<byte[], String> text) {
        if (context.log().isEnabled(LogLevel.DEBUG)) {
            context.log().debug(PythonRepr.of(config.name()) + " " + channel.word() + " output:\n" + text.apply(data));
        }
    }

    private void onCaptured(Channel channel, byte[] data) {
        boolean stderr = channel == Channel.STDERR;
        context.events()
                .publish(new Event.ProcessCommunication(config.name(), group, pid, stderr, OutputText.of(data)));
        context.log().debug(PythonRepr.of(config.name()) + " " + channel.word() + " emitted a comm event");
    }
}
