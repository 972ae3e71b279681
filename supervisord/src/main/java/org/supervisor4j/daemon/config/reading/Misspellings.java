package org.supervisor4j.daemon.config.reading;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.reading.KnownKeys.SectionKind;
import org.supervisor4j.ini.IniDocument;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.IniValue;
import org.supervisor4j.ini.SourcePosition;
import org.supervisor4j.model.Spelling;

/**
 * Finds what a start ignores although it was surely meant: keys and sections that only a slip keeps from being known
 * ones. A check goes further and tells all that nobody knows; a start must not complain about what others read in the
 * same file.
 */
public final class Misspellings {
    /** More are no slips. */
    private static final int MOST_LINES = 50;

    /** How many unknown keys are looked at: a file full of them is no supervisord.conf. */
    private static final int MOST_UNKNOWN = 2000;

    private final IniDocument document;
    private final List<String> lines = new ArrayList<>();
    private int unknown;

    private Misspellings(IniDocument document) {
        this.document = document;
    }

    /** One line each, with file and line. */
    static List<String> in(IniDocument document) {
        Misspellings found = new Misspellings(document);
        document.all().forEach(found::look);
        return found.lines;
    }

    /** Whether the key looks like the name of a section. */
    public static boolean isHeader(String key) {
        return key.startsWith("[");
    }

    /** What becomes of such a key. */
    public static String openHeader(IniSection section) {
        return "a section's name ends with ]; without it, this line and those below are keys of [" + section.name()
                + "]";
    }

    private void look(IniSection section) {
        section.values().forEach((key, value) -> {
            if (isHeader(key) && isWithinLimits()) {
                lines.add(value.position() + ": " + openHeader(section));
            }
        });
        SectionKind kind = KnownKeys.kindOf(section.name());
        if (kind == null && isWithinLimits()) {
            tell(section.position(), "[" + section.name() + "] is no section", KnownKeys.slipOf(section.name()));
        } else if (kind != null && !kind.open()) {
            section.values().forEach((key, value) -> look(section, kind, key, value));
        }
    }

    private void look(IniSection section, SectionKind kind, String key, IniValue value) {
        if (!kind.keys().contains(key) && !value.equals(document.defaults().get(key)) && isWithinLimits()) {
            tell(value.position(), key + " is no key of [" + section.name() + "]", Spelling.slipOf(key, kind.keys()));
        }
    }

    private boolean isWithinLimits() {
        unknown++;
        return unknown <= MOST_UNKNOWN && lines.size() < MOST_LINES;
    }

    private void tell(SourcePosition position, String what, @Nullable String meant) {
        if (meant != null) {
            lines.add(position + ": " + what + "; it has no effect; did you mean " + meant + "?");
        }
    }
}
