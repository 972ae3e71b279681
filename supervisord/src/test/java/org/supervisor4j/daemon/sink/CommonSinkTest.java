package org.supervisor4j.daemon.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.FileAccess;

class CommonSinkTest {
    private static final String FIFO = "/log/fifo";

    private final SinkFixture fixture = new SinkFixture();
    private final FakeKernel kernel = fixture.kernel();
    private final LineBuffer room = new LineBuffer();

    @BeforeEach
    void makeAFifo() {
        kernel.fifo(FIFO, 1000);
    }

    private CommonSink writer(String name) throws OsException {
        var target = new RotatingFileSink(FIFO, 0, 0, FileAccess.UNCHANGED, fixture.system());
        target.writtenBy(name);
        return new CommonSink(
                target, new LineSink(target, new RawForm(), fixture.system().wallClock(), room));
    }

    private String content() {
        return kernel.content(FIFO);
    }

    @Test
    void whoeverIsAloneWritesAsItComes() throws OsException {
        CommonSink web = writer("web");

        web.write(SinkFixture.unit("Password: "));
        web.endOfInput();

        assertThat(content()).isEqualTo("Password: ");
        web.close();
    }

    @Test
    void linesOfTwoAreWrittenWhole() throws OsException {
        CommonSink web = writer("web");
        CommonSink worker = writer("worker");

        web.write(SinkFixture.unit("one, "));
        worker.write(SinkFixture.unit("other\n"));
        web.write(SinkFixture.unit("two\nthr"));
        worker.write(SinkFixture.unit("again\n"));
        web.write(SinkFixture.unit("ee\n"));

        assertThat(content()).isEqualTo("other\none, two\nagain\nthree\n");
        web.close();
        worker.close();
    }

    @Test
    void lastLineWithoutAnEndGetsOneWhereOthersWrite() throws OsException {
        CommonSink web = writer("web");
        CommonSink worker = writer("worker");

        web.write(SinkFixture.unit("bye"));
        web.endOfInput();
        worker.write(SinkFixture.unit("still here\n"));

        assertThat(content()).isEqualTo("bye\nstill here\n");
        web.close();
        worker.close();
    }

    @Test
    void laterRunOfTheSameProgramIsNobodyElse() throws OsException {
        CommonSink first = writer("web");
        first.close();
        CommonSink second = writer("web");

        second.write(SinkFixture.unit("no end"));

        assertThat(content()).isEqualTo("no end");
        second.close();
    }

    @Test
    void programThatComesBackIsStillOneOfTwo() throws OsException {
        CommonSink web = writer("web");
        CommonSink worker = writer("worker");
        worker.close();

        web.write(SinkFixture.unit("no end"));

        assertThat(content()).isEmpty();
        web.close();
    }

    @Test
    void whatOneHasBegunIsFinishedBeforeAnotherWrites() throws OsException {
        CommonSink web = writer("web");
        CommonSink worker = writer("worker");
        kernel.makeRoom(FIFO, 0);
        String line = "1".repeat(1500) + "\n";

        assertThat(web.write(SinkFixture.unit(line))).isFalse();
        kernel.makeRoom(FIFO, 1000);
        assertThat(worker.write(SinkFixture.unit("other\n"))).isTrue();

        assertThat(content()).isEqualTo(line + "other\n");
        assertThat(web.waitsFor()).as("nothing is left for it to do").isEqualTo(-1);
        assertThat(web.resume()).isTrue();
        assertThat(content()).isEqualTo(line + "other\n");
        web.close();
        worker.close();
    }

    @Test
    void whoeverHasBegunGoesOnByItself() throws OsException {
        CommonSink web = writer("web");
        CommonSink worker = writer("worker");
        String line = "1".repeat(1500) + "\n";

        assertThat(web.write(SinkFixture.unit(line))).isFalse();
        assertThat(web.waitsFor()).isNotNegative();
        kernel.makeRoom(FIFO, 1000);

        assertThat(web.resume()).isTrue();
        assertThat(content()).isEqualTo(line);
        web.close();
        worker.close();
    }

    @Test
    void whatWasBegunAndNobodyTookIsCounted() throws OsException {
        CommonSink web = writer("web");

        web.write(SinkFixture.unit("1".repeat(1500)));
        web.giveUp();
        web.close();

        assertThat(fixture.log().lines()).last().isEqualTo("WARN /log/fifo was closed; 500 bytes were lost");
    }
}
