package org.supervisor4j.daemon.os;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A program to run, and how.
 *
 * @param path the file to execute, already found
 * @param argv including argv[0]
 * @param environment the child's whole environment, as {@code KEY=value}
 * @param stdin the descriptor that becomes the child's 0; likewise 1 and 2 (the same one twice is fine)
 * @param user null to stay who we are
 * @param directory null to stay where we are
 * @param umask empty to keep ours
 */
public record SpawnRequest(
        String path,
        List<String> argv,
        List<String> environment,
        int stdin,
        int stdout,
        int stderr,
        @Nullable ProcessUser user,
        @Nullable String directory,
        OptionalInt umask) {
    public SpawnRequest {
        argv = List.copyOf(argv);
        environment = List.copyOf(environment);
    }
}
