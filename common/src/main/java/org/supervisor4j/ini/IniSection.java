package org.supervisor4j.ini;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One section, merged from all places where it stands.
 *
 * @param name verbatim, inner and outer blanks included
 * @param position of its first header
 * @param includedFrom the included file that created the section; null if the main file did
 * @param values by lower-case key: first its own in order of appearance, then what {@code [DEFAULT]} adds
 */
public record IniSection(
        String name, SourcePosition position, @Nullable String includedFrom, Map<String, IniValue> values) {
    public IniSection {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Null where neither the section nor {@code [DEFAULT]} has the key. */
    public @Nullable IniValue value(String key) {
        return values.get(key);
    }

    public Collection<String> keys() {
        return values.keySet();
    }

    /** What stands after the first colon of the name; the whole name without one. */
    public String suffix() {
        return name.substring(name.indexOf(':') + 1);
    }
}
