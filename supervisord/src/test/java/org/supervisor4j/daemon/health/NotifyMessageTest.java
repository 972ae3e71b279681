package org.supervisor4j.daemon.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NotifyMessageTest {
    private static NotifyMessage parse(String text) {
        return NotifyMessage.parse(text.getBytes(UTF_8));
    }

    @Test
    void readsWhatProgramsSay() {
        NotifyMessage message = parse("READY=1\nSTATUS=Ready to serve\nMAINPID=77\n");

        assertThat(message.ready()).isTrue();
        assertThat(message.status()).isEqualTo("Ready to serve");
        assertThat(message.mainPid()).isEqualTo(77);
        assertThat(message.extendMicros()).isEqualTo(-1);
    }

    @Test
    void aZeroSaysNothing() {
        NotifyMessage message = parse("READY=0\nSTOPPING=\nRELOADING=yes\nWATCHDOG=0\nBARRIER=2");

        assertThat(message.ready()).isFalse();
        assertThat(message.stopping()).isFalse();
        assertThat(message.reloading()).isFalse();
        assertThat(message.alive()).isFalse();
        assertThat(message.barrier()).isFalse();
    }

    @Test
    void knowsTheRest() {
        assertThat(parse("STOPPING=1").stopping()).isTrue();
        assertThat(parse("RELOADING=1\nMONOTONIC_USEC=5").reloading()).isTrue();
        assertThat(parse("BARRIER=1").barrier()).isTrue();
        assertThat(parse("WATCHDOG=1").alive()).isTrue();
        assertThat(parse("WATCHDOG=trigger").trigger()).isTrue();
        assertThat(parse("WATCHDOG_USEC=5000000").watchdogMicros()).isEqualTo(5_000_000);
        assertThat(parse("EXTEND_TIMEOUT_USEC=30000000").extendMicros()).isEqualTo(30_000_000);
    }

    @Test
    void badNumbersSayNothingAndLargeOnesAreCut() {
        assertThat(parse("MAINPID=-1").mainPid()).isZero();
        assertThat(parse("MAINPID=99999999999999999999").mainPid()).isZero();
        assertThat(parse("EXTEND_TIMEOUT_USEC=x").extendMicros()).isEqualTo(-1);
        assertThat(parse("EXTEND_TIMEOUT_USEC=999999999999999999").extendMicros())
                .isEqualTo(31_622_400_000_000L);
    }

    @Test
    void aStatusIsNoCommandToATerminal() {
        assertThat(parse("STATUS=a\u001b[31mred\u0007\u202eback\u2028x").status())
                .isEqualTo("a?[31mred??back?x");
        assertThat(parse("STATUS=" + "x".repeat(5000)).status()).hasSize(256);
    }

    @Test
    void anyBytesCanBeRead() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);

            assertThat(NotifyMessage.parse(bytes).ready()).isFalse();
        }
    }
}
