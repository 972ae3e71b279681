package org.supervisor4j.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.supervisor4j.model.LogTail;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.ProcessOutcome;

/**
 * The {@code supervisor.*} methods. What answers at once returns its value; what has to wait for the control loop or
 * for a process returns a future and holds no thread meanwhile. Failures are {@link org.supervisor4j.model.RpcFault}s,
 * thrown or as the future's exception.
 *
 * <p>Any thread may call.
 */
public interface SupervisorApi {
    String getAPIVersion();

    String getSupervisorVersion();

    String getIdentification();

    Map<String, Object> getState();

    int getPID();

    String readLog(int offset, int length);

    CompletableFuture<Boolean> clearLog();

    CompletableFuture<Boolean> shutdown();

    CompletableFuture<Boolean> restart();

    CompletableFuture<List<Object>> reloadConfig();

    CompletableFuture<Boolean> addProcessGroup(String name);

    CompletableFuture<Boolean> removeProcessGroup(String name);

    /** True, or a list of outcomes where the name stands for a whole group. */
    CompletableFuture<Object> startProcess(String name, boolean wait);

    CompletableFuture<List<ProcessOutcome>> startProcessGroup(String name, boolean wait);

    CompletableFuture<List<ProcessOutcome>> startAllProcesses(boolean wait);

    /** True, or a list of outcomes where the name stands for a whole group. */
    CompletableFuture<Object> stopProcess(String name, boolean wait);

    CompletableFuture<List<ProcessOutcome>> stopProcessGroup(String name, boolean wait);

    CompletableFuture<List<ProcessOutcome>> stopAllProcesses(boolean wait);

    /** True, or a list of outcomes where the name stands for a whole group. */
    CompletableFuture<Object> signalProcess(String name, String signal);

    CompletableFuture<List<ProcessOutcome>> signalProcessGroup(String name, String signal);

    CompletableFuture<List<ProcessOutcome>> signalAllProcesses(String signal);

    ProcessInfo getProcessInfo(String name);

    List<ProcessInfo> getAllProcessInfo();

    List<Map<String, Object>> getAllConfigInfo();

    String readProcessStdoutLog(String name, int offset, int length);

    String readProcessStderrLog(String name, int offset, int length);

    LogTail tailProcessStdoutLog(String name, int offset, int length);

    LogTail tailProcessStderrLog(String name, int offset, int length);

    CompletableFuture<Boolean> clearProcessLogs(String name);

    CompletableFuture<List<ProcessOutcome>> clearAllProcessLogs();

    CompletableFuture<Boolean> sendProcessStdin(String name, String chars);

    CompletableFuture<Boolean> sendRemoteCommEvent(String type, String data);
}
