package org.supervisor4j.diagnosis;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises the messages of programs that cannot listen because somebody else does. */
public final class TakenPort {
    private static final int MOST = 65_535;

    /** The system's words in C, Python, Go, Java, Node.js, Ruby; gunicorn, Spring, Django, Flask, Vite, databases. */
    private static final Pattern SAYS_SO = Pattern.compile(
            "address (?:already )?in use|eaddrinuse|connection in use|\\bport (?:\\d{1,5} )?(?:is|was) (?:already )?in use"
                    + "|port is already in use|errno:? 98\\b|\\(98: |(?:another|other) \\w+ (?:server )?(?:already )?running on port"
                    + "|port (?:is )?already (?:allocated|bound)",
            Pattern.CASE_INSENSITIVE);

    private static final List<Pattern> PORTS = List.of(
            Pattern.compile("(?:\\d{1,3}\\.){3}\\d{1,3}['\"]?[,:]\\s*(\\d{1,5})\\b"),
            Pattern.compile("(?:\\]|localhost|\\*|::)['\"]?[,:]\\s*(\\d{1,5})\\b"),
            Pattern.compile("\\btcp[46]? \\S*?:(\\d{1,5})\\b"),
            Pattern.compile("\\bport[: =]*(\\d{1,5})\\b", Pattern.CASE_INSENSITIVE),
            Pattern.compile("(?:^|\\s):(\\d{2,5})\\b"));

    private TakenPort() {}

    /** Whether a line says so. */
    public static boolean isIn(List<String> lines) {
        return lines.stream().anyMatch(line -> SAYS_SO.matcher(line).find());
    }

    /** The port, if a line that says so names it, or one beside it. */
    public static OptionalInt in(List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (SAYS_SO.matcher(lines.get(i)).find()) {
                for (int near : new int[] {i, i + 1, i - 1}) {
                    OptionalInt port = near < 0 || near >= lines.size() ? OptionalInt.empty() : port(lines.get(near));
                    if (port.isPresent()) {
                        return port;
                    }
                }
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt port(String line) {
        for (Pattern pattern : PORTS) {
            Matcher match = pattern.matcher(line);
            if (match.find()) {
                int port = Integer.parseInt(match.group(1));
                if (port > 0 && port <= MOST) {
                    return OptionalInt.of(port);
                }
            }
        }
        return OptionalInt.empty();
    }
}
