package org.supervisor4j.ctl;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.supervisor4j.ctl.session.Screen;

/**
 * How the program was called, and the streams and terminals that it was given.
 *
 * @param program the path by which it was called
 * @param in standard input
 * @param isTerminalIn whether a person types there
 * @param isTerminalOut whether a terminal shows the output
 * @param isTerminalErr whether a terminal shows what goes to standard error
 */
record Invocation(
        String program,
        Map<String, String> environment,
        InputStream in,
        OutputStream out,
        OutputStream err,
        boolean isTerminalIn,
        boolean isTerminalOut,
        boolean isTerminalErr) {

    /** Those of this process. The streams are raw: what {@code System.out} adds is not needed. */
    static Invocation ofProcess() {
        return new Invocation(
                System.getProperty("supervisor4j.invoked", "supervisorctl"),
                System.getenv(),
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                TerminalDevice.isAt(0),
                TerminalDevice.isAt(1),
                TerminalDevice.isAt(2));
    }

    /** The kind of screen on which a stream is shown. */
    Screen screen(boolean isTerminal) {
        if (!isTerminal) {
            return Screen.NONE;
        }
        if (TerminalType.of(environment).isPlain()) {
            return Screen.PLAIN;
        }
        // no-color.org: whatever it says, as long as it says something
        return environment.getOrDefault("NO_COLOR", "").isEmpty() ? Screen.COLOURED : Screen.MONOCHROME;
    }
}
