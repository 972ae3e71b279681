package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Hints;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.RpcFault;

/**
 * What starting, stopping and signalling have in common: names of processes and groups, handled one after another, or
 * {@code all}; one line and one exit code for each outcome.
 */
abstract class ProcessesCommand implements Command {

    @Override
    public final Completion completion() {
        return Completion.PROCESSES;
    }

    /**
     * Acts on the names.
     *
     * @param calls {@code start} for {@code startProcess}, {@code startProcessGroup}, {@code startAllProcesses}
     * @param parameter what the methods take behind the name; null for nothing
     */
    final void actOn(Session session, String calls, List<String> names, @Nullable String parameter) throws IOException {
        if (names.contains("all")) {
            tellAll(session, session.call(calls + "AllProcesses", parameters(null, parameter)));
            return;
        }
        for (String name : names) {
            Namespec namespec = Namespec.parse(name);
            if (namespec.isWholeGroup()) {
                actOnGroup(session, calls, namespec.group(), parameter);
            } else {
                tell(session, actOnProcess(session, calls, name, namespec, parameter));
            }
        }
    }

    private void actOnGroup(Session session, String calls, String group, @Nullable String parameter)
            throws IOException {
        try {
            tellAll(session, session.call(calls + "ProcessGroup", parameters(group, parameter)));
        } catch (RpcFault fault) {
            if (!fault.is(Fault.BAD_NAME)) {
                throw fault;
            }
            session.output().line(group + ": ERROR (no such group)");
            session.fail(unknownGroup());
            NameHint.PROCESS_OR_GROUP.tell(session, group + ":*");
        }
    }

    private static Outcome actOnProcess(
            Session session, String calls, String name, Namespec namespec, @Nullable String parameter)
            throws IOException {
        try {
            session.call(calls + "Process", parameters(name, parameter));
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

    /** What is printed about an outcome; {@link Outcome#unknown()} is thrown for what there are no words for. */
    abstract String line(Outcome outcome);

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
