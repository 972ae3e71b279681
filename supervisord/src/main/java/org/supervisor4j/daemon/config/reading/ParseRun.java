package org.supervisor4j.daemon.config.reading;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.Lookups;
import org.supervisor4j.daemon.config.PosixPath;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.Surroundings;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniDocument;
import org.supervisor4j.ini.IniReader;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.Problem;
import org.supervisor4j.ini.Problems;

/** Holds what all sections share while one configuration is read. */
public final class ParseRun {
    private static final String PATH = "PATH";

    /** A check looks for so many commands, each with its folder. */
    private static final int MOST_DECLARED = 1000;

    /** How closely the files are looked at. */
    public enum Closeness {
        /** As a daemon does. */
        START,
        /** Goes on after lines that cannot be read, and tells of each. */
        CHECK,
        /** Tells besides what Supervisor up to 4.2.5 reads otherwise. */
        UPGRADE
    }

    private final String file;
    private final String here;
    private final Lookups lookups;
    private final Closeness closeness;
    private final Problems problems = new Problems();
    private final Budget budget = new Budget(problems);
    private final List<Problem> warnings = new ArrayList<>();
    private final List<String> infos = new ArrayList<>();
    private int declared;
    private final List<DeclaredProgram> programs = new ArrayList<>();
    private final IdentityHashMap<Key<?>, Object> fallbacks = new IdentityHashMap<>();
    private Map<String, String> variables = Map.of();
    private IniDocument document = new IniDocument(Map.of(), Map.of());
    private Expansion environment;

    /**
     * @param file the main file, as given
     * @param environment the ENV_ names that are known before the file is read
     */
    ParseRun(String file, Surroundings surroundings, Expansion environment, Closeness closeness) {
        this.file = file;
        this.closeness = closeness;
        this.here = PosixPath.absolute(PosixPath.directory(file), surroundings.currentDirectory());
        this.lookups = new Lookups(surroundings);
        this.environment = environment;
    }

    /** The main file. */
    String file() {
        return file;
    }

    boolean checking() {
        return closeness != Closeness.START;
    }

    boolean comparing() {
        return closeness == Closeness.UPGRADE;
    }

    /** What has become of fallbacks that are the same for every process. */
    IdentityHashMap<Key<?>, Object> fallbacks() {
        return fallbacks;
    }

    /** A reader for all files of this run. */
    IniReader newReader() {
        return checking() ? IniReader.noting(problems) : new IniReader();
    }

    /** The main file's directory. */
    String here() {
        return here;
    }

    Lookups lookups() {
        return lookups;
    }

    public Problems problems() {
        return problems;
    }

    Budget budget() {
        return budget;
    }

    public List<Problem> warnings() {
        return warnings;
    }

    List<String> infos() {
        return infos;
    }

    /** Keeps what became of a program's section, for a check: only what its files are looked for by. */
    void declare(IniSection section, List<ProcessConfig> processes) {
        if (!checking() || declared >= MOST_DECLARED) {
            return;
        }
        Map<String, ProcessConfig> different = new LinkedHashMap<>();
        for (ProcessConfig process : processes) {
            if (declared + different.size() < MOST_DECLARED) {
                different.putIfAbsent(
                        process.launch().command() + '\0' + process.launch().directory(), process);
            }
        }
        declared += different.size();
        List<ProcessConfig> lean = different.values().stream()
                .map(process -> process.withEnvironment(pathIn(process.launch().environment())))
                .toList();
        programs.add(new DeclaredProgram(section, lean));
    }

    private static Map<String, String> pathIn(Map<String, String> environment) {
        String path = environment.get(PATH);
        return path == null ? Map.of() : Map.of(PATH, path);
    }

    /** With the search path of {@code [supervisord]}. */
    public List<DeclaredProgram> programs() {
        Map<String, String> path = pathIn(variables);
        return programs.stream()
                .map(program -> new DeclaredProgram(
                        program.section(), ProgramSection.withEnvironment(program.processes(), path)))
                .toList();
    }

    public IniDocument document() {
        return document;
    }

    void loaded(IniDocument whole) {
        document = whole;
    }

    /** The ENV_ names alone. */
    Expansion environment() {
        return environment;
    }

    /** {@code [supervisord] environment} joins the ENV_ names once it is known. */
    void know(Map<String, String> variables) {
        this.variables = variables;
        // One flat layer again: it is looked into for every value.
        environment = Expansion.flat(environment.withEnvironment(variables));
    }

    /** ENV_ names and {@code here}. */
    Expansion withHere() {
        return environment.with("here", here);
    }

    /** ENV_ names, {@code here} and {@code host_node_name} in the order of the reference's mapping. */
    Expansion withHereAndNode() {
        return Expansion.empty()
                .with("here", here)
                .with("host_node_name", lookups.surroundings().nodeName())
                .with(environment);
    }

    SectionReader reader(IniSection section) {
        return new SectionReader(this, section);
    }

    /** The file that created a section, as messages name it. */
    String fileOf(IniSection section) {
        String included = section.includedFrom();
        return included == null ? file : included;
    }
}
