package org.supervisor4j.daemon.os.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.posix.libc.NativeText;

class LauncherEnvironmentTest {
    @Test
    void anEnvironmentThatCameThroughWholeIsLeftAlone() {
        List<String> variables = List.of("PATH=/bin", "A=", "LONG_SUPERVISOR4J_ENVIRONMENT=no");

        assertThat(LauncherEnvironment.restore(variables)).isEqualTo(variables);
    }

    @Test
    void whatTheShellLostOrChangedIsAsItWas() {
        List<String> variables =
                List.of(carrier("PATH=/bin\0spring.profile=x\0PWD=/gone\0TWO=a\nb\0"), "PWD=/", "PATH=/bin");

        assertThat(LauncherEnvironment.restore(variables))
                .containsExactly("PATH=/bin", "spring.profile=x", "PWD=/gone", "TWO=a\nb");
    }

    @Test
    void bytesThatAreNotUtf8Survive() throws CharacterCodingException {
        List<String> restored = LauncherEnvironment.restore(List.of(carrier("a.b=\u00e9\0")));

        assertThat(NativeText.encode(restored.get(0))).isEqualTo("a.b=\u00e9".getBytes(ISO_8859_1));
    }

    @Test
    void anEmptyEnvironmentIsEmpty() {
        assertThat(LauncherEnvironment.restore(List.of(carrier("")))).isEmpty();
    }

    @Test
    void aVariableOfThatNameFromElsewhereIsDropped() {
        assertThat(LauncherEnvironment.restore(List.of("A=b", "SUPERVISOR4J_ENVIRONMENT=not base64")))
                .containsExactly("A=b");
    }

    /** One char for each byte of the block. */
    private static String carrier(String block) {
        return "SUPERVISOR4J_ENVIRONMENT=" + Base64.getEncoder().encodeToString(block.getBytes(ISO_8859_1));
    }

    @Test
    void whatAStartInTheBackgroundHandsOverGoesNoFurther() {
        List<String> variables =
                List.of("A=b", "SUPERVISOR4J_START_STAGE=background", "SUPERVISOR4J_START_NAME=x", "C=d");

        assertThat(LauncherEnvironment.restore(variables)).containsExactly("A=b", "C=d");
    }
}
