package org.supervisor4j.daemon.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.health.Verdict;
import org.supervisor4j.model.ProcessState;

/** Keeps the examples in {@code docs/events.md} what is sent. {@code -Dsupervisor4j.docs=write} writes them anew. */
class EventsPageTest {
    private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "..", "docs", "events.md");
    private static final String BEGIN = "<!-- examples: generated -->\n";
    private static final String END = "<!-- end of examples -->\n";

    @Test
    void theExamplesAreWhatIsSent() throws IOException {
        String page = Files.readString(PAGE);
        String current = page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
                + examples()
                + page.substring(page.indexOf(END));
        if ("write".equals(System.getProperty("supervisor4j.docs"))) {
            Files.writeString(PAGE, current);
        }

        assertThat(PAGE)
                .as("out of date? mvn -pl supervisord -am test -Dtest=EventsPageTest -Dsupervisor4j.docs=write "
                        + "-Dsurefire.failIfNoSpecifiedTests=false")
                .hasContent(current);
    }

    @Test
    void thereIsAnExampleOfEachTypeThatIsSent() {
        List<EventType> parents = Arrays.stream(EventType.values())
                .flatMap(type -> type.parent().stream())
                .toList();

        assertThat(events().map(Event::type).distinct())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(EventType.values())
                        .filter(type -> !parents.contains(type))
                        .toList());
    }

    private static Stream<Event> events() {
        return Stream.of(
                state(ProcessState.STOPPED, ProcessState.STARTING),
                state(ProcessState.STARTING, ProcessState.RUNNING),
                state(ProcessState.STARTING, ProcessState.BACKOFF),
                state(ProcessState.RUNNING, ProcessState.STOPPING),
                state(ProcessState.RUNNING, ProcessState.EXITED),
                state(ProcessState.STOPPING, ProcessState.STOPPED),
                state(ProcessState.BACKOFF, ProcessState.FATAL),
                state(ProcessState.STOPPING, ProcessState.UNKNOWN),
                new Event.ProcessLog("web", "site", 4711, false, "GET /\nGET /gr\u00fc\u00dfe\n"),
                new Event.ProcessLog("web", "site", 4711, true, "Undecodable: b'\\xff\\n'"),
                new Event.ProcessCommunication("web", "site", 4711, false, "42 visitors"),
                new Event.ProcessCommunication("web", "site", 4711, true, ""),
                new Event.RemoteCommunication("deploy", "version 12\n\u4e2d\u6587"),
                new Event.SupervisorStateChanged(false),
                new Event.SupervisorStateChanged(true),
                new Event.Tick(EventType.TICK_5, 1_700_000_005),
                new Event.Tick(EventType.TICK_60, 1_700_000_040),
                new Event.Tick(EventType.TICK_3600, 1_700_002_800),
                new Event.ProcessGroupChanged("site", true),
                new Event.ProcessGroupChanged("site", false),
                new Event.ProcessHealthChanged(
                        "web", "site", Verdict.HEALTHY, Verdict.UNHEALTHY, 4711, "status 503 Busy, expected 200-299"));
    }

    private static Event state(ProcessState from, ProcessState to) {
        int tries = to == ProcessState.BACKOFF ? 1 : 0;
        return new Event.ProcessStateChanged("web", "site", from, to, tries, 4711, false);
    }

    private static String examples() {
        StringBuilder examples = new StringBuilder();
        int[] serial = {0};
        events().forEach(event -> {
            BufferedEvent buffered = new BufferedEvent(event.type(), event.payload(), 100 + serial[0], serial[0]++, 0);
            String envelope = new String(buffered.envelope("supervisor", "mailer"), StandardCharsets.UTF_8);
            examples.append("```\n").append(envelope).append(envelope.endsWith("\n") ? "```\n" : "\n```\n");
        });
        return examples.toString();
    }
}
