package org.supervisor4j.xml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which name space the prefix of an element stands for, at one place of one document. One thread. */
final class NameSpaces {
    /**
     * An {@code xmlns} attribute.
     *
     * @param depth of its element
     * @param outer what the prefix means outside of the element; null for nothing
     */
    private record Declaration(
            int depth, String prefix, @Nullable String outer) {}

    private static final String ATTRIBUTE = "xmlns";
    private static final Optional<String> NONE = Optional.of("");

    private final boolean mustBeDeclared;
    private final List<Declaration> declarations = new ArrayList<>(0);
    /** What each prefix means here. Not looked for among the declarations: there may be tens of thousands. */
    private final Map<String, String> meanings = new HashMap<>();

    /**
     * @param mustBeDeclared as the recommendation has it; if not, no declaration matters, and each prefix is a name
     *     space by itself
     */
    NameSpaces(boolean mustBeDeclared) {
        this.mustBeDeclared = mustBeDeclared;
    }

    /** Takes note of an attribute of the element at a depth, if it declares anything. */
    void declare(int depth, String attribute, String value) {
        if (mustBeDeclared && attribute.startsWith(ATTRIBUTE)) {
            String rest = attribute.substring(ATTRIBUTE.length());
            if (rest.isEmpty() || rest.startsWith(":")) {
                String prefix = rest.isEmpty() ? "" : rest.substring(1);
                declarations.add(new Declaration(depth, prefix, meanings.put(prefix, value)));
            }
        }
    }

    /** Forgets what the element at a depth has declared. */
    void leave(int depth) {
        int last = declarations.size() - 1;
        while (last >= 0 && declarations.get(last).depth() >= depth) {
            undo(declarations.remove(last--));
        }
    }

    private void undo(Declaration declaration) {
        if (declaration.outer() == null) {
            meanings.remove(declaration.prefix());
        } else {
            meanings.put(declaration.prefix(), declaration.outer());
        }
    }

    /** The name space of an element; "" for none, empty where its prefix has not been declared. */
    Optional<String> of(String name) {
        int colon = name.indexOf(':');
        if (colon < 0 && meanings.isEmpty()) {
            return NONE;
        }
        String prefix = colon < 0 ? "" : name.substring(0, colon);
        if (!mustBeDeclared) {
            return Optional.of(prefix);
        }
        String meaning = meanings.get(prefix);
        if (meaning != null) {
            return Optional.of(meaning);
        }
        return prefix.isEmpty() ? NONE : Optional.empty();
    }
}
