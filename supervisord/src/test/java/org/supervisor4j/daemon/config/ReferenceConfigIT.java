package org.supervisor4j.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.cli.ConfigFiles;
import org.supervisor4j.daemon.cli.SystemSurroundings;
import org.supervisor4j.daemon.config.check.ConfigCheck;
import org.supervisor4j.daemon.config.reading.CommandLineOverrides;
import org.supervisor4j.daemon.config.reading.ConfigParser;
import org.supervisor4j.daemon.config.reading.ConfigSource;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.ini.ConfigException;
import org.supervisor4j.plugin.PluginFolder;

/**
 * Generates configurations and compares what we make of them with what the Python original makes of them, which must be
 * installed (Debian's package {@code supervisor}). One Python process does them all. The seed is fixed: a failure
 * repeats.
 */
@Tag("process")
class ReferenceConfigIT {
    private static final int COUNT = Integer.getInteger("reference.count", 600);
    /** A folder with another version of the original; Debian's 4.2.5 without it. */
    private static final @Nullable String REFERENCE = System.getProperty("reference.path");

    private static final List<String> ODD_VALUES = List.of(
            "",
            "foo",
            "-1",
            "0",
            "%(nope)s",
            "100%",
            "%(here)s",
            "%(program_name)s",
            "%(ENV_HOME)s",
            "%(ENV_E)s",
            "%(group_name)s",
            "%(host_node_name)s",
            "%(process_num)02d",
            "%(ENV_P)s",
            "true",
            "9",
            "1234",
            "a ; b",
            "a,b",
            "/nonexistent/x",
            "~",
            "~root/x",
            "~nosuch/x",
            "1 KB",
            "'q",
            "1\n  2",
            "%%",
            "%%%%",
            "%s",
            "é");
    private static final List<String> SECTIONS = List.of(
            "supervisord",
            "program:a",
            "program:a",
            "program:b",
            "program:b c",
            "program:",
            "program: d ",
            "group:g",
            "group:a",
            "group:x/y",
            "fcgi-program:f",
            "fcgi-program:f",
            "fcgi-program:a",
            "eventlistener:l",
            "eventlistener:l:m",
            "inet_http_server",
            "inet_http_server:two",
            "inet_http_serverx",
            "unix_http_server",
            "unix_http_server:u",
            "DEFAULT",
            "rpcinterface:supervisor",
            "rpcinterface:r",
            "unknown",
            "supervisorctl");
    private static final List<String> BOOLEANS = List.of("true", "false", "on", "No", "0", "1");
    private static final List<String> NUMBERS = List.of("1", "2", "3", "007", "1_0");
    private static final List<String> SIZES = List.of("0", "1KB", "50MB", "10");
    private static final List<String> LOGS = List.of(
            "AUTO",
            "none",
            "/tmp/x.log",
            "syslog",
            "OFF",
            "",
            "%(program_name)s.log",
            "/tmp/%(program_name)s-%(process_num)d.log",
            "rel.log",
            "%(ENV_A)s",
            "/tmp/a%%b",
            "/tmp/a%%%%b");
    private static final List<String> NAMES = List.of(
            "%(program_name)s",
            "p",
            "%(program_name)s_%(process_num)02d",
            "%(group_name)s-%(process_num)s",
            "x y",
            "%(ENV_A)s%(process_num)d");
    private static final List<String> ENVIRONMENTS = List.of(
            "A=1",
            "A=\"x y\",B='2'",
            "A=%(process_num)d",
            "A=b@c",
            "A=1,,",
            "A%(process_num)s=\"1\"",
            "A=\"%(ENV_A)s\"",
            "A=\"%(host_node_name)s\",E=\"%(here)s\"",
            "A='\"q\"'",
            "A=\"a\"b");
    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry("minfds", NUMBERS),
            Map.entry("minprocs", NUMBERS),
            Map.entry("directory", List.of("/tmp", "/")),
            Map.entry("user", List.of("root", "0", "daemon", "nosuch", "99999")),
            Map.entry("umask", List.of("022", "0o77", "8")),
            Map.entry("logfile", List.of("/tmp/s.log", "syslog", "x/../y", "s.log")),
            Map.entry("logfile_maxbytes", SIZES),
            Map.entry("logfile_backups", NUMBERS),
            Map.entry("loglevel", List.of("debug", "INFO", "warning", "blather")),
            Map.entry("pidfile", List.of("/tmp//p.pid", "p.pid")),
            Map.entry("identifier", List.of("id", "%(here)s")),
            Map.entry("nodaemon", BOOLEANS),
            Map.entry("silent", BOOLEANS),
            Map.entry("childlogdir", List.of("/tmp", "%(here)s")),
            Map.entry("nocleanup", BOOLEANS),
            Map.entry("strip_ansi", BOOLEANS),
            Map.entry("environment", ENVIRONMENTS),
            Map.entry(
                    "command",
                    List.of("/bin/cat", "cat %(program_name)s", "cat %(process_num)d %(ENV_A)s", "%(ENV_A0)s", "%%d")),
            Map.entry("priority", List.of("1", "999", "-5", "%(numprocs)s")),
            Map.entry("autostart", BOOLEANS),
            Map.entry("autorestart", List.of("true", "Unexpected", "false")),
            Map.entry("startsecs", NUMBERS),
            Map.entry("startretries", NUMBERS),
            Map.entry("stopsignal", List.of("TERM", "sigint", "9", "40", "_dfl")),
            Map.entry("stopwaitsecs", NUMBERS),
            Map.entry("stopasgroup", BOOLEANS),
            Map.entry("killasgroup", BOOLEANS),
            Map.entry("exitcodes", List.of("0,2", "0", "256", "0, 1", "")),
            Map.entry("redirect_stderr", List.of("false", "true", "false")),
            Map.entry("numprocs", List.of("1", "2", "0", "11", "-1")),
            Map.entry("numprocs_start", List.of("1", "5", "-1")),
            Map.entry("stdout_capture_maxbytes", SIZES),
            Map.entry("stdout_events_enabled", BOOLEANS),
            Map.entry("serverurl", List.of("auto", " AUTO ", "http://x", "")),
            Map.entry("process_name", NAMES),
            Map.entry("stdout_logfile", LOGS),
            Map.entry("stderr_logfile", LOGS),
            Map.entry("stdout_logfile_maxbytes", SIZES),
            Map.entry("stderr_logfile_maxbytes", SIZES),
            Map.entry("stdout_logfile_backups", NUMBERS),
            Map.entry("stdout_syslog", BOOLEANS),
            Map.entry("stderr_syslog", BOOLEANS),
            Map.entry("programs", List.of("a", "a,b", "f", "b, a", "a,a", "a,", "nosuch", "b,nosuch,zz")),
            Map.entry("buffer_size", List.of("5", "0", "x")),
            Map.entry("events", List.of("TICK_5", "tick,Process_State", "FOO", "EVENT,")),
            Map.entry(
                    "result_handler",
                    // 4.2.5 does not give the reason.
                    REFERENCE == null
                            ? List.of("supervisor.dispatchers:default_handler")
                            : List.of(
                                    "supervisor.dispatchers:default_handler",
                                    "foo:bar",
                                    "foo.x:y",
                                    "a b",
                                    "supervisor.dispatchers:no",
                                    "supervisor.nope:x")),
            Map.entry(
                    "socket",
                    List.of(
                            "unix:///tmp/f.sock",
                            "tcp://Host:80",
                            "unix://rel",
                            "tcp://h:99999",
                            "foo",
                            "unix:///tmp/%(program_name)s",
                            "unix:////tmp/../x")),
            Map.entry("socket_backlog", List.of("5", "0", "70000")),
            Map.entry("socket_owner", List.of("root", "root:daemon", "no:no")),
            Map.entry("socket_mode", List.of("0777", "9")),
            Map.entry("port", List.of("*:9001", "LOCALHOST:1", "9001", "x", "h:", "h:0")),
            Map.entry("username", List.of("u", "")),
            Map.entry("password", List.of("p", "{SHA}ab")),
            Map.entry("file", List.of("/tmp/u.sock", "%(here)s/u.sock", "u.sock", "~/u.sock")),
            Map.entry("chmod", List.of("0770", "x")),
            Map.entry("chown", List.of("root", "root:root", "0:0", "nosuch", "root:nosuch")),
            Map.entry("supervisor.rpcinterface_factory", List.of("supervisor.rpcinterface:make_main_rpcinterface")));
    private static final List<String> DAEMON_KEYS = List.of(
            "minfds",
            "minprocs",
            "directory",
            "user",
            "umask",
            "logfile",
            "logfile_maxbytes",
            "logfile_backups",
            "loglevel",
            "pidfile",
            "identifier",
            "nodaemon",
            "silent",
            "childlogdir",
            "nocleanup",
            "strip_ansi",
            "environment",
            "environment");
    private static final List<String> PROCESS_KEYS = List.of(
            "command",
            "command",
            "priority",
            "autostart",
            "autorestart",
            "startsecs",
            "startretries",
            "stopsignal",
            "stopwaitsecs",
            "stopasgroup",
            "killasgroup",
            "exitcodes",
            "redirect_stderr",
            "numprocs",
            "numprocs",
            "numprocs_start",
            "environment",
            "environment",
            "stdout_capture_maxbytes",
            "stdout_events_enabled",
            "serverurl",
            "user",
            "umask",
            "process_name",
            "process_name",
            "directory",
            "stdout_logfile",
            "stderr_logfile",
            "stdout_logfile_maxbytes",
            "stderr_logfile_maxbytes",
            "stdout_logfile_backups",
            "stdout_syslog",
            "stderr_syslog",
            "buffer_size",
            "events",
            "events",
            "result_handler",
            "socket",
            "socket",
            "socket_backlog",
            "socket_owner",
            "socket_mode");

    /** Keys that the original does not have, each with a value that means something. */
    private static final Map<String, List<String>> ADDED = Map.of(
            "program",
            List.of(
                    "restartpause=5",
                    "backoff=exponential",
                    "backoff_delay=500ms",
                    "backoff_factor=1.5",
                    "backoff_limit=2m",
                    "backoff_jitter=0.5",
                    "backoff_reset=1h",
                    "startretries_infinite=true",
                    "fatal_retry_secs=5m",
                    "restart_limit=5/60",
                    "restart_on=0,SIGHUP",
                    "no_restart_on=78,SIGTERM",
                    "depends_on=other:started, job:completed",
                    "depends_on_timeout=30",
                    "part_of=other",
                    "dependent_startup=true",
                    "dependent_startup_wait_for=other:running job:exited\ndependent_startup=true",
                    "ready=log:at 100%%|port %(process_num)d",
                    "ready_timeout=2m",
                    "healthcheck=tcp://127.0.0.1:80%(process_num)02d",
                    "healthcheck_interval=5",
                    "healthcheck_timeout=500ms",
                    "healthcheck_retries=2",
                    "healthcheck_success=2",
                    "healthcheck_start_period=1m",
                    "healthcheck_expect=200-299,404",
                    "healthcheck_body=^100%%",
                    "healthcheck_header=Authorization: Bearer x",
                    "healthcheck_action=mark",
                    "watchdog_sec=30",
                    "liveness_check_script=/bin/true",
                    "liveness_check_initial_delay=5",
                    "liveness_check_period=5",
                    "liveness_check_timeout=5",
                    "liveness_check_success_threshold=1",
                    "liveness_check_failure_threshold=3",
                    "liveness_check_success_action=",
                    "liveness_check_failure_action=stop"),
            "group",
            List.of("restart_budget=20/60"),
            "eventlistener",
            List.of("events_extra=X_PROCESS_HEALTH"));

    /** Values of {@code environment=}. */
    private static final List<String> COMPARED = List.of(
            "",
            "A=1",
            "A=1,B=2,",
            "A=\"x y\",B='z'",
            "A=\"1,2\",B=/usr/bin:/bin",
            "A=\"it's\"",
            "A=it's",
            "A='\"x\"'",
            "A=\"'x'\"",
            "A=\"a\\\"b\"",
            "A=\"a\\\\b\"",
            "A=a\\b",
            "A=\"a\"b",
            "A=\"a\"b,C=d",
            "\"A B\"=1",
            "A=\"x",
            "A=b c",
            "A=b c,D=\"e\"f",
            "A=#x",
            "A=caf\u00e9",
            "A=\"caf\u00e9\"",
            "A=\"50%%\"",
            "A=50%%%%",
            "A=\"%%%%\"",
            "A=\"%%(here)s\"",
            "A=\"%(here)s\"",
            "A=\"%(ENV_HOME)s\"",
            "A=\"%(host_node_name)s\"",
            "A=\"%(nope)s\"",
            "A=50%");

    private final Random random = new Random(Long.getLong("reference.seed", 20240301));
    private final Path folder;

    ReferenceConfigIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    @Timeout(120)
    void configurationsAreReadAlike() throws Exception {
        Path configs = Files.createDirectory(folder.resolve("configs"));
        for (int i = 0; i < COUNT; i++) {
            generate(Files.createDirectory(configs.resolve(Integer.toString(i))));
        }
        List<String> theirs = askPython(configs);

        List<String> differences = new ArrayList<>();
        int accepted = 0;
        for (int i = 0; i < COUNT; i++) {
            Path config = configs.resolve(Integer.toString(i));
            String ours = read(config);
            accepted += ours.startsWith("ERROR") ? 0 : 1;
            if (!ours.equals(theirs.get(i)) && differences.size() < 20) {
                differences.add(i + ": " + Files.readString(config.resolve("main.conf")) + "\n--- theirs:\n"
                        + theirs.get(i) + "\n--- ours:\n" + ours);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(accepted).as("configurations without a mistake").isGreaterThan(COUNT / 10);
    }

    /** What 4.2.5 reads as we do gives no warning, and what it reads otherwise gives one. */
    @Test
    @Timeout(120)
    void aComparingCheckWarnsOfWhatTheOlderVersionReadsOtherwiseAndOfNothingElse() throws Exception {
        Path configs = Files.createDirectory(folder.resolve("configs"));
        List<Path> written = new ArrayList<>();
        for (String place : List.of("supervisord", "program:web")) {
            for (String value : COMPARED) {
                Path config = Files.createDirectory(configs.resolve(Integer.toString(written.size())));
                Files.writeString(
                        config.resolve("main.conf"),
                        "[supervisord]\n[program:web]\ncommand=/bin/cat\n"
                                .replace("[" + place + "]", "[" + place + "]\nenvironment=" + value));
                written.add(config);
            }
        }
        List<String> theirs = askPython(configs, "unchanged");

        int different = 0;
        for (int i = 0; i < written.size(); i++) {
            Path config = written.get(i);
            String ours = read(config);
            boolean refused = ours.startsWith("ERROR") && theirs.get(i).startsWith("ERROR");
            boolean differs = !refused && !ours.equals(theirs.get(i));
            different += differs ? 1 : 0;
            assertThat(new ConfigCheck(new RelativeTo(config), new At(config), CommandLineOverrides.NONE)
                            .compare("main.conf").findings().stream()
                                    .anyMatch(finding -> finding.message().contains("Supervisor 4.2.5 and older")))
                    .as(Files.readString(config.resolve("main.conf")) + "--- theirs:\n" + theirs.get(i))
                    .isEqualTo(differs);
        }
        assertThat(different).isBetween(written.size() / 4, written.size() * 3 / 4);
    }

    @Test
    @Timeout(120)
    void theOriginalIgnoresTheKeysThatItDoesNotHave() throws Exception {
        List<String> keys = java.util.Objects.requireNonNull(ADDED.get("program")).stream()
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
        assertThat(keys)
                .containsExactlyInAnyOrderElementsOf(KeyTable.join(
                                RestartKeys.ALL.all(),
                                Dependencies.ALL.all(),
                                HealthConfig.ALL.all(),
                                HealthConfig.EACH.all())
                        .stream()
                        .map(Key::key)
                        .toList());
        Path configs = Files.createDirectory(folder.resolve("configs"));
        List<Path> written = new ArrayList<>();
        ADDED.forEach(
                (section, lines) -> lines.forEach(line -> written.add(write(configs, written.size(), section, line))));
        Path without = write(configs, written.size(), "none", "");
        List<String> theirs = askPython(configs);

        String plain = read(without).replace(without.toString(), "");
        assertThat(plain)
                .doesNotStartWith("ERROR")
                .isEqualTo(theirs.get(written.size()).replace(without.toString(), ""));
        for (int i = 0; i < written.size(); i++) {
            String folder = written.get(i).toString();
            assertThat(theirs.get(i).replace(folder, ""))
                    .as(Files.readString(written.get(i).resolve("main.conf")))
                    .isEqualTo(plain);
            // What a key says of another's lack is no concern of the original's.
            assertThat(read(written.get(i))
                            .replace(folder, "")
                            .lines()
                            .filter(line -> !line.startsWith("WARN For [program:web], ")))
                    .containsExactlyElementsOf(plain.lines().toList());
        }
    }

    private static Path write(Path configs, int number, String section, String line) {
        String text = """
                [supervisord]
                [program:other]
                command=/bin/cat
                [program:job]
                command=/bin/cat
                autorestart=false
                [program:web]
                command=/bin/cat
                PROGRAM
                [group:g]
                programs=other
                GROUP
                [eventlistener:l]
                command=/bin/cat
                events=TICK_5
                EVENTLISTENER
                """;
        for (String place : List.of("program", "group", "eventlistener")) {
            text = text.replace(place.toUpperCase(java.util.Locale.ROOT), place.equals(section) ? line : "");
        }
        try {
            Path config = Files.createDirectory(configs.resolve(Integer.toString(number)));
            Files.createDirectory(config.resolve("inc"));
            Files.writeString(config.resolve("main.conf"), text);
            return config;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void generate(Path config) throws IOException {
        double oddity = random.nextInt(3) == 0 ? 0.1 : 0.01;
        StringBuilder main = new StringBuilder("[supervisord]\n");
        keys(main, DAEMON_KEYS, 3, oddity);
        sections(main, oddity);
        if (random.nextInt(3) == 0) {
            main.append("[include]\nfiles = ")
                    .append(pick(
                            List.of("inc/*.conf", "inc/b.conf nothing/*\n  inc/[a]*", "%(here)s/inc/?.conf", "inc/*")))
                    .append('\n');
        }
        Path included = Files.createDirectory(config.resolve("inc"));
        for (String name : List.of("a.conf", "b.conf", ".hidden.conf")) {
            StringBuilder text = new StringBuilder();
            sections(text, oddity);
            Files.writeString(included.resolve(name), text);
        }
        Files.createDirectory(included.resolve("d.conf"));
        Files.writeString(config.resolve("main.conf"), main);
    }

    private void sections(StringBuilder text, double oddity) {
        for (int i = random.nextInt(4); i > 0; i--) {
            String section = pick(SECTIONS);
            text.append('[').append(section).append("]\n");
            if (section.startsWith("group")) {
                keys(text, List.of("programs", "priority"), 2, oddity);
            } else if (section.contains("http")) {
                text.append(section.startsWith("inet") ? "port=9001\n" : "file=/tmp/u.sock\n");
                keys(text, List.of("port", "file", "username", "password", "chmod", "chown"), 3, oddity);
            } else if (section.startsWith("rpc")) {
                text.append("supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface\n");
                keys(text, List.of("username", "priority", "stdout_logfile"), 2, oddity);
            } else if (section.equals("supervisord")) {
                keys(text, DAEMON_KEYS, 4, oddity);
            } else {
                sane(text, section);
                keys(text, PROCESS_KEYS, 5, oddity);
            }
        }
    }

    private void sane(StringBuilder text, String section) {
        text.append(random.nextInt(20) == 0 ? "" : "command=/bin/cat\n");
        if (section.startsWith("event")) {
            text.append("events=TICK_5\n");
        } else if (section.startsWith("fcgi")) {
            text.append("socket=tcp://localhost:9000\n");
        }
        if (random.nextInt(3) == 0) {
            text.append("numprocs=3\nprocess_name=%(program_name)s_%(process_num)02d\n");
        }
    }

    private void keys(StringBuilder text, List<String> from, int most, double oddity) {
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            String key = pick(from);
            List<String> values = random.nextDouble() < oddity ? ODD_VALUES : KEYS.get(key);
            text.append(key)
                    .append('=')
                    .append(pick(java.util.Objects.requireNonNull(values)))
                    .append('\n');
        }
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String read(Path config) throws IOException {
        Surroundings surroundings = new At(config);
        ConfigSource files = new RelativeTo(config);
        try {
            return ConfigDump.of(new ConfigParser(files, surroundings, CommandLineOverrides.NONE).parse("main.conf"));
        } catch (ConfigException bad) {
            return "ERROR " + bad.getMessage();
        }
    }

    /** The real world, seen from another current directory. */
    private record At(Path directory, SystemSurroundings real) implements Surroundings {
        At(Path directory) throws IOException {
            this(
                    directory,
                    new SystemSurroundings(
                            new PasswdUsers(),
                            pythonEnvironment(),
                            Files.readString(Path.of("/proc/sys/kernel/hostname"))
                                    .strip(),
                            new PluginFolder(null, 0)));
        }

        @Override
        public Map<String, String> environment() {
            return real.environment();
        }

        @Override
        public Optional<org.supervisor4j.daemon.os.Users.Account> userByName(String name) {
            return real.userByName(name);
        }

        @Override
        public Optional<org.supervisor4j.daemon.os.Users.Account> userByUid(int uid) {
            return real.userByUid(uid);
        }

        @Override
        public java.util.OptionalInt gidOf(String groupName) {
            return real.gidOf(groupName);
        }

        @Override
        public boolean groupExists(int gid) {
            return real.groupExists(gid);
        }

        @Override
        public int uid() {
            return real.uid();
        }

        @Override
        public boolean isDirectory(String path) {
            return !path.isEmpty() && real.isDirectory(PosixPath.join(directory.toString(), path));
        }

        @Override
        public String currentDirectory() {
            return directory.toString();
        }

        @Override
        public String nodeName() {
            return real.nodeName();
        }

        @Override
        public String temporaryDirectory() {
            return "/tmp";
        }

        @Override
        public Optional<String> whyUnresolvable(PluginKind kind, String spec) {
            return real.whyUnresolvable(kind, spec);
        }
    }

    private record RelativeTo(Path directory) implements ConfigSource {
        private static final ConfigFiles FILES = open();

        private static ConfigFiles open() {
            try {
                return new ConfigFiles(PosixSystem.open().descriptors());
            } catch (UnsupportedPlatformException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Content read(String path) {
            return FILES.read(PosixPath.join(directory.toString(), path));
        }

        @Override
        public Search search() {
            return FILES.search();
        }
    }

    private static Map<String, String> pythonEnvironment() {
        Map<String, String> environment = new java.util.LinkedHashMap<>();
        environment.put("HOME", "/root");
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("LC_ALL", "C.UTF-8");
        return environment;
    }

    /** @param unchanged at most one word: whether it is to read as that version does, and not as 4.4 */
    private List<String> askPython(Path configs, String... unchanged) throws IOException, InterruptedException {
        Path script = folder.resolve("reference.py");
        try (InputStream resource = getClass().getResourceAsStream("/config/reference.py")) {
            Files.write(script, resource.readAllBytes());
        }
        Path answers = folder.resolve("answers");
        // The order of the variables shows in messages; ProcessBuilder does not keep it.
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "-i"));
        pythonEnvironment().forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(CappedPython.command("-I", "-c", start(script), configs.toString()));
        command.addAll(List.of(unchanged));
        Process process = new ProcessBuilder(command)
                .redirectOutput(answers.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(answers).stream()
                .map(line -> new String(HexFormat.of().parseHex(line), StandardCharsets.UTF_8))
                .toList();
    }

    /** PYTHONPATH would be one more ENV_ name. */
    private static String start(Path script) {
        String path = REFERENCE == null ? "" : "import sys; sys.path.insert(0, '" + REFERENCE + "'); ";
        return path + "exec(open('" + script + "').read())";
    }
}
