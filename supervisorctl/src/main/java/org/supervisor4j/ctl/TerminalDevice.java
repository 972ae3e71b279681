package org.supervisor4j.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whether a descriptor is a terminal, without a system call of our own: by the number of its device. Its name would not
 * do; in another root or mount namespace there may be none, or one that belongs to something else.
 */
final class TerminalDevice {
    private static final Path DRIVERS = Path.of("/proc/tty/drivers");
    private static final int FILE_TYPE = 0170000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final long FIRST_PSEUDO_TERMINAL = 136;
    private static final long LAST_PSEUDO_TERMINAL = 143;

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern HYPHEN = Pattern.compile("-");

    private TerminalDevice() {}

    /** @param descriptor 0, 1 or 2 of this process */
    static boolean isAt(int descriptor) {
        Map<String, Object> file;
        try {
            file = Files.readAttributes(Path.of("/proc/self/fd/" + descriptor), "unix:mode,rdev");
        } catch (IOException closedOrNoProc) {
            return descriptor < 2 && hasConsole();
        }
        return file.get("mode") instanceof Integer mode
                && (mode & FILE_TYPE) == CHARACTER_DEVICE
                && file.get("rdev") instanceof Long device
                && isTerminal(device, drivers());
    }

    /** Java's answer is about 0 and 1 together; from 22 on it has none. */
    @SuppressWarnings("SystemConsoleNull") // which is why it is not asked then
    private static boolean hasConsole() {
        return Runtime.version().feature() < 22 && System.console() != null;
    }

    private static List<String> drivers() {
        try {
            return Files.readAllLines(DRIVERS);
        } catch (IOException hidden) {
            return List.of();
        }
    }

    /**
     * Whether the number is that of a terminal.
     *
     * @param device as {@code stat} tells it
     * @param drivers the lines of {@code /proc/tty/drivers}: {@code serial /dev/ttyS 4 64-95 serial}
     */
    static boolean isTerminal(long device, List<String> drivers) {
        long major = ((device >> 8) & 0xfff) | ((device >> 32) & ~0xfffL);
        long minor = (device & 0xff) | ((device >> 12) & ~0xffL);
        if (major >= FIRST_PSEUDO_TERMINAL && major <= LAST_PSEUDO_TERMINAL) {
            return true;
        }
        for (String line : drivers) {
            String[] words = BLANKS.split(line.strip(), -1);
            if (words.length >= 5 && words[2].equals(Long.toString(major)) && isWithin(minor, words[3])) {
                // the other end of pseudo-terminals, which nobody types at
                return !line.endsWith(":master") && !words[0].equals("/dev/ptmx");
            }
        }
        return false;
    }

    private static boolean isWithin(long minor, String range) {
        String[] ends = HYPHEN.split(range, -1);
        return Long.parseLong(ends[0]) <= minor && minor <= Long.parseLong(ends[ends.length - 1]);
    }
}
