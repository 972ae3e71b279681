package org.supervisor4j.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.output.ChannelObserver;
import org.supervisor4j.daemon.output.ChannelSpec;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.output.OutputChannel;
import org.supervisor4j.daemon.output.OutputChannels;

/** Logs that open at once and take everything. Can be told to fail, or to be slow. */
public final class FakeOutputs implements OutputChannels {
    private final FakeOs os;
    private final List<FakeChannel> channels = new ArrayList<>();
    private @Nullable OsException failure;
    private boolean slow;
    private final List<Runnable> held = new ArrayList<>();

    FakeOutputs(FakeOs os) {
        this.os = os;
    }

    /** From now on no log can be opened, nor can those be that are slow; null for an end of that. */
    public void failWith(@Nullable OsException refused) {
        failure = refused;
    }

    /** From now on logs take their time: to open, and to drain. */
    public void beSlow() {
        slow = true;
    }

    /** From now on logs take no time; what was slow before still waits. */
    void beFast() {
        slow = false;
    }

    /** What was slow is done. */
    public void catchUp() {
        slow = false;
        List<Runnable> now = List.copyOf(held);
        held.clear();
        now.forEach(Runnable::run);
    }

    /** How much is slow. */
    int held() {
        return held.size();
    }

    /** One of the things that were slow is done. */
    public void catchUp(int place) {
        held.remove(place).run();
    }

    /** What was slow is done, the last first. */
    void catchUpBackwards() {
        Collections.reverse(held);
        catchUp();
    }

    void assertNothingLeft() {
        assertThat(held).as("what is slow").isEmpty();
        assertThat(channels).as("logs").allMatch(FakeChannel::isClosed);
    }

    public List<FakeChannel> channels() {
        return channels;
    }

    @Override
    public CompletableFuture<OutputChannel> open(ChannelSpec spec, ChannelObserver listener) {
        OsException refused = failure;
        if (refused != null) {
            return CompletableFuture.failedFuture(refused);
        }
        FakeChannel channel = new FakeChannel(spec, listener);
        channels.add(channel);
        CompletableFuture<OutputChannel> opened = new CompletableFuture<>();
        whenDue(() -> {
            OsException late = failure;
            if (late == null) {
                opened.complete(channel);
            } else {
                channel.closed = true;
                opened.completeExceptionally(late);
            }
        });
        return opened;
    }

    /** The last one that was asked for. */
    FakeChannel last(String process, Channel channel) {
        for (int index = channels.size() - 1; index >= 0; index--) {
            FakeChannel candidate = channels.get(index);
            if (candidate.spec().processName().equals(process)
                    && candidate.spec().channel() == channel) {
                return candidate;
            }
        }
        throw new AssertionError(process + " has no " + channel);
    }

    private void whenDue(Runnable action) {
        if (slow) {
            held.add(action);
        } else {
            action.run();
        }
    }

    /** One log. */
    public final class FakeChannel implements OutputChannel {
        private final ChannelSpec spec;
        private final ChannelObserver listener;
        private final StringBuilder injected = new StringBuilder();
        private int readEnd = -1;
        private Runnable lastWords = () -> {};
        private boolean closed;
        private long begin;

        private FakeChannel(ChannelSpec spec, ChannelObserver listener) {
            this.spec = spec;
            this.listener = listener;
        }

        ChannelSpec spec() {
            return spec;
        }

        public ChannelObserver listener() {
            return listener;
        }

        public boolean isClosed() {
            return closed;
        }

        /** Something that is read only when the child has ended. */
        void whenDrained(Runnable reading) {
            lastWords = reading;
        }

        public void beginsAt(long place) {
            begin = place;
        }

        public String injected() {
            return injected.toString();
        }

        @Override
        public void attach(int descriptor) {
            readEnd = descriptor;
        }

        @Override
        public void inject(byte[] text) {
            injected.append(new String(text, StandardCharsets.UTF_8));
        }

        @Override
        public void inject(byte[] text, Runnable taken) {
            inject(text);
            whenDue(taken);
        }

        /** Whether it is what reads the pipe. */
        public boolean isAttached() {
            return readEnd >= 0;
        }

        @Override
        public long outputBegin() {
            return begin;
        }

        @Override
        public CompletableFuture<Void> drainAndClose() {
            CompletableFuture<Void> done = new CompletableFuture<>();
            whenDue(() -> {
                lastWords.run();
                if (closed) {
                    os.breaches().add("the log of " + spec.processName() + " closed twice");
                }
                closed = true;
                if (readEnd >= 0) {
                    os.close(readEnd);
                }
                done.complete(null);
            });
            return done;
        }

        @Override
        public CompletableFuture<Void> reopen() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> clear() {
            return CompletableFuture.completedFuture(null);
        }
    }
}
