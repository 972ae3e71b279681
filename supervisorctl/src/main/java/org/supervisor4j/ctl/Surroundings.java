package org.supervisor4j.ctl;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the program was started in.
 *
 * @param program the path by which it was called
 * @param in standard input
 * @param isTerminalIn whether a person types there
 * @param isTerminalOut whether a terminal shows the output
 * @param isTerminalErr whether a terminal shows what goes to standard error
 */
record Surroundings(
        String program,
        Map<String, String> environment,
        InputStream in,
        OutputStream out,
        OutputStream err,
        boolean isTerminalIn,
        boolean isTerminalOut,
        boolean isTerminalErr) {

    /** Those of this process. The streams are raw: what {@code System.out} adds is not needed. */
    static Surroundings ofProcess() {
        return new Surroundings(
                System.getProperty("supervisor4j.invoked", "supervisorctl"),
                System.getenv(),
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                isTerminal(0),
                isTerminal(1),
                isTerminal(2));
    }

    /** By the name of the device, because {@code System.console()} only tells about both ends at once. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException closedOrNoProc) {
            return false;
        }
    }
}
