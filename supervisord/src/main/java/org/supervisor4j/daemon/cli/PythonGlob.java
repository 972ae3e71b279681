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
import org.supervisor4j.daemon.config.PosixPath;
import org.supervisor4j.daemon.config.reading.ConfigSource;
import org.supervisor4j.daemon.config.reading.ConfigSource.TooManyNamesException;
import org.supervisor4j.python.GlobPattern;

/**
 * Finds the paths that match a pattern, by the rules of Python's {@code glob.glob}: wild cards in every part, none
 * matches a hidden file unless it begins with a dot itself, {@code **} is like {@code *}. What cannot be listed matches
 * nothing.
 */
final class PythonGlob implements ConfigSource.Search {
    /** Links that lead round in circles make any number of paths. */
    private static final int MOST_NAMES = 200_000;
    /** Of all paths that were found, also of those on the way. */
    private static final int MOST_CHARACTERS = 8 << 20;
    /** In a pattern; each is a level of a recursion on a small stack. */
    private static final int MOST_SLASHES = 500;

    private int names;
    private long characters;

    /** @param pattern absolute, or relative to the current directory */
    @Override
    public List<String> find(String pattern) throws TooManyNamesException {
        if (pattern.chars().filter(c -> c == '/').limit(MOST_SLASHES + 1).count() > MOST_SLASHES) {
            throw new TooManyNamesException("a pattern has more than " + MOST_SLASHES + " slashes");
        }
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
                check(names <= MOST_NAMES, directory, pattern, MOST_NAMES + " names");
                String name = entry.getFileName().toString();
                if ((hidden || !name.startsWith("."))
                        && wanted.matches(name)
                        && (!directoriesOnly || Files.isDirectory(entry))) {
                    characters += directory.length() + name.length();
                    check(characters <= MOST_CHARACTERS, directory, pattern, MOST_CHARACTERS + " characters of names");
                    found.add(name);
                }
            }
        } catch (IOException | DirectoryIteratorException | InvalidPathException unlistable) {
            // Python lists what it got until then, and so do we.
            return found;
        }
        return found;
    }

    private static void check(boolean reasonable, String directory, String pattern, String most)
            throws TooManyNamesException {
        if (!reasonable) {
            throw new TooManyNamesException("the search for " + directory + "/" + pattern + " leads past more than "
                    + most + "; use narrower patterns");
        }
    }
}
