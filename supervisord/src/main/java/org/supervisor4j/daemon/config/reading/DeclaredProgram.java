package org.supervisor4j.daemon.config.reading;

import java.util.List;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.IniValue;
import org.supervisor4j.ini.SourcePosition;

/**
 * A section that describes processes, and what became of it. A program of several groups is there once for each.
 *
 * @param processes those that differ in command or folder, without those that could not be read; of their variables
 *     only {@code PATH} is there. Of all sections together a thousand are kept
 */
public record DeclaredProgram(IniSection section, List<ProcessConfig> processes) {
    public DeclaredProgram {
        processes = List.copyOf(processes);
    }

    /** The place of the key, or of the section where it does not have the key. */
    public SourcePosition position(String key) {
        IniValue value = section.value(key);
        return value == null ? section.position() : value.position();
    }
}
