package org.supervisor4j.daemon.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.daemon.config.ConfigSource.TooManyNamesException;
import org.supervisor4j.daemon.config.PosixPath;

/**
 * The paths that match a pattern, by the rules of Python's {@code glob.glob}: wild cards in every part, none matches a
 * hidden file unless it begins with a dot itself, {@code **} is like {@code *}. What cannot be listed matches nothing.
 */
final class PythonGlob {
    /** Links that lead round in circles make any number of paths. */
    private static final int MOST_NAMES = 200_000;

    private int names;

    /**
     * Searches, once for each object.
     *
     * @param pattern absolute, or relative to the current directory
     */
    List<String> find(String pattern) throws TooManyNamesException {
        return find(pattern, false);
    }

    private List<String> find(String pattern, boolean directoriesOnly) throws TooManyNamesException {
        String directory = PosixPath.directory(pattern);
        String name = PosixPath.name(pattern);
        if (!GlobPattern.isMagic(pattern)) {
            return exists(pattern, directory, name) ? List.of(pattern) : List.of();
        }
        List<String> parents = !directory.equals(pattern) && GlobPattern.isMagic(directory)
                ? find(directory, true)
                : List.of(directory);
        List<String> found = new ArrayList<>();
        for (String parent : parents) {
            if (GlobPattern.isMagic(name)) {
                for (String entry : list(parent, name, directoriesOnly)) {
                    found.add(PosixPath.join(parent, entry));
                }
            } else {
                String path = parent.isEmpty() ? name : parent.endsWith("/") ? parent + name : parent + "/" + name;
                if (exists(path, parent, name)) {
                    found.add(path);
                }
            }
        }
        return found;
    }

    /** A pattern with a slash at its end matches directories only. A link counts even if it leads nowhere. */
    private static boolean exists(String path, String directory, String name) {
        try {
            return name.isEmpty()
                    ? Files.isDirectory(Path.of(directory))
                    : Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS);
        } catch (InvalidPathException odd) {
            return false;
        }
    }

    private List<String> list(String directory, String pattern, boolean directoriesOnly) throws TooManyNamesException {
        GlobPattern wanted = new GlobPattern(pattern);
        boolean hidden = pattern.startsWith(".");
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(directory))) {
            for (Path entry : entries) {
                names++;
                if (names > MOST_NAMES) {
                    throw new TooManyNamesException("the search for " + directory + "/" + pattern
                            + " leads past more than " + MOST_NAMES + " names; use a narrower pattern");
                }
                String name = entry.getFileName().toString();
                if ((hidden || !name.startsWith("."))
                        && wanted.matches(name)
                        && (!directoriesOnly || Files.isDirectory(entry))) {
                    found.add(name);
                }
            }
        } catch (IOException | DirectoryIteratorException | InvalidPathException unlistable) {
            // Python lists what it got until then, and so do we.
            return found;
        }
        return found;
    }
}
