package org.supervisor4j.daemon.cli;

import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Host;
import org.supervisor4j.daemon.os.OsException;

/**
 * A working folder that was removed, or whose mount is gone. A JVM does not begin in such a folder, so the launcher has
 * it begin in {@code /} and hands the folder on as a descriptor: here the daemon goes back to it, because children
 * inherit the folder.
 */
final class NamelessFolder {
    /** The way to the folder that needs no name; not there where the folder has one. */
    private static final String PROPERTY = "supervisor4j.folder";

    private static final String DESCRIPTORS = "/proc/self/fd/";

    private NamelessFolder() {}

    /** Goes back, if there is such a folder. Before any other thread looks at a relative path. */
    static void enter(Host host, Descriptors descriptors) throws OsException {
        String folder = System.getProperty(PROPERTY);
        if (folder == null) {
            return;
        }
        host.chdir(folder);
        if (folder.startsWith(DESCRIPTORS)) {
            descriptors.close(Integer.parseInt(folder.substring(DESCRIPTORS.length())));
        }
    }

    /** The option by which another JVM finds this one's folder, as long as this one lives. */
    static String optionForAnother(int ownPid) {
        return "-D" + PROPERTY + "=/proc/" + ownPid + "/cwd";
    }

    /** Whether this word of a command line is such an option. */
    static boolean isOption(String word) {
        return word.startsWith("-D" + PROPERTY + "=");
    }
}
