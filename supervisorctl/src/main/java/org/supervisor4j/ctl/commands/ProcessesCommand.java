package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Hints;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.RpcFault;

/**
 * The common part of starting, stopping and signalling: names of processes and groups, handled one after another, or
 * {@code all}; one line and one exit code for each outcome.
 */
abstract class ProcessesCommand extends ServerCommand {
    /** The errors of sending a signal; {@link Fault#FAILED} brings a line of its own. */
    static final Map<Fault, String> SIGNAL_ERRORS = Map.of(
            Fault.BAD_NAME, "no such process",
            Fault.BAD_SIGNAL, "bad signal name",
            Fault.NOT_RUNNING, "not running",
            Fault.FAILED, "");

    private final String success;
    private final Map<Fault, String> errors;

    /**
     * @param name also how the methods begin: {@code startProcess}, {@code startProcessGroup},
     *     {@code startAllProcesses}
     * @param success {@code started}
     * @param errors what is printed about the faults that are to be expected; empty for the text that came with it
     */
    ProcessesCommand(
            String name,
            String summary,
            Completion completion,
            String words,
            String success,
            Map<Fault, String> errors,
            String help) {
        super(name, summary, completion, words, help);
        this.success = success;
        this.errors = errors;
    }

    /**
     * Acts on the names.
     *
     * @param parameter what the methods take after the name; null for nothing
     */
    final void actOn(Session session, List<String> names, @Nullable String parameter) throws IOException {
        if (names.contains("all")) {
            tellAll(session, session.call(name() + "AllProcesses", parameters(null, parameter)));
            return;
        }
        for (String name : names) {
            Namespec namespec = Namespec.parse(name);
            if (namespec.isWholeGroup()) {
                actOnGroup(session, namespec.group(), parameter);
            } else {
                tell(session, actOnProcess(session, name, namespec, parameter));
            }
        }
    }

    private void actOnGroup(Session session, String group, @Nullable String parameter) throws IOException {
        try {
            tellAll(session, session.call(name() + "ProcessGroup", parameters(group, parameter)));
        } catch (RpcFault fault) {
            if (!fault.is(Fault.BAD_NAME)) {
                throw fault;
            }
            session.output().line(group + ": ERROR (no such group)");
            session.fail(unknownGroup());
            NameHint.PROCESS_OR_GROUP.tell(session, group + ":*");
        }
    }

    private Outcome actOnProcess(Session session, String name, Namespec namespec, @Nullable String parameter)
            throws IOException {
        try {
            session.call(name() + "Process", parameters(name, parameter));
            return Outcome.success(namespec);
        } catch (RpcFault fault) {
            return Outcome.of(namespec, fault);
        }
    }

    private static Object[] parameters(@Nullable String name, @Nullable String parameter) {
        if (name == null) {
            return parameter == null ? new Object[0] : new Object[] {parameter};
        }
        return parameter == null ? new Object[] {name} : new Object[] {name, parameter};
    }

    /**
     * Acts on the names by a method that the original lacks, and takes {@code group:*} as well as a process.
     *
     * @return false for a daemon that does not know it; nothing has been done then
     */
    final boolean actBy(Session session, String method, List<String> names) throws IOException {
        for (String name : names) {
            try {
                Object answer = session.callAny("supervisor4j." + method, name);
                if (answer instanceof Object[]) {
                    tellAll(session, answer);
                } else {
                    tell(session, Outcome.success(Namespec.parse(name)));
                }
            } catch (RpcFault fault) {
                if (fault.is(Fault.UNKNOWN_METHOD)) {
                    return false;
                }
                tell(session, Outcome.of(Namespec.parse(name), fault));
            }
        }
        return true;
    }

    private void tellAll(Session session, Object outcomes) {
        for (Struct struct : Struct.listOf(outcomes)) {
            tell(session, Outcome.of(struct));
        }
    }

    /** Prints a line and sets the exit code, as for an outcome of its own. */
    final void tell(Session session, Outcome outcome) {
        session.output().line(line(outcome));
        session.output().flush();
        Fault fault = outcome.fault();
        if (fault != Fault.SUCCESS && (fault == null || fault != harmless())) {
            session.fail(isDeath(fault) ? ExitCode.NOT_RUNNING : ExitCode.GENERIC);
            if (fault != null && isFailedStart(fault)) {
                Hints.failedStart(session.errors(), outcome.name());
            }
            if (fault == Fault.BAD_NAME) {
                NameHint.PROCESS_OR_GROUP.tell(session, outcome.name());
            }
        }
    }

    private String line(Outcome outcome) {
        Fault fault = outcome.fault();
        if (fault == Fault.SUCCESS) {
            return outcome.name() + ": " + success;
        }
        String error = fault == null ? null : errors.get(fault);
        if (error == null) {
            throw outcome.unknown();
        }
        return error.isEmpty() ? outcome.description() : outcome.error(error);
    }

    /** Whether a process was to be started and could not; there is more to know about each of these. */
    static boolean isFailedStart(Fault fault) {
        return switch (fault) {
            case NO_FILE, NOT_EXECUTABLE, SPAWN_ERROR, ABNORMAL_TERMINATION -> true;
            default -> false;
        };
    }

    private static boolean isDeath(@Nullable Fault fault) {
        return fault == Fault.SPAWN_ERROR || fault == Fault.ABNORMAL_TERMINATION || fault == Fault.NOT_RUNNING;
    }

    /** The fault that does not change the exit code: what was wanted is the case already. Null for none. */
    @Nullable
    Fault harmless() {
        return null;
    }

    /** The exit code for a group that does not exist. */
    ExitCode unknownGroup() {
        return ExitCode.GENERIC;
    }
}
