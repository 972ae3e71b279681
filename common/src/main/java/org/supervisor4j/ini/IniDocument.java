package org.supervisor4j.ini;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All sections that were read, in order of first appearance. {@code [DEFAULT]} is not among them: its values are in
 * every section.
 *
 * @param defaults the values of {@code [DEFAULT]}
 */
public record IniDocument(Map<String, IniSection> sections, Map<String, IniValue> defaults) {
    public IniDocument {
        sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
        defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
    }

    /** Null where no file has such a header. */
    public @Nullable IniSection section(String name) {
        return sections.get(name);
    }

    public Collection<IniSection> all() {
        return sections.values();
    }

    /** The sections whose name begins so, in order of appearance. */
    public List<IniSection> startingWith(String prefix) {
        return sections.values().stream()
                .filter(section -> section.name().startsWith(prefix))
                .toList();
    }
}
