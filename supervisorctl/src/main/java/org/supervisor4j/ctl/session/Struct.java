package org.supervisor4j.ctl.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.model.Namespec;

/**
 * A struct out of an answer, read with the types that the method promises. Not tied to records with closed sets: a
 * daemon of another version may know states that this program does not.
 */
public record Struct(Map<?, ?> members) {

    /** The structs of an answered array. */
    public static List<Struct> listOf(Object answer) {
        Object[] elements = array(answer);
        List<Struct> structs = new ArrayList<>(elements.length);
        for (Object element : elements) {
            structs.add(of(element));
        }
        return structs;
    }

    /** An array of structs of processes, by their namespecs; empty for null. */
    public static Map<String, Struct> byNamespec(@Nullable Object answer) {
        Map<String, Struct> structs = new HashMap<>();
        if (answer != null) {
            listOf(answer).forEach(process -> structs.put(process.namespec(), process));
        }
        return structs;
    }

    public static Struct of(Object answer) {
        if (answer instanceof Map<?, ?> map) {
            return new Struct(map);
        }
        throw unexpected("a struct", answer);
    }

    /** The elements of an answered array. */
    public static Object[] array(Object answer) {
        if (answer instanceof Object[] elements) {
            return elements;
        }
        throw unexpected("an array", answer);
    }

    /** An answered array of texts. */
    public static List<String> texts(Object answer) {
        Object[] elements = array(answer);
        List<String> texts = new ArrayList<>(elements.length);
        for (Object element : elements) {
            texts.add(textOf(element));
        }
        return texts;
    }

    /** An answered text, or number or truth as text. */
    public static String textOf(Object answer) {
        if (answer instanceof Object[] || answer instanceof Map) {
            throw unexpected("a text", answer);
        }
        return String.valueOf(answer);
    }

    /** How people call the process that it describes. */
    public String name() {
        return Namespec.of(text("group"), text("name"));
    }

    /** Its name for methods: always {@code group:name}. */
    public String namespec() {
        return text("group") + ":" + text("name");
    }

    /** The member as text; numbers and truths too. */
    public String text(String member) {
        return textOf(member(member));
    }

    public int number(String member) {
        Object value = member(member);
        if (value instanceof Number number) {
            return number.intValue();
        }
        throw unexpected("a number", value);
    }

    /** The member as an array of texts. */
    public List<String> texts(String member) {
        return texts(member(member));
    }

    /** The member as an array of structs. */
    public List<Struct> structs(String member) {
        return listOf(member(member));
    }

    public boolean flag(String member) {
        return Boolean.TRUE.equals(member(member));
    }

    private Object member(String name) {
        Object value = members.get(name);
        if (value == null) {
            throw new PythonError("KeyError", PythonRepr.of(name));
        }
        return value;
    }

    private static PythonError unexpected(String wanted, Object answer) {
        return new PythonError("TypeError", "the server answered with " + kind(answer) + " instead of " + wanted);
    }

    private static String kind(Object answer) {
        if (answer instanceof Object[]) {
            return "an array";
        }
        return answer instanceof Map ? "a struct" : answer.getClass().getSimpleName();
    }
}
