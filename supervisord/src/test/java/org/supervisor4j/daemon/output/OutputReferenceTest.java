package org.supervisor4j.daemon.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.sink.SinkFixture.unit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.FileAccess;
import org.supervisor4j.daemon.sink.FakeKernel;
import org.supervisor4j.daemon.sink.RotatingFileSink;
import org.supervisor4j.daemon.sink.SinkFixture;
import org.supervisor4j.model.LogTail;
import org.supervisor4j.model.RpcFault;

/** What the Python original did, recorded by {@code reference/output/record.py}: ours has to do the same. */
class OutputReferenceTest {
    private static final HexFormat HEX = HexFormat.of();

    /** The rows of a recording, split into cells. */
    private static Stream<String[]> rows(String file) throws IOException {
        try (InputStream in = OutputReferenceTest.class.getResourceAsStream("/reference/output/" + file)) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("\n")).map(row -> row.split("\t", -1));
        }
    }

    static Stream<String[]> strip() throws IOException {
        return rows("strip.tsv");
    }

    @ParameterizedTest
    @MethodSource
    void strip(String input, String expected) {
        AnsiStripper stripper = new AnsiStripper();
        ByteBuffer unit = unit(HEX.parseHex(input));

        stripper.strip(unit);

        byte[] shown = new byte[unit.remaining()];
        unit.get(shown);
        // A unit's last ESC comes with the next unit or the end here.
        assertThat(HEX.formatHex(shown) + (stripper.finish() ? "1b" : "")).isEqualTo(expected);
    }

    static Stream<String[]> read() throws IOException {
        return rows("read.tsv");
    }

    @ParameterizedTest
    @MethodSource
    void read(String offset, String length, String expected) {
        FakeKernel kernel = new FakeKernel().file("/log", "01234567890123456789");
        LogFileReader reader = new LogFileReader(kernel, kernel.paths());

        String answer;
        try {
            answer = reader.read("/log", Long.parseLong(offset), Long.parseLong(length));
        } catch (RpcFault fault) {
            answer = "fault " + fault.text();
        }

        assertThat(answer).isEqualTo(expected);
        kernel.assertNothingIsOpen();
    }

    static Stream<String[]> tail() throws IOException {
        return rows("tail.tsv");
    }

    @ParameterizedTest
    @MethodSource
    void tail(String offset, String length, String text, String size, String overflow) {
        FakeKernel kernel = new FakeKernel().file("/log", "01234567890123456789");
        LogFileReader reader = new LogFileReader(kernel, kernel.paths());

        LogTail answer = reader.tail("/log", Long.parseLong(offset), Long.parseLong(length));

        assertThat(answer).isEqualTo(new LogTail(text, Long.parseLong(size), Boolean.parseBoolean(overflow)));
        kernel.assertNothingIsOpen();
    }

    static Stream<String[]> rotation() throws IOException {
        return rows("rotation.tsv");
    }

    @ParameterizedTest
    @MethodSource
    void rotation(String maxbytes, String backups, String existing, String sizes, String expected) throws OsException {
        SinkFixture fixture = new SinkFixture();
        int before = Integer.parseInt(existing);
        if (before > 0) {
            fixture.kernel().file("/log/log", ".".repeat(before));
        }
        RotatingFileSink sink = new RotatingFileSink(
                "/log/log",
                Long.parseLong(maxbytes),
                Integer.parseInt(backups),
                FileAccess.UNCHANGED,
                fixture.system());

        char letter = 'a';
        for (String size : sizes.split(",", -1)) {
            sink.write(unit(Character.toString(letter++).repeat(Integer.parseInt(size))));
        }
        sink.close();

        assertThat(fixture.kernel().listing("/log")).isEqualTo(expected);
    }

    static Stream<String[]> capture() throws IOException {
        return rows("capture.tsv");
    }

    @ParameterizedTest
    @MethodSource
    void capture(String units, String logged, String events) {
        StringBuilder plain = new StringBuilder();
        StringBuilder told = new StringBuilder();
        CaptureBuffer buffer = new CaptureBuffer(1024);
        CaptureSplitter.Parts parts = new CaptureSplitter.Parts() {
            @Override
            public void plain(ByteBuffer part) {
                byte[] bytes = new byte[part.remaining()];
                part.get(bytes);
                plain.append(HEX.formatHex(bytes));
            }

            @Override
            public void captured(ByteBuffer part) {
                buffer.add(part);
            }

            @Override
            public void captureEnded() {
                told.append(HEX.formatHex(buffer.take())).append(';');
            }
        };

        CaptureSplitter splitter = new CaptureSplitter();
        for (String unit : units.split(",", -1)) {
            splitter.split(unit(HEX.parseHex(unit)), parts);
        }

        assertThat(plain).hasToString(logged);
        assertThat(told).hasToString(events);
    }
}
