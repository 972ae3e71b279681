package org.supervisor4j.ctl;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.Input;
import org.supervisor4j.ctl.session.InterruptedByUserException;
import org.supervisor4j.ctl.session.Interrupts;
import org.supervisor4j.ctl.session.TerminalGuard;

/**
 * Lines that are edited on a terminal, by JLine; the one class that loads it. Its native parts stay out: they would be
 * unpacked into a temporary folder and loaded from there, by root. {@code stty} does as well.
 */
final class EditedInput implements Input, Closeable {
    private static final String NAME = "supervisorctl";
    /** Held, because a logger that nobody holds forgets its level. */
    private static final Logger LIBRARY = Logger.getLogger("org.jline");

    private static final Size USUAL_SIZE = new Size(80, 24);

    private final Terminal terminal;
    private final LineReader reader;
    private final HistoryFile history;
    private @Nullable Completions completions;

    private EditedInput(Terminal terminal, TerminalType type, HistoryFile history) {
        this.terminal = terminal;
        this.history = history;
        this.reader = reader(terminal, type);
    }

    private LineReader reader(Terminal terminal, TerminalType type) {
        Map<String, Object> variables = new HashMap<>(
                Map.of(LineReader.HISTORY_SIZE, HistoryFile.MOST_LINES, LineReader.BELL_STYLE, "audible"));
        LineReaderImpl reader = type.isPlain()
                ? new PlainReader(terminal, NAME, variables)
                : new LineReaderImpl(terminal, NAME, variables);
        UsualKeys.bind(Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN)));
        reader.setHistory(new DefaultHistory());
        reader.setParser(new DefaultParser().quoteChars(null).escapeChars(null));
        reader.setCompleter((lineReader, line, candidates) -> complete(line, candidates));
        reader.option(Option.DISABLE_EVENT_EXPANSION, true);
        reader.option(Option.HISTORY_IGNORE_SPACE, false);
        reader.option(Option.HISTORY_REDUCE_BLANKS, false);
        reader.option(Option.HISTORY_INCREMENTAL, false);
        reader.option(Option.AUTO_MENU, false);
        reader.option(Option.COMPLETE_MATCHER_TYPO, false);
        reader.option(Option.COMPLETE_MATCHER_CAMELCASE, false);
        return reader;
    }

    /**
     * Takes over the terminal.
     *
     * @param history written at the end
     * @throws IOException if the terminal can't be operated: there is no {@code stty}
     */
    static EditedInput open(TerminalType type, Charset charset, HistoryFile history) throws IOException {
        // No line of a library on a terminal.
        LIBRARY.setLevel(Level.OFF);
        Terminal terminal = ShellTerminal.open(type, charset);
        if (terminal.getWidth() <= 0) {
            // a serial line, or a terminal that a program made: nobody has told its size, and nothing would be shown
            terminal.setSize(USUAL_SIZE);
        }
        EditedInput input = new EditedInput(terminal, type, history);
        for (String line : history.lines()) {
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
            // The names are a server's, and what the editor lists it does not escape.
            if (TerminalGuard.isHarmless(candidate)) {
                candidates.add(new Candidate(candidate));
            }
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
