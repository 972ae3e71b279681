package org.supervisor4j.daemon.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.os.files.Place;
import org.supervisor4j.daemon.os.files.SafePaths;
import org.supervisor4j.daemon.os.posix.PosixSystem;

/**
 * Somebody exchanges a folder on the way, or the last one, for a link to a folder of root's, as fast as he can, while
 * files are opened, renamed and removed there. {@code -Dsupervisor4j.exchange.seconds=60} for longer.
 */
class ExchangedFolderTest {
    private static final int NOBODY = 65534;
    private static final long SECONDS = Long.getLong("supervisor4j.exchange.seconds", 10);

    private final PosixSystem system = PosixSystem.open();
    private final SafePaths paths;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Path home;
    private final Path secrets;

    ExchangedFolderTest(@TempDir Path top) throws UnsupportedPlatformException, IOException {
        home = Files.createDirectory(top.resolve("home"));
        secrets = Files.createDirectory(top.resolve("secrets"));
        boolean root = system.users().effectiveUid() == 0;
        // Without root there is one user only: our own things count as another's then.
        paths = system.paths().as(() -> root ? 0 : NOBODY);
        Files.writeString(secrets.resolve("log"), "root's");
        Files.createDirectory(home.resolve("logs"));
        Files.createSymbolicLink(home.resolve("trap"), secrets);
        if (root) {
            giveAway(home);
            giveAway(home.resolve("logs"));
            giveAway(home.resolve("trap"));
        }
    }

    private static void giveAway(Path path) throws IOException {
        var nobody = path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setOwner(nobody);
    }

    private CompletableFuture<Long> exchanging = CompletableFuture.completedFuture(0L);

    @BeforeEach
    void begin() {
        exchanging = CompletableFuture.supplyAsync(() -> {
            try {
                long rounds = 0;
                for (; !over.get(); rounds++) {
                    Files.move(home.resolve("logs"), home.resolve("kept"));
                    Files.move(home.resolve("trap"), home.resolve("logs"));
                    Files.move(home.resolve("logs"), home.resolve("trap"));
                    Files.move(home.resolve("kept"), home.resolve("logs"));
                }
                return rounds;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @AfterEach
    void nothingOfRootsHasChanged() throws IOException {
        over.set(true);
        assertThat(exchanging.join()).as("rounds of the attack").isPositive();
        assertThat(secrets.toFile().list()).containsExactly("log");
        assertThat(secrets.resolve("log")).hasContent("root's");
    }

    @FunctionalInterface
    private interface Operation {
        void run() throws OsException;
    }

    /** How many times it went well; a refusal is the other good end. */
    private static long repeat(Operation operation) {
        long end = System.nanoTime() + SECONDS * 1_000_000_000;
        long done = 0;
        while (System.nanoTime() - end < 0) {
            try {
                operation.run();
                done++;
            } catch (OsException e) {
                assertThat(e.errno().name()).isIn("ELOOP", "ENOENT");
            }
        }
        return done;
    }

    @Test
    @Timeout(60)
    void noFileOfRootsIsOpened() {
        String path = home.resolve("logs").resolve("log").toString();

        long opened = repeat(() -> {
            int descriptor = paths.open(path, OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.TRUNCATE, 0600);
            system.descriptors().close(descriptor);
        });

        assertThat(opened).isPositive();
    }

    @Test
    @Timeout(60)
    void nothingOfRootsIsRenamedOrRemoved() {
        String path = home.resolve("logs").resolve("log").toString();

        long done = repeat(() -> {
            try (Place place = paths.hold(path)) {
                int made = place.open(OpenFlags.WRITE_ONLY | OpenFlags.CREATE, 0600);
                system.descriptors().close(made);
                place.rename("", ".1");
                place.rename(".1", "");
                place.unlink();
            }
        });

        assertThat(done).isPositive();
    }

    @Test
    @Timeout(60)
    void nothingOfRootsIsRead() throws OsException {
        String path = home.resolve("logs").resolve("log").toString();
        String secret = "root's";

        repeat(() -> {
            int descriptor = paths.open(path, OpenFlags.READ_ONLY, 0);
            try {
                var buffer = java.nio.ByteBuffer.allocateDirect(64);
                system.descriptors().read(descriptor, buffer);
                assertThat(StandardCharsets.UTF_8.decode(buffer.flip()).toString())
                        .isNotEqualTo(secret);
            } finally {
                system.descriptors().close(descriptor);
            }
        });
    }
}
