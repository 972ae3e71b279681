package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.MachineCode;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({"amd64, X86_64", "x86_64, X86_64", "aarch64, AARCH64", "arm64, AARCH64"})
    void theJvmsNamesAreKnown(String osArch, Architecture architecture) throws Exception {
        assertThat(Architecture.of("Linux", osArch)).isEqualTo(architecture);
    }

    @ParameterizedTest
    @CsvSource({"Linux, riscv64", "Linux, i386", "Mac OS X, aarch64", "FreeBSD, amd64"})
    void otherPlatformsAreRefusedByName(String osName, String osArch) {
        assertThatThrownBy(() -> Architecture.of(osName, osArch))
                .isInstanceOf(UnsupportedPlatformException.class)
                .hasMessage("supervisord cannot start programs on " + osName + " on " + osArch
                        + ": it has code for Linux on x86_64 and aarch64 (64 bits) only; run it on one of those");
    }

    @ParameterizedTest
    @EnumSource
    void eachHasItsMachineCode(Architecture architecture) {
        assertThat(MachineCode.SPAWN.bytes(architecture)).hasSize(192);
        assertThat(MachineCode.ON_SIGNAL.bytes(architecture)).hasSize(48).endsWith(new byte[8]);
    }

    @Test
    void memoryThatCannotBeMappedIsReportedWithItsError() throws Exception {
        LibC libc = LibC.load();

        // Nothing is the one size that no kernel maps.
        assertThatThrownBy(() -> MachineCode.install(libc, new byte[0]))
                .isInstanceOf(UnsupportedPlatformException.class)
                .hasMessageStartingWith("cannot map 0 bytes of memory: EINVAL (Invalid argument); ");
    }
}
