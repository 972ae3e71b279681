package org.supervisor4j.daemon.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.FileAccess;
import org.supervisor4j.daemon.sink.DescriptorSink;
import org.supervisor4j.daemon.sink.FakeKernel;
import org.supervisor4j.daemon.sink.FakePoller;
import org.supervisor4j.daemon.sink.OutputSink;
import org.supervisor4j.daemon.sink.RotatingFileSink;
import org.supervisor4j.daemon.sink.SinkFixture;
import org.supervisor4j.daemon.sink.SyslogSink;

/** The writer on the test's thread, round by round, with everything in memory. */
class LogWriterTest {
    private final SinkFixture fixture = new SinkFixture();
    private final LogQueue queue = new LogQueue();
    private final List<Throwable> errors = new ArrayList<>();

    private LogWriter writer(LogWriter.Target... targets) {
        FakePoller poller = new FakePoller(fixture.kernel());
        return new LogWriter(
                queue,
                poller,
                Arrays.asList(targets),
                fixture.system().monotonic(),
                lines -> (lines + " lost\n").getBytes(StandardCharsets.UTF_8),
                errors::add);
    }

    private LogWriter.Target file(String path) throws OsException {
        return new LogWriter.Target(new RotatingFileSink(path, 0, 0, FileAccess.UNCHANGED, fixture.system()), false);
    }

    /** Something like standard output: opened by somebody else. */
    private LogWriter.Target inherited(String path) {
        fixture.kernel().give(1, path, true);
        return new LogWriter.Target(new DescriptorSink(1, "standard output", fixture.system()), false);
    }

    private void say(String line) {
        queue.offer((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void end(LogWriter writer) {
        queue.offer(writer::stop);
        writer.run();
    }

    @AfterEach
    void nothingIsLeftOpen() {
        fixture.kernel().assertNothingIsOpen();
        assertThat(errors).isEmpty();
    }

    @Test
    void linesGoToAllTargetsInOrder() throws OsException {
        fixture.kernel().file("/log/stdout", "");
        LogWriter writer = writer(file("/log/main"), inherited("/log/stdout"));

        say("one");
        say("two");
        writer.runOnce(0);

        assertThat(fixture.kernel().listing("/log")).isEqualTo("main=one\ntwo\n stdout=one\ntwo\n");
        end(writer);
    }

    @Test
    void aReaderOfStandardOutputThatSleepsDoesNotHoldUpTheFile() throws OsException {
        fixture.kernel().fifo("/log/stdout", 0);
        LogWriter writer = writer(file("/log/main"), inherited("/log/stdout"));
        say("one");
        writer.runOnce(0);
        say("two");
        writer.runOnce(0);
        assertThat(fixture.kernel().listing("/log")).isEqualTo("main=one\ntwo\n stdout=");

        fixture.kernel().makeRoom("/log/stdout", 100);
        writer.runOnce(0);

        assertThat(fixture.kernel().content("/log/stdout")).isEqualTo("one\ntwo\n");
        end(writer);
    }

    @Test
    void whatStandardOutputCannotTakeAtOnceFollowsInOrder() throws OsException {
        fixture.kernel().fifo("/log/stdout", 4096);
        LogWriter writer = writer(inherited("/log/stdout"));

        say("x".repeat(10_000));
        say("y");
        writer.runOnce(0);
        assertThat(fixture.kernel().content("/log/stdout")).hasSize(4096);
        fixture.kernel().makeRoom("/log/stdout", 100_000);
        writer.runOnce(0);

        assertThat(fixture.kernel().content("/log/stdout")).isEqualTo("x".repeat(10_000) + "\ny\n");
        end(writer);
    }

    @Test
    void standardOutputThatNobodyReadsAnyMoreIsLeftAlone() throws OsException {
        fixture.kernel().file("/log/stdout", "");
        LogWriter writer = writer(file("/log/main"), inherited("/log/stdout"));
        fixture.kernel()
                .failWritesTo(
                        "/log/stdout",
                        new OsException("write to", "descriptor 1", FakeKernel.errno(Errno.EPIPE, "EPIPE")));

        say("one");
        say("two");
        writer.runOnce(0);

        assertThat(fixture.kernel().content("/log/main")).isEqualTo("one\ntwo\n");
        assertThat(fixture.log().lines()).isEmpty();
        end(writer);
    }

    @Test
    void whatWasSaidBeforeTheEndIsWritten() throws OsException {
        LogWriter writer = writer(file("/log/main"));
        say("one");

        end(writer);

        assertThat(fixture.kernel().content("/log/main")).isEqualTo("one\n");
    }

    @Test
    void aCommandIsCarriedOutBetweenTheLinesWhereItWasGiven() throws OsException {
        LogWriter.Target main = file("/log/main");
        LogWriter writer = writer(main);
        say("old");
        queue.offer(() -> {
            try {
                fixture.kernel().rename("/log/main", "/log/main.1");
                writer.change(main, OutputSink::reopen);
            } catch (OsException e) {
                throw new AssertionError(e);
            }
        });
        say("new");

        writer.runOnce(0);

        assertThat(fixture.kernel().listing("/log")).isEqualTo("main=new\n main.1=old\n");
        end(writer);
    }

    @Test
    void theSystemsLogGetsTimeAndLevelWithEachLineOfAMessage() {
        OutputSink syslog = new SyslogSink("supervisord", "", fixture.system());
        LogWriter writer = writer(new LogWriter.Target(syslog, true));

        say("2026-03-01 14:05:09,007 INFO first\nsecond");
        writer.runOnce(0);

        assertThat(fixture.syslog().messages())
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first).endsWith("supervisord: 2026-03-01 14:05:09,007 INFO first"),
                        second -> assertThat(second).endsWith("supervisord: 2026-03-01 14:05:09,007 INFO second"));
        end(writer);
    }

    @Test
    void anErrorOfOursIsToldOnceAndTheNextLineIsWritten() throws OsException {
        LogWriter writer = writer(file("/log/main"));
        for (int i = 0; i < 2; i++) {
            queue.offer(() -> {
                throw new IllegalStateException("a bug");
            });
        }
        say("one");

        writer.runOnce(0);

        assertThat(fixture.kernel().content("/log/main")).isEqualTo("one\n");
        assertThat(errors).singleElement().asString().contains("a bug");
        errors.clear();
        end(writer);
    }
}
