package org.supervisor4j.daemon.notice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.jspecify.annotations.Nullable;

/**
 * A file that the configuration names, with one line that must not stand in the configuration itself. It is read each
 * time, so that it may be exchanged.
 */
public final class SecretFile {
    private static final int MOST = 8192;

    private SecretFile() {}

    /** Its line, without the end. Messages never have anything of it. */
    static String read(String path) throws IOException {
        Path file = Path.of(path);
        if (!Files.isRegularFile(file)) {
            throw new IOException(path + " is not a plain file, or not there");
        }
        if (Files.size(file) > MOST) {
            throw new IOException(path + " has more than " + MOST + " bytes");
        }
        String line;
        try {
            line = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
        } catch (AccessDeniedException refused) {
            throw new IOException(path + " may not be read by this user", refused);
        }
        if (line.isEmpty() || line.chars().anyMatch(Character::isISOControl)) {
            throw new IOException(path + " has not got exactly one line");
        }
        return line;
    }

    /** What is wrong with it, as far as this user can see; null for nothing. For a check beforehand. */
    public static @Nullable String mistake(String path) {
        try {
            read(path);
            return Files.getPosixFilePermissions(Path.of(path)).contains(PosixFilePermission.OTHERS_READ)
                    ? path + " has a secret, and everybody may read it (chmod o-r)"
                    : null;
        } catch (IOException | InvalidPathException unread) {
            return unread.getMessage();
        }
    }
}
