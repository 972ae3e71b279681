package org.supervisor4j.daemon.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.config.NoticeTemplate;
import org.supervisor4j.daemon.events.Event;
import org.supervisor4j.daemon.health.Verdict;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.model.ProcessState;

class NoticeTextTest {
    private static final Notice EXIT = Notice.of(
            new Event.ProcessStateChanged("a", "g", ProcessState.RUNNING, ProcessState.EXITED, 0, 7, false), 1_000);
    private static final Notice SICK = Notice.of(
            new Event.ProcessHealthChanged("w\"eb", "w\"eb", Verdict.HEALTHY, Verdict.UNHEALTHY, 9, "status 500"),
            2_000);

    private static NoticeText text(int dropped, Notice... notices) {
        return new NoticeText("box", "supervisor", List.of(notices), dropped);
    }

    @Test
    void theJsonHasAllThatIsKnown() {
        assertThat(text(3, EXIT, SICK).json())
                .isEqualTo("{\"identifier\":\"supervisor\",\"host\":\"box\",\"count\":2,\"dropped\":3,\"events\":["
                        + "{\"event\":\"PROCESS_STATE_EXITED\",\"time\":\"1970-01-01T00:00:01Z\",\"group\":\"g\","
                        + "\"name\":\"a\",\"process\":\"g:a\",\"from\":\"RUNNING\",\"state\":\"EXITED\",\"pid\":7,"
                        + "\"expected\":false},"
                        + "{\"event\":\"X_PROCESS_HEALTH\",\"time\":\"1970-01-01T00:00:02Z\",\"group\":\"w\\\"eb\","
                        + "\"name\":\"w\\\"eb\",\"process\":\"w\\\"eb\",\"from\":\"healthy\",\"health\":\"unhealthy\","
                        + "\"text\":\"status 500\",\"pid\":9}]}");
    }

    @Test
    void theDaemonAndItsGroupsAreTold() {
        assertThat(Notice.of(new Event.SupervisorStateChanged(true), 0).line())
                .isEqualTo("1970-01-01T00:00:00Z supervisord is STOPPING");
        assertThat(Notice.of(new Event.ProcessGroupChanged("g", true), 0).line())
                .isEqualTo("1970-01-01T00:00:00Z group g is ADDED");
    }

    @Test
    void linesAreForPeople() {
        assertThat(text(2, EXIT, SICK).lines()).isEqualTo("""
                1970-01-01T00:00:01Z g:a is EXITED (was RUNNING), unexpectedly
                1970-01-01T00:00:02Z w"eb is unhealthy (was healthy): status 500
                (and 2 before these, for which there was no room)""");
    }

    @Test
    void templatesAreFilledIn() throws InvalidValueException {
        NoticeTemplate slack =
                NoticeTemplate.parse("{\"text\": \"{process} is {state}{health} on {host}\", \"x\": {}}");

        assertThat(text(0, EXIT).filledForJson(slack)).isEqualTo("{\"text\": \"g:a is EXITED on box\", \"x\": {}}");
        assertThat(text(0, SICK).filledForJson(slack))
                .isEqualTo("{\"text\": \"w\\\"eb is unhealthy on box\", \"x\": {}}");
        assertThat(text(0, EXIT, SICK).filled(NoticeTemplate.parse("{count}: {process} {state}")))
                .isEqualTo("2: g:a and 1 more: EXITED");
    }

    @Test
    void aNameThatThereIsNotIsAMistake() {
        assertThatThrownBy(() -> NoticeTemplate.parse("{proces}"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("there is no {proces}; it knows event, time, group");
    }
}
