package org.supervisor4j.daemon.config;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.supervisor4j.daemon.os.Users.Account;

/** Answers what a configuration asks about the world outside its files. Look-ups may block (network directories). */
public interface Surroundings {
    /** The environment of this process, in its own order. */
    Map<String, String> environment();

    Optional<Account> userByName(String name);

    Optional<Account> userByUid(int uid);

    OptionalInt gidOf(String groupName);

    boolean groupExists(int gid);

    /** The real user of this process. */
    int uid();

    /** Whether it is a directory or a link to one; relative paths count from {@link #currentDirectory}. */
    boolean isDirectory(String path);

    /** Absolute. */
    String currentDirectory();

    /** {@code uname -n}. */
    String nodeName();

    /**
     * Where AUTO logs go unless told otherwise: the first usable of TMPDIR, TEMP, TMP, /tmp, /var/tmp, /usr/tmp, here.
     */
    String temporaryDirectory();

    /**
     * Whether a server could listen there.
     *
     * @param host a name, or an address; one of IPv6 in brackets
     */
    default boolean isHost(String host) {
        return true;
    }

    /** What a plug-in can be asked for. */
    enum PluginKind {
        RPC_INTERFACE,
        RESULT_HANDLER
    }

    /**
     * Why a plug-in's spec ({@code package.module:name}) means nothing here, beginning in Python's words: {@code No
     * module named 'foo'}. Empty if there is such a plug-in.
     */
    Optional<String> whyUnresolvable(PluginKind kind, String spec);
}
