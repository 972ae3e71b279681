package org.supervisor4j.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalDeviceTest {
    private static final List<String> DRIVERS = List.of(
            "/dev/tty             /dev/tty        5       0 system:/dev/tty",
            "/dev/console         /dev/console    5       1 system:console",
            "/dev/ptmx            /dev/ptmx       5       2 system",
            "serial               /dev/ttyS       4      64-95 serial",
            "pty_slave            /dev/pts      136 0-1048575 pty:slave",
            "pty_master           /dev/ptm      128 0-1048575 pty:master",
            "unknown              /dev/tty        4 1-63 console");

    @ParameterizedTest
    @CsvSource({
        "136, 0, true", // pseudo-terminals, of whatever mount
        "143, 300000, true",
        "5, 0, true",
        "5, 1, true",
        "5, 2, false", // the makers' ends of pseudo-terminals
        "128, 7, false",
        "4, 1, true",
        "4, 95, true",
        "4, 96, false",
        "1, 3, false", // /dev/null
        "0, 0, false"
    })
    void aTerminalIsKnownByTheNumberOfItsDevice(long major, long minor, boolean terminal) {
        long device = (minor & 0xff) | (major << 8) | ((minor & ~0xffL) << 12);

        assertThat(TerminalDevice.isTerminal(device, DRIVERS)).isEqualTo(terminal);
    }

    @ParameterizedTest
    @CsvSource({"136, true", "4, false"})
    void withoutTheListOfDriversPseudoTerminalsAreKnown(long major, boolean terminal) {
        assertThat(TerminalDevice.isTerminal(major << 8 | 1, List.of())).isEqualTo(terminal);
    }
}
