package org.supervisor4j.daemon.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.supervisor4j.daemon.config.GroupConfig.FcgiGroup;
import org.supervisor4j.daemon.config.GroupConfig.SocketConfig;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.LogTarget;
import org.supervisor4j.daemon.config.NoticeConfig;
import org.supervisor4j.daemon.config.OutputConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.RpcInterfaceConfig;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.config.check.ConfigCheck;
import org.supervisor4j.daemon.config.check.Finding;
import org.supervisor4j.daemon.config.reading.DeclaredProgram;
import org.supervisor4j.daemon.http.NextServers;
import org.supervisor4j.daemon.notice.SecretFile;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Descriptors.FileKind;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.os.Users.Account;
import org.supervisor4j.daemon.os.files.Place;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.daemon.rpc.RpcInterfaceException;
import org.supervisor4j.daemon.rpc.RpcInterfaces;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.IniValue;

/**
 * Looks for what this machine would refuse to a start by this user. Its findings are warnings: the configuration may be
 * meant for another machine, user or hour. Two sections that want one address are wrong everywhere.
 */
final class StartObstacles {
    private static final String DAEMON = "supervisord";
    private static final int EADDRINUSE = 98;

    private final PosixSystem system;
    private final ConfigCheck.Report report;
    private final SupervisordConfig config;
    private final StartTrial trial;
    /** The daemon of this configuration, which may have its addresses. */
    private final OptionalInt running;

    private final List<Finding> findings = new ArrayList<>();

    private StartObstacles(PosixSystem system, ConfigCheck.Report report, SupervisordConfig config) {
        this.system = system;
        this.report = report;
        this.config = config;
        this.trial = new StartTrial(system, config);
        this.running = new PidFile(
                        system.descriptors(), system.paths(), 0, config.daemon().pidfile())
                .living();
    }

    /** @param report of a check; where it has no configuration, nothing is found */
    static List<Finding> look(PosixSystem system, ConfigCheck.Report report) {
        SupervisordConfig config = report.config();
        if (config == null) {
            return List.of();
        }
        StartObstacles obstacles = new StartObstacles(system, report, config);
        obstacles.lookAtDaemon();
        obstacles.trial.servers(List.of(), ActivityLog.NONE).forEach(obstacles::lookAt);
        obstacles.lookAtFastCgi();
        obstacles.lookAtSecrets();
        report.programs().forEach(obstacles::lookAt);
        return obstacles.findings;
    }

    @FunctionalInterface
    private interface Step {
        void take() throws UsageException, OsException;
    }

    private void lookAtDaemon() {
        SupervisordConfig.Daemon daemon = config.daemon();
        Privileges privileges = new Privileges(system.users(), system.limits());
        attempt(DAEMON, "user", trial::becomeUser);
        attempt(DAEMON, "minfds", () -> privileges.raiseOpenFiles(daemon.minfds()));
        attempt(DAEMON, "minprocs", () -> privileges.raiseProcesses(daemon.minprocs()));
        attempt(DAEMON, "logfile", trial::openLog);
        attempt(DAEMON, "childlogdir", trial::makeAutoLogs);
        attempt(DAEMON, "pidfile", trial::writePidFile);
        for (RpcInterfaceConfig section : config.rpcInterfaces()) {
            try {
                RpcInterfaces.check(section);
            } catch (RpcInterfaceException refused) {
                String key = section.options().keySet().iterator().next();
                tell("rpcinterface:" + section.name(), key, false, refused.sentence());
            }
        }
    }

    private void attempt(String section, String key, Step step) {
        try {
            step.take();
        } catch (UsageException refused) {
            String details = String.join("; ", refused.details());
            tell(section, key, refused.getMessage() + (details.isEmpty() ? "" : " (" + details + ")"));
        } catch (OsException refused) {
            tell(section, key, String.valueOf(refused.getMessage()));
        } catch (InvalidPathException odd) {
            tell(section, key, "not a path: " + odd.getMessage());
        }
    }

    private void lookAt(NextServers.Refusal refusal) {
        HttpServerConfig server = refusal.server();
        String key = server instanceof HttpServerConfig.Inet ? "port" : "file";
        if (refusal.twin() != null) {
            tell(server.section(), key, false, AddressInUse.explain(refusal));
        } else if (refusal.reason().isAddressInUse()) {
            inUse(AddressInUse.of(server), key);
        } else {
            tell(server.section(), key, refusal.reason().sentence());
        }
    }

    private void inUse(AddressInUse address, String key) {
        if (running.isEmpty() || !address.isOf(running.getAsInt())) {
            tell(address.section(), key, address.toString());
        }
    }

    private void lookAtFastCgi() {
        Map<String, String> twins = trial.twins();
        config.groups().stream()
                .filter(FcgiGroup.class::isInstance)
                .map(FcgiGroup.class::cast)
                .forEach(group -> {
                    String section = "fcgi-program:" + group.name();
                    SocketConfig socket = group.socket();
                    String twin = twins.get(section);
                    if (twin != null) {
                        tell(section, "socket", false, twin);
                    } else if (socket instanceof SocketConfig.Unix unix) {
                        attempt(section, "socket", () -> tryToBind(unix));
                    } else if (socket instanceof SocketConfig.Inet inet) {
                        attempt(section, "socket", () -> tryToListen(section, inet));
                    }
                });
    }

    private void tryToListen(String section, SocketConfig.Inet socket) throws OsException {
        String host = socket.host() == null ? "" : socket.host();
        try {
            system.descriptors().close(system.listeningSockets().listenInet(host, socket.port(), 1));
        } catch (OsException refused) {
            if (!refused.errno().is(EADDRINUSE)) {
                throw refused;
            }
            inUse(AddressInUse.ofPort(section, host, socket.port()), "socket");
        }
    }

    /** As far as that leaves a socket that is served there as it is. */
    private void tryToBind(SocketConfig.Unix socket) throws OsException {
        String path = socket.path();
        if (path.getBytes(StandardCharsets.UTF_8).length > Place.LONGEST_ADDRESS) {
            throw new OsException("listen on", path, new Errno(36, "ENAMETOOLONG", "File name too long"));
        }
        trial.makeIn("listen on", path, Path.of(path).resolveSibling(""));
        try (Place place = system.paths().hold(path)) {
            FileKind kind = place.exists() ? place.status().kind() : FileKind.SOCKET;
            if (kind != FileKind.SOCKET && kind != FileKind.LINK) {
                throw new OsException(
                        "listen on",
                        path + " (it exists and is no socket; remove it)",
                        new Errno(Errno.EEXIST, "EEXIST", "File exists"));
            }
        }
    }

    /** Nobody would miss them before there is something to tell. */
    private void lookAtSecrets() {
        Account user = config.daemon().user();
        for (NoticeConfig notice : config.notices()) {
            notice.receiver().secretFiles().forEach((key, file) -> {
                String mistake = SecretFile.mistake(file);
                if (mistake != null) {
                    tell(notice.section(), key, mistake);
                } else if (user != null
                        && !new Permissions(user.credentials()).allow(Path.of(file), Permissions.READ)) {
                    tell(notice.section(), key, file + " may not be read by " + user.name() + ", who runs supervisord");
                }
            });
        }
    }

    private void lookAt(DeclaredProgram program) {
        String section = program.section().name();
        for (ProcessConfig process : program.processes()) {
            ProcessUser user = process.launch().user();
            if (user != null && trial.uid() != 0 && user.uid() != trial.uid()) {
                tell(
                        section,
                        "user",
                        "Can't drop privilege as nonroot user (supervisord would run as uid " + trial.uid()
                                + " here, and only root can run a program as another user)");
            }
            lookAt(section, "stdout_logfile", process.stdout());
            if (!process.redirectStderr()) {
                lookAt(section, "stderr_logfile", process.stderr());
            }
        }
    }

    private void lookAt(String section, String key, OutputConfig output) {
        if (output.logfile() instanceof LogTarget.File file) {
            attempt(section, key, () -> trial.openLog(file.path()));
        }
    }

    private void tell(String section, String key, String message) {
        tell(section, key, true, message);
    }

    private void tell(String name, String key, boolean warning, String message) {
        IniSection section = report.document().section(name);
        IniValue value = section == null ? null : section.value(key);
        String file = value == null ? config.file() : value.position().file();
        int line = value == null ? 0 : value.position().line();
        findings.add(new Finding(warning, file, line, 0, message, List.of()));
    }
}
