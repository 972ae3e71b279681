package org.supervisor4j.daemon.rpc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.LogTail;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.RpcFault;

/**
 * A supervisor of one program, {@code cat}, that remembers what it was asked. What a method answers can be replaced by
 * its name; an answer that throws is a fault.
 */
public final class FakeSupervisorApi implements SupervisorApi {
    public static final ProcessInfo CAT = info("cat", "cat", ProcessState.RUNNING);

    /** {@code method[arguments]}, in order. */
    public final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    private final Map<String, Supplier<Object>> answers = new ConcurrentHashMap<>();

    public static ProcessInfo info(String group, String name, ProcessState state) {
        return new ProcessInfo(
                name,
                group,
                1000,
                0,
                1144,
                state,
                "",
                0,
                "/tmp/" + name + ".log",
                "",
                state == ProcessState.RUNNING ? 7110 : 0,
                state == ProcessState.RUNNING ? "pid 7110, uptime 0:02:24" : "Not started");
    }

    public FakeSupervisorApi answer(String method, Supplier<Object> answer) {
        answers.put(method, answer);
        return this;
    }

    @SuppressWarnings("unchecked") // each caller names a default of its own type
    private <T> T asked(String method, T otherwise, Object... arguments) {
        calls.add(method + List.of(arguments));
        Supplier<Object> answer = answers.get(method);
        return (T) Objects.requireNonNull(answer == null ? otherwise : answer.get());
    }

    private CompletableFuture<Boolean> done(String method, Object... arguments) {
        return asked(method, CompletableFuture.completedFuture(true), arguments);
    }

    private CompletableFuture<Object> doneTo(String method, Object... arguments) {
        checkName((String) arguments[0]);
        return asked(method, CompletableFuture.completedFuture(true), arguments);
    }

    private CompletableFuture<List<ProcessOutcome>> outcomes(String method, Object... arguments) {
        return asked(
                method, CompletableFuture.completedFuture(List.of(ProcessOutcome.success("cat", "cat"))), arguments);
    }

    private static void checkName(String name) {
        if (!name.equals("cat") && !name.equals("cat:cat")) {
            throw new RpcFault(Fault.BAD_NAME, name);
        }
    }

    @Override
    public String getAPIVersion() {
        return asked("getAPIVersion", "3.0");
    }

    @Override
    public String getSupervisorVersion() {
        return asked("getSupervisorVersion", "4.2.5");
    }

    @Override
    public String getIdentification() {
        return asked("getIdentification", "supervisor");
    }

    @Override
    public Map<String, Object> getState() {
        return asked("getState", new java.util.TreeMap<String, Object>(Map.of("statecode", 1, "statename", "RUNNING")));
    }

    @Override
    public int getPID() {
        return asked("getPID", 4711);
    }

    @Override
    public String readLog(int offset, int length) {
        return asked("readLog", "log", offset, length);
    }

    @Override
    public CompletableFuture<Boolean> clearLog() {
        return done("clearLog");
    }

    @Override
    public CompletableFuture<Boolean> shutdown() {
        return done("shutdown");
    }

    @Override
    public CompletableFuture<Boolean> restart() {
        return done("restart");
    }

    @Override
    public CompletableFuture<List<Object>> reloadConfig() {
        return asked(
                "reloadConfig",
                CompletableFuture.completedFuture(List.of(List.of(List.of("new"), List.of(), List.of("old")))));
    }

    @Override
    public CompletableFuture<Boolean> addProcessGroup(String name) {
        return done("addProcessGroup", name);
    }

    @Override
    public CompletableFuture<Boolean> removeProcessGroup(String name) {
        return done("removeProcessGroup", name);
    }

    @Override
    public CompletableFuture<Object> startProcess(String name, boolean wait) {
        return doneTo("startProcess", name, wait);
    }

    @Override
    public CompletableFuture<List<ProcessOutcome>> startProcessGroup(String name, boolean wait) {
        return outcomes("startProcessGroup", name, wait);
    }

    @Override
    public CompletableFuture<List<ProcessOutcome>> startAllProcesses(boolean wait) {
        return outcomes("startAllProcesses", wait);
    }

    @Override
    public CompletableFuture<Object> stopProcess(String name, boolean wait) {
        return doneTo("stopProcess", name, wait);
    }

    @Override
    public CompletableFuture<List<ProcessOutcome>> stopProcessGroup(String name, boolean wait) {
        return outcomes("stopProcessGroup", name, wait);
    }

    @Override
    public CompletableFuture<List<ProcessOutcome>> stopAllProcesses(boolean wait) {
        return outcomes("stopAllProcesses", wait);
    }

    @Override
    public CompletableFuture<Object> signalProcess(String name, String signal) {
        return doneTo("signalProcess", name, signal);
    }

    @Override
    public CompletableFuture<List<ProcessOutcome>> signalProcessGroup(String name, String signal) {
        return outcomes("signalProcessGroup", name, signal);
    }

    @Override
    public CompletableFuture<List<ProcessOutcome>> signalAllProcesses(String signal) {
        return outcomes("signalAllProcesses", signal);
    }

    @Override
    public ProcessInfo getProcessInfo(String name) {
        checkName(name);
        return asked("getProcessInfo", CAT, name);
    }

    @Override
    public List<ProcessInfo> getAllProcessInfo() {
        return asked("getAllProcessInfo", List.of(CAT));
    }

    @Override
    public List<Map<String, Object>> getAllConfigInfo() {
        return asked("getAllConfigInfo", List.of());
    }

    @Override
    public String readProcessStdoutLog(String name, int offset, int length) {
        checkName(name);
        return asked("readProcessStdoutLog", "out", name, offset, length);
    }

    @Override
    public String readProcessStderrLog(String name, int offset, int length) {
        checkName(name);
        return asked("readProcessStderrLog", "err", name, offset, length);
    }

    @Override
    public LogTail tailProcessStdoutLog(String name, int offset, int length) {
        return asked("tailProcessStdoutLog", new LogTail("out", 3, false), name, offset, length);
    }

    @Override
    public LogTail tailProcessStderrLog(String name, int offset, int length) {
        return asked("tailProcessStderrLog", new LogTail("err", 3, true), name, offset, length);
    }

    @Override
    public CompletableFuture<Boolean> clearProcessLogs(String name) {
        checkName(name);
        return done("clearProcessLogs", name);
    }

    @Override
    public CompletableFuture<List<ProcessOutcome>> clearAllProcessLogs() {
        return outcomes("clearAllProcessLogs");
    }

    @Override
    public CompletableFuture<Boolean> sendProcessStdin(String name, String chars) {
        checkName(name);
        return done("sendProcessStdin", name, chars);
    }

    @Override
    public CompletableFuture<Boolean> sendRemoteCommEvent(String type, String data) {
        return done("sendRemoteCommEvent", type, data);
    }
}
