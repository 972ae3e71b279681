package org.supervisor4j.endtoend;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A folder that other users can enter too (a program may run as one), with a copy of an example in it. */
final class Sandbox implements AutoCloseable {
    private final Path root;

    private Sandbox(Path root) {
        this.root = root;
    }

    static Sandbox empty() throws IOException {
        Path root = Files.createTempDirectory("supervisor4j-").toRealPath();
        Files.setPosixFilePermissions(root, fromString("rwxr-xr-x"));
        return new Sandbox(root);
    }

    static Sandbox copyOf(String example) throws IOException {
        Sandbox sandbox = empty();
        Path source = Installation.examples().resolve(example);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(path -> !path.equals(source)).toList()) {
                if (!source.relativize(file).startsWith("run")) {
                    Path target = sandbox.path(source.relativize(file).toString());
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return sandbox;
    }

    Path path(String relative) {
        return root.resolve(relative);
    }

    Path root() {
        return root;
    }

    Path mkdirs(String relative) {
        try {
            return Files.createDirectories(path(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String relative, String text) {
        try {
            return Files.writeString(path(relative), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String relative) {
        try {
            return Files.readString(path(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void rewrite(String relative, UnaryOperator<String> change) {
        write(relative, change.apply(read(relative)));
    }

    void delete(String relative) {
        try {
            Files.delete(path(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Other names for what is in the text of every file below, as {@code sed} would do it. */
    void replaceEverywhere(String from, String to) throws IOException {
        for (Path file : filesBelow(root)) {
            Files.writeString(file, Files.readString(file).replace(from, to));
        }
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** A TCP port of 127.0.0.1 on which nobody listens now. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
