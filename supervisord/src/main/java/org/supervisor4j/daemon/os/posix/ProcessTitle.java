package org.supervisor4j.daemon.os.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.NativeText;

/**
 * What process lists say of us. The name is the first thread's ({@code comm}), which a JVM's own threads cannot name
 * but by {@code /proc}; the command line is read by the kernel out of our memory, where it put the words at our start.
 */
final class ProcessTitle {
    private static final Path SELF = Path.of("/proc/self");
    private static final int PR_SET_MM = 35;
    private static final int PR_SET_MM_ARG_END = 9;

    /** In {@code /proc/self/stat}, counted from what follows the name: where the words begin and end. */
    private static final int ARG_START = 45;

    private static final int ARG_END = 46;

    private final LibC libc;

    ProcessTitle(LibC libc) {
        this.libc = libc;
    }

    void set(String path, int arguments) {
        try {
            byte[] program = NativeText.encode(path);
            Files.write(SELF.resolve("comm"), lastPart(program));
            String stat = Files.readString(SELF.resolve("stat"), ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long start = Long.parseLong(fields[ARG_START]);
            long end = Long.parseLong(fields[ARG_END]);
            if (start > 0 && end > start) {
                setWords(start, libc.view(start, Math.toIntExact(end - start)), program, arguments);
            }
        } catch (IOException withheld) {
            // A /proc that may not be written or read: nothing of ours depends on it.
        }
    }

    /** A JVM has copied its options by now. */
    private void setWords(long start, ByteBuffer memory, byte[] program, int arguments) {
        byte[] old = new byte[memory.capacity()];
        memory.get(0, old);
        int kept = lastWords(old, arguments);
        byte[] words = Arrays.copyOf(program, program.length + 1 + old.length - kept);
        if (kept == 0 || words.length > old.length) {
            return;
        }
        System.arraycopy(old, kept, words, program.length + 1, old.length - kept);
        memory.put(0, Arrays.copyOf(words, old.length));
        // Refused but to root with all its capabilities; NULs follow the last word then.
        libc.prctl(PR_SET_MM, PR_SET_MM_ARG_END, start + words.length, 0, 0);
    }

    /** Where the last so many words begin, each of which ends with a NUL; 0 if there is none before them. */
    private static int lastWords(byte[] words, int count) {
        int at = words[words.length - 1] == 0 ? words.length : 0;
        for (int word = 0; word < count && at > 0; word++) {
            do {
                at--;
            } while (at > 0 && words[at - 1] != 0);
        }
        return at;
    }

    private static byte[] lastPart(byte[] path) {
        int from = path.length;
        while (from > 0 && path[from - 1] != '/') {
            from--;
        }
        return Arrays.copyOfRange(path, from, path.length);
    }
}
