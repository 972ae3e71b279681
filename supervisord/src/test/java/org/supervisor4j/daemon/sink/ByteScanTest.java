package org.supervisor4j.daemon.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteScanTest {
    @Test
    void findsTheFirstOfAByteWhereverItAndTheBordersAre() {
        Random random = new Random(1);
        byte[] values = {0, 1, (byte) 0x80, (byte) 0x81, (byte) 0xff, 0x1b, 0x1a};
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = new byte[40];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = values[random.nextInt(values.length)];
            }
            ByteBuffer buffer = SinkFixture.unit(bytes);
            int from = random.nextInt(bytes.length);
            int to = from + random.nextInt(bytes.length - from + 1);
            byte wanted = values[random.nextInt(values.length)];

            int found = ByteScan.indexOf(buffer, wanted, 64 + from, 64 + to);

            assertThat(found).isEqualTo(plainly(bytes, wanted, from, to));
        }
    }

    private static int plainly(byte[] bytes, byte wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return 64 + i;
            }
        }
        return -1;
    }
}
