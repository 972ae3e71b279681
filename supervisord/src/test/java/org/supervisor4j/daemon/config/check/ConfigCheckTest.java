package org.supervisor4j.daemon.config.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.config.FakeSurroundings;
import org.supervisor4j.daemon.config.MapSource;
import org.supervisor4j.daemon.config.check.ConfigCheck.Report;
import org.supervisor4j.daemon.config.reading.CommandLineOverrides;
import org.supervisor4j.daemon.config.reading.ConfigSource;
import org.supervisor4j.model.Spelling;

class ConfigCheckTest {
    private static final String RPC = """
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
            """;

    private final FakeSurroundings surroundings = new FakeSurroundings();
    private final MapSource files = new MapSource();

    private String check(String text) {
        return check(text.getBytes(StandardCharsets.UTF_8));
    }

    private String check(byte[] bytes) {
        files.with("s.conf", new ConfigSource.Content.Bytes(bytes));
        return report().findings().stream().map(Finding::toString).collect(Collectors.joining());
    }

    private Report report() {
        return new ConfigCheck(files, surroundings, CommandLineOverrides.NONE).check("s.conf");
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
                        "[inet_http_server]\nport=nosuch.example:9001\n" + RPC,
                        "s.conf:3: error: there is no host nosuch.example here, so that a start would fail\n"),
                arguments(
                        "[inet_http_server]\nport=::1:9001\n" + RPC,
                        "s.conf:3: error: an IPv6 address stands in brackets: [::1]:9001\n"),
                arguments("[inet_http_server]\nport=[::1]:9001\n" + RPC, ""),
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
        assertThat(check("[supervisord]\n[ctlplugin:x]\nanything=1\n[inet_http_server:two]\nport=1\n" + RPC))
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
    void aFileThatIsIncludedTwiceIsOneSentence() {
        String text = "[supervisord]\n[include]\nfiles=*.conf inc/*\n[program:x]\ncommand=c\n";
        files.with("/srv/s.conf", text);
        files.with("/srv/inc/a.conf", "[program:a]\ncommand=c\n");

        assertThat(check(text)).isEqualTo("""
                        s.conf:3: warning: [include] files names this file itself, which is read twice then; leave it out
                        s.conf:3: warning: [include] files names /srv/inc/a.conf twice
                        """);
    }

    @Test
    void anIncludedFolderIsToldWithWhatWasMeant() {
        files.with("/srv/inc", new ConfigSource.Content.Folder());

        assertThat(check("[supervisord]\n[include]\nfiles=inc\n"))
                .isEqualTo("s.conf:3: warning: /srv/inc is a folder, which a start skips; name the files in it:"
                        + " /srv/inc/*.conf\n");
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

    /** Packages deliver an empty folder. */
    @Test
    void aWildcardThatMatchesNothingYetDoesNotCountEvenIfWarningsDo() {
        check("[supervisord]\n[include]\nfiles=none/*.conf none/a.conf\n");

        assertThat(report().findings())
                .extracting(Finding::message, Finding::isStrictError)
                .containsExactly(
                        tuple("No file matches via include \"/srv/none/*.conf\"", false),
                        tuple("No file matches via include \"/srv/none/a.conf\"", true));
    }

    @Test
    void aServerWithoutTheRpcInterfaceIsAMistakeBecauseNoClientWorks() {
        assertThat(check("""
                        [supervisord]
                        [unix_http_server]
                        file=/tmp/s
                        [rpcinterface:other]
                        supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
                        """))
                .startsWith("s.conf:2: error: [unix_http_server] is there, but no [rpcinterface:supervisor]: ");
        assertThat(check("[supervisord]\n[unix_http_server]\nfile=/tmp/s\n" + RPC))
                .isEmpty();
        assertThat(check("[supervisord]\n")).isEmpty();
    }

    @Test
    void loginsThatAreEmptyOrStandInAUrlAreTold() {
        surroundings.environment.put("NAME", "");

        assertThat(check("[supervisord]\n[inet_http_server]\nport=1\nusername=%(ENV_NAME)s\npassword=%(ENV_NAME)s\n"
                        + "[inet_http_server:b]\nport=2\nusername=u\npassword=\n"
                        + "[inet_http_server:c]\nport=3\nusername=%(ENV_NAME)s\npassword=p\n"
                        + "[supervisorctl]\nserverurl=http://joe:secret@host:9001\n" + RPC))
                .isEqualTo("""
                        s.conf:4: warning: username is empty, so [inet_http_server] asks for no login at all
                        s.conf:9: warning: password is empty: whoever knows the username gets in
                        s.conf:12: error: Section [inet_http_server:c] contains incomplete authentication: If a username\
                         or a password is specified, both the username and password must be specified; username is empty\
                         here (name a user, or leave out both for a server that asks for no login)
                        s.conf:15: warning: serverurl has a login in it, which is not used; set username and password
                        """);
    }

    @Test
    void aPasswordThatNobodyCanKnowIsTold() {
        String hash = "0123456789abcdef0123456789abcdef01234567";
        assertThat(check("[supervisord]\n[inet_http_server]\nport=1\nusername=u\npassword={SHA}xyz\n"
                        + "[inet_http_server:b]\nport=2\nusername=u\npassword={SHA}" + hash + "\n"
                        + "[inet_http_server:c]\nport=3\nusername=u\npassword={SHA}" + hash.toUpperCase(Locale.ROOT)
                        + "\n" + RPC))
                .isEqualTo("""
                        s.conf:5: warning: password: after {SHA} belongs the SHA-1 of the password in 40 digits, 0-9\
                         and small a-f; with this nobody gets in
                        s.conf:13: warning: password: after {SHA} belongs the SHA-1 of the password in 40 digits, 0-9\
                         and small a-f; with this nobody gets in
                        """);
    }

    @Test
    void aUrlThatNoClientCanUseIsTold() {
        String known = "serverurl: clients know http://, https:// and unix:// only";

        assertThat(check("[supervisord]\n[supervisorctl]\nserverurl=localhost:9001\n"))
                .isEqualTo("s.conf:3: warning: " + known + "; did you mean http://localhost:9001?\n");
        assertThat(check("[supervisord]\n[supervisorctl]\nserverurl=/run/supervisor.sock\n"))
                .isEqualTo("s.conf:3: warning: " + known + "; did you mean unix:///run/supervisor.sock?\n");
        assertThat(check("[supervisord]\n[program:x]\ncommand=c\nserverurl=htp://box:9001\n"))
                .isEqualTo("s.conf:4: warning: " + known + "\n");
        assertThat(check("""
                        [supervisord]
                        [program:x]
                        command=c
                        serverurl=auto
                        [supervisorctl]
                        serverurl=%(ENV_X)s
                        """)).isEmpty();
        assertThat(check("[supervisord]\n[supervisorctl]\nserverurl=joe:secret@box\n"))
                .doesNotContain("secret");
    }

    @Test
    void aGroupWithoutProgramsIsTold() {
        String sentence = "warning: [group:g] has no programs, so nothing runs in it; name them in programs=\n";

        assertThat(check("[supervisord]\n[group:g]\nprograms=\n")).isEqualTo("s.conf:3: " + sentence);
        assertThat(check("[supervisord]\n[group:g]\n")).isEqualTo("s.conf:2: " + sentence);
    }

    @Test
    void anIndentedKeyOrSectionIsToldBecauseItGoesOnWithTheValueAbove() {
        assertThat(check("[supervisord]\n[program:x]\ncommand=c\n  ; so to say\n  autostart = no\n"))
                .isEqualTo("""
                        s.conf:5:3: warning: autostart= is indented, so this line goes on with the value of command above
                              autostart = no
                              ^ a key of its own begins at the left
                        """);
        assertThat(check("[supervisord]\n[program:x]\nenvironment=A=\"b\",\n  C=\"d\"\ncommand=c\n [program:y]\n"))
                .isEqualTo("""
                        s.conf:6:2: warning: [program:y] is indented, so this line goes on with the value of command above
                             [program:y]
                             ^ a section of its own begins at the left
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "environment=A=\"b\",\n  user=\"joe\"\ncommand=c",
                "command=sh -c \"\n  umask=022\n  exec c\"",
                "command=c \\\n  user=joe",
                "command=c\n  --user=joe\n  name=joe",
            })
    void aValueThatGoesOnIsNotTold(String text) {
        assertThat(check("[supervisord]\n[program:x]\n" + text + "\n")).isEmpty();
    }

    @Test
    void processesOfOneNameInAGroupAreTold() {
        assertThat(check("""
                        [supervisord]
                        [program:a]
                        command=/bin/cat
                        numprocs=2
                        process_name=%(process_num)d
                        [program:b]
                        command=/bin/cat
                        process_name=0
                        [group:g]
                        programs=a,b
                        """))
                .isEqualTo("s.conf:10: warning: two programs of [group:g] have a process of the name 0, and only the"
                        + " last one will run: change process_name= of one of them\n");
    }

    @Test
    void aVariableThatIsNotSetIsNamed() {
        assertThat(check("[supervisord]\nlogfile=%(ENV_LOGS)s/x\n"))
                .startsWith("s.conf:2: error: Format string '%(ENV_LOGS)s/x' for 'supervisord.logfile' contains names"
                        + " ('ENV_LOGS') which cannot be expanded. ")
                .endsWith("\n    the variable LOGS is not in the environment here; a start needs it\n");
    }

    /** Each row: a command, and where in its line something of a shell is seen. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "cd /x && ./run~9~cd~, or directory=",
                "export A=b~9~export~, or environment=",
                ". /srv/run.sh~9~.~, or the script itself as the command",
                "A=b ./run~9~A=b~, or environment=",
                "/bin/a && /bin/b~16~&&~^^",
                "/bin/a || /bin/b~16~||~^^",
                "/bin/a | /bin/b~16~|~^^",
                "/bin/a &~16~&~^^",
                "sleep 1; sleep 2~15~1;~^^",
                "sleep 5;~15~5;~^^",
                "sleep 5&~15~5&~^^",
                "cat x| grep y~13~x|~^^",
                "true&& /bin/a~9~true&&~^^",
                "/bin/a > /dev/null~16~>~^^",
                "/bin/a >>/tmp/x~16~>>/tmp/x~^^",
                "/bin/a 2>&1~16~2>&1~^^",
                "/bin/a 2>/dev/null~16~2>/dev/null~^^",
                "/bin/a < /tmp/x~16~<~^^",
                "/bin/a $HOME/x~16~$HOME/x~, or %(ENV_NAME)s",
                "/bin/a ${x}~16~${x}~, or %(ENV_NAME)s",
                "/bin/a \"$HOME/x\"~16~$HOME/x~, or %(ENV_NAME)s",
                "/bin/a $(date)~16~$(date)~^^",
                "/bin/a `date`~16~`date`~, or %(ENV_NAME)s",
                "/bin/a *~16~*~^^",
                "/bin/a -f /var/log/*.log~19~/var/log/*.log~^^",
            })
    void whatOnlyAShellUnderstandsIsShownWithItsColumn(String command, int column, String shown, String instead) {
        assertThat(check("[supervisord]\n[program:x]\ncommand=" + command + "\n"))
                .startsWith("s.conf:3:" + column + ": warning: command has " + shown
                        + ", but supervisord starts no shell: use sh -c ..." + instead + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bin/sh -c \"cd /x && exec ./run > /dev/null 2>&1; echo $HOME *\"",
                "bash -lc 'a | b'",
                "su www -c \"a && b\"",
                "ssh host 'a && b'",
                "perl -e 'print $ENV{HOME}'",
                "awk '{print $1}'",
                "/bin/a --forwarded-allow-ips=* --hosts *",
                "/bin/a http://x/?a=1&b=2 a;b x|y",
                "java -cp lib/* Main",
                "cut -d; -f1 x",
                "sort -t | x",
                "sed s|a|b| x",
                "/bin/a sep=; 'b;' \"c|\" d\\;",
                "mysql -e drop; x",
                "curl http://x/?a=1&",
                "sh -c run",
                "sh -c 'echo hi' sh x",
                "bash -c \"exec sleep 1\" x",
                "bash -c '\"$@\"' sh echo hi",
                "sh -c $0 x",
                "bash script.sh -c echo hi",
                "find . -name *.log",
                "/bin/a price=5$ \\; '>' \\*",
                "/bin/cat ; the program (relative uses PATH, can take args)",
                "/bin/cat     ; see /usr/share/doc",
                "/bin/a %%h %(process_num)02d"
            })
    void whatIsRightWithoutAShellIsNotComplainedAbout(String command) {
        assertThat(check("[supervisord]\n[program:x]\ncommand=" + command + "\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sh -c echo hi, 15, echo, sh -c \"echo hi\"",
        "/bin/bash -l -c exec sleep 100, 25, exec, /bin/bash -l -c \"exec sleep 100\"",
        "bash -ec /bin/a b, 18, /bin/a, bash -ec \"/bin/a b\"",
    })
    void theWordsAfterTheCodeOfAShellAreMissed(String command, int column, String runs, String right) {
        assertThat(check("[supervisord]\n[program:x]\ncommand=" + command + "\n"))
                .startsWith("s.conf:3:" + column + ": warning: the shell runs " + runs
                        + " without the words after it: quotes are missing after -c\n")
                .endsWith("    command=" + right + "\n");
    }

    @Test
    void aCommandThatACommentCutsIsShownWhereItEnds() {
        assertThat(check("[supervisord]\n[program:x]\ncommand=sh -c \"a ; b\"\n"))
                .isEqualTo("""
                        s.conf:3:18: warning: command cannot be parsed: No closing quotation; the rest of the line is a comment, quotes do not protect it
                            command=sh -c "a ; b"
                                             ^ leave out the blank before it, or put it into a script
                        """);
        assertThat(check("[supervisord]\n[program:x]\ncommand=/bin/a ; /bin/b\n"))
                .startsWith("s.conf:3:16: warning: command ends here: the rest of the line is a comment\n");
    }

    @Test
    void aQuoteThatIsNotClosedIsShownWithItsKey() {
        assertThat(check("[supervisord]\n[program:x]\ncommand=c\nenvironment=A=\"1\",B=it's\n"))
                .isEqualTo("""
                        s.conf:4:23: error: environment: No closing quotation in section 'program:x' (file: 's.conf')
                            environment=A="1",B=it's
                                                  ^ this has no counterpart
                        """);
    }

    @ParameterizedTest
    @CsvSource({"'A', 13", "'A=1,B', 17", "'=1', 13", "'A=', 13", "'A=1,\n  B:2', 3"})
    void whatIsNoVariableIsShownWithItsKey(String value, int column) {
        assertThat(check("[supervisord]\nenvironment=" + value.replace("\\n", "\n") + "\n"))
                .startsWith("s.conf:" + (column == 3 ? 3 : 2) + ":" + column
                        + ": error: environment: Unexpected end of key/value pairs in value '")
                .endsWith(
                        " ".repeat(column - 1)
                                + "^ variables are NAME=VALUE with commas between them, and quotes around a value with blanks\n");
    }

    @Test
    void wordsThatAreDroppedFromAnEnvironmentAreToldWithTheirVariable() {
        assertThat(check("[supervisord]\nenvironment=A=b c\n"))
                .isEqualTo("s.conf:2: warning: environment: what follows the first word of A is dropped; a value with"
                        + " blanks, or any of ? = ; & in it, stands in quotes, and a comma after it\n");
        assertThat(check("[supervisord]\nenvironment=A=b c,D=e\n"))
                .startsWith("s.conf:2: error: after the value of A a comma is missing, or quotes around all of it\n")
                .contains("s.conf:2:17: error: environment: Unexpected end of key/value pairs in value 'A=b c,D=e'");
        assertThat(check("[supervisord]\nenvironment=A=\"b c\", D=e,\n")).isEmpty();
    }

    @Test
    void typographicQuotesAreToldWhereTheyStandForQuotes() {
        String advice = "typographic quotes are ordinary characters here; write \" or ' where quotes are meant\n";

        assertThat(check("[supervisord]\n[program:x]\ncommand=echo \u201ca b\u201d \u2018c\u2019\n"))
                .isEqualTo("s.conf:3: warning: command: " + advice);
        assertThat(check("[supervisord]\nenvironment=A=\u201cb c\u201d\n"))
                .contains(": error: environment: Unexpected end of key/value pairs")
                .contains("s.conf:2: error: " + advice);
        assertThat(check("[supervisord]\n[program:x]\ncommand=echo it\u2019s\n"))
                .isEmpty();
    }

    @Test
    void aSectionsNameWithoutItsEndIsNoKey() {
        assertThat(check("[supervisord]\n[program:x\ncommand=c\n"))
                .startsWith("s.conf:2: error: a section's name ends with ]; without it, this line and those below are"
                        + " keys of [supervisord]\n")
                .doesNotContain("[program is no key");
        assertThat(check("[supervisord]\n[group\n"))
                .isEqualTo("s.conf:2: error: neither a [section] nor a key with '=' or ':': '[group'; a section's name"
                        + " ends with ]\n");
    }

    @Test
    void whatIsThereTwiceIsToldWithBothPlaces() {
        assertThat(check("[supervisord]\n[program:x]\ncommand=c\n[program:x]\nCommand=d\nautostart=no\n"))
                .isEqualTo("""
                        s.conf:4: warning: [program:x] is there already, at s.conf:2; the two are one section
                        s.conf:5: warning: command is there already, at s.conf:3; this one counts
                        """);
        assertThat(check("[supervisord]\n[include]\nfiles=/a\n[include]\nfiles=/b\n"))
                .contains("s.conf:5: warning: files is there already, at s.conf:3; this one counts");
    }

    @Test
    void anAddressInBracketsWithoutAPortIsToldWhatItLacks() {
        assertThat(check("[supervisord]\n[inet_http_server]\nport=[::1]\n"))
                .endsWith("s.conf:3: error: invalid literal for int() with base 10: '1]'\n"
                        + "s.conf:3: error: the port is missing: an IPv6 address has it after its brackets,"
                        + " [::1]:9001\n");
    }

    @Test
    void anEnvironmentThatOlderVersionsReadOtherwiseIsToldWithoutItsValues() {
        assertThat(check("[supervisord]\nenvironment=A=\"it's\",B=\"x\\\\y\",C=\"'q'\"\n"))
                .isEqualTo("s.conf:2: warning: environment: Supervisor 4.2.5 and older give other values to B, C: they"
                        + " know no backslash, and quotes only around a whole value\n");
        assertThat(check("[supervisord]\nenvironment=A=\"b\"c,D=e\n"))
                .isEqualTo("s.conf:2: warning: environment: Supervisor 4.2.5 and older refuse it: Unexpected end of"
                        + " key/value pairs\n");
        assertThat(check("[supervisord]\nenvironment=A=\"1,2\",B=/usr/bin:/bin,C='x'\n"))
                .isEmpty();
    }

    /** At a start the section before is blamed from the second name on, as ever. */
    @Test
    void anUnknownMemberIsBlamedOnItsGroup() {
        assertThat(check("[supervisord]\n[group:g]\nprograms=web,wbe,api\n[program:web]\ncommand=c\n"))
                .isEqualTo("""
                        s.conf:3: error: [group:g] names unknown program or fcgi-program wbe; did you mean web?
                        s.conf:3: error: [group:g] names unknown program or fcgi-program api
                        """);
    }

    @Test
    void bytesThatAreNoTextAreToldWithTheirLineAndTheRestIsRead() {
        byte[] bytes = "[supervisord]\n# caf\u00e9\nminfds=x\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(check(bytes)).isEqualTo("""
                        s.conf:2: error: 'utf-8' codec can't decode byte 0xe9 in position 19: invalid continuation byte; save the file as UTF-8
                        s.conf:3: error: invalid literal for int() with base 10: 'x'
                        """);
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void theNearestWordIsGuessed(String given, String expected) {
        List<String> words = List.of(
                "command",
                "umask",
                "user",
                "stdout_syslog",
                "stdout_logfile_backups",
                "stdout_logfile",
                "stderr_logfile");

        assertThat(String.valueOf(Spelling.nearest(given, words))).isEqualTo(expected);
    }

    static Stream<Arguments> spellings() {
        return Stream.of(
                arguments("comand", "command"),
                arguments("ocmmand", "command"),
                arguments("COMMAND", "command"),
                arguments("usr", "user"),
                arguments("stderr_logfiles", "stderr_logfile"),
                arguments("stdout_log", "stdout_logfile"),
                arguments("stdout", "null"),
                arguments("co", "null"),
                arguments("stdlogfile", "null"),
                arguments("xyz", "null"),
                arguments(" ", "null"));
    }
}
