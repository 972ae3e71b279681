package org.supervisor4j.daemon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.config.HttpServerConfig.Unix;
import org.supervisor4j.daemon.http.NextServers;
import org.supervisor4j.diagnosis.LocalProcess;
import org.supervisor4j.diagnosis.SocketOwner;

/**
 * An address that a section wants and somebody else has.
 *
 * @param owners of a port, a process and its children; of a Unix socket, all that may have it; empty where this user
 *     may not see them
 */
record AddressInUse(String section, String address, List<Long> owners) {
    private static final int MOST_SHOWN = 3;

    AddressInUse {
        owners = new ArrayList<>(owners);
        if (owners.size() > 1) {
            // Our own servers may not be closed yet.
            owners.remove(ProcessHandle.current().pid());
        }
    }

    static AddressInUse of(HttpServerConfig server) {
        return server instanceof Inet inet
                ? ofPort(inet.section(), inet.host(), inet.port())
                : new AddressInUse(
                        server.section(),
                        ((Unix) server).path(),
                        SocketOwner.ofUnix(((Unix) server).path()).pids());
    }

    static AddressInUse ofPort(String section, @Nullable String host, int port) {
        String shown = host == null || host.isEmpty() ? "*" : host;
        return new AddressInUse(
                section, shown + ":" + port, SocketOwner.ofPort(port).pids());
    }

    /** Why a server was refused, with what the message of a start does not say. */
    static String explain(NextServers.Refusal refusal) {
        HttpServerConfig twin = refusal.twin();
        if (twin != null) {
            return "[" + twin.section() + "] and [" + refusal.server().section() + "] want the same address";
        }
        return refusal.reason().isAddressInUse()
                ? of(refusal.server()).toString()
                : refusal.reason().detail();
    }

    /** Whether it may be that process's: which it also may where no owner can be seen. */
    boolean isOf(long pid) {
        return owners.isEmpty() || owners.contains(pid);
    }

    /** {@code 127.0.0.1:9001 of [inet_http_server] is taken by 123 (nginx: master process)}. */
    @Override
    public String toString() {
        String shown = owners.stream()
                .limit(MOST_SHOWN)
                .map(pid -> pid + " (" + LocalProcess.of(pid).words() + ")")
                .collect(Collectors.joining(", "));
        return address + " of [" + section + "] is taken by "
                + (shown.isEmpty() ? "a process that this user cannot see" : shown);
    }
}
