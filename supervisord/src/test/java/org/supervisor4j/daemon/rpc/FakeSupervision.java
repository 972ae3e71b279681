package org.supervisor4j.daemon.rpc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.SupervisorState;
import org.supervisor4j.plugin.Supervision;

/** A daemon with one group, {@code cat}, as plug-ins see it. Remembers what it was asked for. */
public record FakeSupervision(SupervisorApi api, List<String> calls) implements Supervision {
    public FakeSupervision(SupervisorApi api) {
        this(api, Collections.synchronizedList(new ArrayList<>()));
    }

    @Override
    public SupervisorState state() {
        return SupervisorState.RUNNING;
    }

    @Override
    public List<String> groupNames() {
        return List.of("cat");
    }

    @Override
    public CompletableFuture<Boolean> addProgram(String group, String program, Map<String, String> settings) {
        calls.add("addProgram " + group + " " + program + " " + settings);
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletableFuture<Boolean> removeProcess(String group, String process) {
        calls.add("removeProcess " + group + " " + process);
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public void log(LogLevel level, String message) {
        calls.add(level.word() + " " + message);
    }
}
