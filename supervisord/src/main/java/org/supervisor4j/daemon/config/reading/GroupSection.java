package org.supervisor4j.daemon.config.reading;

import static org.supervisor4j.daemon.config.Key.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.KeyTable;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.RestartKeys;
import org.supervisor4j.daemon.config.ValueKind;
import org.supervisor4j.daemon.state.Rate;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.model.Spelling;

/** {@code [group:x]}: programs that run together under one name. */
public final class GroupSection {
    public static final String PREFIX = "group:";
    public static final Key<List<String>> PROGRAMS = key("programs", ValueKind.LIST, "");
    static final Key<Integer> PRIORITY = key("priority", ValueKind.INTEGER, "999");
    static final Key<Rate> RESTART_BUDGET = new KeyTable<GroupConfig, GroupConfig>("", group -> group)
            .added()
            .live("restart_budget", RestartKeys.RATE, null, GroupConfig::budget);
    public static final List<Key<?>> ALL = List.of(PROGRAMS, PRIORITY, RESTART_BUDGET);

    private final ParseRun run;
    private final IniSection section;
    private final SectionReader keys;

    GroupSection(ParseRun run, IniSection section) {
        this.run = run;
        this.section = section;
        this.keys = run.reader(section);
    }

    /**
     * @param absorbed receives the names of the sections that form no group of their own any more
     * @return null if the group has no usable name
     */
    @Nullable
    GroupConfig read(Set<String> absorbed) {
        String name = keys.sectionName();
        if (name == null) {
            return null;
        }
        Expansion scope = run.withHere();
        List<String> programs = keys.read(PROGRAMS, scope);
        int priority = keys.read(PRIORITY, scope);
        Rate budget = keys.find(RESTART_BUDGET, scope);
        List<ProcessConfig> processes = new ArrayList<>();
        // contract: from the second program on, the messages name the section of the program before.
        String named = section.name();
        for (String program : programs) {
            IniSection member = member(named, program);
            if (member != null) {
                named = member.name();
                absorbed.add(member.name());
                processes.addAll(new ProgramSection(run, member, name).processes());
            }
        }
        return new GroupConfig.ProgramGroup(name, priority, processes, budget == null ? Rate.NONE : budget);
    }

    private void unknown(String named, String program) {
        if (!run.checking()) {
            keys.problem("[" + named + "] names unknown program or fcgi-program " + program);
            return;
        }
        List<String> names = new ArrayList<>();
        run.document().startingWith(ProgramSection.PREFIX).forEach(known -> names.add(known.suffix()));
        run.document().startingWith(FcgiSection.PREFIX).forEach(known -> names.add(known.suffix()));
        String like = Spelling.nearest(program, names);
        run.problems()
                .add(
                        "[" + section.name() + "] names unknown program or fcgi-program " + program
                                + (like == null ? "" : "; did you mean " + like + "?"),
                        keys.position(PROGRAMS));
    }

    private @Nullable IniSection member(String named, String program) {
        IniSection plain = run.document().section(ProgramSection.PREFIX + program);
        IniSection fcgi = run.document().section(FcgiSection.PREFIX + program);
        if (plain == null && fcgi == null) {
            unknown(named, program);
            return null;
        }
        if (plain != null && fcgi != null) {
            keys.problem("[" + (run.checking() ? section.name() : named) + "] name " + program
                    + " is ambiguous (exists as program and fcgi-program)");
            return null;
        }
        return plain == null ? fcgi : plain;
    }
}
