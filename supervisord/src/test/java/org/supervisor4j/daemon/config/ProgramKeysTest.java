package org.supervisor4j.daemon.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.supervisor4j.daemon.config.Key.Change;
import org.supervisor4j.daemon.config.Key.Shown;
import org.supervisor4j.daemon.config.reading.CommandLineOverrides;
import org.supervisor4j.daemon.config.reading.ConfigDiff;
import org.supervisor4j.daemon.config.reading.ConfigParser;
import org.supervisor4j.daemon.os.files.FileAccess;
import org.supervisor4j.daemon.state.Essential;
import org.supervisor4j.daemon.state.RestartPolicy;
import org.supervisor4j.daemon.state.StartPolicy;
import org.supervisor4j.ini.ConfigException;

/** Holds the table of a program's keys to {@link ProcessConfig}, which it fills, and to where it is shown. */
class ProgramKeysTest {
    /** Without what tells how many processes there are, and nothing of each. */
    static final List<Key<?>> KEYS = ProcessConfig.KEYS.stream()
            .filter(key -> !key.key().startsWith("numprocs"))
            .toList();

    /** A value of each kind that is no key's default. */
    private static final Map<String, String> EXAMPLES = Map.ofEntries(
            Map.entry("string", "other"),
            Map.entry("integer", "7"),
            Map.entry("byte size", "5KB"),
            Map.entry("octal", "077"),
            Map.entry("octal from 0 to 777", "640"),
            Map.entry("signal", "HUP"),
            Map.entry("exit codes", "0,2"),
            Map.entry("environment", "A=1"),
            Map.entry("boolean or `unexpected`", "true"),
            Map.entry("boolean or `fatal`", "fatal"),
            Map.entry("`shutdown`", "shutdown"),
            Map.entry("duration", "7"),
            Map.entry("rate", "5/60"),
            Map.entry("exit codes and signals", "78,SIGTERM"),
            Map.entry("constant, linear or exponential", "linear"),
            Map.entry("number from 1 to 1000", "1.5"),
            Map.entry("number from 0 to 1", "0.5"),
            Map.entry("logfile", "/tmp/other"),
            Map.entry("user", "web"),
            Map.entry("user:group", "web:www"),
            Map.entry("dependencies", "db:healthy"),
            Map.entry("targets", "db"),
            Map.entry("duration above 0", "7s"),
            Map.entry("integer from 1", "7"),
            Map.entry("way to be ready", "notify"),
            Map.entry("check", "tcp://db:1"),
            Map.entry("status codes", "204"),
            Map.entry("regular expression", "^up"),
            Map.entry("header", "A: b"),
            Map.entry("restart, stop, mark or event", "mark"),
            Map.entry("raw, prefix or json", "json"));

    private static final Set<Class<?>> PARTS = Set.of(
            ProcessConfig.class,
            Launch.class,
            StartPolicy.class,
            RestartPolicy.class,
            Essential.class,
            Dependencies.class,
            OutputConfig.class,
            FileAccess.class,
            HealthConfig.class,
            HealthConfig.Liveness.class);

    @ParameterizedTest
    @FieldSource("KEYS")
    void everyKeyReachesItsProcessAndIsCompared(Key<?> key) throws ConfigException {
        ProcessConfig before = program("");
        ProcessConfig after = program(changed(key));

        assertThat(key.of(after)).isNotEqualTo(key.of(before));
        assertThat(ConfigDiff.between(List.of(alone(before)), List.of(alone(after)))
                        .changed())
                .containsExactly("x");
    }

    /** So that two of them are not mixed up, and none is forgotten. */
    @Test
    void everyPartOfAProcessBelongsToOneKey() throws ConfigException {
        Map<String, Object> before = leaves(program(""));
        Map<String, Set<String>> keys = new TreeMap<>();
        before.keySet().forEach(leaf -> keys.put(leaf, new TreeSet<>()));
        for (Key<?> key : KEYS) {
            leaves(program(changed(key))).forEach((leaf, value) -> {
                if (!Objects.equals(value, before.get(leaf))) {
                    requireNonNull(keys.get(leaf)).add(key.key());
                }
            });
        }

        // The process's own takes it from ready and ready_timeout.
        assertThat(keys.remove("policy.readyNanos")).isEmpty();
        assertThat(keys.remove("policy.killasgroup")).containsExactly("killasgroup", "stopasgroup");
        assertThat(keys.remove("stderr.logfile")).containsExactly("redirect_stderr", "stderr_logfile");
        assertThat(keys).allSatisfy((leaf, of) -> assertThat(of).hasSize(1));
    }

    /** Another list on purpose: whoever adds a key has thought of what a change of it asks for. */
    @Test
    void everyKeyHasAClassOfChange() {
        Map<Change, List<String>> classes = new TreeMap<>();
        ProcessConfig.KEYS.forEach(key ->
                classes.computeIfAbsent(key.change(), none -> new ArrayList<>()).add(key.key()));

        assertThat(classes.keySet()).containsExactly(Change.LIVE, Change.NEXT_START, Change.RESTART);
        assertThat(classes.get(Change.LIVE))
                .containsExactly(
                        "priority",
                        "autorestart",
                        "startretries",
                        "stopsignal",
                        "stopwaitsecs",
                        "stopasgroup",
                        "killasgroup",
                        "exitcodes",
                        "restartpause",
                        "backoff",
                        "backoff_delay",
                        "backoff_factor",
                        "backoff_limit",
                        "backoff_jitter",
                        "backoff_reset",
                        "startretries_infinite",
                        "fatal_retry_secs",
                        "restart_limit",
                        "restart_on",
                        "no_restart_on",
                        "essential",
                        "on-failure",
                        "on-success",
                        "numprocs",
                        "healthcheck_interval",
                        "healthcheck_timeout",
                        "healthcheck_retries",
                        "healthcheck_success",
                        "healthcheck_start_period",
                        "healthcheck_expect",
                        "healthcheck_body",
                        "healthcheck_header",
                        "healthcheck_action",
                        "liveness_check_initial_delay",
                        "liveness_check_period",
                        "liveness_check_timeout",
                        "liveness_check_success_threshold",
                        "liveness_check_failure_threshold",
                        "liveness_check_success_action",
                        "liveness_check_failure_action",
                        "depends_on",
                        "depends_on_timeout",
                        "part_of",
                        "dependent_startup",
                        "dependent_startup_wait_for",
                        "stdout_logfile_backups",
                        "stdout_logfile_maxbytes",
                        "stdout_logfile_mode",
                        "stdout_logfile_owner",
                        "stdout_logfile_format",
                        "stderr_logfile_backups",
                        "stderr_logfile_maxbytes",
                        "stderr_logfile_mode",
                        "stderr_logfile_owner",
                        "stderr_logfile_format",
                        "healthcheck",
                        "liveness_check_script");
        assertThat(classes.get(Change.NEXT_START))
                .containsExactly("autostart", "startsecs", "numprocs_start", "ready_timeout", "watchdog_sec", "ready");
        assertThat(classes.get(Change.RESTART))
                .containsExactly(
                        "redirect_stderr",
                        "stdout_capture_maxbytes",
                        "stdout_events_enabled",
                        "stderr_capture_maxbytes",
                        "stderr_events_enabled",
                        "serverurl",
                        "user",
                        "umask",
                        "process_name",
                        "environment",
                        "directory",
                        "stdout_logfile",
                        "stdout_syslog",
                        "stderr_logfile",
                        "stderr_syslog",
                        "command");
    }

    @Test
    void aPageShowsKeysInTheOrderOfTheManual() {
        List<String> output = List.of(
                "logfile",
                "logfile_maxbytes",
                "logfile_backups",
                "logfile_mode",
                "logfile_owner",
                "logfile_format",
                "capture_maxbytes",
                "events_enabled",
                "syslog");

        assertThat(shown(ProcessConfig.page()))
                .containsExactly(
                        "command",
                        "directory",
                        "user",
                        "umask",
                        "priority",
                        "autostart",
                        "autorestart",
                        "startsecs",
                        "startretries",
                        "exitcodes",
                        "stopsignal",
                        "stopwaitsecs",
                        "stopasgroup",
                        "killasgroup",
                        "restartpause",
                        "backoff",
                        "backoff_delay",
                        "backoff_factor",
                        "backoff_limit",
                        "backoff_jitter",
                        "backoff_reset",
                        "startretries_infinite",
                        "fatal_retry_secs",
                        "restart_limit",
                        "restart_on",
                        "no_restart_on",
                        "essential",
                        "on-failure",
                        "on-success",
                        "redirect_stderr",
                        "depends_on",
                        "depends_on_timeout",
                        "part_of",
                        "dependent_startup",
                        "dependent_startup_wait_for",
                        "ready",
                        "healthcheck",
                        "ready_timeout",
                        "healthcheck_interval",
                        "healthcheck_timeout",
                        "healthcheck_retries",
                        "healthcheck_success",
                        "healthcheck_start_period",
                        "healthcheck_expect",
                        "healthcheck_body",
                        "healthcheck_action",
                        "watchdog_sec");
        assertThat(shown(ProcessConfig.STDOUT.page()))
                .containsExactlyElementsOf(
                        output.stream().map(name -> "stdout_" + name).toList());
        assertThat(shown(ProcessConfig.STDERR.page()))
                .containsExactlyElementsOf(
                        output.stream().map(name -> "stderr_" + name).toList());
    }

    @Test
    void everyKeyIsOnAPageOrHiddenForAReason() {
        List<String> pages = Stream.of(ProcessConfig.page(), ProcessConfig.STDOUT.page(), ProcessConfig.STDERR.page())
                .flatMap(page -> shown(page).stream())
                .toList();

        assertThat(ProcessConfig.KEYS)
                .extracting(Key::key)
                .filteredOn(key -> !pages.contains(key))
                .containsExactly(
                        "numprocs",
                        "numprocs_start",
                        "serverurl",
                        "healthcheck_header",
                        "liveness_check_initial_delay",
                        "liveness_check_period",
                        "liveness_check_timeout",
                        "liveness_check_success_threshold",
                        "liveness_check_failure_threshold",
                        "liveness_check_success_action",
                        "liveness_check_failure_action",
                        "process_name",
                        "environment",
                        "liveness_check_script");
        assertThat(Launch.ENVIRONMENT.shown()).isEqualTo(Shown.SECRET);
    }

    @Test
    void valuesAreWrittenAsInAFile() throws ConfigException {
        ProcessConfig process = program("""
                umask=7
                autorestart=TRUE
                exitcodes=0, 2
                stopsignal=2
                user=web
                stdout_logfile_mode=640
                stdout_logfile_owner=web:www
                stdout_logfile_format=JSON
                """);

        assertThat(Stream.of(
                                Launch.UMASK,
                                PolicyKeys.AUTORESTART,
                                PolicyKeys.EXITCODES,
                                PolicyKeys.STOPSIGNAL,
                                Launch.USER,
                                ProcessConfig.STDOUT.mode,
                                ProcessConfig.STDOUT.owner,
                                ProcessConfig.STDOUT.format,
                                Launch.DIRECTORY)
                        .map(key -> key.text(process)))
                .containsExactly("007", "true", "0,2", "SIGINT", "uid 33", "640", "uid 33, gid 33", "json", "");
    }

    private static List<String> shown(List<Key<?>> page) {
        return page.stream()
                .filter(key -> key.shown() != Shown.NEVER && key.shown() != Shown.SECRET)
                .map(Key::key)
                .toList();
    }

    private static String changed(Key<?> key) {
        String kind = key.kind().name();
        String value = kind.equals("boolean")
                ? String.valueOf("false".equals(key.fallback()) || key.fallback() == null)
                : EXAMPLES.get(kind);
        return key.key() + "=" + requireNonNull(value, () -> "no example of the kind " + kind) + "\n";
    }

    /** One with named logs: others may have no owner. */
    private static ProcessConfig program(String more) throws ConfigException {
        Map<String, String> keys =
                new LinkedHashMap<>(Map.of("command", "c", "stdout_logfile", "/tmp/out", "stderr_logfile", "/tmp/err"));
        more.lines()
                .forEach(line -> keys.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return new ConfigParser(new MapSource(), new FakeSurroundings(), CommandLineOverrides.NONE)
                .program("s.conf", "x", "x", keys)
                .get(0);
    }

    private static GroupConfig alone(ProcessConfig process) {
        return new GroupConfig.ProgramGroup("x", 999, List.of(process));
    }

    /** What its parts consist of, by way: {@code stdout.access.mode}. A policy's name is the process's. */
    private static Map<String, Object> leaves(ProcessConfig process) {
        Map<String, Object> leaves = new TreeMap<>();
        collect("", process, leaves);
        assertThat(leaves.remove("policy.name")).isEqualTo(process.name());
        assertThat(leaves.remove("dependencies.program")).isEqualTo("x");
        leaves.remove("stdout.access.gid");
        leaves.remove("stderr.access.gid");
        return leaves;
    }

    private static void collect(String way, Object part, Map<String, Object> leaves) {
        for (RecordComponent component : part.getClass().getRecordComponents()) {
            String name = way + component.getName();
            Object value = valueOf(component, part);
            if (value != null && PARTS.contains(value.getClass())) {
                collect(name + ".", value, leaves);
            } else {
                leaves.put(name, value == null ? "" : value);
            }
        }
    }

    private static @Nullable Object valueOf(RecordComponent component, Object part) {
        try {
            return component.getAccessor().invoke(part);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(impossible.getMessage(), impossible);
        }
    }
}
