package org.supervisor4j.daemon.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.ConfigCheck;
import org.supervisor4j.daemon.config.Finding;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.config.HttpServerConfig.Unix;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.diagnosis.LocalProcess;
import org.supervisor4j.diagnosis.SocketOwner;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.IniValue;

/** Which of our servers' addresses others listen on, and who they are, as far as {@code /proc} shows it to us. */
final class AddressesInUse {
    private AddressesInUse() {}

    /** {@code 127.0.0.1:9001 of [inet_http_server] is taken by 123 (nginx: master process)} for each that is taken. */
    static List<String> of(List<HttpServerConfig> servers) {
        return servers.stream()
                .filter(AddressesInUse::isTaken)
                .map(server -> text(server, owner(server)))
                .toList();
    }

    /**
     * The same for a check.
     *
     * @param daemon that of the same configuration, which may have them; empty if none runs
     */
    static List<Finding> look(ConfigCheck.Report report, OptionalInt daemon) {
        List<Finding> findings = new ArrayList<>();
        SupervisordConfig config = report.config();
        if (config == null) {
            return findings;
        }
        for (HttpServerConfig server : config.servers()) {
            if (!isTaken(server)) {
                continue;
            }
            Long owner = owner(server);
            // Whose socket it is, is hidden from other users: then it is taken for the daemon's, if one runs.
            if (daemon.isEmpty() || (owner != null && owner != daemon.getAsInt())) {
                IniSection section = report.document().section(server.section());
                IniValue value = section == null ? null : section.value(server instanceof Inet ? "port" : "file");
                String file = value == null ? config.file() : value.position().file();
                int line = value == null ? 0 : value.position().line();
                findings.add(new Finding(true, file, line, 0, text(server, owner), List.of()));
            }
        }
        return findings;
    }

    private static String text(HttpServerConfig server, @Nullable Long pid) {
        String address = server instanceof Inet inet
                ? (inet.host() == null ? "*" : inet.host()) + ":" + inet.port()
                : ((Unix) server).path();
        return address + " of [" + server.section() + "] is taken by "
                + (pid == null
                        ? "a process that this user cannot see"
                        : pid + " (" + LocalProcess.of(pid).words() + ")");
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

    /** Null where it cannot be seen, or could be one of several. */
    private static @Nullable Long owner(HttpServerConfig server) {
        SocketOwner owner = server instanceof Unix unix
                ? SocketOwner.ofUnix(unix.path())
                : SocketOwner.ofPort(((Inet) server).port());
        List<Long> holders = new ArrayList<>(owner.pids());
        if (holders.size() > 1) {
            // Our own servers may not be closed yet.
            holders.remove(ProcessHandle.current().pid());
        }
        // A port has one owner and its children; a name beside a socket may be any supervisor's.
        return holders.isEmpty() || (server instanceof Unix && holders.size() > 1) ? null : holders.get(0);
    }
}
