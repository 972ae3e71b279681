package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.PythonError;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonNumber;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** The common part of {@code tail} and {@code maintail}: the end of a log, or the log as it grows. */
abstract class LogCommand extends ServerCommand {
    private static final BigInteger USUAL = BigInteger.valueOf(1600);
    private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);

    LogCommand(String name, String summary, Completion completion, String words, String help) {
        super(name, summary, completion, words, help);
    }

    /**
     * Shows a log.
     *
     * @param modifier {@code -f}, {@code -100} (bytes from the end, 0 for all), or empty for the usual amount
     * @param path where the log can be followed
     * @param method that reads it
     * @param process whose log that is; empty for the daemon's own
     * @throws PythonError if XML-RPC has no number of that size
     */
    static void show(Session session, String modifier, String path, String method, String process) throws IOException {
        if (modifier.equals("-f")) {
            Follow.log(session, path, process);
            return;
        }
        BigInteger bytes = bytes(modifier);
        if (bytes == null) {
            session.fail("Error: bad argument " + modifier);
            return;
        }
        boolean isMain = process.isEmpty();
        if (!isMain) {
            Follow.warnAboutEncoding(session);
        }
        int offset = offset(bytes);
        try {
            Object text = isMain ? session.call(method, offset, 0) : session.call(method, process, offset, 0);
            session.output().line(Struct.textOf(text));
        } catch (RpcFault fault) {
            String name = isMain ? "supervisord" : process;
            tell(
                    session,
                    fault,
                    Map.of(
                            Fault.NO_FILE, name + ": ERROR (no log file)",
                            Fault.FAILED, name + ": ERROR (unknown error reading log)",
                            Fault.BAD_NAME, name + ": ERROR (no such process name)"));
            if (fault.is(Fault.BAD_NAME)) {
                NameHint.PROCESS.tell(session, name);
            } else if (fault.is(Fault.NO_FILE) && !isMain) {
                Follow.hintOfNoLog(session);
            }
        }
    }

    /** Null for what is no number. */
    private static @Nullable BigInteger bytes(String modifier) {
        if (modifier.isEmpty()) {
            return USUAL;
        }
        try {
            return modifier.startsWith("-") ? PythonNumber.decimal(modifier.substring(1)) : null;
        } catch (InvalidValueException notANumber) {
            return null;
        }
    }

    private static int offset(BigInteger bytes) {
        BigInteger offset = bytes.negate();
        if (offset.compareTo(MOST) > 0
                || offset.compareTo(MOST.add(BigInteger.ONE).negate()) < 0) {
            throw new PythonError("OverflowError", "int exceeds XML-RPC limits");
        }
        return offset.intValue();
    }
}
