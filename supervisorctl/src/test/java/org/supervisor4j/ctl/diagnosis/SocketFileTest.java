package org.supervisor4j.ctl.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketFileTest {
    private static List<String> look(Path path) {
        return new SocketFile(path).look().stream().map(DoctorFinding::toString).toList();
    }

    @ParameterizedTest
    @CsvSource({"rwx------,may connect: root", "rwxrwx---,members of group", "rwxrwxrwx,may connect: everybody"})
    void theModeTellsWhoMayConnect(String mode, String expected, @TempDir Path folder) throws IOException {
        Path socket = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(mode));

            assertThat(look(socket))
                    .first()
                    .asString()
                    .startsWith("ok    the socket is there: " + mode)
                    .contains(expected);
        }
    }

    @Test
    void aFolderThatIsClosedToOthersIsNamed(@TempDir Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));

        assertThat(look(folder.resolve("s"))).anyMatch(line -> line.startsWith("warn  the folder "));
    }

    @Test
    void whatIsNoSocketIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("s"));

        assertThat(look(file)).first().asString().startsWith("BAD   " + file + " is not a socket");
    }

    @Test
    void aMissingSocketAndAMissingFolderAreToldApart(@TempDir Path folder) {
        assertThat(look(folder.resolve("s"))).first().asString().contains("there is no socket");
        assertThat(look(folder.resolve("no/s"))).first().asString().contains("there is no folder");
        assertThat(look(Path.of("/run/no-such-folder/s"))).first().asString().contains("RuntimeDirectory=");
    }
}
