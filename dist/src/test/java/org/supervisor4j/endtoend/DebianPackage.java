package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Packages for Debian: ours, as {@code package.sh} makes it, and others made of those that are there. */
final class DebianPackage {
    private static final Path TOP = Installation.examples().resolveSibling(".").normalize();

    private static final Duration PATIENCE_WITH_PACKERS = Duration.ofMinutes(10);

    private DebianPackage() {}

    /** Our package, of what this build has made, packed quickly, in this folder. */
    static Path ours(Path folder, String... options) {
        pack(folder, "deb", options);
        return in(folder);
    }

    /** What {@code package.sh --built --fast} makes of this kind, in this folder. */
    static void pack(Path folder, String kind, String... options) {
        Command.Result packed = Command.of("./package.sh", "--built", "--fast", "--out=" + folder, kind)
                .and(options)
                .with("SOURCE_DATE_EPOCH", "1767225600")
                .in(TOP)
                .runWithin(PATIENCE_WITH_PACKERS);
        assertThat(packed.exit()).as(packed.toString()).isZero();
    }

    /** The one package that lies in this folder. */
    static Path in(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Another package, made of this one.
     *
     * @param control what becomes of the text of its control file
     */
    static Path madeOf(Path original, Path made, UnaryOperator<String> control) throws IOException {
        try (Sandbox parts = Sandbox.empty()) {
            unpack(original, parts);
            parts.rewrite("deb/DEBIAN/control", control);
            return pack(parts, made);
        }
    }

    /** A package with nothing but one file, at this path. */
    static Path withOneFile(String path, Path made) throws IOException {
        try (Sandbox parts = Sandbox.empty()) {
            parts.mkdirs("deb/DEBIAN");
            parts.write("deb/DEBIAN/control", """
                    Package: in-the-way
                    Version: 1
                    Architecture: all
                    Maintainer: nobody <nobody@localhost>
                    Description: has a file that another package has, too
                    """);
            parts.mkdirs("deb" + Path.of(path).getParent());
            parts.write("deb" + path, "");
            return pack(parts, made);
        }
    }

    private static void unpack(Path original, Sandbox parts) {
        Command.Result unpacked = Command.of(
                        "dpkg-deb", "-R", original.toString(), parts.path("deb").toString())
                .run();
        assertThat(unpacked.exit()).as(unpacked.toString()).isZero();
    }

    private static Path pack(Sandbox parts, Path made) {
        Command.Result packed = Command.of(
                        "dpkg-deb",
                        "--root-owner-group",
                        "-Zgzip",
                        "-z1",
                        "--build",
                        parts.path("deb").toString(),
                        made.toString())
                .run();
        assertThat(packed.exit()).as(packed.toString()).isZero();
        return made;
    }
}
