package org.supervisor4j.daemon.os;

/** What a child does between clone and exec, in this order. */
public enum SpawnStep {
    RESET_SIGNALS,
    PROCESS_GROUP,
    DESCRIPTORS,
    RESOURCE_LIMITS,
    GROUPS,
    GID,
    UID,
    DIRECTORY,
    UMASK,
    UNBLOCK_SIGNALS,
    EXEC
}
