package org.supervisor4j.daemon.rpc;

import org.supervisor4j.model.LogTail;

/** Reads slices of log files. Called on RPC threads; faults as {@link org.supervisor4j.model.RpcFault}s. */
public interface ProcessLogs {
    /**
     * The slice that {@code readProcessStdoutLog} and {@code readLog} answer.
     *
     * @param path empty where no log is configured: NO_FILE
     */
    String read(String path, long offset, long length);

    /**
     * The slice that {@code tailProcessStdoutLog} answers.
     *
     * @param path empty where no log is configured: an empty tail
     */
    LogTail tail(String path, long offset, long length);
}
