package org.supervisor4j.daemon.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.events.BufferedEvent;
import org.supervisor4j.daemon.events.EventType;
import org.supervisor4j.daemon.supervisor.RecordingLog;
import org.supervisor4j.plugin.PluginFolder;
import org.supervisor4j.plugin.ResultHandlerPlugin;
import org.supervisor4j.sampleplugin.LengthHandler;

class ResultHandlersTest {
    private static final BufferedEvent EVENT = new BufferedEvent(EventType.TICK_5, "when:5", 7, 3, 0);

    private final RecordingLog log = new RecordingLog();
    private final Path folder;
    private final ResultHandlers handlers;

    ResultHandlersTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        int owner = (int) Files.getAttribute(folder, "unix:uid");
        handlers = new ResultHandlers(new PluginFolder(folder, owner), log);
    }

    @BeforeEach
    void putThePluginThere() throws IOException {
        String classFile = LengthHandler.class.getName().replace('.', '/') + ".class";
        Path jar = folder.resolve("length.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                InputStream bytes = LengthHandler.class.getResourceAsStream("/" + classFile)) {
            zip.putNextEntry(new ZipEntry("META-INF/services/" + ResultHandlerPlugin.class.getName()));
            zip.write(LengthHandler.class.getName().getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry(classFile));
            Objects.requireNonNull(bytes).transferTo(zip);
        }
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void theBuiltInOneAcceptsExactlyOk() {
        ResultHandler handler = handlers.of("supervisor.dispatchers:default_handler");

        assertThat(handler.accepts(EVENT, bytes("OK"))).isTrue();
        assertThat(handler.accepts(EVENT, bytes("OK\n"))).isFalse();
    }

    @Test
    void aPluginJudgesByTheEventAndTheAnswer() {
        ResultHandler handler = handlers.of("sample.handlers:length");

        assertThat(handler.accepts(EVENT, bytes("123456"))).isTrue();
        assertThat(handler.accepts(EVENT, bytes("OK"))).isFalse();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void anErrorOfAPluginIsAFailureOfTheHandlerAndNoMore() {
        ResultHandler handler = handlers.of("sample.handlers:length");

        assertThatThrownBy(() -> handler.accepts(EVENT, new byte[0]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("empty");
    }
}
