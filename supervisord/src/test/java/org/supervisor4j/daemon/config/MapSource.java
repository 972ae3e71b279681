package org.supervisor4j.daemon.config;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.supervisor4j.daemon.config.reading.ConfigSource;

/** Files in a map. A pattern may have one star. */
public final class MapSource implements ConfigSource {
    private final Map<String, Content> files = new LinkedHashMap<>();

    public MapSource with(String path, String text) {
        files.put(path, new Content.Bytes(text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    public MapSource with(String path, Content content) {
        files.put(path, content);
        return this;
    }

    @Override
    public Content read(String path) {
        return files.getOrDefault(path, new Content.Missing());
    }

    @Override
    public Search search() {
        return this::glob;
    }

    private List<String> glob(String pattern) {
        int star = pattern.indexOf('*');
        return files.keySet().stream()
                .filter(path -> star < 0
                        ? path.equals(pattern)
                        : path.startsWith(pattern.substring(0, star)) && path.endsWith(pattern.substring(star + 1)))
                .toList();
    }
}
