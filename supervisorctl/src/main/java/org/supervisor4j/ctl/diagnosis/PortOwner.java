package org.supervisor4j.ctl.diagnosis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who listens on a TCP port of this machine, as far as {@code /proc} lets this user see.
 *
 * @param isTaken whether anybody listens, on whatever address
 * @param uid whose the listening socket is, which everybody may know; -1 if nobody listens
 * @param pid the process; 0 if nobody listens, or if this user may not know
 */
record PortOwner(boolean isTaken, int uid, long pid) {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int OWNER = 7;
    private static final int INODE = 9;

    static PortOwner of(int port) {
        Map<String, Integer> sockets = sockets(port);
        if (sockets.isEmpty()) {
            return new PortOwner(false, -1, 0);
        }
        int uid = sockets.values().iterator().next();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, sockets)) {
                    return new PortOwner(
                            true, uid, Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException noProc) {
            // then it stays unknown
        }
        return new PortOwner(true, uid, 0);
    }

    /** The sockets that listen on the port, as {@code socket:[1234]}, and whose each is. */
    private static Map<String, Integer> sockets(int port) {
        String suffix = ":" + String.format(Locale.ROOT, "%04X", port);
        Map<String, Integer> sockets = new HashMap<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            try {
                for (String line : Files.readAllLines(PROC.resolve(table), StandardCharsets.US_ASCII)) {
                    String[] fields = line.trim().split("\\s+", -1);
                    if (fields.length > INODE
                            && fields[LOCAL_ADDRESS].endsWith(suffix)
                            && fields[STATE].equals(LISTENING)) {
                        sockets.put("socket:[" + fields[INODE] + "]", (int) Long.parseLong(fields[OWNER]));
                    }
                }
            } catch (IOException noSuchTable) {
                // a kernel without IPv6
            }
        }
        return sockets;
    }

    private static boolean holds(Path process, Map<String, Integer> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (isOneOf(sockets, descriptor)) {
                    return true;
                }
            }
        } catch (IOException goneOrAnotherUsers) {
            // not to be seen
        }
        return false;
    }

    private static boolean isOneOf(Map<String, Integer> sockets, Path descriptor) {
        try {
            return sockets.containsKey(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /** Who it is, for people: the process, or at least whose; empty if nobody listens. */
    String words() {
        if (!isTaken) {
            return "";
        }
        return pid == 0
                ? "a process of " + LocalUsers.of(uid)
                : LocalProcess.of(pid).toString();
    }
}
