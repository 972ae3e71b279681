package org.supervisor4j.ctl.diagnosis;

import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.xmlrpc.HttpStatusException;
import org.supervisor4j.ctl.xmlrpc.HttpTransport;
import org.supervisor4j.ctl.xmlrpc.XmlRpcClient;
import org.supervisor4j.diagnosis.LocalProcess;
import org.supervisor4j.diagnosis.SocketOwner;
import org.supervisor4j.model.RpcFault;

/**
 * Finds out who has the TCP port that the daemon needs.
 *
 * @param running the daemon that its pid file names; null if there is none
 */
record PortCheck(int port, @Nullable LocalProcess running) {
    private static final int UNAUTHORIZED = 401;
    private static final int PROBE_SECONDS = 2;
    private static final int NOBODY = 0;
    private static final int ASKS_FOR_A_PASSWORD = -1;

    DoctorFinding look() {
        SocketOwner owner = SocketOwner.ofPort(port);
        if (!owner.isTaken()) {
            return DoctorFinding.ok("port " + port + " is free on this machine");
        }
        LocalProcess daemon = running;
        if (daemon != null && owner.pids().contains(daemon.pid())) {
            return DoctorFinding.ok("port " + port + " is that supervisord's");
        }
        if (!owner.pids().isEmpty()) {
            LocalProcess process = LocalProcess.of(owner.pids().get(0));
            return DoctorFinding.bad("port " + port + " is taken by " + process
                    + (process.isSupervisord() ? ", which is another supervisord" : ""));
        }
        return unseen(owner, daemon);
    }

    /** This user may not know which process it is: it may say so itself. */
    private DoctorFinding unseen(SocketOwner owner, @Nullable LocalProcess daemon) {
        String url = "http://localhost:" + port;
        Integer answer =
                daemon == null || daemon.isHalted() ? null : new TimeLimit(PROBE_SECONDS).orNull(this::whoAnswers);
        int answered = answer == null ? NOBODY : answer;
        if (daemon != null && answered == daemon.pid()) {
            return DoctorFinding.ok("port " + port + " is that supervisord's, and lets this user in: -s " + url);
        }
        if (daemon != null && owner.uid() == daemon.uid() && (answered == ASKS_FOR_A_PASSWORD || daemon.isHalted())) {
            return DoctorFinding.ok("port " + port + " belongs to the same user as that supervisord"
                    + (daemon.isHalted() ? "" : ", and wants a name and a password: -s " + url + " -u NAME"));
        }
        return DoctorFinding.bad("port " + port + " is taken by " + owner.words() + " (as root you see which)");
    }

    private int whoAnswers() {
        HttpTransport here = new HttpTransport(InetAddress.getLoopbackAddress().getHostAddress(), port);
        try (XmlRpcClient client = new XmlRpcClient(here, null)) {
            return client.call("supervisor.getPID") instanceof Integer pid ? pid : NOBODY;
        } catch (HttpStatusException refused) {
            return refused.status() == UNAUTHORIZED ? ASKS_FOR_A_PASSWORD : NOBODY;
        } catch (IOException | RpcFault another) {
            return NOBODY;
        }
    }
}
