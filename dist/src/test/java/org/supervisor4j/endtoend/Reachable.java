package org.supervisor4j.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Some tests run the programs as nobody, who can enter neither root's home nor most folders of a build service. */
final class Reachable {
    private Reachable() {}

    /** The folder, or a copy of it, for as long as this JVM lives, where everybody can enter. */
    static Path byAll(Path folder) {
        try {
            return isReachable(folder) ? folder : copyOf(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isReachable(Path folder) throws IOException {
        for (Path each = folder.toRealPath(); each != null; each = each.getParent()) {
            if (!Files.getPosixFilePermissions(each).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    private static Path copyOf(Path folder) throws IOException {
        Path parent = Files.createTempDirectory("supervisor4j-reachable-").toRealPath();
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(parent)));
        Path copy = parent.resolve(folder.getFileName());
        for (Path file : filesOf(folder)) {
            Files.copy(
                    file,
                    copy.resolve(folder.relativize(file)),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }

    /** A folder before what is in it. */
    private static List<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        }
    }

    private static void delete(Path folder) {
        try {
            for (Path file :
                    filesOf(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
