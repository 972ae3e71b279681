package org.supervisor4j.daemon.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.sink.SinkFixture.unit;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SyslogSinkTest {
    private static final String HEAD = "<14>"
            + DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH)
                    .format(Instant.ofEpochSecond(1_700_552_580L).atZone(ZoneId.systemDefault()))
            + " supervisord: ";

    private final SinkFixture fixture = new SinkFixture();
    private final SyslogSink sink = new SyslogSink("supervisord", "web ", fixture.system());

    @Test
    void eachLineIsAMessage() {
        sink.write(unit("first\n\nthird\n\n"));

        assertThat(fixture.syslog().messages()).containsExactly(HEAD + "web first", HEAD + "web ", HEAD + "web third");
    }

    @Test
    void aUnitOfLineEndsIsOneEmptyMessage() {
        sink.write(unit("\n"));

        assertThat(fixture.syslog().messages()).containsExactly(HEAD + "web ");
    }

    @Test
    void aLongLineIsCutAndNotRefused() {
        sink.write(unit("x".repeat(100_000)));

        assertThat(fixture.syslog().messages()).singleElement().satisfies(message -> assertThat(message)
                .hasSize(HEAD.length() + 4 + 64 * 1024));
    }

    @Test
    void withoutASystemLogLinesAreCountedAndToldOnce() {
        fixture.syslog().serve(false);
        sink.write(unit("one\ntwo\n"));
        sink.write(unit("three\n"));

        fixture.syslog().serve(true);
        fixture.advanceSeconds(11);
        sink.write(unit("four\n"));

        assertThat(fixture.syslog().messages()).containsExactly(HEAD + "web four");
        assertThat(fixture.log().lines())
                .containsExactly(
                        "ERRO cannot connect to /dev/log: ENOENT (said the fake);"
                                + " what is to be written is lost until that is mended",
                        "WARN syslog is being written again; 12 bytes were lost");
    }

    @Test
    void whatThereIsNoRoomForIsSentInOrderLater() {
        fixture.syslog().room(1);

        assertThat(sink.write(unit("a\nb\nc\n"))).isFalse();
        assertThat(sink.write(unit("d"))).isFalse();
        fixture.syslog().room(2);
        assertThat(sink.resume()).isFalse();
        fixture.syslog().room(100);
        assertThat(sink.resume()).isTrue();

        assertThat(fixture.syslog().messages())
                .containsExactly(HEAD + "web a", HEAD + "web b", HEAD + "web c", HEAD + "web d");
    }
}
