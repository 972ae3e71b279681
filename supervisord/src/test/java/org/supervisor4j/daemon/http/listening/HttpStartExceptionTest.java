package org.supervisor4j.daemon.http.listening;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.model.Role;

class HttpStartExceptionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "/srv/unix:/run/s.sock~file= takes a path and no URL: leave out what stands before the path",
                "unix:/run/s.sock~file= takes a path and no URL: leave out what stands before the path",
                "/no/such/s.sock~its folder is not there, make it",
                "/no/such/a:b.sock~its folder is not there, make it"
            })
    void whatAMissingFolderIsMostLikelyDueToIsTold(String path, String reason) {
        HttpServerConfig server = new HttpServerConfig.Unix("unix_http_server", path, 0700, -1, -1, null, Role.CONTROL);

        assertThat(new HttpStartException("Cannot open an HTTP server: socket.error reported errno.ENOENT (2)")
                        .of(server)
                        .detail())
                .isEqualTo("it is [unix_http_server] file=" + path + "; " + reason);
    }
}
