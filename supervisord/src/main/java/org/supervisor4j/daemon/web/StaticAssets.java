package org.supervisor4j.daemon.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files that the pages refer to. A closed list, read from the program itself: no request text ever becomes part of
 * a file's name. Any thread.
 */
public final class StaticAssets {
    private static final Map<String, String> TYPES =
            Map.of("stylesheets/supervisor.css", "text/css", "images/icon.svg", "image/svg+xml");

    private final Map<String, Asset> loaded = new ConcurrentHashMap<>();

    /**
     * A file.
     *
     * @param content read-only; duplicate it before reading
     */
    public record Asset(String contentType, ByteBuffer content) {}

    /** The file of this name, without a slash at the beginning. */
    public Optional<Asset> find(String name) {
        String type = TYPES.get(name);
        return type == null ? Optional.empty() : Optional.of(loaded.computeIfAbsent(name, n -> load(n, type)));
    }

    private static Asset load(String name, String type) {
        try (InputStream in = StaticAssets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program's own file " + name + " is missing");
            }
            return new Asset(type, ByteBuffer.wrap(in.readAllBytes()).asReadOnlyBuffer());
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own file " + name + " can't be read", e);
        }
    }
}
