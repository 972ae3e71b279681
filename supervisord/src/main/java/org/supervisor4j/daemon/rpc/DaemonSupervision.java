package org.supervisor4j.daemon.rpc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.SupervisorState;
import org.supervisor4j.plugin.Supervision;

/** The daemon as plug-ins see it. Any thread. */
public final class DaemonSupervision implements Supervision {
    private final Supervisor supervisor;
    private final SupervisorApi api;
    private final ProgramCalls programs;

    public DaemonSupervision(Supervisor supervisor, SupervisorApi api, ProgramCalls programs) {
        this.supervisor = supervisor;
        this.api = api;
        this.programs = programs;
    }

    @Override
    public SupervisorApi api() {
        return api;
    }

    @Override
    public SupervisorState state() {
        return supervisor.snapshot().mood();
    }

    @Override
    public List<String> groupNames() {
        return supervisor.snapshot().groups().stream().map(GroupConfig::name).toList();
    }

    @Override
    public CompletableFuture<Boolean> addProgram(String group, String program, Map<String, String> settings) {
        return programs.add(group, program, Map.copyOf(settings));
    }

    @Override
    public CompletableFuture<Boolean> removeProcess(String group, String process) {
        return programs.remove(group, process);
    }

    @Override
    public void log(LogLevel level, String message) {
        supervisor.context().log().log(level, message);
    }
}
