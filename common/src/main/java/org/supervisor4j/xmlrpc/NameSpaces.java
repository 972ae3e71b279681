package org.supervisor4j.xmlrpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which name space the prefix of an element stands for, at one place of one document. One thread. */
final class NameSpaces {
    /** What an {@code xmlns} attribute says, for an element and all in it. */
    private static final class Declaration {
        final int depth;
        final String prefix;
        final String uri;

        Declaration(int depth, String prefix, String uri) {
            this.depth = depth;
            this.prefix = prefix;
            this.uri = uri;
        }
    }

    private static final String ATTRIBUTE = "xmlns";
    private static final Optional<String> NONE = Optional.of("");

    private final boolean mustBeDeclared;
    private final List<Declaration> declarations = new ArrayList<>(0);

    private NameSpaces(boolean mustBeDeclared) {
        this.mustBeDeclared = mustBeDeclared;
    }

    /** As the recommendation has it. */
    static NameSpaces declared() {
        return new NameSpaces(true);
    }

    /** Nothing has to be declared, and no declaration matters: each prefix is a name space by itself. */
    static NameSpaces undeclared() {
        return new NameSpaces(false);
    }

    /** Takes note of an attribute of the element at a depth, if it declares anything. */
    void declare(int depth, String attribute, String value) {
        if (mustBeDeclared && attribute.startsWith(ATTRIBUTE)) {
            String rest = attribute.substring(ATTRIBUTE.length());
            if (rest.isEmpty() || rest.startsWith(":")) {
                declarations.add(new Declaration(depth, rest.isEmpty() ? "" : rest.substring(1), value));
            }
        }
    }

    /** Forgets what the element at a depth has declared. */
    void leave(int depth) {
        int last = declarations.size() - 1;
        while (last >= 0 && declarations.get(last).depth >= depth) {
            declarations.remove(last--);
        }
    }

    /** The name space of an element; "" for none, empty where its prefix has not been declared. */
    Optional<String> of(String name) {
        int colon = name.indexOf(':');
        if (colon < 0 && declarations.isEmpty()) {
            return NONE;
        }
        String prefix = colon < 0 ? "" : name.substring(0, colon);
        if (!mustBeDeclared) {
            return Optional.of(prefix);
        }
        for (int i = declarations.size() - 1; i >= 0; i--) {
            if (declarations.get(i).prefix.equals(prefix)) {
                return Optional.of(declarations.get(i).uri);
            }
        }
        return prefix.isEmpty() ? NONE : Optional.empty();
    }
}
