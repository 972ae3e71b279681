package org.supervisor4j.daemon.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Predicate;
import org.supervisor4j.daemon.config.ConfigSource;
import org.supervisor4j.daemon.config.PosixPath;

/**
 * Finds and reads configuration files. Careful, as it may run as root: only regular files of a sane size are opened, so
 * that a FIFO or a device in an included folder neither blocks the daemon nor fills its memory.
 */
public final class ConfigFiles implements ConfigSource {
    /** contract: the sentence of the reference's warning, for stderr, before a search by root. */
    public static final String SEARCH_WARNING =
            "Supervisord is running as root and it is searching for its configuration"
                    + " file in default locations (including its current working directory); you probably want to specify a"
                    + " \"-c\" argument specifying an absolute path to a configuration file for improved security.";

    private static final int LARGEST = 16 << 20;

    /**
     * The places where the file is looked for without {@code -c}.
     *
     * @param programPath the path by which we were called
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
        try {
            Path file = Path.of(path);
            if (path.isEmpty() || !Files.exists(file)) {
                return new Content.Missing();
            }
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                return new Content.Unreadable();
            }
            if (attributes.isOther()) {
                // A link to /dev/null is the usual way to switch off a file of a package.
                return isNullDevice(file)
                        ? new Content.Bytes(new byte[0])
                        : new Content.Refused("is not a regular file; use a plain file");
            }
            return readRegular(file);
        } catch (IOException | InvalidPathException | SecurityException unreadable) {
            return new Content.Unreadable();
        }
    }

    private static boolean isNullDevice(Path file) throws IOException {
        return file.toRealPath().equals(Path.of("/dev/null"));
    }

    private static Content readRegular(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            return bytes.length > LARGEST
                    ? new Content.Refused("is larger than " + LARGEST + " bytes; split it into included files")
                    : new Content.Bytes(bytes);
        }
    }

    @Override
    public List<String> glob(String pattern) {
        return PythonGlob.find(pattern);
    }
}
