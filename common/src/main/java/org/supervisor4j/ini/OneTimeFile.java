package org.supervisor4j.ini;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A configuration that the user named and that can be read but once: a FIFO, {@code /dev/stdin}, a shell's
 * {@code <(...)}. Never for what was merely found somewhere, because to open it may wait, and to read it empties it.
 */
public final class OneTimeFile {
    /** How long its writer may take, in seconds: somebody may have to type a password first. */
    public static final int PATIENCE = 60;

    /** As many links as the kernel follows. */
    private static final int MOST_LINKS = 40;

    private static final Set<String> STANDARD_INPUT = Set.of("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0");

    private OneTimeFile() {}

    /**
     * Whether the name has to be read so: it is there, and no ordinary file or folder, or it leads to a descriptor of
     * this process, which is another one (or none) after a start in the background.
     */
    public static boolean is(String path) {
        File file = new File(path);
        return path.indexOf('\0') < 0 && file.exists() && !file.isDirectory() && (!file.isFile() || isDescriptor(path));
    }

    private static boolean isDescriptor(String path) {
        try {
            Path name = Path.of(path).toAbsolutePath();
            for (int i = 0; i < MOST_LINKS; i++) {
                Path folder = name.resolveSibling(".").toRealPath();
                if (folder.startsWith("/proc") && folder.endsWith("fd")) {
                    return true;
                }
                if (!Files.isSymbolicLink(name)) {
                    return false;
                }
                name = folder.resolve(Files.readSymbolicLink(name));
            }
        } catch (IOException | InvalidPathException unknown) {
            // then it is as good as any other name
        }
        return false;
    }

    /**
     * Reads to the end.
     *
     * @return at most {@link Limits#FILE} bytes and one more
     * @throws TimeoutException if there was no end within {@link #PATIENCE}
     */
    public static byte[] read(String path) throws IOException, TimeoutException {
        return read(path, TimeUnit.SECONDS.toMillis(PATIENCE));
    }

    static byte[] read(String path, long milliseconds) throws IOException, TimeoutException {
        // To open a FIFO already waits, and nothing but its writer ends that.
        FutureTask<byte[]> reading = new FutureTask<>(() -> bytes(path));
        Thread reader = new Thread(reading, "configuration");
        reader.setDaemon(true);
        reader.start();
        try {
            return reading.get(milliseconds, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new IOException(path, failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(path, stopped);
        }
    }

    private static byte[] bytes(String path) throws IOException {
        // Buffered, because a FileInputStream asks for its position first, which a pipe does not have.
        try (InputStream stream = new BufferedInputStream(open(path))) {
            return stream.readNBytes(Limits.FILE + 1);
        }
    }

    private static InputStream open(String path) throws IOException {
        try {
            return new FileInputStream(path);
        } catch (IOException refused) {
            // A socket has no name that can be opened, and a pipe that another user made refuses us.
            if (STANDARD_INPUT.contains(path)) {
                return new FileInputStream(FileDescriptor.in);
            }
            throw refused;
        }
    }
}
