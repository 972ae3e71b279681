package org.supervisor4j.ctl.diagnosis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A process of this machine, as everybody may see it.
 *
 * @param words its command line as people write it: without what a launcher of ours adds for the JVM, and shortened
 * @param isSupervisord whether it looks like one, ours or the original's
 * @param isHalted whether it has been stopped by a signal or a debugger
 * @param uid whose it is; -1 if that cannot be told
 */
record LocalProcess(long pid, String words, boolean isSupervisord, boolean isHalted, int uid) {
    private static final Path PROC = Path.of("/proc");
    /** More are no command line of a daemon, and the kernel would hand out megabytes. */
    private static final int MOST_BYTES = 256 * 1024;

    private static final int SHOWN = 100;
    private static final String OURS = "org.supervisor4j.daemon.";

    /** The process of that number; one without words if there is none, or if it may not be seen. */
    static LocalProcess of(long pid) {
        Path folder = PROC.resolve(Long.toString(pid));
        List<String> words = commandLine(folder);
        int main = mainClass(words);
        boolean isPython = words.stream().limit(2).anyMatch(word -> word.endsWith("supervisord"));
        String shown = main < 0
                ? String.join(" ", words)
                : String.join(" ", prepended("supervisord", words.subList(main + 1, words.size())));
        return new LocalProcess(pid, shortened(shown), main >= 0 || isPython, isHalted(folder), LocalUsers.owner(folder));
    }

    boolean isThere() {
        return !words.isEmpty();
    }

    /** {@code process 123 (nginx -g daemon off;) of www-data (uid 33)}. */
    @Override
    public String toString() {
        return "process " + pid + " (" + words + ")" + (uid < 0 ? "" : " of " + LocalUsers.of(uid));
    }

    private static List<String> prepended(String first, List<String> rest) {
        String[] all = new String[rest.size() + 1];
        all[0] = first;
        for (int i = 0; i < rest.size(); i++) {
            all[i + 1] = rest.get(i);
        }
        return Arrays.asList(all);
    }

    /** The place of our daemon's main class; -1 if this is no run of it. */
    private static int mainClass(List<String> words) {
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith(OURS) || word.contains("/" + OURS)) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> commandLine(Path folder) {
        try (InputStream in = Files.newInputStream(folder.resolve("cmdline"))) {
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).replaceAll("\0+$", "");
            return text.isEmpty() ? List.of() : List.of(text.split("\0", -1));
        } catch (IOException goneOrHidden) {
            return List.of();
        }
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text.strip() : text.substring(0, SHOWN).strip() + "...";
    }

    /** The state stands behind the name, which is in parentheses and may have any characters. */
    private static boolean isHalted(Path folder) {
        try (InputStream in = Files.newInputStream(folder.resolve("stat"))) {
            String stat = new String(in.readNBytes(1024), StandardCharsets.ISO_8859_1);
            int end = stat.lastIndexOf(')');
            return end >= 0 && end + 2 < stat.length() && Character.toUpperCase(stat.charAt(end + 2)) == 'T';
        } catch (IOException goneOrHidden) {
            return false;
        }
    }
}
