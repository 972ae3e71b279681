package org.supervisor4j.ctl;

import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Paths as Python's {@code normpath(abspath(expanduser(path)))} makes them. Text only: no link is followed. */
final class Paths {
    private Paths() {}

    /** The path from the root, without {@code .}, {@code ..} and double slashes. */
    static String normalized(String path, Map<String, String> environment) {
        String expanded = withHome(path, environment);
        String absolute = expanded.startsWith("/") ? expanded : System.getProperty("user.dir") + "/" + expanded;
        List<String> parts = new ArrayList<>();
        for (String part : absolute.split("/")) {
            append(parts, part);
        }
        // POSIX leaves it to the system what exactly two slashes mean, so Python keeps them.
        boolean twoSlashes = absolute.startsWith("//") && !absolute.startsWith("///");
        return (twoSlashes ? "//" : "/") + String.join("/", parts);
    }

    private static void append(List<String> parts, String part) {
        if (part.equals("..")) {
            if (!parts.isEmpty()) {
                parts.remove(parts.size() - 1);
            }
        } else if (!part.isEmpty() && !part.equals(".")) {
            parts.add(part);
        }
    }

    private static String withHome(String path, Map<String, String> environment) {
        if (!path.startsWith("~")) {
            return path;
        }
        int slash = path.indexOf('/');
        String user = slash < 0 ? path.substring(1) : path.substring(1, slash);
        String home = user.isEmpty() ? ownHome(environment) : homeOf(user);
        return home == null ? path : home + (slash < 0 ? "" : path.substring(slash));
    }

    private static String ownHome(Map<String, String> environment) {
        String home = environment.get("HOME");
        return home == null ? System.getProperty("user.home") : home;
    }

    /** Null if there is no such user, or not in this file. */
    private static @Nullable String homeOf(String user) {
        try (BufferedReader users = new BufferedReader(new FileReader("/etc/passwd", StandardCharsets.UTF_8))) {
            for (String line = users.readLine(); line != null; line = users.readLine()) {
                if (line.startsWith(user + ":")) {
                    List<String> fields = List.of(line.split(":", -1));
                    return fields.size() > 5 ? fields.get(5) : null;
                }
            }
        } catch (IOException e) {
            // then ~user stays as it is, as for a user that does not exist
        }
        return null;
    }
}
