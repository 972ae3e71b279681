package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.Errors;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.NativeBlock;

/** With a socket of the test's own in the place of the system's log. */
class PosixMessageSocketTest {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;

    private final LibC libc = LibC.load();
    private final PosixDescriptors descriptors = new PosixDescriptors(libc, Architecture.current());
    private final Path path;

    PosixMessageSocketTest(@TempDir Path folder) throws UnsupportedPlatformException {
        path = folder.resolve("log");
    }

    private int serve() throws OsException {
        return serve(path + "\0");
    }

    private int serve(String listening) throws OsException {
        int server = Errors.check(libc.socket(AF_UNIX, SOCK_DGRAM, 0), "create", "a socket");
        byte[] name = listening.getBytes(StandardCharsets.UTF_8);
        try (NativeBlock address = libc.allocate(110)) {
            address.bytes().putShort(0, (short) AF_UNIX).put(2, name);
            Errors.check(libc.bind(server, address.address(), 2 + name.length), "bind", listening);
        }
        descriptors.setNonBlocking(server);
        return server;
    }

    private String receive(int server) throws OsException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1000);
        descriptors.read(server, buffer);
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }

    private static ByteBuffer message(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    @Test
    void eachBufferIsAMessage() throws OsException {
        int server = serve();
        try (PosixMessageSocket socket = new PosixMessageSocket(libc, descriptors, path.toString())) {
            ByteBuffer first = message("one");
            assertThat(socket.send(first)).isTrue();
            assertThat(first.hasRemaining()).isFalse();
            assertThat(socket.send(message("two"))).isTrue();

            assertThat(receive(server)).isEqualTo("one");
            assertThat(receive(server)).isEqualTo("two");
        }
        descriptors.close(server);
    }

    @Test
    void anAtSignBeginsANameThatIsNoFile() throws OsException {
        String name = "supervisor4j-test-" + ProcessHandle.current().pid();
        int server = serve("\0" + name);
        try (PosixMessageSocket socket = new PosixMessageSocket(libc, descriptors, "@" + name)) {
            assertThat(socket.send(message("one"))).isTrue();

            assertThat(receive(server)).isEqualTo("one");
        }
        descriptors.close(server);
    }

    @Test
    void anAddressThatNoSocketCanHaveIsAnError() {
        String address = "/" + "x".repeat(200);
        try (PosixMessageSocket socket = new PosixMessageSocket(libc, descriptors, address)) {
            assertThatThrownBy(() -> socket.send(message("lost")))
                    .hasMessage("cannot connect to " + address + ": EINVAL (Invalid argument)");
        }
    }

    @Test
    void whereNobodyServesTheLogSendingFailsUntilSomebodyDoes() throws OsException {
        try (PosixMessageSocket socket = new PosixMessageSocket(libc, descriptors, path.toString())) {
            assertThatThrownBy(() -> socket.send(message("lost")))
                    .hasMessage("cannot connect to " + path + ": ENOENT (No such file or directory)");
            int server = serve();

            assertThat(socket.send(message("heard"))).isTrue();

            assertThat(receive(server)).isEqualTo("heard");
            descriptors.close(server);
        }
    }

    @Test
    void aLogThatWasRestartedIsFoundAgain() throws OsException, IOException {
        try (PosixMessageSocket socket = new PosixMessageSocket(libc, descriptors, path.toString())) {
            int first = serve();
            socket.send(message("one"));
            descriptors.close(first);
            Files.delete(path);
            int second = serve();

            assertThat(socket.send(message("two"))).isTrue();

            assertThat(receive(second)).isEqualTo("two");
            descriptors.close(second);
        }
    }

    @Test
    void aLogThatDoesNotReadIsToldApartAndNotWaitedFor() throws OsException {
        int server = serve();
        try (PosixMessageSocket socket = new PosixMessageSocket(libc, descriptors, path.toString())) {
            ByteBuffer refused = message("x");
            int sent = 0;
            while (socket.send(refused)) {
                refused.rewind();
                assertThat(++sent).isLessThan(100_000);
            }

            assertThat(refused.remaining()).isEqualTo(1);
            assertThat(socket.descriptor()).isPositive();
            receive(server);
            assertThat(socket.send(refused)).isTrue();
        }
        descriptors.close(server);
    }
}
