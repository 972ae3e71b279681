package org.supervisor4j.daemon.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.LogTarget;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.http.HttpStartException;
import org.supervisor4j.daemon.http.NextServers;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Users.Account;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.daemon.rpc.ConfigLoader;
import org.supervisor4j.daemon.supervisor.Restart;
import org.supervisor4j.ini.ConfigException;
import org.supervisor4j.ini.Problem;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/**
 * What the next life would be refused, as far as it shows while the present one goes on: its configuration, its user,
 * its log, the folder of its AUTO logs, its servers. The first reason is told, in the words of a start.
 */
final class NextLife implements Restart.Check {
    private static final String OPEN_LOG = "open the log file";

    private final PosixSystem system;
    private final ConfigLoader loader;
    private final List<HttpServerConfig> present;
    private final ActivityLog log;

    /** @param present the servers that are open */
    NextLife(PosixSystem system, ConfigLoader loader, List<HttpServerConfig> present, ActivityLog log) {
        this.system = system;
        this.loader = loader;
        this.present = present;
        this.log = log;
    }

    @Override
    public Optional<RpcFault> refusal() {
        try {
            check(loader.next());
            return Optional.empty();
        } catch (ConfigException wrong) {
            return Optional.of(new RpcFault(Fault.CANT_REREAD, text(wrong.problems())));
        } catch (HttpStartException refused) {
            String detail = refused.detail();
            String text = detail.isEmpty() ? "" : " (" + detail + ")";
            return Optional.of(new RpcFault(Fault.FAILED, refused.getMessage() + text));
        } catch (UsageException | OsException refused) {
            return Optional.of(new RpcFault(Fault.FAILED, String.valueOf(refused.getMessage())));
        }
    }

    private static String text(List<Problem> problems) {
        int further = problems.size() - 1;
        return problems.get(0).message()
                + (further == 0 ? "" : " (and " + further + " more: supervisord --check shows them)");
    }

    private void check(SupervisordConfig next) throws UsageException, OsException, HttpStartException {
        Account user = next.daemon().user();
        new Privileges(system.users(), system.limits()).check(user);
        if (user == null || user.credentials().uid() == system.users().uid()) {
            // Who may open what as another user cannot be said from here.
            checkLog(next.daemon().logfile());
            checkAutoLogs(next);
        }
        new NextServers(present, system.paths(), log, system.wallClock()).check(next.servers());
    }

    /** Of what is no ordinary file (syslog, a terminal) only the opening itself could tell. */
    private void checkLog(String path) throws OsException {
        Path file = Path.of(path);
        if (path.equals("syslog")) {
            return;
        } else if (Files.isRegularFile(file) || Files.isDirectory(file)) {
            try {
                system.descriptors().close(system.paths().open(path, OpenFlags.WRITE_ONLY | OpenFlags.APPEND, 0));
            } catch (OsException refused) {
                throw new OsException(OPEN_LOG, path, refused.errno());
            }
        } else if (Files.notExists(file)) {
            checkWritable(OPEN_LOG, path, file.toAbsolutePath().resolveSibling(""));
        }
    }

    private static void checkAutoLogs(SupervisordConfig next) throws OsException {
        String folder = next.daemon().childlogdir();
        boolean wanted = next.groups().stream()
                .flatMap(group -> group.processes().stream())
                .anyMatch(NextLife::logsAutomatically);
        if (wanted) {
            checkWritable("make AUTO logs in", folder, Path.of(folder));
        }
    }

    private static boolean logsAutomatically(ProcessConfig process) {
        return process.stdout().logfile() instanceof LogTarget.Auto
                || (!process.redirectStderr() && process.stderr().logfile() instanceof LogTarget.Auto);
    }

    private static void checkWritable(String operation, String object, Path folder) throws OsException {
        if (!Files.isDirectory(folder)) {
            throw new OsException(operation, object, new Errno(Errno.ENOENT, "ENOENT", "No such file or directory"));
        } else if (!Files.isWritable(folder)) {
            throw new OsException(operation, object, new Errno(Errno.EACCES, "EACCES", "Permission denied"));
        }
    }
}
