package org.supervisor4j.model;

import org.jspecify.annotations.Nullable;

/**
 * How a process or a whole group is named: {@code group:process}, {@code group:*} (or {@code group:}), or a bare name,
 * which stands for the process of that name in the group of that name.
 *
 * @param group the group's name
 * @param process the process's name; null means every process of the group
 */
public record Namespec(String group, @Nullable String process) {

    /** Splits at the first colon. Nothing is trimmed and nothing is refused: whether it exists is another question. */
    public static Namespec parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new Namespec(text, text);
        }
        String process = text.substring(colon + 1);
        return new Namespec(text.substring(0, colon), process.isEmpty() || process.equals("*") ? null : process);
    }

    /**
     * The shortest text that names the process: {@code name} where group and process agree, else {@code group:name}.
     */
    public static String of(String group, String process) {
        return group.equals(process) ? process : group + ":" + process;
    }

    /**
     * Whether that text names this process: {@code *}, {@code group}, {@code group:*}, {@code group:process}, or the
     * process's own name, whatever group it is in.
     */
    public boolean isNamedBy(String text) {
        Namespec named = parse(text);
        boolean all = text.equals("*") || (named.group().equals(group) && named.isWholeGroup());
        return all || text.equals(group) || text.equals(process) || equals(named);
    }

    /** Whether all processes of the group are meant. */
    public boolean isWholeGroup() {
        return process == null;
    }

    @Override
    public String toString() {
        return process == null ? group + ":*" : of(group, process);
    }
}
