package org.supervisor4j.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.config.ConfigCheck.Report;
import org.supervisor4j.model.Spelling;

class ConfigCheckTest {
    private final MapSource files = new MapSource();

    private String check(String text) {
        return check(text.getBytes(StandardCharsets.UTF_8));
    }

    private String check(byte[] bytes) {
        files.with("s.conf", new ConfigSource.Content.Bytes(bytes));
        return report().findings().stream().map(Finding::toString).collect(Collectors.joining());
    }

    private Report report() {
        return new ConfigCheck(files, new FakeSurroundings(), CommandLineOverrides.NONE).check("s.conf");
    }

    @Test
    void aGoodConfigurationIsGood() {
        assertThat(check("[supervisord]\n[program:x]\ncommand=date +%%H\n[supervisorctl]\nprompt=p\n"))
                .isEmpty();
        assertThat(report().isGood()).isTrue();
        assertThat(report().config()).isNotNull();
    }

    /** Each row: what is behind {@code [supervisord]} in line 1, and what the check says of it. */
    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("minfds=x", "s.conf:2: error: invalid literal for int() with base 10: 'x'\n"),
                arguments("minfds=x\numask=9", """
                        s.conf:2: error: invalid literal for int() with base 10: 'x'
                        s.conf:3: error: 9 can not be converted to an octal type
                        """),
                arguments(
                        "logfle=/tmp/x",
                        "s.conf:2: error: logfle is no key of [supervisord]; it has no effect; did you mean logfile?\n"),
                arguments(
                        "autorestart=true",
                        "s.conf:2: error: autorestart is no key of [supervisord]; it has no effect; it belongs to"
                                + " [program:NAME]\n"),
                arguments(
                        "[inet_http_server]\nport=nosuch.example:9001",
                        "s.conf:3: error: there is no host nosuch.example here, so that a start would fail\n"),
                arguments(
                        "[inet_http_server]\nport=::1:9001",
                        "s.conf:3: error: an IPv6 address stands in brackets: [::1]:9001\n"),
                arguments("[inet_http_server]\nport=[::1]:9001", ""),
                arguments("qqqqqqqq=1", "s.conf:2: error: qqqqqqqq is no key of [supervisord]; it has no effect\n"),
                arguments(
                        "[programs:web]\ncommand=x",
                        "s.conf:2: error: [programs:web] is no section that supervisord knows; it has no effect; did you"
                                + " mean [program:web]?\n"),
                arguments(
                        "[Program:web]",
                        "s.conf:2: error: [Program:web] is no section that supervisord knows; it has no effect; did you"
                                + " mean [program:web]?\n"),
                arguments(
                        "[inet_htp_server]\nport=1",
                        "s.conf:2: error: [inet_htp_server] is no section that supervisord knows; it has no effect; did"
                                + " you mean [inet_http_server]?\n"),
                arguments(
                        "[something:else]",
                        "s.conf:2: error: [something:else] is no section that supervisord knows; it has no effect\n"),
                arguments("early", "s.conf:2: error: neither a [section] nor a key with '=' or ':': 'early'\n"),
                arguments("=1", "s.conf:2: error: no key before the delimiter: '=1'\n"),
                arguments(
                        "[DEFAULT]\nnoone=1",
                        "s.conf:3: error: [DEFAULT] has a key noone that no section knows; it has no effect\n"),
                arguments(
                        "[program:x]\ncommand=c\nstdout_logfile=syslog",
                        "s.conf:4: warning: For [program:x], stdout_logfile=syslog but this is deprecated and will be"
                                + " removed.  Use stdout_syslog=true to enable syslog instead.\n"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void everythingIsToldWithItsLine(String text, String expected) {
        assertThat(check("[supervisord]\n" + text)).isEqualTo(expected);
    }

    @Test
    void aStrayPercentSignIsShownWithItsColumnAndHowToWriteIt() {
        assertThat(check("[supervisord]\n[program:x]\n  command = date +%H:%M %(program_name)s %%\n"))
                .isEqualTo(
                        "s.conf:3:19: error: Format string 'date +%H:%M %(program_name)s %%' for 'program:x.command' is"
                                + " badly formatted: unsupported format character 'H' (0x48) at index 7 in section 'program:x'"
                                + " (file: 's.conf')\n"
                                + "      command = date +%H:%M %(program_name)s %%\n"
                                + "                      ^ to have a percent sign here, write\n"
                                + "      command = date +%%H:%%M %(program_name)s %%\n");
    }

    @Test
    void inAContinuationLineTheLineIsThatOfTheSign() {
        assertThat(check("[supervisord]\nenvironment=A=\"1\",\n  ; nothing\n\tB=\"5%\"\n"))
                .startsWith("s.conf:4:6: error: Format string ")
                .endsWith("    \tB=\"5%\"\n    \t    ^ to have a percent sign here, write\n    \tB=\"5%%\"\n");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a%b", "a%%b", "a%%d%%%%"})
    void whatIsExpandedTwiceTakesFourPercentSigns(String value) {
        String right = value.equals("a%%d%%%%") ? "a%%%%d%%%%" : "a%%%%b";

        assertThat(check("[supervisord]\n[program:x]\ncommand=c\nstdout_logfile=" + value))
                .startsWith("s.conf:4:17: error: Format string ")
                .endsWith("\n    stdout_logfile=" + right + "\n");
        assertThat(check("[supervisord]\n[program:x]\ncommand=c\nstdout_logfile=" + right))
                .isEmpty();
    }

    /** Python takes {@code %s} for all names at once, so a start says nothing. */
    @Test
    void aFormatWithoutANameIsAMistakeAlthoughAStartIsSilent() {
        assertThat(check("[supervisord]\n[program:x]\ncommand=date +%s\n"))
                .startsWith(
                        "s.conf:3:15: error: a percent sign in command that is not doubled begins a format without a"
                                + " name\n")
                .endsWith("    command=date +%%s\n");
    }

    @Test
    void theSignsOfAReplacedDirectoryDoNotShiftTheColumn() {
        files.with("/srv/inc/a.conf", "");

        assertThat(check("[supervisord]\n[include]\nfiles=inc/*\n[program:x]\ncommand=%(here)s/x %Q\n"))
                .startsWith("s.conf:5:20: error: Format string '/srv/x %Q' for ");
    }

    @Test
    void defaultsAreFineWhereverAnySectionKnowsThem() {
        assertThat(check("[DEFAULT]\nautostart=false\n[supervisord]\n[program:x]\ncommand=c\n"))
                .isEmpty();
    }

    @Test
    void keysOfExtensionsAreTheirsAlone() {
        assertThat(check("[supervisord]\n[ctlplugin:x]\nanything=1\n[inet_http_server:two]\nport=1\n"))
                .isEmpty();
    }

    @Test
    void mistakesOfAllFilesComeFileByFile() {
        files.with("/srv/inc/b.conf", "[program:b]\nautostrt=1\ncommand=c\n[include]\nfiles=x\n");
        files.with("/srv/inc/a.conf", "stray\n[program:a]\n");

        assertThat(check("[supervisord]\nbad\n[include]\nfiles=inc/* none/*\n")).isEqualTo("""
                        s.conf:2: error: neither a [section] nor a key with '=' or ':': 'bad'
                        s.conf:4: warning: No file matches via include "/srv/none/*"
                        /srv/inc/a.conf:1: error: text before the first [section]: 'stray'
                        /srv/inc/a.conf:2: error: program section program:a does not specify a command in section 'program:a' (file: '/srv/inc/a.conf')
                        /srv/inc/b.conf:2: error: autostrt is no key of [program:b]; it has no effect; did you mean autostart?
                        /srv/inc/b.conf:5: error: [include] has no effect in a file that is included itself; name the files in s.conf
                        """);
    }

    @Test
    void includedFilesThatAreNotReadAreTold() {
        files.with("/srv/inc/a.conf", new ConfigSource.Content.Refused("is not a regular file"));
        files.with("/srv/inc/b.conf", new ConfigSource.Content.Unreadable());

        assertThat(check("[supervisord]\n[include]\nfiles=inc/*\n")).isEqualTo("""
                        s.conf:3: error: could not read config file /srv/inc/a.conf: it is not a regular file
                        s.conf:3: warning: /srv/inc/b.conf cannot be read; a start skips it
                        """);
    }

    @Test
    void aMissingFileAndAMissingSectionAreTold() {
        assertThat(report().findings())
                .extracting(Finding::toString)
                .containsExactly("s.conf: error: could not find config file s.conf\n");
        assertThat(check("[program:x]\ncommand=c\nstartsecs=x\n"))
                .startsWith("s.conf: error: .ini file does not include supervisord section\n")
                .contains("s.conf:3: error: invalid literal");
    }

    @Test
    void aByteOrderMarkIsNamed() {
        assertThat(check("\ufeff[supervisord]\n"))
                .contains("s.conf:1: error: the file begins with a byte order mark; save it as UTF-8 without one\n");
    }

    @Test
    void nothingInAFileOperatesTheTerminal() {
        String told = check("[supervisord]\n[program:x]\ncommand=%\u001b[2J\n[\u001b]0;x\u0007]\numask=\u009b\n");

        assertThat(told.chars().filter(c -> c != '\n' && Character.isISOControl(c)))
                .isEmpty();
    }

    @Test
    void warningsAloneAreGood() {
        assertThat(check("[supervisord]\n[include]\nfiles=none/*\n")).contains(": warning: ");
        assertThat(report().isGood()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void theNearestWordIsGuessed(String given, String expected) {
        List<String> words = List.of("command", "umask", "user", "stdout_logfile", "stderr_logfile");

        assertThat(String.valueOf(Spelling.nearest(given, words))).isEqualTo(expected);
    }

    static Stream<Arguments> spellings() {
        return Stream.of(
                arguments("comand", "command"),
                arguments("ocmmand", "command"),
                arguments("COMMAND", "command"),
                arguments("usr", "user"),
                arguments("stderr_logfiles", "stderr_logfile"),
                arguments("stdlogfile", "null"),
                arguments("xyz", "null"),
                arguments(" ", "null"));
    }
}
