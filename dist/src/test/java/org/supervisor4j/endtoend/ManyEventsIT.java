package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many events, for listeners of which some fail. {@code -Dsupervisor4j.events.count=1000000} for a long run. */
class ManyEventsIT {
    private static final int COUNT = Integer.getInteger("supervisor4j.events.count", 10_000);
    private static final int CALLS_AT_ONCE = 500;

    /** Of the five, the second and the fourth fail now and then, or die. */
    private static final String LISTENER = """
            import random, sys
            from supervisor import childutils

            record, fails, dice = sys.argv[1], sys.argv[2] in '13', random.Random(int(sys.argv[2]) + int(sys.argv[3]))
            with open(record, 'a', buffering=1) as file:
                while True:
                    headers, payload = childutils.listener.wait()
                    dice_shows = dice.random()
                    if fails and dice_shows < 0.002:
                        sys.exit(1)
                    if fails and dice_shows < 0.3:
                        childutils.listener.fail()
                    else:
                        file.write(headers['serial'] + ' ' + payload.split()[-1] + '\\n')
                        childutils.listener.ok()
            """;

    private Sandbox sandbox;
    private long seed;

    @BeforeEach
    void makeTheListener() throws IOException {
        sandbox = Sandbox.empty();
        sandbox.write("many.py", LISTENER);
        seed = new Random().nextInt(1 << 20);
        System.out.println("ManyEventsIT: seed " + seed);
    }

    @AfterEach
    void removeIt() throws IOException {
        sandbox.close();
    }

    private static String pool(String name, long seed, int bufferSize) {
        return """
                [eventlistener:%s]
                command=/usr/bin/python3 %%1$s/many.py %%1$s/%s_%%(process_num)d.record %%(process_num)d %d
                process_name=%s_%%(process_num)d
                numprocs=5
                events=REMOTE_COMMUNICATION
                buffer_size=%d
                startsecs=0
                autorestart=true
                stopsignal=KILL

                """.formatted(name, name, seed, name, bufferSize);
    }

    private void send(Rpc rpc) {
        for (int first = 0; first < COUNT; first += CALLS_AT_ONCE) {
            rpc.sendRemoteCommEvents(
                    "n",
                    IntStream.range(first, Math.min(COUNT, first + CALLS_AT_ONCE))
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    @Test
    void eachIsDeliveredInTheOrderOfTheRulesOrItsLossIsLogged() throws IOException {
        String sections = pool("large", seed, COUNT) + pool("small", seed, 1000);
        Path configuration = sandbox.write(
                "supervisord.conf",
                (EventListenersIT.DAEMON + sections)
                        .replace("%1$s", sandbox.root().toString()));
        String log;
        try (Daemon daemon = Daemon.start(Installation.OURS, configuration, sandbox.path("supervisor.sock"))) {
            send(daemon.rpc());
            Await.until(
                    "all are dealt with",
                    300,
                    () -> daemon.rpc().answers()
                            && dealtWith("large").size() == COUNT
                            && dealtWith("small").size()
                                            + discarded(daemon.output(), "small")
                                                    .size()
                                    >= COUNT);
            log = daemon.output();
        }

        assertThat(data("large")).as("seed %d", seed).hasSize(COUNT);
        assertThat(discarded(log, "large")).isEmpty();
        Set<Long> accountedFor = new TreeSet<>(dealtWith("small"));
        accountedFor.addAll(discarded(log, "small"));
        assertThat(accountedFor).as("seed %d", seed).containsExactlyElementsOf(serials());
        assertThat(dispatches(log)).as("seed %d", seed).isEmpty();
    }

    private static List<Long> serials() {
        return LongStream.range(0, COUNT).boxed().toList();
    }

    private Set<String> data(String pool) {
        return records(pool).map(line -> line.split(" ", -1)[1]).collect(Collectors.toSet());
    }

    private Set<Long> dealtWith(String pool) {
        return records(pool).map(line -> Long.valueOf(line.split(" ", -1)[0])).collect(Collectors.toSet());
    }

    private Stream<String> records(String pool) {
        return IntStream.range(0, 5)
                .mapToObj(number -> sandbox.path(pool + "_" + number + ".record"))
                .filter(Files::exists)
                .flatMap(file -> sandbox.read(file.getFileName().toString()).lines())
                .filter(line -> line.indexOf(' ') > 0);
    }

    private static Set<Long> discarded(String log, String pool) {
        return numbers(log, Pattern.compile("pool " + pool + " event buffer overflowed, discarding event (\\d+)"));
    }

    private static Set<Long> numbers(String log, Pattern pattern) {
        Set<Long> numbers = new HashSet<>();
        Matcher matcher = pattern.matcher(log);
        while (matcher.find()) {
            numbers.add(Long.valueOf(matcher.group(1)));
        }
        return numbers;
    }

    /**
     * Goes through the log of the pool that overflows nowhere: what was put back is the next, the last put back first,
     * and only then the next new one. Returns the lines that break this.
     */
    private static Collection<String> dispatches(String log) {
        Pattern step = Pattern.compile("(rebuffering )?event (\\d+) (?:for pool large |sent to listener large_)");
        Deque<Long> putBack = new ArrayDeque<>();
        List<String> wrong = new ArrayList<>();
        long next = 0;
        Matcher matcher = step.matcher(log);
        while (matcher.find()) {
            long serial = Long.parseLong(matcher.group(2));
            boolean isHead = putBack.isEmpty() ? serial == next : serial == putBack.peek();
            if (matcher.group(1) != null) {
                if (!isHead) {
                    putBack.push(serial);
                }
            } else if (!isHead) {
                wrong.add(matcher.group() + " instead of " + (putBack.isEmpty() ? next : putBack.peek()));
                return wrong;
            } else if (putBack.isEmpty()) {
                next++;
            } else {
                putBack.pop();
            }
        }
        return wrong;
    }
}
