package org.supervisor4j.daemon.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.ConfigCheck;
import org.supervisor4j.daemon.config.Finding;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.config.HttpServerConfig.Unix;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.SafePaths;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.IniValue;

/** Which of our servers' addresses others listen on, and who they are, as far as {@code /proc} shows it to us. */
final class AddressesInUse {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";
    /** The flag of a Unix socket that listens. */
    private static final String ACCEPTS = "00010000";

    private AddressesInUse() {}

    /** {@code 127.0.0.1:9001 of [inet_http_server] is taken by 123 (nginx: master process)} for each that is taken. */
    static List<String> of(List<HttpServerConfig> servers) {
        return servers.stream()
                .filter(AddressesInUse::isTaken)
                .map(server -> text(server, owner(server)))
                .toList();
    }

    /** The same for a check, unless it is the daemon of that configuration that runs. */
    static List<Finding> look(ConfigCheck.Report report, Descriptors descriptors, SafePaths paths) {
        List<Finding> findings = new ArrayList<>();
        SupervisordConfig config = report.config();
        if (config == null) {
            return findings;
        }
        OptionalInt living = new PidFile(descriptors, paths, 0, config.daemon().pidfile()).living();
        String daemon = living.isPresent() ? Integer.toString(living.getAsInt()) : null;
        for (HttpServerConfig server : config.servers()) {
            if (!isTaken(server)) {
                continue;
            }
            String owner = owner(server);
            // Whose socket it is, is hidden from other users: then it is taken for the daemon's, if one runs.
            if (daemon == null || (owner != null && !owner.equals(daemon))) {
                IniSection section = report.document().section(server.section());
                IniValue value = section == null ? null : section.value(server instanceof Inet ? "port" : "file");
                String file = value == null ? config.file() : value.position().file();
                int line = value == null ? 0 : value.position().line();
                findings.add(new Finding(true, file, line, 0, text(server, owner), List.of()));
            }
        }
        return findings;
    }

    private static String text(HttpServerConfig server, @Nullable String pid) {
        String address = server instanceof Inet inet
                ? (inet.host() == null ? "*" : inet.host()) + ":" + inet.port()
                : ((Unix) server).path();
        return address + " of [" + server.section() + "] is taken by "
                + (pid == null ? "a process that this user cannot see" : pid + " (" + commandLine(pid) + ")");
    }

    private static boolean isTaken(HttpServerConfig server) {
        return server instanceof Unix unix ? isServed(unix.path()) : isTaken((Inet) server);
    }

    private static boolean isServed(String path) {
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return client.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException | IllegalArgumentException nobody) {
            return false;
        }
    }

    /** Binds for a moment, and lets nobody in: which addresses shut out which others is the kernel's to say. */
    private static boolean isTaken(Inet inet) {
        String host = inet.host();
        if (inet.port() == 0) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            InetAddress address =
                    host == null ? InetAddress.getByAddress(new byte[4]) : InetAddress.getAllByName(host)[0];
            socket.bind(new InetSocketAddress(address, inet.port()), 1);
            return false;
        } catch (BindException refused) {
            return String.valueOf(refused.getMessage()).contains("in use");
        } catch (IOException unknown) {
            return false;
        }
    }

    /**
     * The sockets that may be the ones that listen there, as {@code socket:[1234]}, each with a descriptor that its
     * owner holds the socket's own folder by; empty for none.
     */
    private static Map<String, String> sockets(HttpServerConfig server) {
        return server instanceof Unix unix ? unixSockets(unix.path()) : tcpSockets(((Inet) server).port());
    }

    private static Map<String, String> tcpSockets(int port) {
        String suffix = String.format(":%04X", port);
        Map<String, String> sockets = new HashMap<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String[] fields : rows(table)) {
                if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTENING)) {
                    sockets.put("socket:[" + fields[9] + "]", "");
                }
            }
        }
        return sockets;
    }

    /**
     * The original binds under another name beside the one that it serves, and we in a folder beside it that we hold.
     */
    private static Map<String, String> unixSockets(String path) {
        Pattern bound = Pattern.compile(Pattern.quote(path) + "(?:\\.[0-9]+)?|/proc/self/fd/([0-9]+)/s");
        Map<String, String> sockets = new HashMap<>();
        for (String[] fields : rows("net/unix")) {
            if (fields.length > 7 && fields[3].equals(ACCEPTS)) {
                Matcher matcher = bound.matcher(fields[7]);
                if (matcher.matches()) {
                    String held = matcher.group(1);
                    sockets.put("socket:[" + fields[6] + "]", held == null ? "" : held);
                }
            }
        }
        return sockets;
    }

    private static List<String[]> rows(String table) {
        try {
            return Files.readAllLines(PROC.resolve(table), StandardCharsets.ISO_8859_1).stream()
                    .map(line -> line.strip().split("\\s+", -1))
                    .toList();
        } catch (IOException noSuchTable) {
            return List.of();
        }
    }

    /** The process that has one of them open; null where it cannot be seen, or could be one of several. */
    private static @Nullable String owner(HttpServerConfig server) {
        Map<String, String> sockets = sockets(server);
        String beside = server instanceof Unix unix ? folderOf(unix.path()) + "/." : "";
        List<String> holders = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (!sockets.isEmpty() && holds(process, sockets, beside)) {
                    holders.add(process.getFileName().toString());
                }
            }
        } catch (IOException noProc) {
            // then it stays unknown
        }
        if (holders.size() > 1) {
            // Our own servers may not be closed yet.
            holders.remove(Long.toString(ProcessHandle.current().pid()));
        }
        // A port has one owner and its children; a name beside a socket may be any supervisor's.
        return holders.isEmpty() || (server instanceof Unix && holders.size() > 1) ? null : holders.get(0);
    }

    private static boolean holds(Path process, Map<String, String> sockets, String beside) {
        Path open = process.resolve("fd");
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(open)) {
            for (Path descriptor : descriptors) {
                String held = sockets.get(Files.readSymbolicLink(descriptor).toString());
                if (held != null
                        && (held.isEmpty()
                                || Files.readSymbolicLink(open.resolve(held))
                                        .toString()
                                        .startsWith(beside))) {
                    return true;
                }
            }
        } catch (IOException goneOrAnotherUsers) {
            // not to be seen
        }
        return false;
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

    private static String commandLine(String pid) {
        try {
            String words = Files.readString(PROC.resolve(pid).resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return words.replace('\0', ' ').strip();
        } catch (IOException gone) {
            return "gone by now";
        }
    }
}
