package org.supervisor4j.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.cli.ConfigFiles;
import org.supervisor4j.daemon.config.reading.CommandLineOverrides;
import org.supervisor4j.daemon.config.reading.ConfigParser;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.ini.ConfigException;

/**
 * Reading takes time in proportion to the files. The time of the processor is measured, so that a busy machine does not
 * matter; {@code dist/src/setup/bench-configuration} takes the time that passes, and compares it with Supervisor's.
 */
@Tag("process")
class ManyFilesIT {
    private static final int FILES = 1000;
    private static final int PROGRAMS = 5;
    private static final int ROUNDS = 3;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @Test
    void fiveThousandProgramsInAThousandFilesAreReadInLessThanASecond(@TempDir Path folder)
            throws IOException, ConfigException, UnsupportedPlatformException {
        Path included = Files.createDirectory(folder.resolve("conf.d"));
        for (int file = 0; file < FILES; file++) {
            Files.writeString(included.resolve(file + ".conf"), programs(file));
        }
        Path main = Files.writeString(
                folder.resolve("supervisord.conf"),
                "[supervisord]\nenvironment=D=\"%(here)s\"\n[include]\nfiles=conf.d/*.conf\n");
        FakeSurroundings surroundings = new FakeSurroundings();
        IntStream.range(0, 100).forEach(i -> surroundings.environment.put("V" + i, "x"));
        ConfigFiles files = new ConfigFiles(PosixSystem.open().descriptors());

        long quickest = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            ConfigParser parser = new ConfigParser(files, surroundings, CommandLineOverrides.NONE);
            long start = threads.getCurrentThreadCpuTime();
            SupervisordConfig config = parser.parse(main.toString());
            quickest = Math.min(quickest, threads.getCurrentThreadCpuTime() - start);
            assertThat(config.groups()).hasSize(FILES * PROGRAMS);
        }

        System.out.printf("5000 programs in 1000 files: %d ms of the processor%n", quickest / 1_000_000);
        assertThat(Duration.ofNanos(quickest)).isLessThan(Duration.ofSeconds(1));
    }

    private static String programs(int file) {
        return IntStream.range(0, PROGRAMS)
                .mapToObj(i -> "[program:p" + file + "_" + i + "]\ncommand=%(here)s/p %(process_num)d\nuser=web\n"
                        + "stdout_logfile=/tmp/%(program_name)s.log\nenvironment=A=\"%(here)s\"\n")
                .collect(Collectors.joining());
    }
}
