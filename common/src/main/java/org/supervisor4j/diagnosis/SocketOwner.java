package org.supervisor4j.diagnosis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processes that listen on an address of this machine, as far as {@code /proc} lets this user see.
 *
 * @param isTaken whether anybody listens, on a port on whatever address
 * @param uid whose the socket of a port is, which everybody may know; -1 if nobody listens, and for Unix sockets
 * @param pids the processes that have it open, the smallest first; empty if nobody has, or if this user may not know
 */
public record SocketOwner(boolean isTaken, int uid, List<Long> pids) {
    private static final Path PROC = Path.of("/proc");

    private static final int LOCAL_ADDRESS = 1;
    private static final int TCP_STATE = 3;
    private static final int OWNER = 7;
    private static final int TCP_INODE = 9;
    private static final String LISTENING = "0A";

    private static final int FLAGS = 3;
    private static final int UNIX_INODE = 6;
    private static final int NAME = 7;
    private static final String ACCEPTS = "00010000";

    public SocketOwner {
        pids = List.copyOf(pids);
    }

    /**
     * A socket that may be the one.
     *
     * @param folder the descriptor that its owner holds the socket's own folder by; empty for none
     */
    private record Socket(int uid, String folder) {}

    /** Who listens on a TCP port. */
    public static SocketOwner ofPort(int port) {
        String suffix = String.format(":%04X", port);
        Map<String, Socket> sockets = new HashMap<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String[] fields : rows(table)) {
                if (fields.length > TCP_INODE
                        && fields[LOCAL_ADDRESS].endsWith(suffix)
                        && fields[TCP_STATE].equals(LISTENING)) {
                    int uid = (int) Long.parseLong(fields[OWNER]);
                    sockets.put("socket:[" + fields[TCP_INODE] + "]", new Socket(uid, ""));
                }
            }
        }
        return of(sockets, "");
    }

    /**
     * Who listens on a Unix socket. The original binds under another name next to the one that it serves, and our
     * daemon in a folder next to it, which is held where others could exchange it: several supervisors may be found
     * then.
     */
    public static SocketOwner ofUnix(String path) {
        int slash = path.lastIndexOf('/') + 1;
        String folder = folderOf(path) + "/.";
        String name = Pattern.quote(path.substring(slash));
        Pattern bound = Pattern.compile(Pattern.quote(path) + "(?:\\.[0-9]+)?"
                + "|(?:" + Pattern.quote(folder) + "|" + Pattern.quote(path.substring(0, slash) + ".") + ")[0-9a-z]+/"
                + name
                + "|/proc/self/fd/([0-9]+)/" + name);
        Map<String, Socket> sockets = new HashMap<>();
        for (String[] fields : rows("net/unix")) {
            if (fields.length > NAME && fields[FLAGS].equals(ACCEPTS)) {
                Matcher matcher = bound.matcher(fields[NAME]);
                if (matcher.matches()) {
                    String held = matcher.group(1);
                    sockets.put("socket:[" + fields[UNIX_INODE] + "]", new Socket(-1, held == null ? "" : held));
                }
            }
        }
        return of(sockets, folder);
    }

    /** The owner for people: a process, or at least its user; empty if nobody listens. */
    public String words() {
        if (!isTaken) {
            return "";
        } else if (!pids.isEmpty()) {
            return LocalProcess.of(pids.get(0)).toString();
        }
        return uid < 0 ? "a process that this user cannot see" : "a process of " + LocalUsers.of(uid);
    }

    private static SocketOwner of(Map<String, Socket> sockets, String ownFolder) {
        List<Long> holders = new ArrayList<>();
        if (sockets.isEmpty()) {
            return new SocketOwner(false, -1, holders);
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, sockets, ownFolder)) {
                    holders.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException noProc) {
            // then it stays unknown
        }
        holders.sort(null);
        return new SocketOwner(true, sockets.values().iterator().next().uid(), holders);
    }

    private static List<String[]> rows(String table) {
        try {
            return Files.readAllLines(PROC.resolve(table), StandardCharsets.ISO_8859_1).stream()
                    .map(line -> line.strip().split("\\s+", -1))
                    .toList();
        } catch (IOException noSuchTable) {
            return List.of(); // a kernel without IPv6
        }
    }

    private static boolean holds(Path process, Map<String, Socket> sockets, String ownFolder) {
        Path open = process.resolve("fd");
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(open)) {
            for (Path descriptor : descriptors) {
                Socket socket = sockets.get(target(descriptor));
                if (socket != null
                        && (socket.folder().isEmpty()
                                || target(open.resolve(socket.folder())).startsWith(ownFolder))) {
                    return true;
                }
            }
        } catch (IOException goneOrAnotherUsers) {
            // not to be seen
        }
        return false;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    /** As the kernel names it. */
    private static String folderOf(String path) {
        Path folder = Path.of(path).toAbsolutePath().resolveSibling("");
        try {
            return folder.toRealPath().toString();
        } catch (IOException missing) {
            return folder.toString();
        }
    }
}
