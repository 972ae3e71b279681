package org.supervisor4j.ctl.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HintsTest {
    private static final DaemonUrl URL = new DaemonUrl("http://localhost:9001");

    private static String shown(Screen screen, Consumer<Output> hint) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Output errors = new Output(bytes, OutputEncoding.UTF_8, screen);
        hint.accept(errors);
        errors.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String shown(Consumer<Output> hint) {
        return shown(Screen.PLAIN, hint);
    }

    @Test
    void aRefusedLoginIsNamedWithItsOriginButWithoutThePassword() {
        assertThat(shown(errors -> Hints.refusedLogin(errors, "joe", "tellnobody", "username from option -u", URL)))
                .isEqualTo("Hint: the login that was refused is joe (username from option -u).\n");
    }

    @Test
    void wherePartOfALoginIsMissingNoneWasTried() {
        assertThat(shown(errors -> Hints.refusedLogin(errors, "joe", null, "there is no password", URL)))
                .startsWith("Hint: no login was tried: there is no password; give both");
    }

    @Test
    void aLoginInTheUrlIsNotUsed() {
        DaemonUrl url = new DaemonUrl("http://joe:secret@localhost:9001/");

        assertThat(shown(errors -> Hints.refusedLogin(errors, null, null, "", url)))
                .endsWith("Hint: what stands before @ in the server URL is not used.\n")
                .doesNotContain("secret");
        assertThat(new DaemonUrl("http://localhost/a@b").hasLogin()).isFalse();
        assertThat(new DaemonUrl("unix:///a@b").hasLogin()).isFalse();
    }

    @Test
    void optionsAfterAnActionAreExplained() {
        assertThat(shown(errors -> Hints.optionsAfter(errors, TypedLine.parse("status -h"))))
                .startsWith("Hint: \"help status\" tells");
        assertThat(shown(errors -> Hints.optionsAfter(errors, TypedLine.parse("status -c x"))))
                .contains("options stand before the action");
        assertThat(shown(errors -> Hints.optionsAfter(errors, TypedLine.parse("tail -f web"))))
                .isEmpty();
    }

    @Test
    void aMisspeltActionIsGuessed() {
        List<String> actions = List.of("start", "status", "stop");

        assertThat(shown(errors -> Hints.unknownAction(errors, "stauts web", actions)))
                .isEqualTo("Hint: did you mean \"status\"?\n");
        assertThat(shown(errors -> Hints.unknownAction(errors, "frobnicate", actions)))
                .isEqualTo("Hint: \"help\" lists the actions.\n");
    }

    @Test
    void thePlacesWithoutAConfigurationFileAreListed() {
        ConfigurationSource none = new ConfigurationSource("", List.of("a.conf", "b.conf"));

        assertThat(shown(errors -> Hints.noConfiguration(errors, none))).contains("a.conf, b.conf", "by -c");
        assertThat(shown(errors -> Hints.noConfiguration(errors, new ConfigurationSource("", List.of()))))
                .isEmpty();
    }

    @Test
    void filesAndPipesGetNoHints() {
        assertThat(shown(Screen.NONE, errors -> {
                    Hints.refusedLogin(errors, null, null, "", URL);
                    Hints.optionsAfter(errors, TypedLine.parse("status -h"));
                    Hints.unknownAction(errors, "stauts", List.of("status"));
                    Hints.noConfiguration(errors, new ConfigurationSource("", List.of("a")));
                }))
                .isEmpty();
    }
}
