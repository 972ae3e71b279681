package org.supervisor4j.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stands for the one that starts services: a datagram socket, and what came through it, a line for each line. */
final class ServiceManager implements AutoCloseable {
    private static final String LISTENER = """
            import socket, sys
            name, out = sys.argv[1:]
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind('\\0' + name[1:] if name[0] == '@' else name)
            print('bound', flush=True)
            with open(out, 'a') as f:
                while True:
                    text = s.recv(65536).decode()
                    f.write(text if text.endswith('\\n') else text + '<no end>\\n')
                    f.flush()
            """;

    private final Process process;
    private final Sandbox sandbox;
    private final String address;

    /** @param address a path, or a name with an {@code @} in front */
    ServiceManager(Sandbox sandbox, String address) throws IOException {
        this.sandbox = sandbox;
        this.address = address;
        Path told = sandbox.write("told", "");
        process = new ProcessBuilder("python3", "-c", LISTENER, address, told.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        InputStream said = process.getInputStream();
        if (!new String(said.readNBytes(6), StandardCharsets.US_ASCII).equals("bound\n")) {
            throw new IOException("cannot listen at " + address);
        }
    }

    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Daemon.ourEnvironment());
        environment.put("NOTIFY_SOCKET", address);
        return environment;
    }

    List<String> told() {
        return sandbox.read("told").lines().toList();
    }

    long count(String line) {
        return told().stream().filter(line::equals).count();
    }

    void awaitLine(String line) {
        Await.until("the service manager is told " + line, () -> told().contains(line));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
