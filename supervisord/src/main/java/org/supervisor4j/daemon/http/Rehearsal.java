package org.supervisor4j.daemon.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.Server;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.daemon.config.HttpServerConfig.Unix;
import org.supervisor4j.daemon.os.MachineLoad;
import org.supervisor4j.daemon.rpc.RpcDispatcher;
import org.supervisor4j.daemon.rpc.RpcExtension;
import org.supervisor4j.daemon.web.OccasionalThread;
import org.supervisor4j.model.Role;

/**
 * Practises the way from a client's request to an event in a listener's pipe, because a JVM runs what it has not run
 * some hundred times at a tenth of its speed, and the first events of a day should not be slower than the others. The
 * requests come from a client of our own, through a server of its own whose socket has a name for a moment and in a
 * folder that nobody else can enter; the events go to a {@link StandIn}. Nothing of it is to be seen in logs, by
 * listeners, or by clients.
 *
 * <p>It takes some 0.4 s of one processor, once, and gives way: as long as all processors have work it waits, and in
 * the end does without.
 */
final class Rehearsal {
    /** By then the compiler has taken all that is called once in a round: see docs/decisions/0018. */
    static final int ROUNDS = 400;

    private static final int ROUNDS_AT_A_STRETCH = 20;

    /** After each round, so that the server goes to sleep and wakes up as with a client who is not always there. */
    private static final long PAUSE_NANOS = 20_000;

    /** Who starts a daemon often has something for it to do at once. It is calm when it did little for so long. */
    private static final long CALM_MILLIS = 30;

    /** With those before it, some 15 s. */
    private static final long MOST_CALM_MILLIS = CALM_MILLIS << 8;

    private static final long BUSY_WAIT_MILLIS = 5;
    private static final long PATIENCE_SECONDS = 20;
    private static final long FAREWELL_MILLIS = 1000;

    private static final byte[] BODY = """
            <?xml version='1.0'?>
            <methodCall>
            <methodName>supervisor.sendRemoteCommEvent</methodName>
            <params>
            <param>
            <value><string>type</string></value>
            </param>
            <param>
            <value><string>some data</string></value>
            </param>
            </params>
            </methodCall>
            """.getBytes(US_ASCII);

    private static final byte[] HEAD = ("POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nUser-Agent: rehearsal\r\n"
                    + "Accept: text/xml\r\nAccept-Encoding: identity\r\nConnection: keep-alive\r\n"
                    + "Content-Type: text/xml\r\nContent-Length: " + BODY.length + "\r\n\r\n")
            .getBytes(US_ASCII);

    private static final byte[] END = "</methodResponse>\n".getBytes(US_ASCII);

    private final Unix config;
    private final HttpServices services;
    private final MachineLoad load;
    private final StandIn standIn;
    private final Thread thread = new Thread(this::run, "rehearsal");
    private boolean isClearingUp;

    /**
     * @param config of a server whose socket's folder we can write
     * @param standIn gets the events, and is closed in the end
     */
    Rehearsal(Unix config, HttpServices services, MachineLoad load, StandIn standIn) {
        this.config = new Unix(config.section(), config.path(), 0600, -1, -1, null, Role.CONTROL);
        this.services = services;
        this.load = load;
        this.standIn = standIn;
        thread.setDaemon(true);
    }

    void begin() {
        try {
            thread.start();
        } catch (OutOfMemoryError refused) {
            // There are threads for what matters, but none for practice.
            standIn.close();
            services.log().debug("no rehearsal: " + refused.getMessage());
        }
    }

    /** Ends it early, if it is not over, and waits a moment for that. */
    void end() throws InterruptedException {
        synchronized (this) {
            if (!isClearingUp) {
                thread.interrupt();
            }
        }
        thread.join(FAREWELL_MILLIS);
    }

    /**
     * From here on it ends by itself. Jetty, told to stop by a thread that is interrupted, leaves its threads behind.
     */
    private synchronized void clearUp() {
        isClearingUp = true;
        var unused = Thread.interrupted();
    }

    boolean isOver() {
        return !thread.isAlive();
    }

    private void run() {
        try {
            if (isCalm()) {
                perform();
            }
        } catch (InterruptedException | ClosedByInterruptException ended) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            // It was only practice.
            services.log().debug("no rehearsal: " + failure);
        } finally {
            standIn.close();
        }
    }

    /**
     * Plays all rounds, or as many as there is room for.
     *
     * @return how many it were
     * @throws Exception whatever Jetty may throw at its start or end
     */
    int perform() throws Exception {
        Server server = JettySettings.newServer(1);
        RpcDispatcher dispatcher = new RpcDispatcher(
                List.of(new RpcExtension("supervisor", SupervisorApi.class, standIn.api())),
                Role.CONTROL,
                server.getThreadPool());
        ForeignRefusal foreign = new ForeignRefusal(services.log(), services.monotonic());
        XmlRpcHandler rpc = new XmlRpcHandler(
                Map.of(Role.CONTROL, dispatcher), foreign, new OccasionalThread("rehearsal-large"), services.log());
        server.setHandler(new SiteHandler(
                new SiteHandler.Routes(rpc, rpc, rpc, rpc, rpc, rpc, rpc), foreign, new InFlight(), services.log()));
        UnixServer unix =
                new UnixServer(config, services, server, new LenientConnectionFactory(JettySettings.configuration()));
        HttpServers.add(unix.connector(), config, new ListenerShare(services, 1), services, server);
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.start();
            client.connect(UnixDomainSocketAddress.of(unix.connector().getUnixDomainPath()));
            unix.remove();
            return play(client);
        } finally {
            clearUp();
            unix.remove();
            try {
                server.stop();
            } finally {
                unix.connector().getBean(ConnectionLimit.class).end();
                unix.close();
            }
        }
    }

    private int play(SocketChannel client) throws IOException, InterruptedException {
        ByteBuffer request =
                ByteBuffer.allocateDirect(HEAD.length + BODY.length).put(HEAD).put(BODY);
        ByteBuffer answer = ByteBuffer.allocateDirect(1024);
        int rounds = 0;
        while (rounds < ROUNDS && isRoom()) {
            for (int stretch = 0; stretch < ROUNDS_AT_A_STRETCH; stretch++) {
                client.write(request.rewind());
                receive(client, answer.clear());
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            rounds += ROUNDS_AT_A_STRETCH;
        }
        return rounds;
    }

    private static void receive(SocketChannel client, ByteBuffer answer) throws IOException {
        while (!endsWith(answer, END)) {
            if (client.read(answer) <= 0) {
                throw new IOException("an answer of another kind than expected");
            }
        }
    }

    private static boolean endsWith(ByteBuffer received, byte[] end) {
        int from = received.position() - end.length;
        return from >= 0 && received.slice(from, end.length).equals(ByteBuffer.wrap(end));
    }

    /**
     * Waits until the daemon has had little to do for a while; false if that does not come in time. Each look takes
     * twice as long as the one before, for looking is work as well.
     */
    private boolean isCalm() throws InterruptedException {
        for (long millis = CALM_MILLIS; millis <= MOST_CALM_MILLIS; millis *= 2) {
            long before = load.ownMillis();
            Thread.sleep(millis);
            if (load.ownMillis() - before <= millis / 3) {
                return true;
            }
        }
        return false;
    }

    /** Waits until a processor has nothing to do; false if that does not come in time. */
    private boolean isRoom() throws InterruptedException {
        long deadline = services.monotonic().nanos() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (load.runnableThreads() - 1 >= Runtime.getRuntime().availableProcessors()) {
            if (services.monotonic().nanos() - deadline > 0) {
                return false;
            }
            Thread.sleep(BUSY_WAIT_MILLIS);
        }
        return true;
    }
}
