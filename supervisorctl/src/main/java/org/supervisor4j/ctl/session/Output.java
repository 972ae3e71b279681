package org.supervisor4j.ctl.session;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output or standard error: text in, encoded and buffered bytes out. Any thread may use it; a call's text
 * stays together.
 */
public final class Output {
    private static final int BUFFER_SIZE = 8192;

    private final OutputStream target;
    private final OutputEncoding encoding;
    private final Screen screen;
    private final TerminalGuard guard = new TerminalGuard();
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private int used;

    /** @param screen where there is one, control characters are made harmless */
    public Output(OutputStream target, OutputEncoding encoding, Screen screen) {
        this.target = target;
        this.encoding = encoding;
        this.screen = screen;
    }

    /** Whether a person's terminal shows it. */
    public boolean isTerminal() {
        return screen != Screen.NONE;
    }

    /** Whether text may be set off by colours. */
    public boolean isColoured() {
        return screen == Screen.COLOURED;
    }

    /** Whether {@link #control} can put text where other text was. */
    public boolean movesCursor() {
        return screen == Screen.MONOCHROME || screen == Screen.COLOURED;
    }

    public OutputEncoding encoding() {
        return encoding;
    }

    /**
     * Adds a line.
     *
     * @throws PythonError if the encoding has no bytes for a character; nothing of the line is written then
     * @throws OutputFailedException if the stream does not take it
     */
    public void line(String text) {
        text(text + "\n");
    }

    /** Adds text as it is; fails like {@link #line}. */
    public synchronized void text(String text) {
        String shown = isTerminal() ? guard.filter(text) : text;
        write(encoding.bytes(shown));
    }

    /** Adds what a terminal is to carry out: ASCII of our own, never what came from elsewhere. */
    public synchronized void control(String sequence) {
        write(sequence.getBytes(StandardCharsets.US_ASCII));
    }

    private void write(byte[] bytes) {
        try {
            if (bytes.length > BUFFER_SIZE - used) {
                writeOut();
            }
            if (bytes.length > BUFFER_SIZE) {
                target.write(bytes);
            } else {
                System.arraycopy(bytes, 0, buffer, used, bytes.length);
                used += bytes.length;
            }
        } catch (IOException e) {
            throw new OutputFailedException(e);
        }
    }

    private void writeOut() throws IOException {
        int length = used;
        used = 0; // first: what could not be written once must not come out later, at another place
        target.write(buffer, 0, length);
    }

    /** Lets everything out. To be called before anything that may take its time. */
    public synchronized void flush() {
        if (used == 0) {
            return;
        }
        try {
            writeOut();
            target.flush();
        } catch (IOException e) {
            throw new OutputFailedException(e);
        }
    }
}
