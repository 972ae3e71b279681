package org.supervisor4j.daemon.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells about a method what the text of its annotation says. */
final class RpcHelp {
    private static final String INDENT = "        ";

    private final String text;

    RpcHelp(String annotated) {
        this.text = annotated.strip();
    }

    /** The text in the form that the original's documentation has on the wire: all lines but the first are indented. */
    String toWire() {
        StringBuilder wire = new StringBuilder();
        String indent = " ";
        for (String line : text.split("\n", -1)) {
            wire.append(line.isEmpty() ? "" : indent + line).append('\n');
            indent = INDENT;
        }
        return wire.append(INDENT).toString();
    }

    /** The type it returns, then the types it takes; empty if the text doesn't say what it returns. */
    Optional<List<String>> signature() {
        String returns = null;
        List<String> types = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] words = line.strip().split("\\s+", 3);
            String type = words.length > 1 ? words[1] : "";
            if (words[0].equals("@return")) {
                returns = type;
            } else if (words[0].equals("@param")) {
                types.add(type);
            }
        }
        if (returns == null) {
            return Optional.empty();
        }
        types.add(0, returns);
        return Optional.of(List.copyOf(types));
    }
}
