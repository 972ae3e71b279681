package org.supervisor4j.daemon.http.listening;

import java.util.function.Consumer;
import org.supervisor4j.api.Supervisor4jApi;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.daemon.http.follow.LogLocator;
import org.supervisor4j.daemon.monitoring.Monitor;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.ProcessTable;
import org.supervisor4j.daemon.os.ResourceLimits;
import org.supervisor4j.daemon.os.Users;
import org.supervisor4j.daemon.os.WallClock;
import org.supervisor4j.daemon.os.files.LogStarts;
import org.supervisor4j.daemon.os.files.SafePaths;
import org.supervisor4j.daemon.rpc.DaemonView;
import org.supervisor4j.daemon.rpc.RpcInterfaces;

/**
 * What the servers need from the rest of the daemon. All of it may be called from any thread.
 *
 * @param interfaces makes what can be called
 * @param nodeName of this machine
 * @param limits the daemon's own
 * @param stderr takes a line for the terminal of the user who started the daemon
 */
public record HttpServices(
        SupervisorApi supervisor,
        Supervisor4jApi additions,
        DaemonView view,
        Monitor monitor,
        RpcInterfaces interfaces,
        LogLocator logs,
        ActivityLog log,
        WallClock clock,
        Monotonic monotonic,
        Users users,
        Descriptors descriptors,
        SafePaths paths,
        LogStarts starts,
        String nodeName,
        ProcessTable processes,
        ResourceLimits limits,
        Consumer<String> stderr) {}
