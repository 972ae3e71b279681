package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleConfigurationIT {
    private static final Pattern SECTION = Pattern.compile(";?(\\[[a-z_:]+])");
    private static final Pattern OPTION = Pattern.compile(";?([a-z_.]+) ?=\\s?(\\S*).*");

    @Test
    void whatIsSwitchedOnIsWhatDebiansSampleSwitchesOn() {
        assertThat(options(Installation.OURS, false)).isEqualTo(options(Installation.DEBIAN, false));
    }

    @Test
    void everyOptionOfDebiansSampleIsThere() {
        assertThat(options(Installation.OURS, true)).containsAll(options(Installation.DEBIAN, true));
    }

    @Test
    void argumentsMakeNoDifference() {
        Command echo = Command.of(Installation.OURS.echoSupervisordConf());

        assertThat(echo.and("-x", "y").run()).isEqualTo(echo.run());
    }

    @ParameterizedTest(name = "{0} supervisord")
    @EnumSource(Installation.class)
    void theSampleRunsAsItIs(Installation installation) throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.write(
                    "supervisord.conf",
                    sample(Installation.OURS).replace("/tmp", sandbox.root().toString()));

            try (Daemon daemon =
                    Daemon.start(installation, sandbox.path("supervisord.conf"), sandbox.path("supervisor.sock"))) {
                assertThat(daemon.rpc().answers()).isTrue();
                assertThat(sandbox.read("supervisord.pid")).isEqualTo(daemon.pid() + "\n");
            }
        }
    }

    /** @param all also those that stand behind a semicolon; then without their values */
    private static Set<String> options(Installation installation, boolean all) {
        Set<String> options = new TreeSet<>();
        String section = "";
        boolean on = false;
        for (String line : sample(installation).lines().toList()) {
            Matcher header = SECTION.matcher(line);
            if (header.lookingAt()) {
                section = header.group(1);
                on = !line.startsWith(";");
            }
            Matcher option = OPTION.matcher(line);
            if (option.matches() && all) {
                options.add(section + " " + option.group(1));
            } else if (option.matches() && on && !line.startsWith(";")) {
                options.add(section + " " + option.group(1) + "=" + option.group(2));
            }
        }
        return options;
    }

    private static String sample(Installation installation) {
        return Command.of(installation.echoSupervisordConf()).run().stdout();
    }
}
