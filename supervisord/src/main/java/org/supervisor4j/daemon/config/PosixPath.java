package org.supervisor4j.daemon.config;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths as text, by the rules of Python's {@code posixpath}. Nothing is looked up. */
public final class PosixPath {
    private PosixPath() {}

    /** Everything before the last slash, without slashes at its end; empty for a bare name. */
    public static String directory(String path) {
        String head = path.substring(0, path.lastIndexOf('/') + 1);
        String trimmed = withoutTrailingSlashes(head);
        return trimmed.isEmpty() ? head : trimmed;
    }

    /** Everything after the last slash. */
    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The second path below the first, or the second alone if it is absolute. */
    public static String join(String base, String path) {
        if (path.startsWith("/") || base.isEmpty()) {
            return path;
        }
        return base.endsWith("/") ? base + path : base + "/" + path;
    }

    /** Without {@code .}, {@code x/..} and double slashes (two at the very start stay); {@code .} for nothing. */
    public static String normalize(String path) {
        String root = path.startsWith("//") && !path.startsWith("///") ? "//" : path.startsWith("/") ? "/" : "";
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            boolean up = part.equals("..");
            if (up && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!up || root.isEmpty()) {
                parts.addLast(part);
            }
        }
        String normal = root + String.join("/", parts);
        return normal.isEmpty() ? "." : normal;
    }

    /** Normalised, and absolute from the given directory. */
    public static String absolute(String path, String currentDirectory) {
        return normalize(join(currentDirectory, path));
    }

    static String withoutTrailingSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
