package org.supervisor4j.ctl;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.commands.Commands;
import org.supervisor4j.ctl.session.Hints;
import org.supervisor4j.ctl.session.Input;
import org.supervisor4j.ctl.session.InterruptedByUserException;
import org.supervisor4j.ctl.session.Interrupts;
import org.supervisor4j.ctl.session.Output;
import org.supervisor4j.ctl.session.PlainInput;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Settings;

/**
 * Reads commands and carries them out until told to stop. On a terminal lines are edited, completed and remembered;
 * from a pipe they are taken as they come, with the prompts in the output all the same.
 */
final class Shell {
    private final Session session;
    private final Output output;
    private final Input input;
    private final String prompt;
    private final Runnable atEnd;

    private Shell(Session session, Output output, Input input, String prompt, Runnable atEnd) {
        this.session = session;
        this.output = output;
        this.input = input;
        this.prompt = prompt;
        this.atEnd = atEnd;
    }

    /** Runs until the user leaves. Shows the status first. */
    static void run(Preparation preparation, Invocation surroundings, Output output, Output errors) throws IOException {
        Settings settings = preparation.settings();
        Commands commands = preparation.commands();
        String prompt = settings.prompt() + "> ";
        @Nullable EditedInput edited = edited(surroundings, output, errors, settings.historyFile());
        if (edited == null) {
            PlainInput input =
                    new PlainInput(surroundings.in(), output, errors, new TerminalPassword(surroundings, errors));
            Session session = new Session(settings, output, errors, input, commands);
            new Shell(session, output, input, prompt, () -> {}).loop();
            return;
        }
        try (edited) {
            Session session = new Session(settings, output, errors, edited, commands);
            edited.completeWith(new Completions(commands, session::processesForCompletion));
            new Shell(session, output, edited, prompt, edited::close).loop();
        }
    }

    /** Null where no terminal is, or none that can be operated. */
    private static @Nullable EditedInput edited(
            Invocation surroundings, Output output, Output errors, @Nullable String historyFile) {
        if (!surroundings.isTerminalIn() || !surroundings.isTerminalOut()) {
            return null;
        }
        TerminalType type = TerminalType.of(surroundings.environment());
        try {
            HistoryFile history = HistoryFile.open(historyFile, new OwnPath(PluginLoader.effectiveUid()));
            if (!history.problem().isEmpty()) {
                Hints.forPeople(errors, "Hint: no history of earlier lines: " + history.problem());
            }
            return EditedInput.open(type, output.encoding().charset(), history);
        } catch (IOException cannotBeOperated) {
            Hints.forPeople(errors, "Hint: no editing of lines, no TAB, no history: " + cannotBeOperated.getMessage());
            return null;
        }
    }

    private void loop() throws IOException {
        try {
            execute("status");
            while (!session.hasLeft()) {
                @Nullable String line = ask();
                execute(line == null ? "EOF" : line);
            }
        } catch (InterruptedByUserException ctrlC) {
            output.line("");
        }
        output.flush();
    }

    /** An editor of lines tells of Ctrl-C itself; where there is none (a pipe, a dumb terminal), the signal has to. */
    private @Nullable String ask() throws IOException {
        Interrupts ctrlC = Interrupts.handle(this::leaveAtOnce);
        try {
            return input.readLine(prompt);
        } finally {
            ctrlC.close();
        }
    }

    /** Ctrl-C during a command leaves the shell; what the daemon has begun goes on. */
    private void execute(String line) {
        Interrupts ctrlC = Interrupts.handle(this::leaveAtOnce);
        try {
            session.execute(line);
        } finally {
            ctrlC.close();
        }
    }

    /** On the JVM's signal thread, while the main thread waits for an answer. */
    private void leaveAtOnce() {
        output.line("");
        output.flush();
        atEnd.run();
        Runtime.getRuntime().halt(0);
    }
}
