package org.supervisor4j.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.ini.InvalidValueException;

class ReadyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "notify | notify",
                " fd:3 | fd:3",
                "log:^up$ | log:^up$",
                "tcp:8080 | tcp://127.0.0.1:8080",
                "tcp:db.example:5432 | tcp://db.example:5432",
                "tcp://[::1]:80 | tcp://[::1]:80",
                "unix:/run/x.sock | unix:/run/x.sock",
                "unix:///run/x.sock | unix:/run/x.sock",
                "http://localhost/health | http://localhost:80/health",
                "http:https://[::1]:8443?x=1 | https://[::1]:8443/?x=1",
                "exec:/bin/true -x | exec:/bin/true -x",
                "file:/run/x.pid | file:/run/x.pid"
            })
    void everyKindIsRead(String text, String meaning) throws InvalidValueException {
        assertThat(Ready.parse(text)).hasToString(meaning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is none of notify, fd:N",
                "yes | is none of notify, fd:N",
                "fd:2 | names no descriptor from 3 to 1023",
                "fd:x | names no descriptor",
                "fd:99999 | names no descriptor",
                "log: | has no regular expression",
                "log:( | at column 1",
                "tcp:0 | a port from 1 to 65535 is what is needed",
                "tcp:70000 | a port from 1 to 65535",
                "tcp:host | a port from 1 to 65535",
                "tcp://a b:80 | host:port is",
                "unix:run/x | names no absolute path",
                "file:x | names no absolute path",
                "exec: | has no command",
                "http:// | http://host:port/path is",
                "http://root:secret@host/ | has a login in its address"
            })
    void whatIsNoneIsRefused(String text, String why) {
        assertThatThrownBy(() -> Ready.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aSocketsPathIsNotTooLong() {
        assertThatThrownBy(() -> Ready.parse("unix:/" + "x".repeat(200))).hasMessageContaining("107 bytes at most");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h/a b", "http://h/\r\nX: y", "http://h/\u00e9"})
    void nothingOfAnAddressBecomesARequestOfItsOwn(String url) {
        assertThatThrownBy(() -> Probe.parse(url)).hasMessageContaining("a character that belongs into no address");
    }

    @Test
    void whatIsNothingElseIsACommand() throws InvalidValueException {
        assertThat(Probe.parse("curl http://x")).isEqualTo(new Probe.Exec("curl http://x"));
        assertThat(Probe.parse("notify")).isEqualTo(new Probe.Watchdog());
        assertThatThrownBy(() -> Probe.parse(" ")).hasMessageContaining("it is empty");
    }

    @Test
    void statusesAreRanges() throws InvalidValueException {
        StatusRanges ranges = StatusRanges.parse("200-299, 304");

        assertThat(ranges.include(204)).isTrue();
        assertThat(ranges.include(304)).isTrue();
        assertThat(ranges.include(301)).isFalse();
        assertThat(ranges).hasToString("200-299,304");
        assertThatThrownBy(() -> StatusRanges.parse("299-200")).hasMessageContaining("are no status codes");
        assertThatThrownBy(() -> StatusRanges.parse("2xx")).hasMessageContaining("are no status codes");
    }

    @Test
    void aHeaderKeepsItsValueToItself() throws InvalidValueException {
        HttpHeader header = HttpHeader.parse("Authorization: Basic c2VjcmV0");

        assertThat(header.value()).isEqualTo("Basic c2VjcmV0");
        assertThat(header).hasToString("Authorization: ...");
        assertThatThrownBy(() -> HttpHeader.parse("X: a\r\nY: b")).hasMessageContaining("a line end");
        assertThatThrownBy(() -> HttpHeader.parse("no header")).hasMessageContaining("it is no header");
        assertThatThrownBy(() -> HttpHeader.parse("Content-Length: 5")).hasMessageContaining("said by the check");
    }
}
