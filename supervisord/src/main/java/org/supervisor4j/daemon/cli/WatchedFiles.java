package org.supervisor4j.daemon.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.supervisor4j.daemon.config.reading.ConfigSource;

/**
 * Remembers what was read and which patterns were asked for, so that a few system calls tell whether reading all of it
 * again could give anything else. One thread at a time.
 */
final class WatchedFiles implements ConfigSource {
    private final ConfigSource source;
    private final Map<String, Map<String, Object>> files = new HashMap<>();
    private final Map<String, List<String>> patterns = new HashMap<>();

    WatchedFiles(ConfigSource source) {
        this.source = source;
    }

    /** Forgets what was read before: what is read from now on counts. */
    void begin() {
        files.clear();
        patterns.clear();
    }

    @Override
    public Content read(String path) {
        // Before the contents: what changes while they are read has changed since.
        files.put(path, stamp(path));
        return source.read(path);
    }

    @Override
    public Content readNamed(String path) {
        files.put(path, stamp(path));
        return source.readNamed(path);
    }

    @Override
    public Search search() {
        Search search = source.search();
        return pattern -> {
            patterns.put(pattern, List.of());
            List<String> found = search.find(pattern);
            patterns.put(pattern, sorted(found));
            return found;
        };
    }

    /** Whether the same files are there, none of which was written, replaced or renamed. */
    boolean areUnchanged() {
        return files.entrySet().stream().allMatch(file -> stamp(file.getKey()).equals(file.getValue()))
                && areMatchesUnchanged();
    }

    private boolean areMatchesUnchanged() {
        Search search = source.search();
        for (Map.Entry<String, List<String>> pattern : patterns.entrySet()) {
            try {
                if (!sorted(search.find(pattern.getKey())).equals(pattern.getValue())) {
                    return false;
                }
            } catch (TooManyNamesException e) {
                return false;
            }
        }
        return true;
    }

    private static List<String> sorted(List<String> paths) {
        return paths.stream().sorted().toList();
    }

    /** The time of the last change is set by the kernel alone: no tool can copy an older one. Empty for no file. */
    private static Map<String, Object> stamp(String path) {
        try {
            return Files.readAttributes(Path.of(path), "unix:ino,size,lastModifiedTime,ctime");
        } catch (IOException | InvalidPathException missing) {
            return Map.of();
        }
    }
}
