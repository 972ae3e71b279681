package org.supervisor4j.daemon.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.supervisor4j.daemon.config.ContainerConfig;
import org.supervisor4j.daemon.config.Dependencies;
import org.supervisor4j.daemon.config.FakeSurroundings;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.GroupConfig.SocketConfig;
import org.supervisor4j.daemon.config.HealthConfig;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.HttpServerConfig.Login;
import org.supervisor4j.daemon.config.Launch;
import org.supervisor4j.daemon.config.LogFormat;
import org.supervisor4j.daemon.config.LogTarget;
import org.supervisor4j.daemon.config.MapSource;
import org.supervisor4j.daemon.config.NoticeConfig;
import org.supervisor4j.daemon.config.NoticeTemplate;
import org.supervisor4j.daemon.config.OutputConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.RpcInterfaceConfig;
import org.supervisor4j.daemon.config.SignalForwards;
import org.supervisor4j.daemon.config.SignalForwards.Forward;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.os.files.FileAccess;
import org.supervisor4j.daemon.state.ExitRule;
import org.supervisor4j.daemon.state.StartPolicy;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.ini.ConfigException;
import org.supervisor4j.ini.Problem;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.Role;

class ConfigParserTest {
    private static final String IN_X = " in section 'program:x' (file: 'etc/s.conf')";

    private final MapSource files = new MapSource();
    private final FakeSurroundings surroundings = new FakeSurroundings();

    /** Each row: what is behind {@code [supervisord]}, and the one message that the reference prints. */
    static Stream<Arguments> mistakes() {
        return Stream.of(
                // [supervisord]
                arguments("minfds=x", "invalid literal for int() with base 10: 'x'"),
                arguments("directory=/nope", "/nope is not an existing directory"),
                arguments("umask=9", "9 can not be converted to an octal type"),
                arguments("logfile=/no/x", "The directory named as part of the path /no/x does not exist"),
                arguments("logfile_maxbytes=1TB", "invalid literal for int() with base 10: '1tb'"),
                arguments("loglevel=warning", "bad logging level name 'warning'"),
                arguments("nodaemon=maybe", "not a valid boolean value: 'maybe'"),
                arguments("childlogdir=/no", "/no is not an existing directory"),
                arguments("environment=A", "Unexpected end of key/value pairs in value 'A'"),
                arguments("user=nosuch", "Invalid user name nosuch"),
                arguments("user=99999", "Invalid user id 99999"),
                arguments(
                        "identifier=%(host_node_name)s",
                        "Format string '%(host_node_name)s' for 'supervisord.identifier' contains names"
                                + " ('host_node_name') which cannot be expanded. Available names: ENV_HOME, here"),
                arguments(
                        "environment=A=%(nope)s",
                        "Format string 'A=%(nope)s' for 'environment' contains names ('nope') which cannot be expanded."
                                + " Available names: ENV_HOME, here, host_node_name"),
                // programs
                arguments("[program:x y]\ncommand=c", "Invalid name: 'x y' because of character: ' '"),
                arguments("[program:x]\ncommand=c\npriority=a", "invalid literal for int() with base 10: 'a'"),
                arguments(
                        "[program:x]\ncommand=c\npriority=%(program_name)s",
                        "Format string '%(program_name)s' for 'program:x.priority' contains names ('program_name') which"
                                + " cannot be expanded. Available names: ENV_HOME, here"),
                arguments("[program:x]\ncommand=c\nautostart=a", "not a valid boolean value: 'a'" + IN_X),
                arguments("[program:x]\ncommand=c\nautorestart=FOO", "invalid 'autorestart' value 'foo'" + IN_X),
                arguments("[program:x]\ncommand=c\nstopsignal=FOO", "value 'FOO' is not a valid signal name" + IN_X),
                arguments("[program:x]\ncommand=c\nexitcodes=256", "not a valid list of exit codes: '256'" + IN_X),
                arguments("[program:x]\ncommand=c\nuser=nosuch", "Invalid user name nosuch" + IN_X),
                arguments("[program:x]\ncommand=c\numask=8", "8 can not be converted to an octal type" + IN_X),
                arguments(
                        "[program:x]\ncommand=c\nstopasgroup=true\nkillasgroup=false",
                        "Cannot set stopasgroup=true and killasgroup=false" + IN_X),
                arguments(
                        "[program:x]\ncommand=c\nnumprocs=2",
                        "%(process_num) must be present within process_name when numprocs > 1" + IN_X),
                arguments(
                        "[program:x]\ncommand=c\nprocess_name=a/b",
                        "Invalid name: 'a/b' because of character: '/'" + IN_X),
                arguments("[program:x]", "program section program:x does not specify a command" + IN_X),
                arguments(
                        "[program:x]\ncommand=%(nope)s",
                        "Format string '%(nope)s' for 'program:x.command' contains names ('nope') which cannot be expanded."
                                + " Available names: ENV_HOME, group_name, here, host_node_name, numprocs, process_num,"
                                + " program_name" + IN_X),
                arguments(
                        "[program:x]\ncommand=c\nstdout_logfile=a%%b",
                        "Format string 'a%b' for 'stdout_logfile' is badly formatted: unsupported format character 'b' (0x62)"
                                + " at index 2" + IN_X),
                arguments("[program:x]\ncommand=c\nenvironment=A=it's", "No closing quotation" + IN_X),
                arguments(
                        "[program:it's]",
                        "program section program:it's does not specify a command in section \"program:it's\" (file:"
                                + " 'etc/s.conf')"),
                // groups
                arguments("[group:g]\nprograms=a", "[group:g] names unknown program or fcgi-program a"),
                arguments(
                        "[group:g]\nprograms=a,zz\n[program:a]\ncommand=c",
                        "[program:a] names unknown program or fcgi-program zz"),
                arguments(
                        "[group:g]\nprograms=a,\n[program:a]\ncommand=c",
                        "[program:a] names unknown program or fcgi-program "),
                arguments(
                        "[group:g]\nprograms=a\n[program:a]\n[fcgi-program:a]",
                        "[group:g] name a is ambiguous (exists as program and fcgi-program)"),
                arguments("[group:g]\npriority=x", "invalid literal for int() with base 10: 'x'"),
                arguments(
                        "[group:g]\nprograms=x\n[program:x]\ncommand=c\npriority=a",
                        "invalid literal for int() with base 10: 'a'" + IN_X),
                // event listeners
                arguments("[eventlistener:x]\ncommand=c", "[eventlistener:x] section requires an \"events\" line"),
                arguments(
                        "[eventlistener:x]\ncommand=c\nevents=FOO",
                        "Unknown event type FOO in [eventlistener:x] events"),
                arguments(
                        "[eventlistener:x]\ncommand=c\nevents=EVENT,",
                        "Unknown event type  in [eventlistener:x] events"),
                arguments(
                        "[eventlistener:x]\ncommand=c\nevents=EVENT\nbuffer_size=0",
                        "[eventlistener:x] section sets invalid buffer_size (0)"),
                arguments(
                        "[eventlistener:x]\ncommand=c\nevents=EVENT\nresult_handler=foo:bar",
                        "foo:bar cannot be resolved within [eventlistener:x]: No module named 'foo'"),
                arguments(
                        "[eventlistener:x]\ncommand=c\nevents=EVENT\nredirect_stderr=true",
                        "[eventlistener:x] section sets redirect_stderr=true but this is not allowed because it will"
                                + " interfere with the eventlistener protocol"),
                arguments(
                        "[eventlistener:x:y]\ncommand=c\nevents=EVENT",
                        "Invalid name: 'x:y' because of character: ':' in section 'eventlistener:x:y' (file:"
                                + " 'etc/s.conf')"),
                // fcgi
                arguments("[fcgi-program:x]\ncommand=c", "[fcgi-program:x] section requires a \"socket\" line"),
                arguments("[fcgi-program:x]\nsocket=", "[fcgi-program:x] section requires a \"socket\" line"),
                arguments(
                        "[fcgi-program:x]\nsocket=unix://foo.sock",
                        "('Unix socket path %s is not an absolute path', 'foo.sock') in [fcgi-program:x] socket"),
                arguments("[fcgi-program:x]\nsocket=foo", "('Bad socket format %s', 'foo') in [fcgi-program:x] socket"),
                arguments(
                        "[fcgi-program:x]\nsocket=tcp://h:99999",
                        "99999 is above upper bound (65535) in [fcgi-program:x] socket"),
                arguments("[fcgi-program:x]\nsocket_backlog=0", "Invalid socket_backlog value 0"),
                arguments("[fcgi-program:x]\nsocket_backlog=x", "invalid literal for int() with base 10: 'x'"),
                arguments(
                        "[program:x]\ncommand=c\nstdout_logfile_mode=1777",
                        "stdout_logfile_mode: 1777 is not a mode from 0 to 777 (octal)" + IN_X),
                arguments(
                        "[program:x]\ncommand=c\nstderr_logfile_mode=u+x",
                        "stderr_logfile_mode: u+x can not be converted to an octal type" + IN_X),
                arguments(
                        "[program:x]\ncommand=c\nstdout_logfile=x.log\nstdout_logfile_owner=no",
                        "stdout_logfile_owner: Invalid user name no" + IN_X),
                arguments(
                        "[program:x]\ncommand=c\nstdout_logfile_owner=web",
                        "stdout_logfile_owner: AUTO logs stay the daemon's; name a file in stdout_logfile" + IN_X),
                arguments(
                        "[program:x]\ncommand=c\nstdout_logfile=/dev/stdout\nstdout_logfile_mode=600",
                        "stdout_logfile_mode: /dev/stdout is not a file of its own; remove the key" + IN_X),
                arguments(
                        "[program:x]\ncommand=c\nstdout_logfile_format=xml",
                        "stdout_logfile_format: 'xml' is none of raw, prefix, json" + IN_X),
                arguments("[fcgi-program:x]\nsocket_owner=no", "Invalid socket_owner value no"),
                arguments("[fcgi-program:x]\nsocket_mode=9", "Invalid socket_mode value 9"),
                arguments("[fcgi-program:x]\nuser=no", "Invalid user name no"),
                arguments(
                        "[fcgi-program:x]\nsocket=tcp://h:1\nsocket_mode=0700",
                        "socket_owner and socket_mode params should only be used with a Unix domain socket in"
                                + " [fcgi-program:x] socket"),
                // servers and plugins
                arguments("[inet_http_server]", "section [inet_http_server] has no port value"),
                arguments("[health_http_server]", "section [health_http_server] has no port value"),
                arguments("[health_http_server]\nport=foo", "not a valid port number: 'foo' "),
                arguments("[inet_http_serverfoo]", "section [inet_http_serverfoo] has no port value"),
                arguments("[inet_http_server]\nport=foo", "not a valid port number: 'foo' "),
                arguments("[unix_http_server]", "section [unix_http_server] has no file value"),
                arguments("[unix_http_server]\nfile=/tmp/s\nchmod=abc", "Invalid chmod value abc"),
                arguments("[unix_http_server]\nfile=/tmp/s\nchown=a:b", "Invalid sockchown value a:b"),
                arguments(
                        "[unix_http_server]\nfile=/tmp/s\nusername=u",
                        "Section [unix_http_server] contains incomplete authentication: If a username or a password is"
                                + " specified, both the username and password must be specified"),
                arguments(
                        "[unix_http_server]\nfile=/tmp/s\npassword=p",
                        "Section [unix_http_server] contains incomplete authentication: If a username or a password is"
                                + " specified, both the username and password must be specified"),
                arguments(
                        "[unix_http_server]\nfile=/tmp/s\nusername=\npassword=p",
                        "Section [unix_http_server] contains incomplete authentication: If a username or a password is"
                                + " specified, both the username and password must be specified; username is empty here"
                                + " (name a user, or leave out both for a server that asks for no login)"),
                arguments(
                        "[inet_http_server]\nport=%(here)s",
                        "Format string '%(here)s' for 'inet_http_server.port' contains names ('here') which cannot be"
                                + " expanded. Available names: ENV_HOME"),
                arguments(
                        "[rpcinterface:x]",
                        "section [rpcinterface:x] does not specify a supervisor.rpcinterface_factory"),
                arguments(
                        "[rpcinterface:x]\nsupervisor.rpcinterface_factory=foo:bar",
                        "foo:bar cannot be resolved within [rpcinterface:x]: No module named 'foo'"),
                // includes
                arguments("[include]", ".ini file has [include] section, but no files setting"),
                arguments(
                        "[include]\nfiles=%(nope)s",
                        "Format string '%(nope)s' for 'include.files' contains names ('nope') which cannot be expanded."
                                + " Available names: ENV_HOME, here, host_node_name"));
    }

    @ParameterizedTest(name = "<{0}> {1}")
    @MethodSource("mistakes")
    void mistake(String text, String message) {
        assertThatThrownBy(() -> parse("[supervisord]\n" + text))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void withoutTheSupervisordSectionNothingIsRead() {
        assertThatThrownBy(() -> parse("[program:x]\npriority=a"))
                .hasMessage(".ini file does not include supervisord section");
    }

    @Test
    void whatCannotBeReadIsTold() {
        assertThatThrownBy(() -> parser().parse("nope.conf")).hasMessage("could not find config file nope.conf");

        files.with("d.conf", new ConfigSource.Content.Unreadable());
        assertThatThrownBy(() -> parser().parse("d.conf")).hasMessage("could not read config file d.conf");

        files.with("f.conf", new ConfigSource.Content.Refused("is a FIFO"));
        assertThatThrownBy(() -> parser().parse("f.conf"))
                .hasMessage("could not read config file f.conf: it is a FIFO");
    }

    @Test
    void allProblemsAreReportedInTheReferencesOrderWithTheirLines() {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class,
                () -> parse("[inet_http_server]\n[program:x]\nstartsecs=a\npriority=b\nnumprocs=2\n[supervisord]\n"
                        + "umask=9\nminfds=x\nuser=no\n[group:g]\nprograms=no,nono"));

        assertThat(refused.problems())
                .extracting(Problem::message)
                .containsExactly(
                        "invalid literal for int() with base 10: 'x'",
                        "9 can not be converted to an octal type",
                        "[group:g] names unknown program or fcgi-program no",
                        "[group:g] names unknown program or fcgi-program nono",
                        "invalid literal for int() with base 10: 'b'",
                        "invalid literal for int() with base 10: 'a'" + IN_X,
                        "%(process_num) must be present within process_name when numprocs > 1" + IN_X,
                        "program section program:x does not specify a command" + IN_X,
                        "section [inet_http_server] has no port value",
                        "Invalid user name no");
        assertThat(refused.problems().get(0).position()).hasToString("etc/s.conf:8");
        assertThat(refused.problems().get(5).position()).hasToString("etc/s.conf:3");
    }

    @Test
    void anEmptySectionHasTheDocumentedDefaults() throws ConfigException {
        SupervisordConfig.Daemon daemon = parse("[supervisord]").daemon();

        assertThat(daemon)
                .isEqualTo(new SupervisordConfig.Daemon(
                        "/srv/supervisord.log",
                        52428800L,
                        10,
                        LogLevel.INFO,
                        "/srv/supervisord.pid",
                        022,
                        false,
                        false,
                        1024,
                        200,
                        false,
                        "/tmp",
                        null,
                        null,
                        null,
                        false,
                        "supervisor"));
    }

    @Test
    void theCommandLineWinsOverTheFile() throws ConfigException {
        CommandLineOverrides over = new CommandLineOverrides(
                null,
                true,
                true,
                "web",
                077,
                "/srv",
                "/tmp/o.log",
                5L,
                6,
                LogLevel.TRACE,
                "o.pid",
                "me",
                "/etc",
                7,
                8,
                true,
                true);
        files.with("etc/s.conf", "[supervisord]\nnodaemon=false\nuser=nosuch\nlogfile=/tmp/f.log\nminfds=9");

        SupervisordConfig.Daemon daemon =
                new ConfigParser(files, surroundings, over).parse("etc/s.conf").daemon();

        assertThat(daemon.user()).isNotNull().extracting(u -> u.name()).isEqualTo("web");
        assertThat(daemon)
                .isEqualTo(new SupervisordConfig.Daemon(
                        "/tmp/o.log",
                        5,
                        6,
                        LogLevel.TRACE,
                        "/srv/o.pid",
                        077,
                        true,
                        true,
                        7,
                        8,
                        true,
                        "/etc",
                        daemon.user(),
                        "-u web",
                        "/srv",
                        true,
                        "me"));
    }

    @Test
    void anEmptyLogfileOnTheCommandLineLeavesTheFilesOne() throws ConfigException {
        CommandLineOverrides over = new CommandLineOverrides(
                null, false, false, null, null, null, "", null, null, null, "", null, null, null, null, false, false);
        files.with("etc/s.conf", "[supervisord]\nlogfile=syslog\npidfile=~/x//y/../p.pid");
        surroundings.directories.add("/home/max/x//y/..");

        SupervisordConfig.Daemon daemon =
                new ConfigParser(files, surroundings, over).parse("etc/s.conf").daemon();

        assertThat(daemon.logfile()).isEqualTo("syslog");
        assertThat(daemon.pidfile()).isEqualTo("/home/max/x/p.pid");
    }

    @Test
    void nothingIsSpecialUnlessItIsAskedFor() throws ConfigException {
        assertThat(parse("[supervisord]").daemon().container()).isEqualTo(ContainerConfig.NONE);
    }

    @Test
    void containerIsInTheForegroundAndWritesNoFile() throws ConfigException {
        SupervisordConfig.Daemon daemon = parse("[supervisord]\ncontainer=true").daemon();

        assertThat(daemon.nodaemon()).isTrue();
        assertThat(daemon.logfile()).isEqualTo("/proc/self/fd/2");
        assertThat(daemon.container().pidfile()).isFalse();
        assertThat(daemon.container().logUnknownPids()).isFalse();
        assertThat(daemon.container().stopBudget()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void containerHeedsWhatTheFileSays() throws ConfigException {
        SupervisordConfig.Daemon daemon = parse("""
                [supervisord]
                container=true
                logfile=/tmp/l
                pidfile=/tmp/p
                log_unknown_pids=true
                stop_budget=0
                exit_on=any_fatal
                forward_signals=HUP:web, USR1:*
                exit_code_from=web
                [program:web]
                command=c
                """).daemon();

        assertThat(daemon.logfile()).isEqualTo("/tmp/l");
        assertThat(daemon.container())
                .isEqualTo(new ContainerConfig(
                        true,
                        true,
                        true,
                        null,
                        new ExitRule(false, true),
                        "web",
                        new SignalForwards(List.of(new Forward(1, "web"), new Forward(10, "*")))));
    }

    @Test
    void rootInAContainerIsNotWarned() throws ConfigException {
        surroundings.uid = 0;

        assertThat(parse("[supervisord]\ncontainer=true").messages().criticals())
                .isEmpty();
    }

    @Test
    void ownNumberIsAUserInAContainerAlone() throws ConfigException {
        surroundings.uid = 1000710000;

        assertThat(parse("[supervisord]\ncontainer=true\nuser=1000710000")
                        .daemon()
                        .user())
                .isNotNull()
                .extracting(user -> user.credentials().uid())
                .isEqualTo(1000710000);
        assertThatThrownBy(() -> parse("[supervisord]\nuser=1000710000")).hasMessageContaining("Invalid user id");
        assertThatThrownBy(() -> parse("[supervisord]\ncontainer=true\nuser=1000710001"))
                .hasMessageContaining("Invalid user id");
    }

    @Test
    void programsOfTheCommandLineNeedNoFile() throws ConfigException {
        surroundings.directories.add("/proc/self/fd");
        SupervisordConfig config =
                new ConfigParser(files, surroundings, running("web=date +%s; true", "worker=x")).parse("--run");

        assertThat(config.daemon().container().container()).isTrue();
        assertThat(config.daemon().container().exits()).isEqualTo(new ExitRule(true, true));
        ProcessConfig web = config.groups().get(0).processes().get(0);
        assertThat(web.launch().command()).isEqualTo("date +%s; true");
        assertThat(web.stdout().logfile()).isEqualTo(new LogTarget.File("/proc/self/fd/1"));
        assertThat(web.stderr().format()).isEqualTo(LogFormat.PREFIX);
        assertThatThrownBy(() -> new ConfigParser(files, surroundings, running("web=a", "web=b")).parse("--run"))
                .hasMessageContaining("there is already a section [program:web]");
    }

    private static CommandLineOverrides running(String... programs) {
        return new CommandLineOverrides(
                null,
                false,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                false,
                false,
                List.of(programs));
    }

    @Test
    void rootWithoutAUserIsWarned() throws ConfigException {
        surroundings.uid = 0;

        assertThat(parse("[supervisord]").messages().criticals())
                .containsExactly(
                        "Supervisor is running as root.  Privileges were not dropped because no user is specified in"
                                + " the config file.  If you intend to run as root, you can set user=root in the config file to"
                                + " avoid this message.");
        assertThat(parse("[supervisord]\nuser=root").messages().criticals()).isEmpty();
    }

    @Test
    void aProgramHasTheDocumentedDefaults() throws ConfigException {
        OutputConfig output = new OutputConfig(
                new LogTarget.Auto(), 52428800L, 10, false, 0, false, FileAccess.UNCHANGED, LogFormat.RAW);

        assertThat(program("command=/bin/cat"))
                .isEqualTo(new ProcessConfig(
                        "x",
                        999,
                        new Launch("/bin/cat", null, null, OptionalInt.empty(), Map.of(), null),
                        new StartPolicy("x", true, Restart.UNEXPECTED, 1, 3, List.of(0), 15, 10, false, false),
                        Dependencies.none("x"),
                        false,
                        output,
                        output,
                        HealthConfig.NONE));
    }

    @Test
    void modeOwnerAndFormatOfALogAreRead() throws ConfigException {
        ProcessConfig process = program("command=c\nstdout_logfile=x.log\nstdout_logfile_mode=0640\n"
                + "stdout_logfile_owner=web:www\nstdout_logfile_format=JSON\nstderr_logfile_mode=600");

        FileAccess access = process.stdout().access();
        assertThat(access.mode()).isEqualTo(0640);
        assertThat(access.uid()).isNotEqualTo(FileAccess.ANY);
        assertThat(access.gid()).isNotEqualTo(FileAccess.ANY);
        assertThat(process.stdout().format()).isEqualTo(LogFormat.JSON);
        assertThat(process.stderr().access()).isEqualTo(new FileAccess(0600, FileAccess.ANY, FileAccess.ANY));
        assertThat(process.stderr().format()).isEqualTo(LogFormat.RAW);
    }

    @Test
    void killasgroupFollowsStopasgroup() throws ConfigException {
        assertThat(program("command=c\nstopasgroup=true").policy().killasgroup())
                .isTrue();
    }

    @ParameterizedTest(name = "<{0}>")
    @MethodSource("logfiles")
    void logfile(String text, LogTarget target) throws ConfigException {
        assertThat(program("command=c\nstdout_logfile=" + text).stdout().logfile())
                .isEqualTo(target);
    }

    static Stream<Arguments> logfiles() {
        return Stream.of(
                arguments("NONE", new LogTarget.None()),
                arguments("off", new LogTarget.None()),
                arguments("", new LogTarget.None()),
                arguments("Auto", new LogTarget.Auto()),
                arguments("x.log", new LogTarget.File("x.log")),
                arguments("~/x.log", new LogTarget.File("/home/max/x.log")),
                arguments("~web/x.log", new LogTarget.File("/srv/web/x.log")),
                arguments("/dev/stdout", new LogTarget.File("/dev/stdout")),
                arguments("100%%%%", new LogTarget.File("100%")));
    }

    @Test
    void eachProcessExpandsItsOwnNumber() throws ConfigException {
        List<ProcessConfig> processes = parse("""
                [supervisord]
                environment=D=1,A=0
                [program:x]
                numprocs=2
                numprocs_start=9
                process_name=%(program_name)s_%(process_num)02d
                command=c %(process_num)d/%(numprocs)d %(ENV_A)s %(ENV_D)s
                environment=A=a%(process_num)d
                """).groups().get(0).processes();

        assertThat(processes).extracting(ProcessConfig::name).containsExactly("x_09", "x_10");
        assertThat(processes)
                .extracting(process -> process.launch().command())
                .containsExactly("c 9/2 a9 1", "c 10/2 a10 1");
        assertThat(processes.get(0).launch().environment()).containsExactly(Map.entry("D", "1"), Map.entry("A", "a9"));
    }

    @Test
    void variablesOfAnEarlierProcessStayKnownAsInTheReference() throws ConfigException {
        List<ProcessConfig> processes = parse("[supervisord]\n[program:x]\nnumprocs=2\nprocess_name=p%(process_num)d\n"
                        + "command=%(ENV_A0)s\nenvironment=A%(process_num)d=v")
                .groups()
                .get(0)
                .processes();

        assertThat(processes).extracting(process -> process.launch().command()).containsExactly("v", "v");
    }

    @Test
    void numprocsZeroIsAnEmptyGroupThatNeedsNoCommand() throws ConfigException {
        List<GroupConfig> groups =
                parse("[supervisord]\n[program:x]\nnumprocs=0").groups();

        assertThat(groups).containsExactly(new GroupConfig.ProgramGroup("x", 999, List.of()));
    }

    @Test
    void groupsAreSortedByPriorityThenNameThenKind() throws ConfigException {
        List<GroupConfig> groups = parse("""
                [supervisord]
                [fcgi-program:b]
                command=c
                socket=tcp://h:1
                [program:b]
                command=c
                [program:a]
                command=c
                [program:z]
                command=c
                priority=1
                [eventlistener:l]
                command=c
                events=tick_5,TICK_5,process_state
                [group:b]
                """).groups();

        assertThat(groups).extracting(GroupConfig::name).containsExactly("l", "z", "a", "b", "b", "b");
        assertThat(groups.get(3).processes()).isEmpty();
        assertThat(groups.get(5)).isInstanceOf(GroupConfig.FcgiGroup.class);
        assertThat(groups.get(0)).isInstanceOfSatisfying(GroupConfig.EventListenerGroup.class, pool -> {
            assertThat(pool.priority()).isEqualTo(-1);
            assertThat(pool.processes().get(0).priority()).isEqualTo(999);
            assertThat(pool.events()).containsExactly("TICK_5", "PROCESS_STATE");
        });
    }

    @Test
    void aGroupAbsorbsProgramsInItsOwnOrder() throws ConfigException {
        List<GroupConfig> groups = parse("[supervisord]\n[program:a]\ncommand=%(group_name)s\npriority=%(numprocs_)s\n"
                                .replace("%(numprocs_)s", "5")
                        + "[fcgi-program:f]\ncommand=f\nsocket=nonsense\n[group:g]\nprograms=f,a")
                .groups();

        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).processes()).extracting(ProcessConfig::name).containsExactly("f", "a");
        assertThat(groups.get(0).processes().get(1).launch().command()).isEqualTo("g");
    }

    @Test
    void fcgiSocketsAreUnderstood() throws ConfigException {
        assertThat(socket("socket=unix:///tmp/../srv/%(program_name)s.sock\nsocket_backlog=5\nsocket_owner=web:www"))
                .isEqualTo(new SocketConfig.Unix("unix:///srv/f.sock", "/srv/f.sock", OptionalInt.of(5), 0700, 33, 33));
        assertThat(socket("socket=unix:///tmp/s\nuser=web\nsocket_mode=0777"))
                .isEqualTo(new SocketConfig.Unix("unix:///tmp/s", "/tmp/s", OptionalInt.empty(), 0777, 33, 33));
        assertThat(socket("socket=unix:///tmp/s\nuser=max"))
                .isEqualTo(new SocketConfig.Unix("unix:///tmp/s", "/tmp/s", OptionalInt.empty(), 0700, -1, -1));
        assertThat(socket("socket=tcp://[::1]:80"))
                .isEqualTo(new SocketConfig.Inet("tcp://[::1]:80", "[::1]", 80, OptionalInt.empty()));
        assertThat(socket("socket=tcp://LocalHost:80"))
                .isEqualTo(new SocketConfig.Inet("tcp://localhost:80", "localhost", 80, OptionalInt.empty()));
    }

    @Test
    void noticesHaveAReceiverAndWhatItIsToldOf() throws ConfigException {
        SupervisordConfig config = parse("""
                [supervisord]
                [webhook:chat]
                url_file=%(here)s/chat.url
                events=process_state_exited,PROCESS_STATE_FATAL
                programs=web,g:*
                template={"text": "{process} is {state}"}
                coalesce=5m
                [mail:ops]
                url=smtps://bob@mail.example
                password_file=/etc/mail.password
                from=supervisor@example.org
                to=one@example.org,two@example.org
                """);

        NoticeConfig chat = config.notices().get(0);
        assertThat(chat.section()).isEqualTo("webhook:chat");
        assertThat(chat.events()).containsExactly("PROCESS_STATE_EXITED", "PROCESS_STATE_FATAL");
        assertThat(chat.coalesce()).isEqualTo(Duration.ofMinutes(5));
        assertThat(chat.includes("web", "web_1")).isTrue();
        assertThat(chat.includes("g", "a")).isTrue();
        assertThat(chat.includes("other", "other")).isFalse();
        assertThat(chat.receiver()).isInstanceOf(NoticeConfig.Webhook.class);
        NoticeConfig ops = config.notices().get(1);
        assertThat(ops.events()).containsExactly("PROCESS_STATE_FATAL", "X_PROCESS_HEALTH");
        assertThat(ops.includes("other", "other")).isTrue();
        assertThat(ops.receiver())
                .isEqualTo(new NoticeConfig.Mail(
                        true,
                        "bob",
                        "mail.example",
                        465,
                        "/etc/mail.password",
                        "supervisor@example.org",
                        List.of("one@example.org", "two@example.org"),
                        new NoticeTemplate("[{host}] {process} {state}{health}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[webhook:x] | section [webhook:x] needs either url or url_file",
                "[webhook:x]#url=http://a/#url_file=/b | section [webhook:x] needs either url or url_file",
                "[webhook:x]#url=tcp://a:1 | url is no address of a web service",
                "[webhook:x]#url=http://a/#events=TICK_5 | events: [webhook:x] cannot be told of TICK_5",
                "[webhook:x]#url=http://a/#events=PROCESS_STATE_NONE | cannot be told of PROCESS_STATE_NONE",
                "[webhook:x]#url=http://a/#template={proces} | there is no {proces}",
                "[webhook:x]#url=http://a/#header=nothing | it is no header",
                "[webhook:x]#url=http://a/#header=A: b#header_file=/b | header and header_file exclude each other",
                "[mail:x]#url=smtp://a | section [mail:x] needs url, from and to",
                "[mail:x]#url=http://a#from=a@b#to=c@d | url is no address of a mail server",
                "[mail:x]#url=smtp://a:99999#from=a@b#to=c@d | url is no address of a mail server",
                "[mail:x]#url=smtp://u@a#from=a@b#to=c@d | a user in url and password_file need each other",
                "[mail:x]#url=smtp://a#from=<a@b>#to=c@d | from: no address of mail",
                "[mail:x]#url=smtp://a#from=a@b#to=c d | to: no address of mail: c d"
            })
    void whatIsWrongWithNoticesIsTold(String text, String problem) {
        assertThatThrownBy(() -> parse("[supervisord]\n" + text.replace('#', '\n')))
                .isInstanceOf(ConfigException.class)
                .satisfies(refused -> assertThat(((ConfigException) refused).problems())
                        .anyMatch(each -> each.message().contains(problem)));
    }

    @Test
    void aServerForProbesIsKnownByItsSection() throws ConfigException {
        SupervisordConfig config = parse("""
                [supervisord]
                [health_http_server]
                port=0.0.0.0:9002
                [health_http_server:metrics]
                port=9003
                metrics=true
                """);

        assertThat(config.servers())
                .containsExactly(
                        HttpServerConfig.Inet.ofProbes("health_http_server", "0.0.0.0", 9002, false),
                        HttpServerConfig.Inet.ofProbes("health_http_server:metrics", null, 9003, true));
        // It is not where children find their daemon.
        assertThat(config.serverUrl()).isNull();
    }

    @Test
    void serversComeWithTheUrlForChildren() throws ConfigException {
        SupervisordConfig config = parse("""
                [supervisord]
                [unix_http_server:a]
                file= %(here)s/../s.sock
                chmod=0770
                chown=web:www
                [inet_http_server]
                port=1
                username=u
                password=p
                [inet_http_server:two]
                port=Host:2
                username=
                password=
                role=Read
                """);

        assertThat(config.servers())
                .containsExactly(
                        new HttpServerConfig.Inet(
                                "inet_http_server", null, 1, new Login("u", "p"), Role.CONTROL, null, List.of()),
                        new HttpServerConfig.Inet("inet_http_server:two", "host", 2, null, Role.READ, null, List.of()),
                        new HttpServerConfig.Unix(
                                "unix_http_server:a", "/srv/s.sock", 0770, 33, 33, null, Role.CONTROL));
        assertThat(config.serverUrl()).isEqualTo("unix:///srv/s.sock");
        assertThat(parse("[supervisord]\n[inet_http_server]\nport=h:1\n[inet_http_server:2]\nport=2")
                        .serverUrl())
                .isEqualTo("http://localhost:2");
        assertThat(parse("[supervisord]").serverUrl()).isNull();
    }

    @Test
    void tlsFilesAreFoundBesideTheConfiguration() throws ConfigException {
        SupervisordConfig config = parse("""
                [supervisord]
                [inet_http_server]
                port=1
                certfile=%(here)s/a.pem
                keyfile=%(here)s/../b.pem
                client_cafile=/c.pem
                server_names=a.example, b.example
                """);

        assertThat(config.servers())
                .containsExactly(new HttpServerConfig.Inet(
                        "inet_http_server",
                        null,
                        1,
                        null,
                        Role.CONTROL,
                        new HttpServerConfig.TlsFiles("/srv/etc/a.pem", "/srv/b.pem", "/c.pem"),
                        List.of("a.example", "b.example")));
        assertThat(config.serverUrl()).isEqualTo("https://localhost:1");
    }

    @Test
    void aPluginGetsAllItsKeysAndTheDefaults() throws ConfigException {
        assertThat(parse("[supervisord]\n[DEFAULT]\nd=1\n[rpcinterface]\n[rpcinterface:r]\nk=%(ENV_HOME)s\n"
                                + "supervisor.rpcinterface_factory=" + RpcInterfaceConfig.BUILT_IN)
                        .rpcInterfaces())
                .containsExactly(
                        new RpcInterfaceConfig("r", RpcInterfaceConfig.BUILT_IN, Map.of("k", "/home/max", "d", "1")));
    }

    @Test
    void unknownSectionsAndKeysAreIgnoredAndNeverExpanded() throws ConfigException {
        assertThat(parse("[supervisord]\nfoo=%(x)s\n[foo]\na=%(\n[supervisorctl]\nserverurl=%(")
                        .groups())
                .isEmpty();
    }

    @Test
    void warningsAreGivenForEachProcess() throws ConfigException {
        List<String> warnings = parse("""
                [supervisord]
                [program:x]
                command=c
                numprocs=2
                process_name=%(process_num)d
                stdout_logfile=syslog
                stderr_logfile=/tmp/e
                redirect_stderr=true
                [program:y]
                command=c
                stdout_logfile_maxbytes=0
                """).messages().warnings();

        String syslog = "For [program:x], stdout_logfile=syslog but this is deprecated and will be removed.  Use"
                + " stdout_syslog=true to enable syslog instead.";
        String redirected =
                "For [program:x], redirect_stderr=true but stderr_logfile has also been set to a filename, the"
                        + " filename has been ignored";
        assertThat(warnings)
                .containsExactly(
                        syslog,
                        redirected,
                        syslog,
                        redirected,
                        "For [program:y], AUTO logging used for stdout_logfile without rollover, set maxbytes > 0 to avoid"
                                + " filling up filesystem unintentionally");
    }

    @Test
    void includedFilesAreMergedInSortedOrderAndAnnounced() throws ConfigException {
        files.with("/srv/etc/d/b.conf", "[program:x]\nstartsecs=2\n[supervisord]\nidentifier=b")
                .with("/srv/etc/d/a.conf", "[program:x]\nstartsecs=1\n[program:y]\ncommand=%(here)s/y")
                .with("/srv/etc/d/c.conf", new ConfigSource.Content.Unreadable());

        SupervisordConfig config =
                parse("[supervisord]\n[program:x]\ncommand=%(here)s/x\n[include]\nfiles=d/*.conf\n  nope/* ");

        assertThat(config.daemon().identifier()).isEqualTo("b");
        assertThat(config.groups()).extracting(GroupConfig::name).containsExactly("x", "y");
        assertThat(config.groups().get(0).processes().get(0).policy().startsecs())
                .isEqualTo(2);
        assertThat(config.groups().get(0).processes().get(0).launch().command()).isEqualTo("/srv/etc/x");
        assertThat(config.groups().get(1).processes().get(0).launch().command()).isEqualTo("/srv/etc/d/y");
        assertThat(config.messages().infos())
                .containsExactly(
                        "Included extra file \"/srv/etc/d/a.conf\" during parsing",
                        "Included extra file \"/srv/etc/d/b.conf\" during parsing",
                        "Included extra file \"/srv/etc/d/c.conf\" during parsing");
        assertThat(config.messages().warnings()).containsExactly("No file matches via include \"/srv/etc/nope/*\"");
    }

    @Test
    void anErrorNamesTheIncludedFileThatCreatedTheSection() {
        files.with("/inc/a.conf", "[program:x]\nstartsecs=1").with("/inc/b.conf", "[program:x]\nautostart=no!");

        assertThatThrownBy(() -> parse("[supervisord]\n[include]\nfiles=/inc/*"))
                .hasMessage("not a valid boolean value: 'no!' in section 'program:x' (file: '/inc/a.conf')");
    }

    @Test
    void badIncludedFilesAreReportedTogether() {
        files.with("/inc/a.conf", "foo")
                .with("/inc/b.conf", "[a]\nbar")
                .with("/inc/c.conf", new ConfigSource.Content.Refused("is not a regular file"));

        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> parse("[supervisord]\n[include]\nfiles=/inc/*"));

        assertThat(refused.problems())
                .extracting(Problem::message)
                .containsExactly(
                        "File contains no section headers.\nfile: '/inc/a.conf', line: 1\n'foo'",
                        "Source contains parsing errors: '/inc/b.conf'\n\t[line  2]: 'bar'",
                        "could not read config file /inc/c.conf: it is not a regular file");
    }

    @Test
    void withAnIncludeHereIsKnownEverywhere() throws ConfigException {
        assertThat(parse("[supervisord]\n[inet_http_server]\nport=1\nusername=%(here)s\npassword=p\n[include]\nfiles=x")
                        .servers()
                        .get(0)
                        .login())
                .isEqualTo(new Login("/srv/etc", "p"));
    }

    @Test
    void tooManyIncludedFilesAreRefused() {
        IntStream.rangeClosed(0, 10_000).forEach(i -> files.with("/inc/" + i, ""));

        assertThatThrownBy(() -> parse("[supervisord]\n[include]\nfiles=/inc/*"))
                .hasMessageContaining("10000 files");
    }

    @Test
    void variablesOfTheDaemonStayExpandableAfterTheyWereRemoved() throws ConfigException {
        ConfigParser parser = parser();
        files.with("etc/s.conf", "[supervisord]\nenvironment=A=1\n[program:x]\ncommand=%(ENV_A)s");
        parser.parse("etc/s.conf");
        files.with("etc/s.conf", "[supervisord]\n[program:x]\ncommand=%(ENV_A)s");

        SupervisordConfig again = parser.reread("etc/s.conf");

        assertThat(again.groups().get(0).processes().get(0).launch().command()).isEqualTo("1");
        assertThat(again.groups().get(0).processes().get(0).launch().environment())
                .isEmpty();
        assertThatThrownBy(() -> parser().parse("etc/s.conf")).hasMessageContaining("('ENV_A')");
    }

    @Test
    void aRereadDoesNotLookTheDaemonsUserUp() throws ConfigException {
        files.with("etc/s.conf", "[supervisord]\nuser=nosuch");

        assertThat(parser().reread("etc/s.conf").daemon().user()).isNull();
    }

    @Test
    void aUserIsLookedUpOnceHoweverManyProcessesRunAsHim() throws ConfigException {
        parse("[supervisord]\n[program:x]\ncommand=c\nuser=web\n[program:y]\ncommand=c\nuser=web");

        assertThat(surroundings.userLookups).isEqualTo(1);
    }

    @Test
    void moreProcessesThanAnyMachineRunsAreRefused() {
        assertThatThrownBy(() -> parse(
                        "[supervisord]\n[program:x]\ncommand=c\nprocess_name=%(process_num)d\nnumprocs=2000000000"))
                .hasMessage("numprocs is more than 10000" + IN_X);
    }

    /** Anything but a ConfigException would fail the test. */
    @Test
    void noSequenceOfBytesIsMoreThanABadConfiguration() {
        Random random = new Random(5);
        String alphabet = "[]=:;#% \n\t()sd0'\"\\,\u00e9\ud83d\ue000";
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] =
                        (byte) (i % 2 == 0 ? random.nextInt(256) : alphabet.charAt(random.nextInt(alphabet.length())));
            }
            byte[] start = "[supervisord]\n[program:x]\ncommand=".getBytes(StandardCharsets.UTF_8);
            byte[] whole = Arrays.copyOf(start, start.length + bytes.length);
            System.arraycopy(bytes, 0, whole, start.length, bytes.length);
            files.with("etc/s.conf", new ConfigSource.Content.Bytes(whole));
            try {
                assertThat(parser().parse("etc/s.conf").groups()).isNotEmpty();
            } catch (ConfigException bad) {
                assertThat(bad.getMessage()).isNotBlank();
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 2999);
    }

    private ProcessConfig program(String text) throws ConfigException {
        return parse("[supervisord]\n[program:x]\n" + text)
                .groups()
                .get(0)
                .processes()
                .get(0);
    }

    private SocketConfig socket(String text) throws ConfigException {
        GroupConfig group = parse("[supervisord]\n[fcgi-program:f]\ncommand=c\n" + text)
                .groups()
                .get(0);
        return ((GroupConfig.FcgiGroup) group).socket();
    }

    private ConfigParser parser() {
        return new ConfigParser(files, surroundings, CommandLineOverrides.NONE);
    }

    private SupervisordConfig parse(String text) throws ConfigException {
        files.with("etc/s.conf", text);
        return parser().parse("etc/s.conf");
    }
}
