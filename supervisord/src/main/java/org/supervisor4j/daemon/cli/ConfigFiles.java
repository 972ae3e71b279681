package org.supervisor4j.daemon.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.PosixPath;
import org.supervisor4j.daemon.config.reading.ConfigSource;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.ini.Limits;
import org.supervisor4j.ini.OneTimeFile;

/**
 * Finds and reads configuration files. Careful, as it may run as root: only regular files of a sane size are opened, so
 * that a FIFO or a device in an included folder neither blocks the daemon nor fills its memory, not even if it takes
 * the place of a file at the last moment. What the user named may be a pipe all the same. One thread at a time.
 */
public final class ConfigFiles implements ConfigSource {
    /** contract: the sentence of the reference's warning, for stderr, before a search by root. */
    public static final String SEARCH_WARNING =
            "Supervisord is running as root and it is searching for its configuration"
                    + " file in default locations (including its current working directory); you probably want to specify a"
                    + " \"-c\" argument specifying an absolute path to a configuration file for improved security.";

    private static final int PIECE = 64 << 10;
    private static final Content TOO_LARGE =
            new Content.Refused("is larger than " + Limits.FILE + " bytes; split it into included files");

    private final Descriptors descriptors;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);
    /** Files that can be read but once. */
    private final Map<String, Content.Bytes> kept = new HashMap<>();

    public ConfigFiles(Descriptors descriptors) {
        this.descriptors = descriptors;
    }

    /**
     * The places where the file is looked for without {@code -c}.
     *
     * @param programPath the path by which the daemon was called
     */
    public static List<String> searchPaths(String programPath) {
        String root = PosixPath.directory(PosixPath.directory(programPath));
        return List.of(
                PosixPath.join(root, "etc/supervisord.conf"),
                PosixPath.join(root, "supervisord.conf"),
                "supervisord.conf",
                "etc/supervisord.conf",
                "/etc/supervisord.conf",
                "/etc/supervisor/supervisord.conf");
    }

    /**
     * The first of the {@link #searchPaths} that exists.
     *
     * @throws UsageException if none does
     */
    public String search(String programPath) throws UsageException {
        return search(programPath, path -> Files.exists(Path.of(path)));
    }

    static String search(String programPath, Predicate<String> exists) throws UsageException {
        List<String> paths = searchPaths(programPath);
        for (String path : paths) {
            if (exists.test(path)) {
                return path;
            }
        }
        // contract: options.default_configfile
        throw new UsageException("No config file found at default paths (" + String.join(", ", paths)
                + "); use the -c option to specify a config file at a different path");
    }

    @Override
    public Content read(String path) {
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            return path.isEmpty() ? new Content.Missing() : new Content.Unreadable();
        }
        int handle = -1;
        int file = -1;
        try {
            // First only a handle on the name: to open a device may already do something.
            handle = descriptors.open(path, OpenFlags.PATH, 0);
            Content refusal = refusal(path, descriptors.status(handle));
            if (refusal != null) {
                return refusal;
            }
            file = descriptors.open(
                    path, OpenFlags.READ_ONLY | OpenFlags.NON_BLOCKING | OpenFlags.NO_CONTROLLING_TERMINAL, 0);
            // The name may mean something else by now. What is open cannot change any more, nor make us wait.
            FileStatus status = descriptors.status(file);
            refusal = refusal(path, status);
            return refusal == null ? contents(file, status) : refusal;
        } catch (OsException refused) {
            // Without a handle there is no such file for us; so os.path.exists.
            return handle < 0 ? new Content.Missing() : new Content.Unreadable();
        } finally {
            close(handle);
            close(file);
        }
    }

    @Override
    public Content readNamed(String path) {
        Content.Bytes known = kept.get(path);
        if (known != null) {
            return known;
        }
        if (!OneTimeFile.is(path)) {
            return read(path);
        }
        try {
            byte[] bytes = OneTimeFile.read(path);
            if (bytes.length > Limits.FILE) {
                return TOO_LARGE;
            }
            return keep(path, bytes);
        } catch (TimeoutException endless) {
            return new Content.Refused(
                    "did not end within " + OneTimeFile.PATIENCE + " seconds; whoever writes it has to close it");
        } catch (IOException refused) {
            return new Content.Unreadable();
        }
    }

    /** What {@link #readNamed} gives from now on. */
    Content keep(String path, byte[] bytes) {
        Content.Bytes content = new Content.Bytes(bytes);
        kept.put(path, content);
        return content;
    }

    /** What was read of a file that can be read but once; null for any other file. */
    byte @Nullable [] kept(String path) {
        Content.Bytes content = kept.get(path);
        return content == null ? null : content.bytes();
    }

    private void close(int descriptor) {
        if (descriptor >= 0) {
            descriptors.close(descriptor);
        }
    }

    /** Null for a regular file. */
    private @Nullable Content refusal(String path, FileStatus status) throws OsException {
        if (status.regular()) {
            return null;
        }
        if (Files.isDirectory(Path.of(path))) {
            return new Content.Folder();
        }
        // A link to /dev/null is the usual way to switch off a file of a package.
        return isNullDevice(status)
                ? new Content.Bytes(new byte[0])
                : new Content.Refused("is not a regular file; use a plain file");
    }

    private boolean isNullDevice(FileStatus status) throws OsException {
        int handle = descriptors.open("/dev/null", OpenFlags.PATH, 0);
        try {
            return descriptors.status(handle).isSameFile(status);
        } finally {
            descriptors.close(handle);
        }
    }

    private Content contents(int file, FileStatus status) throws OsException {
        // One byte more shows whether the file has grown since; most are read at once.
        byte[] bytes = new byte[(int) Math.min(status.size(), Limits.FILE) + 1];
        int length = 0;
        for (int count = read(file, bytes, length); count > 0; count = read(file, bytes, length)) {
            length += count;
            if (length > Limits.FILE) {
                return TOO_LARGE;
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(2 * length + PIECE, Limits.FILE + 1));
            }
        }
        return new Content.Bytes(Arrays.copyOf(bytes, length));
    }

    private int read(int file, byte[] into, int from) throws OsException {
        buffer.clear().limit(Math.min(buffer.capacity(), into.length - from));
        int count = descriptors.read(file, buffer);
        buffer.flip();
        buffer.get(into, from, buffer.remaining());
        return count;
    }

    @Override
    public Search search() {
        return new PythonGlob();
    }
}
