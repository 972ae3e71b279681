package org.supervisor4j.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether code may be loaded from a file. Root must not run what somebody else can replace; an ordinary user has only
 * itself to lose.
 *
 * @param effectiveUid of this process
 */
record FileTrust(int effectiveUid) {
    private static final int ROOT = 0;
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int PERMISSIONS = 07777;

    /** What speaks against a file or folder, as the end of a sentence; empty if nothing does. Links are followed. */
    Optional<String> objection(Path file) throws IOException {
        if (effectiveUid != ROOT) {
            return Optional.empty();
        }
        int owner = (int) Files.getAttribute(file, "unix:uid");
        int mode = (int) Files.getAttribute(file, "unix:mode") & PERMISSIONS;
        if (owner != ROOT) {
            return Optional.of(file + " belongs to the user with uid " + owner + ", but we are root; chown it to root");
        }
        return (mode & WRITABLE_BY_OTHERS) == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        "%s can be written by others than root (its mode is %04o), but we are root; chmod go-w it",
                        file, mode));
    }
}
