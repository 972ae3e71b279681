package org.supervisor4j.daemon.cli;

import java.util.List;
import java.util.Optional;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.RpcInterfaceConfig;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.http.NextServers;
import org.supervisor4j.daemon.http.listening.HttpStartException;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.daemon.rpc.RpcInterfaceException;
import org.supervisor4j.daemon.rpc.RpcInterfaces;
import org.supervisor4j.ini.ConfigException;
import org.supervisor4j.ini.Problem;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/**
 * Tells what the next life would be refused, as far as it shows while the present one goes on: its configuration, its
 * user, its log, the folder of its AUTO logs, its servers. The first reason is told, in the words of a start. Where
 * there is none, the next life gets the configuration that has been looked at: the files may be edited while programs
 * stop.
 */
final class NextLife {
    private final PosixSystem system;
    private final FileConfigLoader loader;
    private final List<HttpServerConfig> present;
    private final ActivityLog log;

    /** @param present the servers that are open */
    NextLife(PosixSystem system, FileConfigLoader loader, List<HttpServerConfig> present, ActivityLog log) {
        this.system = system;
        this.loader = loader;
        this.present = present;
        this.log = log;
    }

    Optional<RpcFault> refusal() {
        try {
            FileConfigLoader next = loader.next();
            check(next.started());
            loader.handOnTo(next);
            return Optional.empty();
        } catch (ConfigException wrong) {
            return Optional.of(new RpcFault(Fault.CANT_REREAD, text(wrong.problems())));
        } catch (HttpStartException refused) {
            return Optional.of(new RpcFault(Fault.FAILED, refused.sentence()));
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
        StartTrial trial = new StartTrial(system, next);
        trial.becomeUser();
        trial.openLog();
        trial.makeAutoLogs();
        try {
            for (RpcInterfaceConfig section : next.rpcInterfaces()) {
                RpcInterfaces.check(section);
            }
        } catch (RpcInterfaceException refused) {
            throw new UsageException(refused.sentence());
        }
        for (String twins : trial.twins().values()) {
            throw new UsageException(twins);
        }
        for (NextServers.Refusal refusal : trial.servers(present, log)) {
            throw refusal.reason();
        }
    }
}
