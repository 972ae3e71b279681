package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listeners that do all wrong that they can cost nobody else anything, and little memory. */
class HostileListenersIT {
    private static final int EVENTS = Integer.getInteger("supervisor4j.events.hostile", 3000);
    private static final int EVENT_BYTES = 10_000;
    private static final int CALLS_AT_ONCE = 60;
    private static final long MOST_MEGABYTES = 400;

    /** Writes down the numbers of what it is told. */
    private static final String GOOD = """
            import sys
            from supervisor import childutils
            with open(sys.argv[1], 'a', buffering=1) as file:
                while True:
                    headers, payload = childutils.listener.wait()
                    file.write(headers['poolserial'] + '\\n')
                    childutils.listener.ok()
            """;

    /** Reads one byte a second. */
    private static final String SLOW = """
            import sys, time
            sys.stdout.write('READY\\n')
            sys.stdout.flush()
            while sys.stdin.buffer.raw.read(1):
                time.sleep(1)
            """;

    private Sandbox sandbox;

    @BeforeEach
    void makeTheListeners() throws IOException {
        sandbox = Sandbox.empty();
        sandbox.write("good.py", GOOD);
        sandbox.write("slow.py", SLOW);
    }

    @AfterEach
    void removeThem() throws IOException {
        sandbox.close();
    }

    private static String listener(String name, String command) {
        return """
                [eventlistener:%s]
                command=%s
                events=REMOTE_COMMUNICATION
                buffer_size=1000000
                startsecs=0
                autorestart=true
                stopsignal=KILL

                """.formatted(name, command);
    }

    @Test
    void theOthersAreToldAllTheSame() throws IOException {
        String sections = listener("good", "/usr/bin/python3 %1$s/good.py %1$s/good.record")
                + listener("deaf", "sh -c \"printf 'READY\\\\n'; exec sleep 1000\"")
                + listener("slow", "/usr/bin/python3 %1$s/slow.py")
                + listener("loud", "yes READY")
                + listener("mad", "sh -c \"printf 'READY\\\\n'; read -r x; printf 'RESULT 99999999\\\\n'; exec yes\"")
                + listener(
                        "half",
                        "sh -c \"printf 'READY\\\\n'; read -r x; printf 'RESULT 1000000\\\\n'; exec sleep 1000\"")
                + listener("dying", "sh -c \"sleep 0.2; printf 'READY\\\\n'; read -r x; exit 1\"");
        Path configuration = sandbox.write(
                "supervisord.conf",
                (EventListenersIT.DAEMON.replace("loglevel=debug", "loglevel=info") + sections)
                        .replace("%1$s", sandbox.root().toString()));
        try (Daemon daemon = Daemon.start(Installation.OURS, configuration, sandbox.path("supervisor.sock"))) {
            long slowest = 0;
            for (int sent = 0; sent < EVENTS; sent += CALLS_AT_ONCE) {
                daemon.rpc().sendRemoteCommEvents("t", data(sent));
                long begin = System.nanoTime();
                assertThat(daemon.rpc().answers()).isTrue();
                slowest = Math.max(slowest, System.nanoTime() - begin);
            }
            int events = (EVENTS + CALLS_AT_ONCE - 1) / CALLS_AT_ONCE * CALLS_AT_ONCE;
            Await.until("the good one has been told all", () -> told().size() >= events);

            assertThat(told())
                    .isEqualTo(IntStream.range(0, events)
                            .mapToObj(Integer::toString)
                            .toList());
            assertThat(slowest / 1_000_000).as("slowest getState in ms").isLessThan(2000);
            assertThat(residentMegabytes(daemon.pid())).isLessThan(MOST_MEGABYTES);
            assertThat(daemon.output())
                    .contains("loud: has entered the UNKNOWN state", "mad: has entered the UNKNOWN state")
                    .contains("pool deaf event buffer overflowed", "pool slow event buffer overflowed")
                    .doesNotContain("pool good", "unexpected failure");
        }
    }

    private List<String> told() {
        return Files.exists(sandbox.path("good.record"))
                ? sandbox.read("good.record").lines().toList()
                : List.of();
    }

    private static List<String> data(int from) {
        return Collections.nCopies(CALLS_AT_ONCE, from + "x".repeat(EVENT_BYTES));
    }

    private static long residentMegabytes(long pid) throws IOException {
        Matcher resident =
                Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
        assertThat(resident.find()).isTrue();
        return Long.parseLong(resident.group(1)) / 1024;
    }
}
