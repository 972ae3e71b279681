package org.supervisor4j.ctl;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.Input;
import org.supervisor4j.ctl.session.InterruptedByUserException;
import org.supervisor4j.ctl.session.Interrupts;

/**
 * Lines that are edited on a terminal, by JLine; the one class that loads it. Its native parts stay out: they would be
 * unpacked into a temporary folder and loaded from there, by root. {@code stty} does as well.
 */
final class EditedInput implements Input, Closeable {
    private static final Size USUAL_SIZE = new Size(80, 24);

    private final Terminal terminal;
    private final LineReader reader;
    private final HistoryFile history;
    private @Nullable Completions completions;

    private EditedInput(Terminal terminal, HistoryFile history) {
        this.terminal = terminal;
        this.history = history;
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .history(new DefaultHistory())
                .parser((line, cursor, context) -> new PlainLine(line, cursor))
                .completer((lineReader, line, candidates) -> complete(line, candidates))
                .variable(LineReader.HISTORY_SIZE, HistoryFile.MOST_LINES)
                .variable(LineReader.BELL_STYLE, "audible")
                .option(Option.DISABLE_EVENT_EXPANSION, true)
                .option(Option.HISTORY_IGNORE_SPACE, false)
                .option(Option.HISTORY_REDUCE_BLANKS, false)
                .option(Option.HISTORY_INCREMENTAL, false)
                .option(Option.AUTO_MENU, false)
                .option(Option.COMPLETE_MATCHER_TYPO, false)
                .option(Option.COMPLETE_MATCHER_CAMELCASE, false)
                .build();
    }

    /**
     * Takes over the terminal.
     *
     * @param historyFile read now and written at the end; null for none
     */
    static EditedInput open(Charset charset, @Nullable String historyFile) throws IOException {
        Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .encoding(charset)
                .provider("exec")
                .dumb(true)
                .build();
        if (terminal.getWidth() <= 0) {
            // a serial line, or a terminal that a program made: nobody has told its size, and nothing would be shown
            terminal.setSize(USUAL_SIZE);
        }
        HistoryFile history = new HistoryFile(historyFile);
        EditedInput input = new EditedInput(terminal, history);
        for (String line : history.read()) {
            input.reader.getHistory().add(line);
        }
        return input;
    }

    void completeWith(Completions all) {
        completions = all;
    }

    private void complete(ParsedLine line, List<Candidate> candidates) {
        Completions all = completions;
        if (all == null) {
            return;
        }
        String typed = line.line().substring(0, line.cursor());
        String word = line.word().substring(0, line.wordCursor());
        for (String candidate : all.of(typed, word)) {
            candidates.add(new Candidate(candidate));
        }
    }

    @Override
    public @Nullable String readLine(String prompt) {
        return read(prompt, null);
    }

    @Override
    public @Nullable String readPassword(String prompt) {
        return read(prompt, '\0');
    }

    private @Nullable String read(String prompt, @Nullable Character mask) {
        // JLine leaves SIGINT with the system's default behind.
        Interrupts ctrlC = Interrupts.kept();
        try {
            String line = reader.readLine(prompt, mask);
            if (Thread.interrupted()) {
                // Ctrl-C just behind the end of the line: JLine has only set the flag
                throw new InterruptedByUserException();
            }
            return line;
        } catch (EndOfFileException end) {
            return null;
        } catch (UserInterruptException interrupted) {
            throw new InterruptedByUserException();
        } finally {
            ctrlC.close();
        }
    }

    @Override
    public boolean isEdited() {
        return true;
    }

    @Override
    public String endOfInputMessage() {
        return "";
    }

    /** Saves the history and gives the terminal back. That either fails is no reason to complain at the very end. */
    @Override
    public void close() {
        history.write(reader.getHistory());
        try {
            terminal.close();
        } catch (IOException e) {
            // the process ends anyway
        }
    }
}
