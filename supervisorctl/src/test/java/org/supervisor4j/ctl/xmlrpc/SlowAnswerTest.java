package org.supervisor4j.ctl.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Answers that come piece by piece, on a clock that only the pieces move. */
class SlowAnswerTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: ";
    private static final long HOUR_MILLIS = 3_600_000;

    private long millis;

    @Test
    void aHeadThatDripsEnds() {
        HttpConnection connection = open(0, 1000, 1, HEAD + "1\r\n" + "X: y\r\n".repeat(50) + "\r\nx");

        assertThatThrownBy(connection::readHead)
                .isInstanceOf(HttpProtocolException.class)
                .hasMessage("timed out: the head of the answer was not complete after 30 seconds");
        assertThat(millis).isEqualTo(30_000);
    }

    @Test
    void theFirstByteIsAwaitedForEver() throws IOException {
        HttpConnection connection = open(HOUR_MILLIS, 10, 1, HEAD + "5\r\n\r\nhello");

        assertThat(connection.readBody(connection.readHead())).asString().isEqualTo("hello");
        assertThat(millis).isGreaterThan(HOUR_MILLIS);
    }

    @Test
    void theFirstByteIsAwaitedNoLongerThanWanted() throws IOException {
        assertThatThrownBy(
                        () -> open(HOUR_MILLIS, 10, 1, HEAD + "5\r\n\r\nhello").readHead(10))
                .isInstanceOf(HttpProtocolException.class)
                .hasMessage("timed out: no answer within 10 seconds");
        assertThat(millis).isEqualTo(10_000);
        assertThat(open(9_999, 10, 1, HEAD + "5\r\n\r\nhello").readHead(10).status())
                .isEqualTo(200);
    }

    @Test
    void interimAnswersWithoutEndEnd() {
        HttpConnection connection = open(0, 1, 500, "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000));

        assertThatThrownBy(connection::readHead)
                .isInstanceOf(HttpProtocolException.class)
                .hasMessage("got more than 8 interim answers");
    }

    @Test
    void aBodyThatDripsEnds() throws IOException {
        HttpConnection connection = open(0, 1000, 60, HEAD + "9000\r\n\r\n" + "x".repeat(9000));
        HttpHead head = connection.readHead();

        assertThatThrownBy(() -> connection.readBody(head))
                .isInstanceOf(HttpProtocolException.class)
                .hasMessage("timed out: less than 16384 bytes of the answer in 30 seconds");
    }

    @Test
    void chunksThatDripEnd() throws IOException {
        String chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n".repeat(100);
        HttpConnection connection = open(0, 1000, 6, chunks);
        HttpHead head = connection.readHead();

        assertThatThrownBy(() -> connection.readBody(head)).hasMessageStartingWith("timed out: ");
    }

    @Test
    void aLongBodyMayTakeItsTime() throws IOException {
        HttpConnection connection = open(0, 1000, 1000, HEAD + "900000\r\n\r\n" + "x".repeat(900_000));

        assertThat(connection.readBody(connection.readHead())).hasSize(900_000);
        assertThat(millis).isGreaterThan(800_000);
    }

    @Test
    void aStreamThatIsFollowedMayDrip() throws IOException {
        HttpConnection connection = open(0, HOUR_MILLIS, 19, "HTTP/1.1 200 OK\r\n\r\nabc");
        HttpHead head = connection.readHead();

        assertThat(connection.readPiece(head)).asString().isEqualTo("abc");
    }

    @Test
    void whatIsMissingBeforeAChunkIsTold() throws IOException {
        String chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1;missing=42\r\nb\r\n";
        HttpConnection connection = open(0, 1, 6, chunks);
        HttpHead head = connection.readHead();

        assertThat(connection.readPiece(head)).asString().isEqualTo("a");
        assertThat(connection.takeMissing()).isZero();
        assertThat(connection.readPiece(head)).asString().isEqualTo("b");
        assertThat(connection.takeMissing()).isEqualTo(42);
        assertThat(connection.takeMissing()).isZero();
    }

    /** @param pause before each piece of that many bytes but the first */
    private HttpConnection open(long firstPause, long pause, int length, String answer) {
        return new HttpConnection(
                new Pieces(firstPause, pause, length, answer), () -> TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private final class Pieces implements Link {
        private final ByteBuffer answer;
        private final int length;
        private final long pause;
        private long left;

        Pieces(long firstPause, long pause, int length, String answer) {
            this.answer = ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1));
            this.length = length;
            this.pause = pause;
            this.left = firstPause;
        }

        @Override
        public int read(ByteBuffer buffer) {
            return readWithin(Long.MAX_VALUE, buffer);
        }

        @Override
        public int readWithin(long patience, ByteBuffer buffer) {
            if (patience < left) {
                millis += patience;
                left -= patience;
                return 0;
            }
            millis += left;
            left = pause;
            if (!answer.hasRemaining()) {
                return -1;
            }
            int count = Math.min(length, Math.min(answer.remaining(), buffer.remaining()));
            for (int i = 0; i < count; i++) {
                buffer.put(answer.get());
            }
            return count;
        }

        @Override
        public void write(ByteBuffer bytes) {
            bytes.position(bytes.limit());
        }

        @Override
        public void close() {
            millis = 0;
        }
    }
}
