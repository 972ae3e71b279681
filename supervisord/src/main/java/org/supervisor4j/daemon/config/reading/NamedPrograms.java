package org.supervisor4j.daemon.config.reading;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.supervisor4j.ini.IniDocument;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.IniValue;
import org.supervisor4j.ini.SourcePosition;

/**
 * Programs that the command line names, {@code --run name=command}, as sections of the file, or without any. Their
 * output is the daemon's, and their commands are taken as they are: no expansion, no comment.
 */
final class NamedPrograms {
    /** What takes the place of a file in messages where there is none. */
    static final String ORIGIN = "--run";

    private final List<String> programs;
    private final SourcePosition position = new SourcePosition(ORIGIN, 0);

    /** @param programs {@code name=command} each */
    NamedPrograms(List<String> programs) {
        this.programs = programs;
    }

    /** The sections of a file and those of the programs; one that is there twice goes to the problems. */
    IniDocument addTo(ParseRun run, IniDocument file) {
        if (programs.isEmpty()) {
            return file;
        }
        Map<String, IniSection> sections = new LinkedHashMap<>(file.sections());
        if (run.file().equals(ORIGIN)) {
            // With the last of them it has nothing to do, and whoever made the image is to hear of a failure.
            add(sections, SupervisordSection.NAME, Map.of("exit_on", "all_exited,any_fatal"));
        }
        for (String program : programs) {
            int equals = program.indexOf('=');
            String name = ProgramSection.PREFIX + program.substring(0, equals).strip();
            if (sections.containsKey(name)) {
                run.problems().add("--run: there is already a section [" + name + "]", null);
                continue;
            }
            add(sections, name, keys(program.substring(equals + 1).strip()));
        }
        return new IniDocument(sections, file.defaults());
    }

    private Map<String, String> keys(String command) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("command", command.replace("%", "%%"));
        for (String stream : List.of("stdout", "stderr")) {
            keys.put(stream + "_logfile", "/proc/self/fd/" + (stream.equals("stdout") ? 1 : 2));
            keys.put(stream + "_logfile_maxbytes", "0");
            if (programs.size() > 1) {
                keys.put(stream + "_logfile_format", "prefix");
            }
        }
        return keys;
    }

    private void add(Map<String, IniSection> sections, String name, Map<String, String> keys) {
        Map<String, IniValue> values = new LinkedHashMap<>();
        keys.forEach((key, value) -> values.put(key, new IniValue(value, position)));
        sections.put(name, new IniSection(name, position, null, values));
    }
}
