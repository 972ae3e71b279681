package org.supervisor4j.daemon.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.sink.SinkFixture.unit;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CaptureBufferTest {
    private static String taken(CaptureBuffer buffer) {
        return new String(buffer.take(), StandardCharsets.US_ASCII);
    }

    @Test
    void aPartPushesOutAsMuchAsItIsLongWhenThereIsNoRoom() {
        CaptureBuffer buffer = new CaptureBuffer(10);
        buffer.add(unit("1234567"));

        buffer.add(unit("abcd"));

        assertThat(taken(buffer)).isEqualTo("567abcd");
    }

    @Test
    void aLargePartIsKeptWhole() {
        CaptureBuffer buffer = new CaptureBuffer(3);
        buffer.add(unit("12"));

        buffer.add(unit("longer than that"));

        assertThat(taken(buffer)).isEqualTo("longer than that");
    }

    @Test
    void takingEmptiesIt() {
        CaptureBuffer buffer = new CaptureBuffer(10);
        buffer.add(unit("1"));
        buffer.take();

        assertThat(taken(buffer)).isEmpty();
    }

    @Test
    void keepsWhatTheOriginalKeeps() {
        Random random = new Random(7);
        for (int maxbytes : new int[] {-1, 1, 5, 40, 3000}) {
            CaptureBuffer buffer = new CaptureBuffer(maxbytes);
            String expected = "";
            for (int i = 0; i < 300; i++) {
                String part = Character.toString('a' + i % 26).repeat(1 + random.nextInt(60));
                // contract: loggers.py, BoundIO.write
                if (expected.length() + part.length() > maxbytes) {
                    expected = expected.substring(Math.min(part.length(), expected.length()));
                }
                expected += part;

                buffer.add(unit(part));
            }
            assertThat(taken(buffer)).isEqualTo(expected);
        }
    }
}
