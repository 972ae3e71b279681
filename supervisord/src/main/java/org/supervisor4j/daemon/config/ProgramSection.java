package org.supervisor4j.daemon.config;

import static org.supervisor4j.daemon.config.Option.option;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Users.Account;
import org.supervisor4j.daemon.values.OptionType;
import org.supervisor4j.ini.CodePointOrder;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.ini.PythonWhitespace;

/**
 * {@code [program:x]}, and the part of {@code [fcgi-program:x]} and {@code [eventlistener:x]} that describes processes.
 * The keys here are read once for the section; {@link ProcessSection} reads those that each process reads anew. All
 * messages end with the section and its file.
 */
final class ProgramSection {
    static final String PREFIX = "program:";
    static final Option<Integer> PRIORITY = option("priority", Kind.INTEGER, "999");
    static final Option<Boolean> AUTOSTART = option("autostart", Kind.BOOLEAN, "true");
    static final Option<Autorestart> AUTORESTART = option("autorestart", Kind.AUTORESTART, "unexpected");
    static final Option<Integer> STARTSECS = option("startsecs", Kind.INTEGER, "1");
    static final Option<Integer> STARTRETRIES = option("startretries", Kind.INTEGER, "3");
    static final Option<Integer> STOPSIGNAL = option("stopsignal", Kind.SIGNAL, "TERM");
    static final Option<Integer> STOPWAITSECS = option("stopwaitsecs", Kind.INTEGER, "10");
    static final Option<Boolean> STOPASGROUP = option("stopasgroup", Kind.BOOLEAN, "false");
    /** Its default is what stopasgroup says. */
    static final Option<Boolean> KILLASGROUP = option("killasgroup", Kind.BOOLEAN);

    static final Option<List<Integer>> EXITCODES = option("exitcodes", Kind.EXIT_CODES, "0");
    static final Option<Boolean> REDIRECT_STDERR = option("redirect_stderr", Kind.BOOLEAN, "false");
    static final Option<Integer> NUMPROCS = option("numprocs", Kind.INTEGER, "1");
    static final Option<Integer> NUMPROCS_START = option("numprocs_start", Kind.INTEGER, "0");
    static final Option<Long> STDOUT_CAPTURE_MAXBYTES = option("stdout_capture_maxbytes", Kind.BYTES, "0");
    static final Option<Boolean> STDOUT_EVENTS_ENABLED = option("stdout_events_enabled", Kind.BOOLEAN, "false");
    static final Option<Long> STDERR_CAPTURE_MAXBYTES = option("stderr_capture_maxbytes", Kind.BYTES, "0");
    static final Option<Boolean> STDERR_EVENTS_ENABLED = option("stderr_events_enabled", Kind.BOOLEAN, "false");
    static final Option<String> SERVERURL = option("serverurl", Kind.STRING, "AUTO");
    static final Option<Account> USER = option("user", Kind.USER);
    static final Option<Integer> UMASK = option("umask", Kind.OCTAL);
    static final Option<String> PROCESS_NAME = option("process_name", Kind.STRING, "%(program_name)s");

    static final List<Option<?>> ALL = List.of(
            PRIORITY,
            AUTOSTART,
            AUTORESTART,
            STARTSECS,
            STARTRETRIES,
            STOPSIGNAL,
            STOPWAITSECS,
            STOPASGROUP,
            KILLASGROUP,
            EXITCODES,
            REDIRECT_STDERR,
            NUMPROCS,
            NUMPROCS_START,
            STDOUT_CAPTURE_MAXBYTES,
            STDOUT_EVENTS_ENABLED,
            STDERR_CAPTURE_MAXBYTES,
            STDERR_EVENTS_ENABLED,
            SERVERURL,
            USER,
            UMASK,
            PROCESS_NAME);

    /** The original would run out of memory or processes long before; we say so at once. */
    private static final int MOST_PROCESSES = 10_000;

    private static final Comparator<ProcessConfig> BY_PRIORITY_AND_NAME = Comparator.comparingInt(
                    ProcessConfig::priority)
            .thenComparing(ProcessConfig::name, CodePointOrder.INSTANCE);

    private final ParseRun run;
    private final IniSection section;
    private final String groupName;
    private final SectionReader keys;

    /** @param groupName the group that its processes are in */
    ProgramSection(ParseRun run, IniSection section, String groupName) {
        this.run = run;
        this.section = section;
        this.groupName = groupName;
        this.keys = new SectionReader(
                run,
                section,
                " in section " + PythonRepr.of(section.name()) + " (file: " + PythonRepr.of(run.fileOf(section)) + ")");
    }

    /** What all processes of a section have in common. */
    record Shared(
            String processName,
            int numprocs,
            int numprocsStart,
            int priority,
            boolean autostart,
            Autorestart autorestart,
            int startsecs,
            int startretries,
            int stopsignal,
            int stopwaitsecs,
            boolean stopasgroup,
            boolean killasgroup,
            List<Integer> exitcodes,
            boolean redirectStderr,
            long stdoutCapture,
            boolean stdoutEvents,
            long stderrCapture,
            boolean stderrEvents,
            @Nullable String serverurl,
            @Nullable Account user,
            @Nullable Integer umask) {}

    /** Sorted by priority and name. Names may occur twice; what is wrong went to the run's problems. */
    List<ProcessConfig> processes() {
        String programName = Names.of(keys, section);
        if (programName == null || !run.budget().allowsSection(section)) {
            return List.of();
        }
        Expansion names = Expansion.flat(Expansion.empty()
                .with("here", run.here())
                .with("program_name", programName)
                .with("host_node_name", run.lookups().surroundings().nodeName())
                .with("group_name", groupName));
        Expansion scope = run.environment().with(names);
        Shared shared = shared(scope);
        ProcessSection each = new ProcessSection(run, section, keys, names, shared);
        List<ProcessConfig> processes = new ArrayList<>();
        for (int i = 0; i < shared.numprocs() && run.budget().allowsProcess(section); i++) {
            int before = run.problems().count();
            ProcessConfig process = each.read(shared.numprocsStart() + (long) i);
            if (process != null) {
                processes.add(process);
            }
            if (run.problems().count() > before) {
                // The next process would say the same again.
                break;
            }
        }
        processes.sort(BY_PRIORITY_AND_NAME);
        run.declare(section, processes);
        return processes;
    }

    private Shared shared(Expansion scope) {
        int priority = keys.read(PRIORITY, scope);
        boolean autostart = keys.read(AUTOSTART, scope);
        Autorestart autorestart = keys.read(AUTORESTART, scope);
        int startsecs = keys.read(STARTSECS, scope);
        int startretries = keys.read(STARTRETRIES, scope);
        int stopsignal = keys.read(STOPSIGNAL, scope);
        int stopwaitsecs = keys.read(STOPWAITSECS, scope);
        boolean stopasgroup = keys.read(STOPASGROUP, scope);
        Boolean killasgroup = keys.find(KILLASGROUP, scope);
        // Copied once, not for each process.
        List<Integer> exitcodes = List.copyOf(keys.read(EXITCODES, scope));
        boolean redirectStderr = keys.read(REDIRECT_STDERR, scope);
        int numprocs = keys.read(NUMPROCS, scope);
        int numprocsStart = keys.read(NUMPROCS_START, scope);
        long stdoutCapture = keys.read(STDOUT_CAPTURE_MAXBYTES, scope);
        boolean stdoutEvents = keys.read(STDOUT_EVENTS_ENABLED, scope);
        long stderrCapture = keys.read(STDERR_CAPTURE_MAXBYTES, scope);
        boolean stderrEvents = keys.read(STDERR_EVENTS_ENABLED, scope);
        String serverurl = serverurl(keys.read(SERVERURL, scope));
        Account user = keys.find(USER, scope);
        Integer umask = keys.find(UMASK, scope);
        String processName = processName();
        check(numprocs, processName, stopasgroup, killasgroup);
        return new Shared(
                processName,
                Math.min(numprocs, MOST_PROCESSES),
                numprocsStart,
                priority,
                autostart,
                autorestart,
                startsecs,
                startretries,
                stopsignal,
                stopwaitsecs,
                stopasgroup,
                killasgroup == null ? stopasgroup : killasgroup,
                exitcodes,
                redirectStderr,
                stdoutCapture,
                stdoutEvents,
                stderrCapture,
                stderrEvents,
                serverurl,
                user,
                umask);
    }

    /** {@code auto} in any case, blanks around it or not, means the daemon's own. */
    private static @Nullable String serverurl(String text) {
        boolean auto = PythonWhitespace.strip(text).equalsIgnoreCase("AUTO");
        return auto ? null : text;
    }

    /** Not expanded yet: the check is on the text as it stands. */
    private String processName() {
        String raw = Objects.requireNonNull(keys.raw(PROCESS_NAME));
        try {
            return OptionType.NAME.parse(raw);
        } catch (InvalidValueException bad) {
            keys.problem(PROCESS_NAME, bad.getMessage());
            return Objects.requireNonNull(PROCESS_NAME.fallback());
        }
    }

    private void check(int numprocs, String processName, boolean stopasgroup, @Nullable Boolean killasgroup) {
        if (numprocs > 1 && !processName.contains("%(process_num)")) {
            keys.problem("%(process_num) must be present within process_name when numprocs > 1");
        }
        if (stopasgroup && Objects.equals(killasgroup, false)) {
            keys.problem("Cannot set stopasgroup=true and killasgroup=false");
        }
        if (numprocs > MOST_PROCESSES) {
            keys.problem(NUMPROCS, "numprocs is more than " + MOST_PROCESSES);
        }
    }

    /** For tests and pages that list every key. */
    static List<Option<?>> all() {
        List<Option<?>> all = new ArrayList<>(ALL);
        all.addAll(ProcessSection.ALL);
        return all;
    }

    /** The environment merged under a group's processes. */
    static List<ProcessConfig> withEnvironment(List<ProcessConfig> processes, Map<String, String> under) {
        return under.isEmpty()
                ? processes
                : processes.stream()
                        .map(process -> with(process, ParseRun.merged(under, process.environment())))
                        .toList();
    }

    /** The same with other variables. */
    static ProcessConfig with(ProcessConfig p, Map<String, String> environment) {
        return new ProcessConfig(
                p.name(),
                p.command(),
                p.user(),
                p.directory(),
                p.umask(),
                p.priority(),
                p.autostart(),
                p.autorestart(),
                p.startsecs(),
                p.startretries(),
                p.stopsignal(),
                p.stopwaitsecs(),
                p.stopasgroup(),
                p.killasgroup(),
                p.exitcodes(),
                p.redirectStderr(),
                p.stdout(),
                p.stderr(),
                environment,
                p.serverurl());
    }
}
