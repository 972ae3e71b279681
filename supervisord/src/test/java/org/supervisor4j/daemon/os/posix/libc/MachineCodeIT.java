package org.supervisor4j.daemon.os.posix.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.daemon.os.Errno;

/** The bytes that are checked in are those of their sources, and those for aarch64 run. */
@Tag("process")
class MachineCodeIT {
    private static final String HINT =
            ": install it (Debian: apt-get install binutils binutils-aarch64-linux-gnu qemu-user)";

    @ParameterizedTest
    @CsvSource({
        "SPAWN, X86_64",
        "ON_SIGNAL, X86_64",
        "SPAWN, AARCH64",
        "ON_SIGNAL, AARCH64",
    })
    void theBytesAreThoseOfTheSource(MachineCode code, Architecture architecture, @TempDir Path folder)
            throws Exception {
        String name = code.name().toLowerCase(Locale.ROOT) + "-" + architecture.id + ".S";
        Path source = Path.of(System.getProperty("basedir", ""), "src", "main", "native", name)
                .toAbsolutePath();
        boolean native64 = architecture == Architecture.X86_64;
        String assembler = native64 ? "x86_64-linux-gnu-as" : "aarch64-linux-gnu-as";
        String objcopy = native64 ? "x86_64-linux-gnu-objcopy" : "aarch64-linux-gnu-objcopy";

        run(folder, assembler, source.toString(), "-o", "code.o");
        run(folder, objcopy, "-O", "binary", "-j", ".text", "code.o", "code.bin");

        assertThat(code.bytes(architecture)).isEqualTo(Files.readAllBytes(folder.resolve("code.bin")));
    }

    /**
     * Under qemu's emulation of Linux on aarch64. It emulates clone as fork or as the making of a thread, so what runs
     * here is the child with a copy of our memory. CLONE_VM without CLONE_VFORK, which is how the daemon spawns as a
     * rule, it refuses (7.2 does): that flag is the kernel's affair and not the stub's, but it is tested on x86_64
     * only.
     */
    @Test
    void onAarch64TheStubsDoWhatTheyShould(@TempDir Path folder) throws Exception {
        Path source = resource(folder);
        Files.write(folder.resolve("spawn.bin"), MachineCode.SPAWN.bytes(Architecture.AARCH64));
        Files.write(folder.resolve("on_signal.bin"), MachineCode.ON_SIGNAL.bytes(Architecture.AARCH64));
        run(folder, "aarch64-linux-gnu-as", source.toString(), "-o", "run.o");
        run(folder, "aarch64-linux-gnu-ld", "--no-warn-rwx-segments", "run.o", "-o", "run");

        ByteBuffer answers = ByteBuffer.wrap(run(folder, "qemu-aarch64", "run")).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(answers.remaining()).isEqualTo(11 * Long.BYTES);
        assertThat(answers.getLong(0)).as("pid of the failing child").isPositive();
        assertThat(answers.getInt(8)).as("its wait status").isEqualTo(127 << 8);
        assertThat(answers.getLong(16)).as("its error").isEqualTo(-2);
        assertThat(answers.getLong(24)).as("its row").isOne();
        assertThat(answers.getLong(32)).as("pid of the good child").isPositive();
        assertThat(answers.getInt(40)).as("its wait status").isZero();
        assertThat(answers.getLong(48)).as("its error").isZero();
        assertThat(answers.getLong(56)).as("our signal mask").isEqualTo(0x800);
        assertThat(answers.getLong(64)).as("registers that changed").isZero();
        assertThat(answers.getLong(72)).as("signals counted").isEqualTo(3);
        assertThat(answers.getLong(80))
                .as("a refusal, or in a later version of qemu a pid")
                .satisfiesAnyOf(answer -> assertThat(answer).isEqualTo(-Errno.EINVAL), answer -> assertThat(answer)
                        .isPositive());
    }

    private static Path resource(Path folder) throws IOException {
        String name = "run_stubs-aarch64.S";
        try (var in = MachineCodeIT.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            Path copy = folder.resolve(name);
            Files.copy(in, copy);
            return copy;
        }
    }

    private static byte[] run(Path folder, String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(List.of(command))
                    .directory(folder.toFile())
                    .redirectError(folder.resolve("errors").toFile())
                    .start();
        } catch (IOException e) {
            return fail("cannot run " + command[0] + HINT, e);
        }
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(20, TimeUnit.SECONDS))
                .as("%s ended", command[0])
                .isTrue();
        assertThat(process.exitValue())
                .as(
                        "%s: %s",
                        String.join(" ", command), Files.readString(folder.resolve("errors"), StandardCharsets.UTF_8))
                .isZero();
        return output;
    }
}
