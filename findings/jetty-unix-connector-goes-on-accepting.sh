#!/bin/sh
# Jetty 12.1.12 (jetty-server, jetty-unixdomain-server), Java 17 or later.
#
# Guess, written down before: setAccepting(false) means the same for both connectors that Jetty has for streams. Whoever
# connects then waits until setAccepting(true), with TCP and with a Unix socket alike, and isAccepting() tells it.
#
# Seen, with no acceptor threads (0 acceptors, one selector, as for a server with few threads): ServerConnector does as
# guessed, the request is answered after setAccepting(true) only. UnixDomainServerConnector says isAccepting() = false and
# goes on accepting and answering at once.
#
# So a limit of connections that pauses a connector works for one kind of socket only, and nothing says so. Exits with 0
# while that is so.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
central=https://repo.maven.apache.org/maven2
for jar in jetty-server jetty-unixdomain-server jetty-http jetty-io jetty-util; do
    curl -sfO "$central/org/eclipse/jetty/$jar/12.1.12/$jar-12.1.12.jar"
done
curl -sfO "$central/org/slf4j/slf4j-api/2.0.17/slf4j-api-2.0.17.jar"

cat >Probe.java <<'JAVA'
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;

class Probe {
    static String ask(SocketAddress where) {
        try (SocketChannel channel = SocketChannel.open(where)) {
            channel.write(ByteBuffer.wrap("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), US_ASCII).lines().findFirst().orElse("");
        } catch (Exception e) {
            return e.toString();
        }
    }

    static void look(String kind, AbstractConnector connector, SocketAddress where) throws Exception {
        connector.setAccepting(false);
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> ask(where));
        String early;
        try {
            early = answer.get(2, TimeUnit.SECONDS);
        } catch (TimeoutException waits) {
            early = "waits";
        }
        boolean accepting = connector.isAccepting();
        connector.setAccepting(true);
        System.out.println(kind + " isAccepting=" + accepting + ": " + early + "; then "
                + answer.get(10, TimeUnit.SECONDS));
    }

    public static void main(String[] arguments) throws Exception {
        Server server = new Server();
        ServerConnector tcp = new ServerConnector(server, null, null, null, 0, 1, new HttpConnectionFactory());
        tcp.setHost("127.0.0.1");
        server.addConnector(tcp);
        UnixDomainServerConnector unix =
                new UnixDomainServerConnector(server, null, null, null, 0, 1, new HttpConnectionFactory());
        unix.setUnixDomainPath(Path.of(arguments[0], "socket"));
        server.addConnector(unix);
        server.start();
        look("tcp", tcp, new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort()));
        look("unix", unix, UnixDomainSocketAddress.of(unix.getUnixDomainPath()));
        System.exit(0);
    }
}
JAVA
java -cp "$(echo ./*.jar | tr ' ' ':')" Probe.java "$work" >seen 2>log || { cat log; exit 1; }
cat seen

expect() {
    grep -q -- "$1" seen || { echo "changed: $2"; exit 1; }
}
expect '^tcp isAccepting=false: waits; then HTTP/1.1 404' 'TCP does not wait'
expect '^unix isAccepting=false: HTTP/1.1 404' 'a Unix socket waits'
echo 'as described'
