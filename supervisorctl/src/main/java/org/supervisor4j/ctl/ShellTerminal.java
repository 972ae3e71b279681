package org.supervisor4j.ctl;

import java.io.IOException;
import java.nio.charset.Charset;
import org.jline.terminal.impl.PosixSysTerminal;
import org.jline.terminal.impl.exec.ExecPty;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.SystemStream;
import org.jline.utils.InfoCmp;

/**
 * The terminal at standard input and output, found by these descriptors: it may have no name (another root, another
 * mount namespace) and no description. {@code stty} operates it through the standard input that it inherits.
 */
final class ShellTerminal extends PosixSysTerminal {
    /**
     * The abilities of every terminal, be it paper: ring, return, go down. Not JLine's {@code dumb}, which edits
     * nothing.
     */
    private static final String PLAIN =
            "plain\nplain|no escape sequences,\n\tbel=^G, cr=^M, cub1=^H, cud1=^J, ind=^J,\n";

    private ShellTerminal(TerminalType type, Charset charset) throws IOException {
        super("supervisorctl", type.name(), new Descriptors(), charset, true, SignalHandler.SIG_DFL);
    }

    /** @throws IOException if its settings can't be read or changed: no {@code stty}, or no terminal */
    static ShellTerminal open(TerminalType type, Charset charset) throws IOException {
        return new ShellTerminal(type, charset);
    }

    /** Without JLine's word (26 lines of it) about a type that nobody has described: that one speaks ANSI. */
    @Override
    protected void parseInfoCmp() {
        InfoCmp.parseInfoCmp(description(new TerminalType(type)), bools, ints, strings);
    }

    private static String description(TerminalType type) {
        if (type.isPlain()) {
            return PLAIN;
        }
        if (type.isOrdinaryName()) {
            try {
                return InfoCmp.getInfoCmp(type.name());
            } catch (IOException nobodyKnowsIt) {
                return InfoCmp.getDefaultInfoCmp("ansi");
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return InfoCmp.getDefaultInfoCmp("ansi");
    }

    /** JLine's own way begins with asking {@code tty} for the name. */
    private static final class Descriptors extends ExecPty {
        Descriptors() {
            super(new ExecTerminalProvider(), SystemStream.Output, "descriptors 0 and 1");
        }
    }
}
