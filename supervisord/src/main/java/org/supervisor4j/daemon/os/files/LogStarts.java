package org.supervisor4j.daemon.os.files;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;

/**
 * Where each file of a rotated log begins, in bytes of the whole log, as its sink tells: a reader of one file after the
 * other so knows how much there was in those that are gone. Any thread.
 */
public final class LogStarts {
    /** Which file that is, whatever its name. */
    private record Identity(long device, long inode) {
        static Identity of(FileStatus file) {
            return new Identity(file.device(), file.inode());
        }
    }

    private final Map<Identity, Long> starts = new ConcurrentHashMap<>();

    /** Empty for a file of which nobody has told. */
    public OptionalLong of(FileStatus file) {
        Long start = starts.get(Identity.of(file));
        return start == null ? OptionalLong.empty() : OptionalLong.of(start);
    }

    public void put(FileStatus file, long start) {
        starts.put(Identity.of(file), start);
    }

    /** For one that will soon be gone. */
    public void forget(FileStatus file) {
        starts.remove(Identity.of(file));
    }
}
