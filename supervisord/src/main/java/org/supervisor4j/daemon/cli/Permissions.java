package org.supervisor4j.daemon.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.supervisor4j.daemon.os.ProcessUser;

/** What another user may do with files, by the ordinary permissions: no others are looked at. */
record Permissions(ProcessUser user) {
    static final int EXECUTE = 1;
    static final int WRITE = 2;
    static final int READ = 4;

    /**
     * Whether the user gets through all folders to a file, or a folder, and may do that with it. True where that cannot
     * be seen.
     *
     * @param bits of {@link #EXECUTE}, {@link #WRITE} and {@link #READ}, or'ed
     */
    boolean allow(Path path, int bits) {
        if (user.uid() == 0) {
            return true;
        }
        try {
            Path real = path.toRealPath();
            for (Path part = real.getParent(); part != null; part = part.getParent()) {
                if (!has(part, EXECUTE)) {
                    return false;
                }
            }
            return has(real, bits);
        } catch (IOException unseen) {
            return true;
        }
    }

    private boolean has(Path path, int bits) throws IOException {
        int mode = (int) Files.getAttribute(path, "unix:mode");
        int uid = (int) Files.getAttribute(path, "unix:uid");
        int gid = (int) Files.getAttribute(path, "unix:gid");
        int shift = uid == user.uid() ? 6 : user.gid() == gid || user.groups().contains(gid) ? 3 : 0;
        return ((mode >> shift) & bits) == bits;
    }
}
