package org.supervisor4j.daemon.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.config.FakeSurroundings;
import org.supervisor4j.daemon.config.MapSource;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.ini.ConfigException;

class MisspellingsTest {
    private static List<String> warnings(String text, boolean start) throws ConfigException {
        MapSource files = new MapSource().with("s.conf", "[supervisord]\n" + text);
        ConfigParser parser = new ConfigParser(files, new FakeSurroundings(), CommandLineOverrides.NONE);
        SupervisordConfig config = start ? parser.parse("s.conf") : parser.reread("s.conf");
        return config.messages().warnings();
    }

    @ParameterizedTest
    @CsvSource({
        "autostrat, autostart",
        "commandx, ",
        "startsec, startsecs",
        "autorestarts, autorestart",
        "enviroment, environment",
        "usr, user",
        "stdout_logfile_maxbyte, stdout_logfile_maxbytes"
    })
    void aKeyThatIsAKnownOneButForASlipIsWarnedOfAtAStart(String key, String meant) throws ConfigException {
        List<String> warnings = warnings("[program:x]\ncommand=c\n" + key + "=1\n", true);

        assertThat(warnings)
                .isEqualTo(
                        meant == null
                                ? List.of()
                                : List.of("s.conf:4: " + key
                                        + " is no key of [program:x]; it has no effect; did you mean " + meant + "?"));
    }

    @Test
    void aSectionThatIsAKnownOneButForASlipIsWarnedOfAtAStart() throws ConfigException {
        assertThat(warnings("[progam:web]\ncommand=c\n", true))
                .containsExactly("s.conf:2: [progam:web] is no section; it has no effect; did you mean [program:web]?");
    }

    @Test
    void aSectionsNameWithoutItsEndIsWarnedOfAtAStart() throws ConfigException {
        assertThat(warnings("[program:web\ncommand=c\n", true))
                .containsExactly("s.conf:2: a section's name ends with ]; without it, this line and those below are"
                        + " keys of [supervisord]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[program:x]\ncommand=c\nxautostart=1\nautostart_old=1\nrestart_when_binary_changed=y\nenvironment_file=z",
                "[xprogram:x]\ncomand=c",
                "[program-off:x]\ncomand=c",
                "[mine]\nautostrat=1",
                "[ctlplugin:x]\nautostrat=1",
                "[rpcinterface:x]\nsupervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface\nusr=1"
            })
    void whatBelongsToOthersOrWasPutAsideIsNoSlip(String text) throws ConfigException {
        assertThat(warnings(text, true)).isEmpty();
    }

    @Test
    void aRereadDoesNotLookForSlips() throws ConfigException {
        assertThat(warnings("[program:x]\ncommand=c\nautostrat=1\n", false)).isEmpty();
    }
}
