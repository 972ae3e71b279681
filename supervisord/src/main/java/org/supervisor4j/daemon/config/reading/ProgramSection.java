package org.supervisor4j.daemon.config.reading;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.HealthConfig;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.Launch;
import org.supervisor4j.daemon.config.OutputConfig;
import org.supervisor4j.daemon.config.PolicyKeys;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.RestartKeys;
import org.supervisor4j.daemon.config.Values;
import org.supervisor4j.daemon.values.ValueType;
import org.supervisor4j.ini.CodePointOrder;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;

/**
 * {@code [program:x]}, and the part of {@code [fcgi-program:x]} and {@code [eventlistener:x]} that describes processes.
 * Some keys are read once for the section, the others anew for each process. All messages end with the section and its
 * file.
 */
public final class ProgramSection {
    public static final String PREFIX = "program:";
    private static final List<OutputConfig.Keys> OUTPUTS = List.of(ProcessConfig.STDOUT, ProcessConfig.STDERR);
    /** These are expanded twice before they are understood, so that a percent sign takes four. */
    public static final Set<String> TWICE =
            Set.of(ProcessConfig.STDOUT.logfile.key(), ProcessConfig.STDERR.logfile.key());

    /** The original would run out of memory or processes long before; we say so at once. */
    private static final int MOST_PROCESSES = 10_000;

    private static final Comparator<ProcessConfig> BY_PRIORITY_AND_NAME = Comparator.comparingInt(
                    ProcessConfig::priority)
            .thenComparing(ProcessConfig::name, CodePointOrder.INSTANCE);

    private final ParseRun run;
    private final IniSection section;
    private final String groupName;
    private final SectionReader keys;
    /** The values that are read once. */
    private final Values shared = new Values();
    /** ENV_ names of this program's environment. As in the reference, those of earlier processes stay known. */
    private final Map<String, Object> ownNames = new LinkedHashMap<>();
    /** Those of them that the daemon's environment does not have. */
    private final Map<String, Object> newNames = new LinkedHashMap<>();

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

    /** Sorted by priority and name. Names may occur twice; what is wrong went to the run's problems. */
    List<ProcessConfig> processes() {
        String programName = keys.sectionName();
        if (programName == null || !run.budget().allowsSection(section)) {
            return List.of();
        }
        Expansion names = Expansion.flat(Expansion.empty()
                .with("here", run.here())
                .with("program_name", programName)
                .with("host_node_name", run.lookups().surroundings().nodeName())
                .with("group_name", groupName));
        readShared(run.environment().with(names));
        List<ProcessConfig> processes = new ArrayList<>();
        for (int i = 0; i < shared.get(ProcessConfig.NUMPROCS) && run.budget().allowsProcess(section); i++) {
            int before = run.problems().count();
            ProcessConfig process = process(programName, names, shared.get(ProcessConfig.NUMPROCS_START) + (long) i);
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

    private void readShared(Expansion scope) {
        for (Key<?> key : ProcessConfig.ONCE) {
            if (key.is(ProcessConfig.PROCESS_NAME)) {
                shared.put(ProcessConfig.PROCESS_NAME, processName());
            } else {
                keys.read(key, scope, shared);
            }
        }
        int numprocs = shared.get(ProcessConfig.NUMPROCS);
        if (numprocs > 1 && !shared.get(ProcessConfig.PROCESS_NAME).contains("%(process_num)")) {
            keys.problem("%(process_num) must be present within process_name when numprocs > 1");
        }
        String contradiction = PolicyKeys.contradiction(shared);
        if (contradiction != null) {
            keys.problem(contradiction);
        }
        RestartKeys.check(shared, keys::problem);
        RestartKeys.warn(shared, keys::has, this::warn);
        if (numprocs > MOST_PROCESSES) {
            keys.problem(ProcessConfig.NUMPROCS, "numprocs is more than " + MOST_PROCESSES);
            shared.put(ProcessConfig.NUMPROCS, MOST_PROCESSES);
        }
    }

    /** Not expanded yet: the check is on the text as it stands. */
    private String processName() {
        Key<String> key = ProcessConfig.PROCESS_NAME;
        try {
            return ValueType.NAME.parse(Objects.requireNonNull(keys.raw(key)));
        } catch (InvalidValueException bad) {
            keys.problem(key, bad.getMessage());
            return Objects.requireNonNull(key.fallback());
        }
    }

    /**
     * Null, and a problem noted, where there is no command.
     *
     * @param names what all processes of the section know besides the ENV_ names
     */
    private @Nullable ProcessConfig process(String programName, Expansion names, long processNum) {
        Expansion numbered = names.with("process_num", BigInteger.valueOf(processNum))
                .with("numprocs", BigInteger.valueOf(shared.get(ProcessConfig.NUMPROCS)));
        Map<String, String> environment = environment(numbered);
        environment.forEach(this::remember);
        run.budget().spendOn(ownNames.size(), environment);
        // The reference keeps the same names in two mappings of different order: one for the keys as such, one for the
        // second expansion. The order shows where a value has a %s without a name.
        Expansion scope = run.environment().with(Expansion.flat(numbered)).withGrowing(ownNames);
        Expansion second = numbered.with(run.environment()).withGrowing(ownNames);
        Values values = new Values(shared);
        values.put(Launch.ENVIRONMENT, environment);
        ProcessConfig.EACH.forEach(key -> read(key, scope, second, values));
        OUTPUTS.forEach(output -> output.warn(values, this::warn));
        HealthConfig.warn(values, this::warn);
        if (values.get(ProcessConfig.REDIRECT_STDERR)
                && values.get(ProcessConfig.STDERR.logfile).named()) {
            warn(
                    ProcessConfig.STDERR.logfile,
                    "redirect_stderr=true but stderr_logfile has also been set to a filename, the filename has been ignored");
        }
        if (values.find(Launch.COMMAND) == null) {
            if (keys.raw(Launch.COMMAND) == null) {
                keys.problem("program section " + section.name() + " does not specify a command");
            }
            return null;
        }
        Key<String> processName = ProcessConfig.PROCESS_NAME;
        String name = keys.convert(processName, () -> second.apply(values.get(processName), processName.key()));
        return name == null ? null : ProcessConfig.of(name, programName, values);
    }

    private Map<String, String> environment(Expansion numbered) {
        Expansion scope = numbered.with(run.environment()).withGrowing(newNames);
        String raw = Objects.requireNonNull(keys.raw(Launch.ENVIRONMENT));
        run.budget().work(raw.length() + (long) scope.size());
        return keys.variables(Launch.ENVIRONMENT, scope);
    }

    private void remember(String variable, String value) {
        String name = "ENV_" + variable;
        ownNames.put(name, value);
        if (!run.environment().knows(name)) {
            newNames.put(name, value);
        }
    }

    private void read(Key<?> key, Expansion scope, Expansion second, Values values) {
        if (TWICE.contains(key.key())) {
            keys.readTwice(key, scope, second, values);
        } else if (!key.is(Launch.ENVIRONMENT)) {
            keys.read(key, scope, values);
        }
        OUTPUTS.forEach(output -> output.check(key, values, keys::problem));
        HealthConfig.check(key, values, keys::problem);
    }

    private void warn(Key<?> option, String what) {
        keys.warning(option, "For [" + section.name() + "], " + what);
    }

    /** The environment merged under a group's processes. */
    static List<ProcessConfig> withEnvironment(List<ProcessConfig> processes, Map<String, String> under) {
        return under.isEmpty()
                ? processes
                : processes.stream()
                        .map(process -> {
                            Map<String, String> all = new LinkedHashMap<>(under);
                            all.putAll(process.launch().environment());
                            return process.withEnvironment(all);
                        })
                        .toList();
    }
}
