package org.supervisor4j.ctl.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.ctl.xmlrpc.HttpTransport;
import org.supervisor4j.ctl.xmlrpc.UnixSocketTransport;

class DaemonUrlTest {
    @ParameterizedTest
    @ValueSource(strings = {"http://x", "http:x", "localhost:9001", "unix:///s", "UNIX://s", "ftp://x", "a+b-c.d:x"})
    void aSchemeAndSomethingBehindItMakeAUrl(String text) {
        assertThat(new DaemonUrl(text).isUrl()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "foo",
                "http://",
                "unix://",
                "http:",
                "http:#x",
                "http:?x",
                "127.0.0.1:9001",
                "://x",
                "a b://c"
            })
    void otherTextsAreNoUrl(String text) {
        assertThat(new DaemonUrl(text).isUrl()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://host, host, 80",
        "http://host:9001, host, 9001",
        "http://host:9001/RPC2?x#y, host, 9001",
        "http://user:pw@host:9001, host, 9001",
        "http://[::1]:9001, ::1, 9001",
        "http://[::1], ::1, 80",
        "http://host:, host, 80"
    })
    void hostAndPortAreTakenFromIt(String text, String host, int port) {
        assertThat(new DaemonUrl(text).transport()).isEqualTo(new HttpTransport(host, port));
    }

    @Test
    void theSocketsPathIsTakenLiterally() {
        assertThat(new DaemonUrl("unix://a/../s.sock").transport()).isEqualTo(new UnixSocketTransport("a/../s.sock"));
    }

    @ParameterizedTest
    @CsvSource({
        "gopher://x, Unknown protocol for serverurl gopher://x",
        "UNIX:///x, Unknown protocol for serverurl UNIX:///x",
        "http://x:abc, Port could not be cast to integer value as 'abc'",
        "http://x:65536, Port out of range 0-65535"
    })
    void whatLeadsNowhereIsAValueError(String text, String message) {
        assertThatThrownBy(() -> new DaemonUrl(text).transport())
                .isInstanceOf(PythonError.class)
                .hasMessage(message);
    }
}
