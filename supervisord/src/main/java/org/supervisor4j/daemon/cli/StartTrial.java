package org.supervisor4j.daemon.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.GroupConfig.FcgiGroup;
import org.supervisor4j.daemon.config.GroupConfig.SocketConfig;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.LogTarget;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.http.NextServers;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.os.Users.Account;
import org.supervisor4j.daemon.os.files.Place;
import org.supervisor4j.daemon.os.posix.PosixSystem;

/**
 * Tries what a life of the daemon begins with, as far as that leaves nothing behind: for a restart, and for a check. A
 * refusal is an exception with the words of a start. Any thread that may wait for a disk or a name server.
 */
final class StartTrial {
    private final PosixSystem system;
    private final SupervisordConfig next;
    /** The user who will open the files; null = the present one. */
    private final @Nullable ProcessUser other;

    StartTrial(PosixSystem system, SupervisordConfig next) {
        this.system = system;
        this.next = next;
        Account user = next.daemon().user();
        this.other = user == null || user.credentials().uid() == system.users().uid() ? null : user.credentials();
    }

    void becomeUser() throws UsageException {
        new Privileges(system.users(), system.limits()).check(next.daemon());
    }

    /** The user that the daemon will be. */
    int uid() {
        return other == null ? system.users().uid() : other.uid();
    }

    void openLog() throws OsException {
        if (!next.daemon().logfile().equals("syslog")) {
            openLog(next.daemon().logfile());
        }
    }

    void openLog(String path) throws OsException {
        write("open the log file", path);
    }

    void writePidFile() throws OsException {
        if (next.daemon().container().pidfile()) {
            write("write the pid file", next.daemon().pidfile());
        }
    }

    /** Nothing is tried if no process has such a log. */
    void makeAutoLogs() throws OsException {
        boolean wanted = next.groups().stream()
                .flatMap(group -> group.processes().stream())
                .anyMatch(StartTrial::logsAutomatically);
        if (wanted) {
            makeIn(
                    "make AUTO logs in",
                    next.daemon().childlogdir(),
                    Path.of(next.daemon().childlogdir()));
        }
    }

    private static boolean logsAutomatically(ProcessConfig process) {
        return process.stdout().logfile() instanceof LogTarget.Auto
                || (!process.redirectStderr() && process.stderr().logfile() instanceof LogTarget.Auto);
    }

    /** Sections that want an address of another one: {@code [a] and [b] want the same address}, by the later one. */
    Map<String, String> twins() {
        Map<String, String> owners = new HashMap<>();
        Map<String, String> twins = new LinkedHashMap<>();
        for (HttpServerConfig server : next.servers()) {
            owners.putIfAbsent(address(server), server.section());
        }
        for (GroupConfig group : next.groups()) {
            if (group instanceof FcgiGroup fcgi) {
                String section = "fcgi-program:" + group.name();
                String owner = owners.putIfAbsent(address(fcgi.socket()), section);
                if (owner != null) {
                    twins.put(section, "[" + owner + "] and [" + section + "] want the same address");
                }
            }
        }
        return twins;
    }

    private static String address(HttpServerConfig server) {
        return server instanceof HttpServerConfig.Inet inet
                ? Objects.requireNonNullElse(inet.host(), "") + ":" + inet.port()
                : ((HttpServerConfig.Unix) server).path();
    }

    private static String address(SocketConfig socket) {
        return socket instanceof SocketConfig.Inet inet
                ? Objects.requireNonNullElse(inet.host(), "") + ":" + inet.port()
                : ((SocketConfig.Unix) socket).path();
    }

    /** @param present those that are open, and will not be by then */
    List<NextServers.Refusal> servers(List<HttpServerConfig> present, ActivityLog log) {
        return new NextServers(present, system.paths(), log, system.wallClock()).refusals(next.servers());
    }

    /** Of what is no ordinary file (a terminal, a FIFO) only the opening itself could tell. */
    private void write(String operation, String path) throws OsException {
        Path file = Path.of(path);
        if (Files.isSymbolicLink(file) && Files.notExists(file)) {
            // Where it leads, it would be made.
            write(operation, file.resolveSibling(target(file)).toString());
        } else if (Files.isRegularFile(file) || Files.isDirectory(file)) {
            try {
                system.descriptors().close(system.paths().open(path, OpenFlags.WRITE_ONLY | OpenFlags.APPEND, 0));
            } catch (OsException refused) {
                throw new OsException(operation, path, refused.errno());
            }
            if (other != null && !new Permissions(other).allow(file, Permissions.WRITE)) {
                throw new OsException(operation, path, denied());
            }
        } else if (Files.notExists(file)) {
            makeIn(operation, path, file.toAbsolutePath().resolveSibling(""));
        }
    }

    /** Whether something new can be made in a folder. */
    void makeIn(String operation, String object, Path folder) throws OsException {
        if (!Files.isDirectory(folder)) {
            throw new OsException(operation, object, new Errno(Errno.ENOENT, "ENOENT", "No such file or directory"));
        }
        if (other == null) {
            makeAndRemove(operation, object, folder);
        } else if (!new Permissions(other).allow(folder, Permissions.WRITE | Permissions.EXECUTE)) {
            throw new OsException(operation, object, denied());
        }
    }

    /** Permissions do not tell all: there are mounts that cannot be written, and folders of the kernel's. */
    private void makeAndRemove(String operation, String object, Path folder) throws OsException {
        try (Place place = system.paths().hold(folder.resolve("x").toString())) {
            place.removeFolderBeside(place.makeFolderBeside());
        } catch (OsException refused) {
            throw new OsException(operation, object, refused.errno());
        }
    }

    private static String target(Path link) throws OsException {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException gone) {
            throw new OsException(
                    "read", link.toString(), new Errno(Errno.ENOENT, "ENOENT", "No such file or directory"));
        }
    }

    private static Errno denied() {
        return new Errno(Errno.EACCES, "EACCES", "Permission denied");
    }
}
