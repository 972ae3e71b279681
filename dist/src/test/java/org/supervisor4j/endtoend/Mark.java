package org.supervisor4j.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A variable in the environment by which everything that a daemon started, and what that started, is found again. */
record Mark(String value) {
    static final String VARIABLE = "SUPERVISOR4J_END_TO_END";

    static Mark fresh() {
        return new Mark(UUID.randomUUID().toString());
    }

    /** The living processes that carry the mark. */
    List<ProcessHandle> bearers() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(this::isBornBy).toList();
        }
    }

    private boolean isBornBy(ProcessHandle process) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
            return new String(environment, StandardCharsets.ISO_8859_1).contains(VARIABLE + "=" + value);
        } catch (IOException e) {
            // It has ended meanwhile, or it belongs to somebody else.
            return false;
        }
    }
}
