package org.supervisor4j.ctl.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonConfigurationTest {
    @TempDir
    private Path folder = Path.of("");

    private DaemonConfiguration read(String text) throws IOException {
        return Objects.requireNonNull(
                DaemonConfiguration.read(Files.writeString(folder.resolve("x.conf"), text), Map.of()));
    }

    @Test
    void aFileWithNothingButSupervisorctlIsForClients() throws IOException {
        assertThat(read("[supervisorctl]\nserverurl=unix:///x\n[ctlplugin:x]\n").isForClientsOnly())
                .isTrue();
        assertThat(read("[supervisorctl]\n[supervisord]\n").isForClientsOnly()).isFalse();
        assertThat(read("[supervisorctl]\n[program:x]\n").isForClientsOnly()).isFalse();
    }

    @Test
    void whatIsMissingMayBeInAnIncludedFile() throws IOException {
        assertThat(read("[supervisord]\n[include]\nfiles=*.conf\n").hasIncludes())
                .isTrue();
    }

    @Test
    void thePortIsTheNumberBehindTheAddress() throws IOException {
        assertThat(read("[inet_http_server]\nport=127.0.0.1:9001\n").portNumber())
                .isEqualTo(9001);
        assertThat(read("[inet_http_server]\nport=[::1]:9002\n").portNumber()).isEqualTo(9002);
        assertThat(read("[inet_http_server]\nport=x\n").portNumber()).isNull();
    }

    @Test
    void onlyAnOrdinaryFileIsRead() {
        assertThat(DaemonConfiguration.read(Path.of("/dev/zero"), Map.of())).isNull();
        assertThat(DaemonConfiguration.read(folder, Map.of())).isNull();
    }
}
