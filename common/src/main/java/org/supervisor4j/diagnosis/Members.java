package org.supervisor4j.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A struct as an RPC method answers it. A daemon of another version may leave members out. */
public record Members(Map<?, ?> members) {

    /** The structs of an array; what is not one is left out. */
    public static List<Members> listOf(@Nullable Object array) {
        List<?> elements = array instanceof Object[] answered
                ? Arrays.asList(answered)
                : array instanceof List<?> list ? list : List.of();
        List<Members> structs = new ArrayList<>(elements.size());
        for (Object element : elements) {
            if (element instanceof Map<?, ?> map) {
                structs.add(new Members(map));
            }
        }
        return structs;
    }

    /** A member as text; empty where there is none. */
    public String text(String member) {
        Object value = members.get(member);
        return value == null ? "" : String.valueOf(value);
    }

    /** A member that is a number; 0 where there is none. */
    public int number(String member) {
        return members.get(member) instanceof Number number ? number.intValue() : 0;
    }

    /** Whether the member is there, and true. */
    public boolean flag(String member) {
        return Boolean.TRUE.equals(members.get(member));
    }
}
