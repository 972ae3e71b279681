package org.supervisor4j.diagnosis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of this machine, as everybody may see it.
 *
 * @param words its command line as people write it: shortened, without our path and what our launcher adds for the JVM
 * @param isSupervisord whether it looks like one, ours or the original's
 * @param isHalted whether it has been stopped by a signal or a debugger
 * @param uid whose it is; -1 if that cannot be told
 */
public record LocalProcess(long pid, String words, boolean isSupervisord, boolean isHalted, int uid) {
    private static final Path PROC = Path.of("/proc");
    /** More are no command line of a daemon, and the kernel would hand out megabytes. */
    private static final int MOST_BYTES = 256 * 1024;

    private static final int SHOWN = 100;
    private static final String JAR = "-jar";
    private static final String NAME = "supervisord";
    private static final String OURS = "/supervisord.jar";

    /** The process of that number; one without words if there is none, or if it may not be seen. */
    public static LocalProcess of(long pid) {
        Path folder = PROC.resolve(Long.toString(pid));
        List<String> words = commandLine(folder);
        int jar = words.indexOf(JAR) + 1;
        boolean isOurs = jar > 0 && jar < words.size() && words.get(jar).endsWith(OURS);
        boolean isNative = !words.isEmpty() && words.get(0).endsWith("/" + NAME);
        boolean isPython = words.stream().limit(2).anyMatch(word -> word.endsWith(NAME));
        String shown = isOurs || isNative
                ? NAME + " " + String.join(" ", words.subList(isOurs ? jar + 1 : 1, words.size()))
                : String.join(" ", jar > 0 ? withoutOptions(words, jar - 1) : words);
        return new LocalProcess(pid, shortened(shown), isOurs || isPython, isHalted(folder), LocalUsers.owner(folder));
    }

    /** Whether there is one that may be seen. */
    public boolean isThere() {
        return !words.isEmpty();
    }

    /** {@code process 123 (nginx -g daemon off;) of www-data (uid 33)}. */
    @Override
    public String toString() {
        return "process " + pid + " (" + words + ")" + (uid < 0 ? "" : " of " + LocalUsers.of(uid));
    }

    /** What a JVM is called with, without what is for the JVM itself. */
    private static List<String> withoutOptions(List<String> words, int jar) {
        List<String> fewer = new ArrayList<>(List.of(words.get(0)));
        fewer.addAll(words.subList(jar, words.size()));
        return fewer;
    }

    private static List<String> commandLine(Path folder) {
        try (InputStream in = Files.newInputStream(folder.resolve("cmdline"))) {
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).replaceAll("\0+$", "");
            return text.isEmpty() ? List.of() : List.of(text.split("\0", -1));
        } catch (IOException goneOrHidden) {
            return List.of();
        }
    }

    /** The user of a program chooses its words: they must not look like further lines. */
    private static String shortened(String words) {
        String text = words.replaceAll("\\p{Cntrl}", "?");
        return text.length() <= SHOWN ? text.strip() : text.substring(0, SHOWN).strip() + "...";
    }

    /** The state follows the name, which is in parentheses and may have any characters. */
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
