package org.supervisor4j.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A control group with a limit of memory, as an engine makes one for a container. */
final class MemoryGroup implements AutoCloseable {
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");

    private final Path folder;
    private final String limit;
    private final String kills;

    private MemoryGroup(Path folder, String limit, String kills) {
        this.folder = folder;
        this.limit = limit;
        this.kills = kills;
    }

    /** Empty where this user cannot make one. */
    static Optional<MemoryGroup> ofBytes(long bytes) throws IOException {
        String name = "supervisor4j-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        for (MemoryGroup group : List.of(
                new MemoryGroup(MOUNT.resolve("memory").resolve(name), "memory.limit_in_bytes", "memory.oom_control"),
                new MemoryGroup(MOUNT.resolve(name), "memory.max", "memory.events"))) {
            try {
                if (Files.isDirectory(group.folder.resolveSibling("."))) {
                    Files.createDirectory(group.folder);
                    Files.writeString(group.folder.resolve(group.limit), Long.toString(bytes));
                    return Optional.of(group);
                }
            } catch (IOException refused) {
                // Nobody's, or one without this controller.
                Files.deleteIfExists(group.folder);
            }
        }
        return Optional.empty();
    }

    /** Words that enter it and become those that follow. */
    List<String> entering() {
        return List.of(
                "sh",
                "-c",
                "echo 0 >\"$0\" && exec \"$@\"",
                folder.resolve("cgroup.procs").toString());
    }

    /** How many of it were killed because it was full. */
    long kills() throws IOException {
        return Files.readAllLines(folder.resolve(kills)).stream()
                .filter(line -> line.startsWith("oom_kill "))
                .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
                .sum();
    }

    /** All that was in it has ended. */
    @Override
    public void close() {
        Await.until("nobody is in " + folder, () -> folder.toFile().delete() || !Files.exists(folder));
    }
}
