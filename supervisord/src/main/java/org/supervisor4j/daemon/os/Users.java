package org.supervisor4j.daemon.os;

import java.util.Optional;
import java.util.OptionalInt;

/** The user and group databases. May block (network directories): never call it on a loop. */
public interface Users {
    /** A user with its supplementary groups, by name. */
    Optional<Account> byName(String name);

    /** A user with its supplementary groups, by number. */
    Optional<Account> byUid(int uid);

    OptionalInt gidOf(String groupName);

    /** Whether a group with this number exists. */
    boolean groupExists(int gid);

    /** Our real user. */
    int uid();

    /** Our effective user. */
    int effectiveUid();

    /** Our effective group. */
    int effectiveGid();

    /** Gives up what we are and becomes that user: all threads, for good. */
    void become(ProcessUser credentials) throws OsException;

    record Account(String name, String home, ProcessUser credentials) {}
}
