package org.supervisor4j.daemon.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/**
 * The files that the pages refer to. A closed list, read from the program itself: no request text ever becomes part of
 * a file's name. Any thread.
 */
public final class StaticAssets {
    private static final Set<String> NAMES = Set.of(
            "images/icon.svg",
            "scripts/actions.js",
            "scripts/ansi.js",
            "scripts/clock.js",
            "scripts/connection.js",
            "scripts/folding.js",
            "scripts/format.js",
            "scripts/graph.js",
            "scripts/group.js",
            "scripts/lines.js",
            "scripts/log.js",
            "scripts/process.js",
            "scripts/query.js",
            "scripts/row.js",
            "scripts/status.js",
            "scripts/table.js",
            "stylesheets/log.css",
            "stylesheets/process.css",
            "stylesheets/status.css",
            "stylesheets/supervisor.css");

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
        return NAMES.contains(name) ? Optional.of(loaded.computeIfAbsent(name, StaticAssets::load)) : Optional.empty();
    }

    private static String typeOf(String name) {
        return switch (name.substring(name.lastIndexOf('.'))) {
            case ".js" -> "text/javascript;charset=utf-8";
            case ".css" -> "text/css";
            case ".svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Asset load(String name) {
        try (InputStream in = StaticAssets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program's own file " + name + " is missing");
            }
            byte[] content = in.readAllBytes();
            CRC32 sum = new CRC32();
            sum.update(content);
            String tag = "\"" + Long.toHexString(sum.getValue()) + "-" + content.length + "\"";
            return new Asset(typeOf(name), ByteBuffer.wrap(content).asReadOnlyBuffer(), tag);
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own file " + name + " can't be read", e);
        }
    }
}
