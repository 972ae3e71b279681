package org.supervisor4j.daemon.rpc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.process.LogPaths;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.supervisor.ProcessGroup;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.ini.ConfigException;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/**
 * Programs that come and go while the daemon lives, without standing in its configuration. As in {@link ConfigCalls},
 * what touches the disk is done on the executor. Any thread.
 */
public final class ProgramCalls {
    private final Supervisor supervisor;
    private final ConfigLoader loader;
    private final LogPaths.AutoLogMaker autoLogs;
    private final Executor executor;

    /** @param executor one thread that may wait for the disk, and does all the reading of configurations */
    public ProgramCalls(Supervisor supervisor, ConfigLoader loader, LogPaths.AutoLogMaker autoLogs, Executor executor) {
        this.supervisor = supervisor;
        this.loader = loader;
        this.autoLogs = autoLogs;
        this.executor = executor;
    }

    /** A program's processes, and where each of them logs. */
    private record Made(List<ProcessConfig> processes, Map<String, LogPaths> logs) {}

    CompletableFuture<Boolean> add(String group, String program, Map<String, String> settings) {
        return CompletableFuture.supplyAsync(() -> make(group, program, settings), executor)
                .thenCompose(made -> supervisor.context().loop().submit("addProgramToGroup", () -> adopt(group, made)));
    }

    private Made make(String group, String program, Map<String, String> settings) {
        GroupConfig existing = supervisor.snapshot().groups().stream()
                .filter(candidate -> candidate.name().equals(group))
                .findFirst()
                .orElseThrow(() -> noSuchGroup(group));
        try {
            List<ProcessConfig> processes = loader.program(group, program, settings);
            checkNames(existing, processes);
            return new Made(processes, ConfigCalls.logPaths(processes, autoLogs));
        } catch (ConfigException wrong) {
            throw new RpcFault(
                    Fault.INCORRECT_PARAMETERS, wrong.problems().get(0).message());
        } catch (OsException refused) {
            throw new RpcFault(Fault.FAILED, program + ": " + refused.getMessage());
        }
    }

    private static void checkNames(GroupConfig group, List<ProcessConfig> added) {
        for (ProcessConfig process : added) {
            if (group.processes().stream().anyMatch(there -> there.name().equals(process.name()))) {
                throw new RpcFault(Fault.BAD_NAME, process.name());
            }
        }
    }

    private boolean adopt(String name, Made made) {
        ProcessGroup group = group(name);
        // Once more: somebody else may have been faster.
        checkNames(group.config(), made.processes());
        for (ProcessConfig process : made.processes()) {
            supervisor.addProcess(group, process, made.logs().getOrDefault(process.name(), new LogPaths("", "")));
        }
        return true;
    }

    CompletableFuture<Boolean> remove(String groupName, String processName) {
        return supervisor.context().loop().submit("removeProcessFromGroup", () -> {
            ProcessGroup group = group(groupName);
            Subprocess process =
                    group.process(processName).orElseThrow(() -> new RpcFault(Fault.BAD_NAME, processName));
            if (!process.state().isStopped()) {
                throw new RpcFault(Fault.STILL_RUNNING, processName);
            }
            supervisor.removeProcess(group, process);
            return true;
        });
    }

    private ProcessGroup group(String name) {
        return supervisor.group(name).orElseThrow(() -> noSuchGroup(name));
    }

    private static RpcFault noSuchGroup(String name) {
        return new RpcFault(Fault.BAD_NAME, "group: " + name);
    }
}
