package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.http.routes.AskedAddress;
import org.supervisor4j.model.Role;

class Ipv6Test {
    private static final String LOOPBACK = "::1";

    private final ServerFixture fixture = new ServerFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private void open(String host) throws Exception {
        fixture.open(new Inet("inet_http_server", host, 0, null, Role.CONTROL, null, List.of()));
    }

    private RawClient client(String address) throws Exception {
        int port = fixture.servers().ports().get(0);
        return RawClient.to(new InetSocketAddress(InetAddress.getByName(address), port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::1]", "[::]"})
    void anAddressInBracketsIsServed(String host) throws Exception {
        open(host);

        try (RawClient client = client(LOOPBACK)) {
            assertThat(client.ask("GET /ok.html HTTP/1.0\r\n\r\n").body()).isEqualTo("OK");
        }
    }

    @Test
    void allInterfacesAreThoseOfIpv4Too() throws Exception {
        open("[::]");

        try (RawClient client = client("127.0.0.1")) {
            assertThat(client.ask("GET /ok.html HTTP/1.0\r\n\r\n").body()).isEqualTo("OK");
        }
        fixture.log.awaitLine("TRAC 127\\.0\\.0\\.1:\\d+ - - .*");
    }

    @Test
    void accessLinesAndRedirectsHaveTheAddressInBrackets() throws Exception {
        open("[::1]");

        try (RawClient client = client(LOOPBACK)) {
            RawClient.Answer answer = client.ask("GET /?action=refresh HTTP/1.0\r\n\r\n");

            String port = fixture.servers().ports().get(0).toString();
            assertThat(answer.header("Location").orElse("")).startsWith("http://[::1]:" + port + "/?message=");
        }
        fixture.log.awaitLine("TRAC \\[::1\\]:\\d+ - - \\[.*");
    }

    @Test
    void aPageOfOurOwnMayActAndAnothersMayNot() throws Exception {
        open("[::1]");

        try (RawClient client = client(LOOPBACK)) {
            String post = "POST /?action=stopall HTTP/1.1\r\nHost: [::1]:9001\r\nContent-Length: 0\r\n"
                    + "Accept-Language: en\r\nOrigin: ";
            assertThat(client.ask(post + "http://[::1]:9001\r\n\r\n").status()).isEqualTo(301);
            assertThat(client.ask(post + "http://[::2]:9001\r\n\r\n").status()).isEqualTo(403);
            assertThat(client.ask(post + "http://[::1]\r\n\r\n").status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:80",
        "::1, [::1]:80",
        "::, [::]:80",
        "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:80",
        "2001:db8:0:1:0:0:0:1, [2001:db8:0:1::1]:80",
        "fe80::, [fe80::]:80",
        "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]:80"
    })
    void addressesAreWrittenAsPeopleWriteThem(String address, String written) throws Exception {
        assertThat(AskedAddress.authority(new InetSocketAddress(InetAddress.getByName(address), 80)))
                .isEqualTo(written);
    }
}
