package org.supervisor4j.daemon.supervisor;

import java.util.EnumMap;
import java.util.Map;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;

/** A child as the machine sees it. */
final class SimulatedChild {
    /** How it takes being asked to end. */
    enum Manners {
        PROMPT,
        SLOW,
        DEAF
    }

    final int pid;
    final String group;
    final ProcessConfig config;
    /** In monotonic nanoseconds. */
    final long since;

    final Manners manners;
    /** Where what it writes goes. */
    final Map<Channel, FakeOutputs.FakeChannel> logs = new EnumMap<>(Channel.class);

    /** What it wrote where that makes events, and what of it became events. */
    private final Map<Channel, StringBuilder> wrote = new EnumMap<>(Channel.class);

    private final Map<Channel, StringBuilder> heard = new EnumMap<>(Channel.class);
    boolean cannotBecomeProgram;
    boolean reads = true;
    boolean closedInput;
    /** Whether a signal to it was refused with EPERM. */
    boolean forbidden;

    /** Whether its check said so last. */
    boolean unhealthy;

    boolean ended;
    boolean reaped;
    long reapedAt;
    int waitStatus;

    SimulatedChild(int pid, String group, ProcessConfig config, long since, Manners manners) {
        this.pid = pid;
        this.group = group;
        this.config = config;
        this.since = since;
        this.manners = manners;
    }

    void wrote(Channel channel, String text) {
        wrote.computeIfAbsent(channel, fresh -> new StringBuilder()).append(text);
    }

    void heard(Channel channel, String text) {
        heard.computeIfAbsent(channel, fresh -> new StringBuilder()).append(text);
    }

    String wrote(Channel channel) {
        return wrote.getOrDefault(channel, new StringBuilder()).toString();
    }

    String heard(Channel channel) {
        return heard.getOrDefault(channel, new StringBuilder()).toString();
    }

    /** Whether its end was one that the configuration expects. */
    boolean endedAsExpected() {
        return isExit() && config.policy().exitcodes().contains(exitCode());
    }

    /** What a shell says of its end. */
    int shellCode() {
        return isExit() ? exitCode() : 128 + (waitStatus & 0x7f);
    }

    /** -1 where a signal ended it. */
    int exitCode() {
        return isExit() ? waitStatus >> 8 : -1;
    }

    private boolean isExit() {
        return (waitStatus & 0x7f) == 0;
    }

    @Override
    public String toString() {
        return config.name() + " (pid " + pid + ")";
    }
}
