package org.supervisor4j.daemon.supervisor;

import org.supervisor4j.daemon.config.OutputConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.events.Event;
import org.supervisor4j.daemon.output.ChannelListener;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.OutputText;

/**
 * What becomes of a child's output besides its log: events, and a mirror in the daemon's log at level debug. Hears on
 * the output loop, acts on the control loop.
 */
final class ChannelEvents {
    private final SupervisorContext context;
    private final String group;
    private final ProcessConfig config;
    private int pid;

    ChannelEvents(SupervisorContext context, String group, ProcessConfig config) {
        this.context = context;
        this.group = group;
        this.config = config;
    }

    /** Whether stdout speaks the event listener protocol. */
    boolean isListenerProtocol() {
        return false;
    }

    /** Names the child in events. On the control loop. */
    void spawned(int newPid) {
        pid = newPid;
    }

    ChannelListener of(Channel channel) {
        return new ChannelListener() {
            @Override
            public void onData(byte[] data, Runnable done) {
                onLoop("output of ", () -> heard(channel, data), done);
            }

            @Override
            public void onCommunication(byte[] data, Runnable done) {
                onLoop("communication of ", () -> captured(channel, data), done);
            }

            @Override
            public void onData(byte[] data) {
                onData(data, () -> {});
            }

            @Override
            public void onCommunication(byte[] data) {
                onCommunication(data, () -> {});
            }

            @Override
            public void onClosed() {
                // The reaping of the child tells what matters.
            }
        };
    }

    private void onLoop(String what, Runnable task, Runnable done) {
        context.loop().post(what + config.name(), () -> {
            try {
                task.run();
            } finally {
                // Even after an error of ours: the child would wait for ever.
                done.run();
            }
        });
    }

    private void heard(Channel channel, byte[] data) {
        boolean stderr = channel == Channel.STDERR;
        OutputConfig output = stderr ? config.stderr() : config.stdout();
        String text = OutputText.of(data);
        if (context.log().isEnabled(LogLevel.DEBUG)) {
            context.log().debug(PythonRepr.of(config.name()) + " " + channel.word() + " output:\n" + text);
        }
        if (output.eventsEnabled()) {
            context.events().publish(new Event.ProcessLog(config.name(), group, pid, stderr, text));
        }
    }

    private void captured(Channel channel, byte[] data) {
        boolean stderr = channel == Channel.STDERR;
        context.events()
                .publish(new Event.ProcessCommunication(config.name(), group, pid, stderr, OutputText.of(data)));
        context.log().debug(PythonRepr.of(config.name()) + " " + channel.word() + " emitted a comm event");
    }
}
