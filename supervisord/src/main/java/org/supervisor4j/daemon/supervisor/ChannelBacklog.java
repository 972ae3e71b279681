package org.supervisor4j.daemon.supervisor;

import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.output.OutputChannel;

/**
 * What a channel has delivered and the control loop has not handled yet. Where it gets too much, the channel is not
 * read for a while: the child waits, as any writer does whose reader is slow. Any thread.
 */
final class ChannelBacklog {
    static final int MOST_BYTES = 512 * 1024;
    static final int MOST_UNITS = 64;

    private @Nullable OutputChannel channel;
    private long bytes;
    private int units;
    private boolean paused;

    /** The channel to pause. */
    synchronized void control(OutputChannel opened) {
        channel = opened;
    }

    /** One unit is on its way to the control loop. */
    synchronized void delivered(int count) {
        bytes += count;
        units++;
        if (!paused && channel != null && (bytes > MOST_BYTES || units > MOST_UNITS)) {
            paused = true;
            channel.pause();
        }
    }

    /** One unit has been handled. */
    synchronized void handled(int count) {
        bytes -= count;
        units--;
        if (paused && channel != null && bytes <= MOST_BYTES / 2 && units <= MOST_UNITS / 2) {
            paused = false;
            channel.resume();
        }
    }
}
