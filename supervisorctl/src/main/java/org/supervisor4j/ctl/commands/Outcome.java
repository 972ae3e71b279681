package org.supervisor4j.ctl.commands;

import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.PythonError;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.RpcFault;

/**
 * The outcome for one process: an element of a group call's answer, or the fault of a call for that process alone.
 *
 * @param name as it is printed
 * @param status a fault code; {@link Fault#SUCCESS} for none
 * @param description the fault's text
 */
record Outcome(String name, int status, String description) {

    static Outcome of(Struct answered) {
        return new Outcome(
                Namespec.of(answered.text("group"), answered.text("name")),
                answered.number("status"),
                answered.text("description"));
    }

    static Outcome of(Namespec namespec, RpcFault fault) {
        return new Outcome(printed(namespec), fault.code(), fault.text());
    }

    static Outcome success(Namespec namespec) {
        return new Outcome(printed(namespec), Fault.SUCCESS.code(), "OK");
    }

    private static String printed(Namespec namespec) {
        @Nullable String process = namespec.process();
        // contract: clear, which has no group form, shows the missing name as Python does
        return Namespec.of(namespec.group(), process == null ? "None" : process);
    }

    /** The fault, or null for a code that nobody knows. */
    @Nullable
    Fault fault() {
        for (Fault fault : Fault.values()) {
            if (fault.code() == status) {
                return fault;
            }
        }
        return null;
    }

    String error(String what) {
        return name + ": ERROR (" + what + ")";
    }

    /** For codes that the command has no words for. */
    PythonError unknown() {
        return new PythonError(
                "ValueError", "Unknown result code " + status + " for " + name, "the daemon says: " + description);
    }
}
