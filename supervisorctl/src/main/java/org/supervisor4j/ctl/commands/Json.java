package org.supervisor4j.ctl.commands;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.supervisor4j.ctl.session.Output;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.JsonText;

/** Answers of the daemon as JSON, in ASCII. */
final class Json {
    private Json() {}

    /** Prints an array of structs, one a line. */
    static void print(Output output, List<Struct> structs) {
        String before = "[";
        for (Struct struct : structs) {
            output.text(before + of(struct.members()));
            before = ",\n ";
        }
        output.line(structs.isEmpty() ? "[]" : "]");
    }

    /** @param value what an XML-RPC answer consists of */
    static String of(Object value) {
        StringBuilder json = new StringBuilder();
        append(json, value);
        return json.toString();
    }

    private static void append(StringBuilder json, Object value) {
        if (value instanceof Map<?, ?> map) {
            appendStruct(json, map);
        } else if (value instanceof Object[] elements) {
            String separator = "[";
            for (Object element : elements) {
                append(json.append(separator), element);
                separator = ", ";
            }
            json.append(elements.length == 0 ? "[]" : "]");
        } else if (value instanceof Number || value instanceof Boolean) {
            json.append(value);
        } else {
            JsonText.append(json, String.valueOf(value));
        }
    }

    /** The name first, for people; the other members in alphabetical order. */
    private static void appendStruct(StringBuilder json, Map<?, ?> struct) {
        Map<String, Object> sorted = new TreeMap<>(
                Comparator.comparing((String key) -> !key.equals("name")).thenComparing(Comparator.naturalOrder()));
        for (Map.Entry<?, ?> member : struct.entrySet()) {
            sorted.put(String.valueOf(member.getKey()), member.getValue());
        }
        String separator = "{";
        for (Map.Entry<String, Object> member : sorted.entrySet()) {
            JsonText.append(json.append(separator), member.getKey());
            append(json.append(": "), member.getValue());
            separator = ", ";
        }
        json.append(sorted.isEmpty() ? "{}" : "}");
    }
}
