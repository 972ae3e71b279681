package org.supervisor4j.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TakenPortTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "nginx: [emerg] bind() to 0.0.0.0:8081 failed (98: Address already in use);8081",
                "nginx: [emerg] bind() to [::]:8081 failed (98: Unknown error);8081",
                "[2026-11-29 12:00:01 +0000] [7] [ERROR] Connection in use: ('127.0.0.1', 8000);8000",
                "Error: listen EADDRINUSE: address already in use :::3000;3000",
                "2026/11/29 12:34:56 listen tcp :8080: bind: address already in use;8080",
                "Web server failed to start. Port 8080 was already in use.;8080",
                "could not bind IPv4 address \"127.0.0.1\": Address already in use;0",
                "(98)Address already in use: AH00072: make_sock: could not bind to address [::]:80;80",
                "Could not create server TCP listening socket *:6379: bind: Address already in use;6379",
                "OSError: [Errno 98] error while attempting to bind on address ('0.0.0.0', 5000): address in use;5000",
                "Failed to listen on 127.0.0.1:9000 (reason: Address already in use);9000",
                "java.net.BindException: Address already in use;0",
                "Do you already have another mysqld server running on port: 3306 ?;3306"
            })
    void commonProgramsAreUnderstood(String line, int port) {
        assertThat(TakenPort.isIn(List.of(line))).isTrue();
        assertThat(TakenPort.in(List.of(line)).orElse(0)).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"listening on port 80", "port 80 is free", "Errno 980", "in use: 5 of 10 workers"})
    void otherLinesSayNothingOfAPort(String line) {
        assertThat(TakenPort.isIn(List.of(line))).isFalse();
        assertThat(TakenPort.in(List.of(line))).isEmpty();
    }

    @Test
    void aPortInTheNextLineCounts() {
        assertThat(TakenPort.in(List.of("Address already in use", "Port 5000 belongs to another program.")))
                .hasValue(5000);
    }

    @Test
    void aNumberThatIsNoPortIsNone() {
        assertThat(TakenPort.in(List.of("address already in use 127.0.0.1:70000")))
                .isEmpty();
    }
}
