package org.supervisor4j.daemon.config.reading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.NoticeConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.RpcInterfaceConfig;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.config.Surroundings;
import org.supervisor4j.daemon.config.reading.ParseRun.Closeness;
import org.supervisor4j.daemon.os.Users.Account;
import org.supervisor4j.ini.CodePointOrder;
import org.supervisor4j.ini.ConfigException;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniReader;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.IniValue;
import org.supervisor4j.ini.Problem;
import org.supervisor4j.ini.SourcePosition;

/**
 * Turns configuration files into a {@link SupervisordConfig}, or into all problems that they have. Steps and keys are
 * taken in the reference's order, so the first problem is the one that the reference reports.
 *
 * <p>One parser serves one life of the daemon, from a start to the next restart: it remembers the variables of
 * {@code [supervisord] environment}, which stay expandable as {@code ENV_x} even when a later re-read finds them gone.
 * Not thread-safe.
 */
public final class ConfigParser {
    private static final String RUNNING_AS_ROOT =
            "Supervisor is running as root.  Privileges were not dropped because no"
                    + " user is specified in the config file.  If you intend to run as root, you can set user=root in the config"
                    + " file to avoid this message.";

    private static final Comparator<GroupConfig> BY_PRIORITY_AND_NAME =
            Comparator.comparingInt(GroupConfig::priority).thenComparing(GroupConfig::name, CodePointOrder.INSTANCE);

    private final ConfigSource source;
    private final Surroundings surroundings;
    private final CommandLineOverrides commandLine;
    private Expansion environment;
    /** Where the sections stood that others needed, when everything could be read last. */
    private Map<String, SourcePosition> needed = Map.of();

    public ConfigParser(ConfigSource source, Surroundings surroundings, CommandLineOverrides commandLine) {
        this.source = source;
        this.surroundings = surroundings;
        this.commandLine = commandLine;
        this.environment = Expansion.ofEnvironment(surroundings.environment());
    }

    /**
     * Reads everything for a start.
     *
     * @param file the main file, as given or found; messages name it so
     * @throws ConfigException with all problems
     */
    public SupervisordConfig parse(String file) throws ConfigException {
        return parse(file, true);
    }

    /**
     * The same for a re-read. The daemon's own user is not looked up again: nothing can change it any more, so
     * {@link SupervisordConfig.Daemon#user} may be null here although the section names one.
     */
    public SupervisordConfig reread(String file) throws ConfigException {
        return parse(file, false);
    }

    /** What a re-read would give; nothing of it is remembered. */
    public SupervisordConfig look(String file) throws ConfigException {
        Expansion before = environment;
        try {
            return reread(file);
        } finally {
            environment = before;
        }
    }

    /**
     * The processes of a program that stands in no file.
     *
     * @param file the main file: where it lies is what {@code here} means
     * @param group the group that they are in
     * @param settings the keys of a {@code [program:x]} section
     * @throws ConfigException with all problems
     */
    public List<ProcessConfig> program(String file, String group, String program, Map<String, String> settings)
            throws ConfigException {
        ParseRun run = new ParseRun(file, surroundings, environment, Closeness.START);
        Map<String, IniValue> values = new LinkedHashMap<>();
        SourcePosition nowhere = new SourcePosition(file, 0);
        settings.forEach((key, value) -> values.put(key.toLowerCase(Locale.ROOT), new IniValue(value, nowhere)));
        IniSection section = new IniSection(ProgramSection.PREFIX + program, nowhere, null, values);
        List<ProcessConfig> processes = new ProgramSection(run, section, group).processes();
        run.problems().throwIfAny();
        return processes;
    }

    private SupervisordConfig parse(String file, boolean start) throws ConfigException {
        return parse(new ParseRun(file, surroundings, environment, Closeness.START), start);
    }

    /**
     * Reads everything as for a start, for a closer look at the files.
     *
     * @param run keeps what was read, even where this throws
     */
    public SupervisordConfig examine(ParseRun run) throws ConfigException {
        return parse(run, true);
    }

    /** For {@link #examine}. */
    public ParseRun checkOf(String file, Closeness closeness) {
        return new ParseRun(file, surroundings, environment, closeness);
    }

    private SupervisordConfig parse(ParseRun run, boolean start) throws ConfigException {
        String file = run.file();
        load(run, file);
        IniSection section = run.document().section(SupervisordSection.NAME);
        if (section == null) {
            run.problems().add(".ini file does not include supervisord section", null);
            section = new IniSection(SupervisordSection.NAME, new SourcePosition(file, 1), null, Map.of());
        }
        SupervisordSection supervisord = new SupervisordSection(run, section, commandLine);
        run.know(supervisord.variables());
        environment = run.environment();
        List<RpcInterfaceConfig> rpcInterfaces = RpcInterfaceSection.all(run);
        List<GroupConfig> groups = groups(run, supervisord.variables());
        List<HttpServerConfig> servers = HttpServerSection.all(run);
        List<NoticeConfig> notices = NoticeSection.all(run);
        Account user = start ? supervisord.user() : null;
        DependencyCheck dependencies = new DependencyCheck(run, groups, needed);
        dependencies.look();
        supervisord.checkNames(groups);
        run.problems().throwIfAny();
        needed = dependencies.targets();
        List<String> warnings =
                new ArrayList<>(run.warnings().stream().map(Problem::message).toList());
        if (start && !run.checking()) {
            warnings.addAll(Misspellings.in(run.document()));
        }
        boolean root = start && user == null && surroundings.uid() == 0 && !supervisord.isContainer();
        return new SupervisordConfig(
                file,
                supervisord.daemon(user),
                groups,
                servers,
                rpcInterfaces,
                HttpServerSection.serverUrl(servers),
                new SupervisordConfig.Messages(root ? List.of(RUNNING_AS_ROOT) : List.of(), warnings, run.infos()),
                notices);
    }

    private void load(ParseRun run, String file) throws ConfigException {
        NamedPrograms named = new NamedPrograms(commandLine.programs());
        IniReader reader = run.newReader();
        if (!commandLine.isWithoutFile()) {
            reader.read(mainFile(file), file);
        }
        IniSection include = reader.document().section(IncludeSection.NAME);
        if (include != null) {
            reader.replaceHere(run.here());
            IniSection replaced = reader.document().section(IncludeSection.NAME);
            new IncludeSection(run, source, reader).read(replaced == null ? include : replaced);
            if (!run.checking()) {
                // Half a configuration would only give rise to complaints that are not true.
                run.problems().throwIfAny();
            }
        }
        run.warnings().addAll(reader.repeats());
        run.loaded(named.addTo(run, reader.document()));
    }

    /** contract: the reference's sentences for a main file that cannot be read. */
    private byte[] mainFile(String file) throws ConfigException {
        ConfigSource.Content content = commandLine.configuration() == null ? source.read(file) : source.readNamed(file);
        if (content instanceof ConfigSource.Content.Bytes text) {
            return text.bytes();
        }
        if (content instanceof ConfigSource.Content.Refused refused) {
            throw failure("could not read config file " + file + ": it " + refused.reason());
        }
        String verb = content instanceof ConfigSource.Content.Missing ? "find" : "read";
        throw failure("could not " + verb + " config file " + file);
    }

    private static ConfigException failure(String message) {
        return new ConfigException(List.of(new Problem(message, null)));
    }

    /** First {@code [group:…]}, which absorb programs; then programs that stand alone. Sorted by priority and name. */
    private static List<GroupConfig> groups(ParseRun run, Map<String, String> variables) {
        List<GroupConfig> groups = new ArrayList<>();
        Set<String> absorbed = new HashSet<>();
        for (IniSection section : run.document().startingWith(GroupSection.PREFIX)) {
            add(groups, new GroupSection(run, section).read(absorbed));
        }
        for (IniSection section : run.document().startingWith(ProgramSection.PREFIX)) {
            if (!absorbed.contains(section.name())) {
                add(groups, homogeneous(run, section));
            }
        }
        for (IniSection section : run.document().startingWith(EventListenerSection.PREFIX)) {
            add(groups, new EventListenerSection(run, section).read());
        }
        for (IniSection section : run.document().startingWith(FcgiSection.PREFIX)) {
            if (!absorbed.contains(section.name())) {
                add(groups, new FcgiSection(run, section).read());
            }
        }
        if (run.budget().allowsEach(groups, variables)) {
            groups.replaceAll(group -> withEnvironment(group, variables));
        }
        groups.sort(BY_PRIORITY_AND_NAME);
        return groups;
    }

    private static void add(List<GroupConfig> groups, @Nullable GroupConfig group) {
        if (group != null) {
            groups.add(group);
        }
    }

    /**
     * A program by itself. Name and priority are read for the group first: their messages lack the file's name, and
     * priority knows fewer names to expand.
     */
    private static @Nullable GroupConfig homogeneous(ParseRun run, IniSection section) {
        SectionReader keys = run.reader(section);
        String name = keys.sectionName();
        if (name == null) {
            return null;
        }
        int priority = keys.read(ProcessConfig.PRIORITY, run.withHere());
        return new GroupConfig.ProgramGroup(name, priority, new ProgramSection(run, section, name).processes());
    }

    private static GroupConfig withEnvironment(GroupConfig group, Map<String, String> variables) {
        return group.withProcesses(ProgramSection.withEnvironment(group.processes(), variables));
    }
}
