package org.supervisor4j.ctl.diagnosis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which processes listen on a TCP port of this machine, as far as {@code /proc} lets this user see. */
final class PortOwner {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private PortOwner() {}

    /** Whether anybody listens, on whatever address. */
    static boolean isTaken(int port) {
        return !inodes(port).isEmpty();
    }

    /** {@code 123 (nginx: master process)}; empty if nobody listens, or nobody that may be seen. */
    static String of(int port) {
        Set<String> sockets = inodes(port);
        if (sockets.isEmpty()) {
            return "";
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, sockets)) {
                    return process.getFileName() + " (" + commandLine(process) + ")";
                }
            }
        } catch (IOException noProc) {
            // then it stays unknown
        }
        return "";
    }

    /** The inodes of the sockets that listen on the port, as {@code socket:[1234]}. */
    private static Set<String> inodes(int port) {
        String suffix = ":" + String.format(Locale.ROOT, "%04X", port);
        Set<String> inodes = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            try {
                for (String line : Files.readAllLines(PROC.resolve(table), StandardCharsets.US_ASCII)) {
                    String[] fields = line.trim().split("\\s+", -1);
                    if (fields.length > INODE
                            && fields[LOCAL_ADDRESS].endsWith(suffix)
                            && fields[STATE].equals(LISTENING)) {
                        inodes.add("socket:[" + fields[INODE] + "]");
                    }
                }
            } catch (IOException noSuchTable) {
                // a kernel without IPv6
            }
        }
        return inodes;
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
        } catch (IOException goneOrAnotherUsers) {
            // not to be seen
        }
        return false;
    }

    /** The words of a process's command line, separated by blanks; empty if it is gone. */
    static String commandLine(Path process) {
        try {
            byte[] words = Files.readAllBytes(process.resolve("cmdline"));
            return new String(words, StandardCharsets.UTF_8).replace('\0', ' ').strip();
        } catch (IOException gone) {
            return "";
        }
    }
}
