package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Debian of its own, as if it had been booted by an init without systemd: a root that a mirror of Debian's filled, in
 * namespaces of its own for processes, mounts and the network, of which nothing is left when it is closed. It has no
 * way to the network, so what is installed there is installed from files. Needs root.
 *
 * <p>What the mirror gave is kept in {@code /var/cache}; later tests begin with that.
 */
final class DebianRoot implements AutoCloseable {
    private static final Path CACHE = Path.of("/var/cache/supervisor4j-tests");

    private static final Duration PATIENCE_WITH_MIRRORS = Duration.ofMinutes(15);

    /** Its first process reaps whatever loses its parent, which stops wait for, and stays until it is killed. */
    private static final String ENTER = """
            mount --bind "$1" "$1" && cd "$1" && mount -t proc proc proc && mount --rbind /dev dev &&
            mount -t tmpfs tmpfs run && ip link set lo up || exit
            exec chroot . sh -c ': >/run/entered; while :; do sleep 1000 & wait $!; done'
            """;

    private final Sandbox sandbox;
    private final Process unshare;
    private final ProcessHandle first;

    private DebianRoot(Sandbox sandbox, Process unshare, ProcessHandle first) {
        this.sandbox = sandbox;
        this.unshare = unshare;
        this.first = first;
    }

    /**
     * Makes one and enters it.
     *
     * @param suite Debian's name of the release
     * @param packages what is installed beside what every Debian has
     * @param downloads packages whose files lie in the root's {@code /root}
     */
    static DebianRoot of(String suite, List<String> packages, List<String> downloads) throws IOException {
        assertThat(Account.isRoot())
                .as("a Debian is unpacked and entered by root alone; run this test as root")
                .isTrue();
        Path filled = filled(suite, packages, downloads);
        Sandbox sandbox = Sandbox.empty();
        Command.Result unpacked = Command.of(
                        "tar", "-C", sandbox.root().toString(), "--exclude=./dev/*", "-xf", filled.toString())
                .run();
        assertThat(unpacked.exit()).as(unpacked.toString()).isZero();
        // What tells the scripts of services that it was booted, and into which runlevel.
        executable(sandbox.write("usr/sbin/init", "#!/bin/sh\n"));
        executable(sandbox.write("usr/sbin/runlevel", "#!/bin/sh\necho N 2\n"));
        Process unshare = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--pid",
                        "--fork",
                        "--net",
                        "--uts",
                        "--kill-child",
                        "sh",
                        "-c",
                        ENTER,
                        "-",
                        sandbox.root().toString())
                .inheritIO()
                .start();
        Await.until("the root was entered", () -> hasEntered(unshare) || !unshare.isAlive());
        return new DebianRoot(sandbox, unshare, unshare.children().findFirst().orElseThrow());
    }

    private static boolean hasEntered(Process unshare) {
        return unshare.children()
                .findFirst()
                .filter(first -> Files.exists(Path.of("/proc", Long.toString(first.pid()), "root/run/entered")))
                .isPresent();
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path filled(String suite, List<String> packages, List<String> downloads) throws IOException {
        Files.createDirectories(CACHE);
        Path filled = CACHE.resolve(suite + "-"
                + Integer.toHexString(List.of(suite, packages, downloads).hashCode()) + ".tar");
        try (FileChannel lock =
                        FileChannel.open(CACHE.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            assertThat(held.isValid()).isTrue();
            if (!Files.exists(filled)) {
                fill(suite, packages, downloads, filled);
            }
        }
        return filled;
    }

    private static void fill(String suite, List<String> packages, List<String> downloads, Path filled)
            throws IOException {
        Path making = filled.resolveSibling("making.tar");
        List<String> words = new ArrayList<>(
                List.of(Needed.file("/usr/bin/mmdebstrap").toString(), "--quiet", "--mode=root", "--variant=minbase"));
        if (!packages.isEmpty()) {
            words.add("--include=" + String.join(",", packages));
        }
        if (!downloads.isEmpty()) {
            words.add("--customize-hook=chroot \"$1\" sh -c 'cd /root && apt-get -q download "
                    + String.join(" ", downloads) + "'");
        }
        words.addAll(List.of(suite, making.toString(), "http://deb.debian.org/debian"));
        Command.Result result = Command.of(words).runWithin(PATIENCE_WITH_MIRRORS);
        assertThat(result.exit()).as("%s: %s", words, result).isZero();
        Files.move(making, filled, StandardCopyOption.ATOMIC_MOVE);
    }

    /** As root types it there. */
    Command.Result type(String line) {
        return Command.of(
                        "nsenter",
                        "--target=" + first.pid(),
                        "--mount",
                        "--pid",
                        "--net",
                        "--uts",
                        "--root",
                        "--wd",
                        "/usr/bin/env",
                        "-i",
                        "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                        "HOME=/root",
                        "DEBIAN_FRONTEND=noninteractive",
                        "sh",
                        "-c",
                        line)
                .run();
    }

    /** The same for what must not fail; what it said on standard output. */
    String run(String line) {
        Command.Result result = type(line);
        assertThat(result.exit()).as("%s: %s", line, result).isZero();
        return result.stdout();
    }

    /** A program of this machine, in the root's network. */
    Command outside(String... words) {
        return Command.of("nsenter", "--target=" + first.pid(), "--net").and(words);
    }

    /** Starts what goes on beside; it ends with the root. */
    void start(String line) {
        run("{ " + line + "; } >/dev/null 2>&1 &");
    }

    /** A file of it, as the root's own mounts have it. */
    Path path(String absolute) {
        return Path.of("/proc/" + first.pid() + "/root" + absolute);
    }

    boolean has(String absolute) {
        return Files.exists(path(absolute), LinkOption.NOFOLLOW_LINKS);
    }

    String read(String absolute) {
        try {
            return Files.readString(path(absolute));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String absolute, String text) {
        try {
            Files.createDirectories(path(absolute).getParent());
            Files.writeString(path(absolute), text);
            executable(path(absolute));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a file into its {@code /root}. */
    void bring(Path file) {
        try {
            Files.copy(
                    file,
                    path("/root/" + file.getFileName()),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        first.destroyForcibly();
        try {
            // With its first process all others end, and with the last one its mounts.
            assertThat(unshare.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sandbox.close();
    }
}
