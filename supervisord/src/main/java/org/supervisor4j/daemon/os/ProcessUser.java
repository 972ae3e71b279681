package org.supervisor4j.daemon.os;

import java.util.List;

/**
 * The user that a process runs as.
 *
 * @param uid the numeric user
 * @param gid the primary group
 * @param groups the supplementary groups, the primary one first
 */
public record ProcessUser(int uid, int gid, List<Integer> groups) {
    public ProcessUser {
        groups = List.copyOf(groups);
    }
}
