package org.supervisor4j.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventListenerTest {
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    private final List<ReceivedEvent> heard = new ArrayList<>();

    private static String event(String name, int characters, String payload) {
        return "ver:3.0 server:supervisor serial:21 pool:l poolserial:10 eventname:" + name + " len:" + characters
                + "\n" + payload;
    }

    private void hear(String sent, EventHandler handler) throws IOException {
        new EventListener(
                        new ByteArrayInputStream(sent.getBytes(StandardCharsets.UTF_8)),
                        answers,
                        new PrintStream(complaints, true, StandardCharsets.UTF_8))
                .run(event -> {
                    heard.add(event);
                    return handler.handle(event);
                });
    }

    private String answers() {
        return answers.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void saysReadyAndEndsWhenSupervisordCloses() throws IOException {
        hear("", event -> Answer.OK);

        assertThat(answers()).isEqualTo("READY\n");
    }

    @Test
    void answersEachEventInOneWriteWithTheNextReady() throws IOException {
        hear(event("TICK_5", 15, "when:1700000005") + event("TICK_5", 15, "when:1700000010"), event -> Answer.OK);

        assertThat(answers()).isEqualTo("READY\nRESULT 2\nOKREADY\nRESULT 2\nOKREADY\n");
        assertThat(heard).extracting(ReceivedEvent::payload).containsExactly("when:1700000005", "when:1700000010");
    }

    @Test
    void readsAsManyCharactersAsTheHeaderSaysNotBytes() throws IOException {
        String payload = "type:gr\u00fc\u00dfe\n\u4e2d \ud83d\ude42";
        hear(event("REMOTE_COMMUNICATION", 14, payload) + event("TICK_5", 6, "when:5"), event -> Answer.OK);

        assertThat(heard).extracting(ReceivedEvent::payload).containsExactly(payload, "when:5");
    }

    @Test
    void anExceptionOfTheHandlerIsAFailureAndGoesToStderr() throws IOException {
        hear(event("TICK_5", 6, "when:5"), event -> {
            throw new IllegalStateException("no mail server");
        });

        assertThat(answers()).isEqualTo("READY\nRESULT 4\nFAILREADY\n");
        assertThat(complaints.toString(StandardCharsets.UTF_8)).contains("no mail server");
    }

    @Test
    void whatIsNoEventEndsIt() {
        assertThatThrownBy(() -> hear("hello\n", event -> Answer.OK))
                .isInstanceOf(IOException.class)
                .hasMessage("not an event's header, it has no len: 'hello'");
    }

    @Test
    void anEventThatBreaksOffEndsIt() {
        assertThatThrownBy(() -> hear(event("TICK_5", 15, "when:17"), event -> Answer.OK))
                .isInstanceOf(EOFException.class);
        assertThat(heard).isEmpty();
    }

    @Test
    void anEventIsTakenApart() throws IOException {
        String payload = "processname:web groupname:w pid:4711 channel:stdout\na:b";
        hear(event("PROCESS_LOG_STDOUT", payload.length(), payload), event -> Answer.OK);

        ReceivedEvent event = heard.get(0);
        assertThat(event.name()).isEqualTo("PROCESS_LOG_STDOUT");
        assertThat(event.serial()).isEqualTo(21);
        assertThat(event.header()).containsEntry("pool", "l").containsEntry("poolserial", "10");
        assertThat(event.fields())
                .containsExactly(
                        Map.entry("processname", "web"),
                        Map.entry("groupname", "w"),
                        Map.entry("pid", "4711"),
                        Map.entry("channel", "stdout"));
        assertThat(event.data()).isEqualTo("a:b");
    }
}
