package org.supervisor4j.daemon.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/**
 * The files that the pages refer to. A closed list, read from the program itself: no request text ever becomes part of
 * a file's name. Any thread.
 */
public final class StaticAssets {
    private static final String SCRIPT = "text/javascript;charset=utf-8";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("stylesheets/supervisor.css", "text/css"),
            Map.entry("images/icon.svg", "image/svg+xml"),
            Map.entry("scripts/actions.js", SCRIPT),
            Map.entry("scripts/ansi.js", SCRIPT),
            Map.entry("scripts/connection.js", SCRIPT),
            Map.entry("scripts/format.js", SCRIPT),
            Map.entry("scripts/graph.js", SCRIPT),
            Map.entry("scripts/log.js", SCRIPT),
            Map.entry("scripts/process.js", SCRIPT),
            Map.entry("scripts/query.js", SCRIPT),
            Map.entry("scripts/status.js", SCRIPT),
            Map.entry("scripts/table.js", SCRIPT));

    private final Map<String, Asset> loaded = new ConcurrentHashMap<>();

    /**
     * A file.
     *
     * @param content read-only; duplicate it before reading
     * @param tag in quotes; differs where the content does
     */
    public record Asset(String contentType, ByteBuffer content, String tag) {}

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
            byte[] content = in.readAllBytes();
            CRC32 sum = new CRC32();
            sum.update(content);
            String tag = "\"" + Long.toHexString(sum.getValue()) + "-" + content.length + "\"";
            return new Asset(type, ByteBuffer.wrap(content).asReadOnlyBuffer(), tag);
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own file " + name + " can't be read", e);
        }
    }
}
