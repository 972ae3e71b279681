package org.supervisor4j.daemon.health.probing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Looks names of hosts up. A name service that does not answer cannot be told to give up, so one thread waits for each
 * name, and whoever asks meanwhile waits for that one, as long as he likes. Any thread.
 */
final class Names {
    private final Executor threads;
    private final Map<String, CompletableFuture<InetAddress[]>> asked = new HashMap<>();

    Names(Executor threads) {
        this.threads = threads;
    }

    /** The bytes of what is a numeric address already; null for what has to be looked up. */
    static byte @Nullable [] numeric(String host) {
        if (host.indexOf(':') < 0 && !host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
            return null;
        }
        try {
            return host.indexOf('%') < 0 ? InetAddress.getByName(host).getAddress() : null;
        } catch (UnknownHostException malformed) {
            return null;
        }
    }

    /** Does not wait for what is no name. */
    InetAddress[] addresses(String host, long nanos) throws ProbeException, InterruptedException {
        try {
            if (host.equals("localhost")) {
                byte[] v6 = new byte[16];
                v6[15] = 1;
                return new InetAddress[] {
                    InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}), InetAddress.getByAddress(host, v6)
                };
            }
            if (host.indexOf(':') >= 0 || host.matches("[0-9.]+")) {
                return new InetAddress[] {InetAddress.getByName(host)};
            }
            return ask(host).get(Math.max(1, nanos), TimeUnit.NANOSECONDS);
        } catch (UnknownHostException | ExecutionException unknown) {
            throw new ProbeException("there is no host " + host);
        } catch (TimeoutException silence) {
            throw new ProbeException("no name server has told the address of " + host);
        }
    }

    private synchronized CompletableFuture<InetAddress[]> ask(String host) {
        CompletableFuture<InetAddress[]> pending = asked.get(host);
        if (pending != null) {
            return pending;
        }
        CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
        asked.put(host, answer);
        threads.execute(() -> {
            try {
                answer.complete(InetAddress.getAllByName(host));
            } catch (UnknownHostException | RuntimeException unknown) {
                answer.completeExceptionally(unknown);
            } finally {
                forget(host);
            }
        });
        return answer;
    }

    private synchronized void forget(String host) {
        asked.remove(host);
    }
}
