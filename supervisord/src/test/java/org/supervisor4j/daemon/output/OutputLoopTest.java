package org.supervisor4j.daemon.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.config.LogFormat;
import org.supervisor4j.daemon.config.LogTarget;
import org.supervisor4j.daemon.config.OutputConfig;
import org.supervisor4j.daemon.os.Descriptors.Pipe;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.FileAccess;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.sink.FakeKernel;
import org.supervisor4j.daemon.sink.FakePoller;
import org.supervisor4j.daemon.sink.SinkFixture;

/** The loop on the test's thread, round by round, with everything in memory. */
class OutputLoopTest {
    private static final String BEGIN = "<!--XSUPERVISOR:BEGIN-->";
    private static final String END = "<!--XSUPERVISOR:END-->";

    private final SinkFixture fixture = new SinkFixture();
    private final FakeKernel kernel = fixture.kernel();
    private final List<String> heard = new ArrayList<>();
    private final FakePoller poller = new FakePoller(kernel);
    private OutputLoop loop;

    @BeforeEach
    void openTheLoop() throws OsException {
        loop = new OutputLoop(
                "output-loop", () -> poller, fixture.system(), new LogSinks(fixture.system(), "supervisord"));
        loop.adopt();
    }

    @AfterEach
    void nothingIsLeftOpen() {
        kernel.assertNothingIsOpen();
    }

    private final ChannelObserver listener = new ChannelObserver() {
        @Override
        public void onData(byte[] data, Runnable done) {
            heard.add("data " + new String(data, StandardCharsets.UTF_8));
            done.run();
        }

        @Override
        public void onCommunication(byte[] data, Runnable done) {
            heard.add("communication " + new String(data, StandardCharsets.UTF_8));
            done.run();
        }

        @Override
        public void onClosed() {
            heard.add("closed");
        }
    };

    /** A channel's description with what a test varies. */
    private record Spec(
            String path,
            boolean syslog,
            long capture,
            boolean strip,
            boolean deliver,
            boolean protocol,
            LogFormat format) {
        static Spec to(String path) {
            return new Spec(path, false, 0, false, false, false, LogFormat.RAW);
        }

        Spec withSyslog() {
            return new Spec(path, true, capture, strip, deliver, protocol, format);
        }

        Spec capturing() {
            return new Spec(path, syslog, 1000, strip, deliver, protocol, format);
        }

        Spec stripping() {
            return new Spec(path, syslog, capture, true, deliver, protocol, format);
        }

        Spec delivering() {
            return new Spec(path, syslog, capture, strip, true, protocol, format);
        }

        Spec ofListener() {
            return new Spec(path, syslog, capture, strip, true, true, format);
        }

        Spec as(LogFormat other) {
            return new Spec(path, syslog, capture, strip, deliver, protocol, other);
        }

        ChannelSpec build() {
            OutputConfig config = new OutputConfig(
                    new LogTarget.File(path), 0, 0, syslog, capture, deliver, FileAccess.UNCHANGED, format);
            return new ChannelSpec("web", Channel.STDOUT, path, config, strip, deliver, protocol);
        }
    }

    private CompletableFuture<OutputChannel> open(Spec spec) {
        CompletableFuture<OutputChannel> channel = loop.open(spec.build(), listener);
        round();
        return channel;
    }

    private void closeNow(OutputChannel channel) {
        CompletableFuture<Void> closed = channel.drainAndClose();
        round();
        assertThat(closed).isCompleted();
    }

    private void round() {
        loop.runOnce(0);
    }

    /** A channel with its pipe, and the child's end of that. */
    private final class Child {
        private final OutputChannel channel;
        private final int writeEnd;

        Child(Spec spec) {
            this(spec, listener);
        }

        Child(Spec spec, ChannelObserver who) {
            CompletableFuture<OutputChannel> opened = loop.open(spec.build(), who);
            round();
            channel = opened.join();
            Pipe pipe = kernel.pipe();
            writeEnd = pipe.writeEnd();
            channel.attach(pipe.readEnd());
            round();
        }

        /** A while after what it has written before. */
        void writes(String text) {
            fixture.advanceMillis(10);
            writesAtOnce(text);
        }

        void writesAtOnce(String text) {
            kernel.writeAsChild(writeEnd, text);
            round();
        }

        void exits() {
            kernel.close(writeEnd);
        }

        /** Its channel is closed, which takes one round. */
        void endsDrained() {
            assertThat(drained()).isCompleted();
        }

        CompletableFuture<Void> drained() {
            CompletableFuture<Void> closed = channel.drainAndClose();
            round();
            return closed;
        }
    }

    @Test
    void outputGoesToTheLog() {
        Child child = new Child(Spec.to("/log/web"));

        child.writes("one\n");
        child.writes("two\n");

        assertThat(kernel.content("/log/web")).isEqualTo("one\ntwo\n");
        assertThat(heard).isEmpty();
        child.exits();
        assertThat(child.drained()).isCompleted();
    }

    @Test
    void aLogThatCantBeOpenedFailsTheOpening() {
        kernel.folder("/log/web", FakeKernel.US, 0755);

        assertThatThrownBy(open(Spec.to("/log/web"))::join)
                .hasCauseInstanceOf(OsException.class)
                .hasMessageContaining("EISDIR");
    }

    @Test
    void aProgramWithoutALogIsReadAllTheSame() {
        Child child = new Child(Spec.to("").delivering());

        child.writes("text");

        assertThat(heard).containsExactly("data text");
        child.exits();
        child.endsDrained();
    }

    @Test
    void aPipeThatIsFoundFullIsMadeLargerOnce() {
        Child child = new Child(Spec.to("/log/web"));
        kernel.changes().clear();

        child.writes("x".repeat(64 * 1024 - 1));
        assertThat(kernel.changes()).isEmpty();
        child.writes("x".repeat(64 * 1024));
        child.writes("x".repeat(64 * 1024));

        assertThat(kernel.changes()).containsExactly("grow 131072");
        child.exits();
        child.endsDrained();
    }

    @Test
    void aFormatIsTheFilesAlone() {
        Child child =
                new Child(Spec.to("/log/web").as(LogFormat.JSON).delivering().withSyslog());

        child.writes("one\nt");
        child.writes("wo\n");

        assertThat(kernel.content("/log/web")).contains("\"line\":\"one\"}\n").contains("\"line\":\"two\"}\n");
        assertThat(heard).containsExactly("data one\nt", "data wo\n");
        assertThat(fixture.syslog().messages())
                .extracting(message -> message.substring(message.indexOf(": ") + 2))
                .containsExactly("web one", "web t", "web wo");
        child.exits();
        child.endsDrained();
    }

    @Test
    void aFormattedLineIsStrippedAndLacksWhatWasCaptured() {
        Child child =
                new Child(Spec.to("/log/web").as(LogFormat.PREFIX).stripping().capturing());

        child.writes("a \033[31m" + BEGIN + "payload" + END.substring(0, 5));
        child.writes(END.substring(5) + "b\033[");
        child.writes("0m\n");

        assertThat(kernel.content("/log/web")).endsWith(" web a b\n").hasLineCount(1);
        assertThat(heard).containsExactly("communication payload");
        child.exits();
        child.endsDrained();
    }

    @Test
    void aFormattedLineWithoutAnEndIsInTheLogBeforeTheChannelIsClosed() {
        Child child = new Child(Spec.to("/log/web").as(LogFormat.PREFIX));
        child.writes("Segmentation fault");
        assertThat(kernel.content("/log/web")).isEmpty();

        child.exits();
        child.endsDrained();

        assertThat(kernel.content("/log/web")).endsWith(" web Segmentation fault\n");
    }

    @Test
    void theListenerProtocolIsNotFormattedButItsLogIs() {
        Child child = new Child(Spec.to("/log/web").ofListener().as(LogFormat.PREFIX));

        child.writes("READY\n");

        assertThat(heard).containsExactly("data READY\n");
        assertThat(kernel.content("/log/web")).endsWith(" web READY\n");
        child.exits();
        child.endsDrained();
    }

    @Test
    void whatTheChildWroteBeforeItEndedIsWrittenAndDeliveredBeforeTheChannelIsClosed() {
        Child child = new Child(Spec.to("/log/web").delivering());
        kernel.writeAsChild(child.writeEnd, "x".repeat(300_000));
        child.exits();

        CompletableFuture<Void> closed = child.channel.drainAndClose();
        CompletableFuture<Integer> deliveriesBefore = closed.thenApply(nothing -> heard.size());
        round();

        // 128 KiB at most in one unit; the last thing heard is the end. Ready before the task, so one comes by itself.
        assertThat(deliveriesBefore).isCompletedWithValue(4);
        assertThat(heard).last().isEqualTo("closed");
        assertThat(kernel.content("/log/web")).hasSize(300_000);
    }

    @Test
    void aGrandchildThatGoesOnWritingDoesNotHoldUpTheEnd() {
        Child child = new Child(Spec.to("/log/web"));
        kernel.writeAsChild(child.writeEnd, "x".repeat(3 * 1024 * 1024));

        assertThat(child.drained()).isCompleted();

        assertThat(kernel.content("/log/web").length()).isBetween(1024 * 1024, 2 * 1024 * 1024);
        assertThat(fixture.log().lines())
                .singleElement()
                .asString()
                .matches("WARN closing 'web' stdout while something still writes to it: its process has ended,"
                        + " and [0-9]+ bytes were read since; what follows is lost");
        child.exits();
    }

    @Test
    void aChannelWithoutAPipeClosesAtOnce() {
        OutputChannel channel = open(Spec.to("/log/web")).join();

        channel.inject("supervisor: couldn't exec x: ENOENT\n".getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Void> closed = channel.drainAndClose();
        round();

        assertThat(closed).isCompleted();
        assertThat(kernel.content("/log/web")).isEqualTo("supervisor: couldn't exec x: ENOENT\n");
        assertThat(heard).containsExactly("closed");
    }

    @Test
    void whatIsInjectedBehindTheEndOfThePipeIsLogged() {
        Child child = new Child(Spec.to("/log/web"));
        child.exits();
        round();

        child.channel.inject("supervisor: couldn't exec x: ENOENT\n".getBytes(StandardCharsets.UTF_8));

        assertThat(child.drained()).isCompleted();
        assertThat(kernel.content("/log/web")).isEqualTo("supervisor: couldn't exec x: ENOENT\n");
    }

    @Test
    void theEndOfThePipeIsToldAndTheLogStaysOpen() {
        Child child = new Child(Spec.to("/log/web"));
        child.exits();
        round();
        assertThat(heard).containsExactly("closed");

        assertThat(child.channel.clear()).isNotCompletedExceptionally();
        assertThat(child.drained()).isCompleted();

        assertThat(heard).containsExactly("closed");
        assertThat(kernel.calls()).containsExactly("unlink /log/web");
    }

    @Test
    void whyAChildDidNotStartIsLoggedEvenAfterItsPipeHasEnded() {
        Child child = new Child(Spec.to("/log/web").capturing().stripping().delivering());
        child.exits();
        round();

        child.channel.inject("supervisor: no<\u001b".getBytes(StandardCharsets.UTF_8));
        child.endsDrained();

        assertThat(kernel.content("/log/web")).isEqualTo("supervisor: no<\u001b");
        assertThat(heard).containsExactly("closed", "data supervisor: no<", "data \u001b");
    }

    @Test
    void anEscapeThatIsHeldBackInACaptureIsCapturedAtTheEnd() {
        Child child = new Child(Spec.to("/log/web").capturing().stripping().delivering());
        child.writes(BEGIN + "a\u001b");
        child.exits();

        child.endsDrained();

        assertThat(heard).containsExactly("data a", "data \u001b", "closed");
        assertThat(kernel.content("/log/web")).isEmpty();
    }

    @Test
    void aPipeThatComesAfterTheEndIsClosed() {
        OutputChannel channel = open(Spec.to("")).join();
        closeNow(channel);
        Pipe pipe = kernel.pipe();

        channel.attach(pipe.readEnd());
        round();

        kernel.close(pipe.writeEnd());
    }

    @Test
    void escapesAreRemovedFromLogAndDelivery() {
        Child child = new Child(Spec.to("/log/web").stripping().delivering());

        child.writes("a\u001b[3");
        child.writes("1mb\u001b");
        child.exits();
        child.endsDrained();

        assertThat(kernel.content("/log/web")).isEqualTo("ab\u001b");
        assertThat(heard).containsExactly("data a", "data b", "data \u001b", "closed");
    }

    @Test
    void whatIsCapturedIsACommunicationAndNotInTheLogButDeliveredAllTheSame() {
        Child child = new Child(Spec.to("/log/web").capturing().stripping().delivering());

        child.writes("a" + BEGIN + "b\u001b[1mc");
        child.writes("d" + END + "e<!--");
        child.exits();
        child.endsDrained();

        assertThat(kernel.content("/log/web")).isEqualTo("ae<!--");
        assertThat(heard)
                .containsExactly("data a", "data bc", "data d", "communication bcd", "data e", "data <!--", "closed");
    }

    @Test
    void aListenersProtocolIsDeliveredRawAndLoggedStripped() {
        Child child = new Child(
                Spec.to("/log/web").withSyslog().capturing().stripping().ofListener());

        child.writes("READY\n\u001b[1m" + BEGIN);
        child.exits();
        child.endsDrained();

        assertThat(kernel.content("/log/web")).isEqualTo("READY\n" + BEGIN);
        assertThat(heard).containsExactly("data READY\n\u001b[1m" + BEGIN, "closed");
        assertThat(fixture.syslog().messages()).isEmpty();
    }

    @Test
    void aLogMayBeAFileAndTheSystemsLog() {
        Child child = new Child(Spec.to("/log/web").withSyslog());

        child.writes("line\n");

        assertThat(kernel.content("/log/web")).isEqualTo("line\n");
        assertThat(fixture.syslog().messages()).singleElement().asString().endsWith("supervisord: web line");
        child.exits();
        child.endsDrained();
    }

    @Test
    void aLogThatTakesNoMoreStopsItsOwnChildOnly() {
        kernel.fifo("/log/fifo", 5);
        Child slow = new Child(Spec.to("/log/fifo"));
        Child other = new Child(Spec.to("/log/other"));
        slow.writes("1234567");
        slow.writes("not read");
        round();

        other.writes("text");
        assertThat(kernel.content("/log/other")).isEqualTo("text");
        assertThat(kernel.content("/log/fifo")).isEqualTo("12345");

        kernel.makeRoom("/log/fifo", 1000);
        round();
        round();
        assertThat(kernel.content("/log/fifo")).isEqualTo("1234567not read");
        slow.exits();
        other.exits();
        slow.endsDrained();
        other.endsDrained();
    }

    @Test
    void aLogThatTakesNoMoreIsWaitedForAtTheEndButNotForEver() {
        kernel.fifo("/log/fifo", 5);
        Child child = new Child(Spec.to("/log/fifo"));
        child.writes("1234567");
        child.exits();

        CompletableFuture<Void> closed = child.drained();
        assertThat(closed).isNotDone();
        fixture.advanceSeconds(3);
        round();

        assertThat(closed).isCompleted();
        assertThat(fixture.log().lines()).last().isEqualTo("WARN /log/fifo was closed; 2 bytes were lost");
    }

    @Test
    void aLogThatTakesMoreInTimeHasEverythingAtTheEnd() {
        kernel.fifo("/log/fifo", 5);
        Child child = new Child(Spec.to("/log/fifo"));
        child.writes("1234567");
        kernel.writeAsChild(child.writeEnd, "rest");
        child.exits();
        CompletableFuture<Void> closed = child.drained();

        kernel.makeRoom("/log/fifo", 100);
        round();

        assertThat(closed).isCompleted();
        assertThat(kernel.content("/log/fifo")).isEqualTo("1234567rest");
    }

    /** Deals with what it got when the test says so. */
    private static final class Slow implements ChannelObserver {
        private final List<Runnable> undone = new ArrayList<>();
        private int bytes;

        @Override
        public void onData(byte[] data, Runnable done) {
            bytes += data.length;
            undone.add(done);
        }

        @Override
        public void onCommunication(byte[] data, Runnable done) {
            throw new AssertionError("not expected");
        }

        @Override
        public void onClosed() {
            // Not what this is about.
        }

        void dealWithAll() {
            List<Runnable> all = List.copyOf(undone);
            undone.clear();
            all.forEach(Runnable::run);
        }
    }

    @Test
    void whatIsWrittenQuicklyIsDeliveredInFewerUnits() {
        Child child = new Child(Spec.to("/log/web").delivering());
        kernel.writeAsChild(child.writeEnd, "1");
        loop.runOnce(-1);
        assertThat(heard).containsExactly("data 1");

        kernel.writeAsChild(child.writeEnd, "2");
        poller.duringRest(() -> kernel.writeAsChild(child.writeEnd, "3"));
        loop.runOnce(-1);
        assertThat(heard).containsExactly("data 1", "data 23");

        child.writes("4");
        assertThat(heard).containsExactly("data 1", "data 23", "data 4");
        child.exits();
        child.endsDrained();
    }

    @Test
    void nobodyRestsWhileSomethingIsToBeDone() {
        Child child = new Child(Spec.to("/log/web").delivering());
        poller.duringRest(() -> heard.add("rested"));
        for (String text : List.of("1", "2", "3")) {
            kernel.writeAsChild(child.writeEnd, text);
            loop.post("a task", () -> heard.add("task"));
            loop.runOnce(-1);
        }

        assertThat(heard).containsExactly("data 1", "task", "data 2", "task", "data 3", "task");
        child.exits();
        child.endsDrained();
    }

    @Test
    void whatIsWrittenNowAndThenIsDeliveredAtOnce() {
        Child child = new Child(Spec.to("/log/web").delivering());

        child.writes("1");
        child.writes("2");
        child.writes("3");

        assertThat(heard).containsExactly("data 1", "data 2", "data 3");
        child.exits();
        child.endsDrained();
    }

    @Test
    void aChildThatWouldFillItsPipeIsNotLeftAlone() {
        String much = "x".repeat(16 * 1024);
        Child child = new Child(Spec.to("/log/web").delivering());

        for (int i = 0; i < 5; i++) {
            child.writesAtOnce(much);
        }

        assertThat(kernel.content("/log/web")).hasSize(5 * much.length());
        child.exits();
        child.endsDrained();
    }

    @Test
    void aChildIsNotReadWhileItsListenerIsBehind() {
        Slow slow = new Slow();
        Child child = new Child(Spec.to("/log/web").delivering(), slow);
        kernel.writeAsChild(child.writeEnd, "x".repeat(1_000_000));
        for (int i = 0; i < 20; i++) {
            round();
        }
        int most = (int) Backlog.MOST_OF_ONE + InputPipe.LONGEST_UNIT;
        assertThat(slow.bytes).isLessThanOrEqualTo(most);
        assertThat(kernel.content("/log/web")).hasSize(slow.bytes);

        for (int i = 0; i < 20; i++) {
            slow.dealWithAll();
            round();
            round();
        }

        assertThat(slow.bytes).isEqualTo(1_000_000);
        child.exits();
        child.endsDrained();
    }

    @Test
    void allListenersTogetherCantBeBehindByMoreThanALimit() {
        Slow slow = new Slow();
        List<Child> children = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Child child = new Child(Spec.to("").delivering(), slow);
            kernel.writeAsChild(child.writeEnd, "x".repeat(400_000));
            children.add(child);
        }
        for (int i = 0; i < 10; i++) {
            round();
        }
        assertThat(slow.bytes)
                .isLessThanOrEqualTo((int) Backlog.MOST_OF_ALL + children.size() * InputPipe.LONGEST_UNIT);

        for (int i = 0; i < 20; i++) {
            slow.dealWithAll();
            round();
        }

        assertThat(slow.bytes).isEqualTo(30 * 400_000);
        children.forEach(Child::exits);
        children.forEach(Child::endsDrained);
    }

    @Test
    void aListenerThatIsBehindDoesNotHoldUpTheEnd() {
        Slow slow = new Slow();
        Child child = new Child(Spec.to("/log/web").delivering(), slow);
        kernel.writeAsChild(child.writeEnd, "x".repeat(600_000));
        for (int i = 0; i < 5; i++) {
            round();
        }
        child.exits();

        child.endsDrained();

        assertThat(kernel.content("/log/web")).hasSize(600_000);
        slow.dealWithAll();
        round();
    }

    @Test
    void anErrorOfOursClosesThatChannelAndNoOther() {
        CompletableFuture<OutputChannel> broken =
                loop.open(Spec.to("").delivering().build(), new ChannelObserver() {
                    @Override
                    public void onData(byte[] data, Runnable done) {
                        throw new IllegalStateException("a bug");
                    }

                    @Override
                    public void onCommunication(byte[] data, Runnable done) {
                        throw new AssertionError("not expected");
                    }

                    @Override
                    public void onClosed() {
                        heard.add("broken closed");
                    }
                });
        Child other = new Child(Spec.to("").delivering());
        Pipe pipe = kernel.pipe();
        broken.join().attach(pipe.readEnd());
        round();

        kernel.writeAsChild(pipe.writeEnd(), "x");
        round();
        other.writes("y");

        assertThat(heard).containsExactly("broken closed", "data y");
        assertThat(fixture.log().lines())
                .containsExactly("CRIT unexpected error, closing channel 'web' stdout:"
                        + " java.lang.IllegalStateException: a bug");
        CompletableFuture<Void> closed = broken.join().drainAndClose();
        round();
        assertThat(closed).isCompleted();
        kernel.close(pipe.writeEnd());
        other.exits();
        other.endsDrained();
    }

    @Test
    void aLogThatCantRotateIsToldOnceHoweverOftenItIsOpened() {
        kernel.fifo("/log/fifo", 1000);
        OutputConfig config = new OutputConfig(
                new LogTarget.File("/log/fifo"), 50, 1, false, 0, false, FileAccess.UNCHANGED, LogFormat.RAW);
        ChannelSpec spec = new ChannelSpec("web", Channel.STDOUT, "/log/fifo", config, false, false, false);
        for (int i = 0; i < 3; i++) {
            CompletableFuture<OutputChannel> channel = loop.open(spec, listener);
            round();
            closeNow(channel.join());
        }

        assertThat(fixture.log().lines())
                .containsExactly("WARN rotation is off for /log/fifo of 'web': it is not a file that can be renamed;"
                        + " set stdout_logfile_maxbytes=0 to say so");
    }

    @Test
    void aReopenThatIsRefusedFailsItsFutureAndLeavesTheLog() throws OsException {
        Child child = new Child(Spec.to("/log/web"));
        kernel.rename("/log/web", "/log/moved");
        kernel.refuseCreating("/log/web");

        CompletableFuture<Void> reopened = child.channel.reopen();
        round();
        child.writes("text");

        assertThatThrownBy(reopened::join).hasCauseInstanceOf(OsException.class);
        assertThat(kernel.content("/log/moved")).isEqualTo("text");
        child.exits();
        child.endsDrained();
    }

    @Test
    void nobodyElseTouchesAChannel() throws OsException {
        Spec spec = Spec.to("");
        LogSinks sinks = new LogSinks(fixture.system(), "supervisord");
        Pump pump =
                new Pump(spec.build(), listener, sinks.open(spec.build()), new LoopResources(loop, fixture.system()));

        for (Runnable call : List.<Runnable>of(
                () -> pump.attach(0), () -> pump.inject(new byte[1]), () -> pump.drainAndClose(true))) {
            assertThatThrownBy(CompletableFuture.runAsync(call)::join)
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(", belongs to output-loop");
        }
        assertThat(heard).isEmpty();
    }

    /** Else every pipe would be closed, and children that write would die of it. */
    @Test
    void anErrorInOneRoundIsFollowedByTheNextRound() {
        loop.post("a task", () -> {
            throw new OutOfMemoryError("Java heap space");
        });
        loop.post("a task", () -> heard.add("the next"));

        loop.turn();
        loop.turn();

        assertThat(heard).containsExactly("the next");
        assertThat(fixture.log().lines())
                .anyMatch(line -> line.contains("java.lang.OutOfMemoryError: Java heap space"));
    }
}
