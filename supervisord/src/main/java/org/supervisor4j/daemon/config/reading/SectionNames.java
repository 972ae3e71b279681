package org.supervisor4j.daemon.config.reading;

import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.values.OptionType;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.InvalidValueException;

/** The names that sections carry behind their colon. */
final class SectionNames {
    private SectionNames() {}

    /** The section's name without its kind, trimmed; null, and a problem noted, if it has a forbidden character. */
    static @Nullable String of(SectionReader keys, IniSection section) {
        try {
            return OptionType.NAME.parse(section.suffix());
        } catch (InvalidValueException bad) {
            keys.problem(bad.getMessage());
            return null;
        }
    }
}
