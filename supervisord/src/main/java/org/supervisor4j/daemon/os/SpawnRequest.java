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
 * @param extra a fourth descriptor; null for none
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
        OptionalInt umask,
        @Nullable Extra extra) {
    public SpawnRequest {
        argv = List.copyOf(argv);
        environment = List.copyOf(environment);
    }

    /** Without a fourth descriptor. */
    public SpawnRequest(
            String path,
            List<String> argv,
            List<String> environment,
            int stdin,
            int stdout,
            int stderr,
            @Nullable ProcessUser user,
            @Nullable String directory,
            OptionalInt umask) {
        this(path, argv, environment, stdin, stdout, stderr, user, directory, umask, null);
    }

    /**
     * A descriptor beyond the standard ones.
     *
     * @param source ours
     * @param target the child's number for it; 3 or more
     */
    public record Extra(int source, int target) {}
}
