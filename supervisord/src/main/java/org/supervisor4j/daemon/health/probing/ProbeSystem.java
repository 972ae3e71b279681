package org.supervisor4j.daemon.health.probing;

import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Connections;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Host;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.NotifySocket;
import org.supervisor4j.daemon.os.PollerFactory;
import org.supervisor4j.daemon.os.ProcessSpawner;
import org.supervisor4j.daemon.os.ProcessTable;
import org.supervisor4j.daemon.os.Signals;

/** What probes and notifications need of the system. */
public record ProbeSystem(
        PollerFactory pollers,
        Monotonic clock,
        Descriptors descriptors,
        NotifySocket.Factory sockets,
        Connections connections,
        ProcessTable processes,
        ProcessSpawner spawner,
        Signals signals,
        Host host,
        ActivityLog log) {}
