package org.supervisor4j.daemon.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.supervisor4j.ini.CodePointOrder;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.OptionType;
import org.supervisor4j.ini.PythonRepr;

/**
 * {@code [program:x]}, and the part of {@code [fcgi-program:x]} and {@code [eventlistener:x]} that describes processes.
 * The keys here are read once for the section; {@link ProcessSection} reads those that each process reads anew. All
 * messages end with the section and its file.
 */
final class ProgramSection {
    static final String PREFIX = "program:";
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
        Values values = read(scope);
        ProcessSection each = new ProcessSection(run, section, keys, names, values);
        List<ProcessConfig> processes = new ArrayList<>();
        for (int i = 0; i < values.get(ProcessConfig.NUMPROCS) && run.budget().allowsProcess(section); i++) {
            int before = run.problems().count();
            ProcessConfig process = each.read(values.get(ProcessConfig.NUMPROCS_START) + (long) i);
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

    private Values read(Expansion scope) {
        Values values = new Values();
        for (Key<ProcessConfig, ?> key : ProcessConfig.ONCE) {
            if (key == ProcessConfig.PROCESS_NAME) {
                values.put(ProcessConfig.PROCESS_NAME, processName());
            } else {
                keys.read(key, scope, values);
            }
        }
        int numprocs = values.get(ProcessConfig.NUMPROCS);
        if (numprocs > 1 && !values.get(ProcessConfig.PROCESS_NAME).contains("%(process_num)")) {
            keys.problem("%(process_num) must be present within process_name when numprocs > 1");
        }
        if (PolicyKeys.contradict(values)) {
            keys.problem("Cannot set stopasgroup=true and killasgroup=false");
        }
        if (numprocs > MOST_PROCESSES) {
            keys.problem(ProcessConfig.NUMPROCS, "numprocs is more than " + MOST_PROCESSES);
            values.put(ProcessConfig.NUMPROCS, MOST_PROCESSES);
        }
        return values;
    }

    /** Not expanded yet: the check is on the text as it stands. */
    private String processName() {
        Option<String> key = ProcessConfig.PROCESS_NAME;
        try {
            return OptionType.NAME.parse(Objects.requireNonNull(keys.raw(key)));
        } catch (InvalidValueException bad) {
            keys.problem(key, bad.getMessage());
            return Objects.requireNonNull(key.fallback());
        }
    }

    /** The environment merged under a group's processes. */
    static List<ProcessConfig> withEnvironment(List<ProcessConfig> processes, Map<String, String> under) {
        return under.isEmpty()
                ? processes
                : processes.stream()
                        .map(process -> process.withEnvironment(
                                ParseRun.merged(under, process.launch().environment())))
                        .toList();
    }
}
