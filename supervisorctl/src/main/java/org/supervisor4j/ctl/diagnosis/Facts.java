package org.supervisor4j.ctl.diagnosis;

import java.util.List;
import java.util.Map;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.Namespec;

/**
 * What is known about a process.
 *
 * @param process what {@code getProcessInfo} answers
 * @param config its part of what {@code getAllConfigInfo} answers; empty if there is none
 * @param ends how its last runs ended, the oldest first
 * @param errorLog the file that the error lines come from; empty for none
 * @param errorLines the last lines of its standard error, or of its standard output if that has none
 */
record Facts(Struct process, Map<?, ?> config, List<PastEnd> ends, String errorLog, List<String> errorLines) {

    String name() {
        return Namespec.of(process.text("group"), process.text("name"));
    }

    String state() {
        return process.text("statename");
    }

    /** A setting as text; empty if it is unknown or unset. */
    String setting(String key) {
        Object value = config.get(key);
        // contract: the original's words for None
        return value == null || value.equals("none") ? "" : String.valueOf(value);
    }

    /** How the last run ended; empty if that is not known. */
    String lastEnd() {
        return ends.isEmpty() ? "" : ends.get(ends.size() - 1).text();
    }

    /** How long the last run lasted, in seconds; -1 if that is not known. */
    int lastSeconds() {
        return ends.isEmpty() ? -1 : ends.get(ends.size() - 1).seconds();
    }

    /** What the last child could not do on its way to the program: from the daemon, or from what the child wrote. */
    String lastFailure() {
        String known = ends.isEmpty() ? "" : ends.get(ends.size() - 1).failure();
        if (!known.isEmpty()) {
            return known;
        }
        String prefix = "supervisor: couldn't ";
        for (int i = errorLines.size() - 1; i >= 0; i--) {
            String line = errorLines.get(i);
            if (line.startsWith(prefix) && lastEnd().equals("exit status 127")) {
                return line.substring(prefix.length() - "couldn't ".length());
            }
        }
        return "";
    }
}
