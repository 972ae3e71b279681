package org.supervisor4j.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any bytes as a configuration end in a configuration or in a clear error: never in a stack trace, never in more than
 * 64 MB, never in a hang. {@code -Dsupervisor4j.torture.seconds=600} goes on for longer, in seconds of the processor.
 */
@Tag("process")
class HostileConfigurationIT {
    private static final long SECONDS = Long.getLong("supervisor4j.torture.seconds", 5);
    private static final long SEED = Long.getLong("supervisor4j.seed", 20261121);
    /** A machine may be busy; a hang is seen by the reader itself, in time of the processor. */
    private static final long PATIENCE = 600;

    @Test
    @Timeout(7200)
    void anyBytesEndInAConfigurationOrAClearErrorWithin64Megabytes(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process reader = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-Xss512k",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileReader.class.getName(),
                        Long.toString(SEED),
                        Long.toString(SECONDS)))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(reader.waitFor(10 * SECONDS + PATIENCE, TimeUnit.SECONDS))
                    .as("ended; it said %s", Files.readString(output))
                    .isTrue();
        } finally {
            reader.destroyForcibly();
        }

        System.out.print(Files.readString(output));
        assertThat(reader.exitValue()).as(Files.readString(output)).isZero();
    }
}
