package org.supervisor4j.ctl;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Interrupts;
import org.supervisor4j.ctl.session.Output;
import org.supervisor4j.ctl.session.OutputEncoding;
import org.supervisor4j.ctl.session.OutputFailedException;
import org.supervisor4j.ctl.session.PlainInput;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ini.ConfigException;

/** {@code supervisorctl}. */
public final class Main {
    private Main() {}

    /** Runs and ends the process; by {@code halt}, because there is nothing to wait for. */
    public static void main(String[] args) {
        Interrupts.endTheProcess();
        nameProcess();
        // Java 22 and later: a console only where there is a terminal, and without a library's ideas of it
        System.setProperty("jdk.console", "java.base");
        int exitCode = run(Arguments.of(args), Invocation.ofProcess());
        Runtime.getRuntime().halt(exitCode);
    }

    /** Process lists would show what runs us: of a JVM only the first thread bears the name, which is not ours. */
    private static void nameProcess() {
        try (FileOutputStream name = new FileOutputStream("/proc/self/comm")) {
            name.write("supervisorctl".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException refused) {
            // Nothing of ours depends on it.
        }
    }

    /** One run; the result is the exit code. */
    static int run(List<String> words, Invocation surroundings) {
        OutputEncoding encoding = OutputEncoding.of(surroundings.environment());
        Output output = new Output(surroundings.out(), encoding, surroundings.screen(surroundings.isTerminalOut()));
        Output errors =
                new Output(surroundings.err(), OutputEncoding.UTF_8, surroundings.screen(surroundings.isTerminalErr()));
        try {
            int exitCode = run(words, surroundings, output, errors);
            output.flush();
            return exitCode;
        } catch (BadUsageException e) {
            errors.line("Error: " + e.getMessage());
            errors.line("For help, use " + surroundings.program() + " -h");
            return ExitCode.INVALID_ARGS.number();
        } catch (ConfigException e) {
            errors.line("Error: " + e.getMessage());
            return ExitCode.GENERIC.number();
        } catch (OutputFailedException e) {
            if (!e.isReaderGone()) {
                errors.line("Error: cannot write to standard output: " + e.getMessage());
            }
            return ExitCode.GENERIC.number();
        } catch (IOException e) {
            errors.line("Error: cannot read from standard input: " + e.getMessage());
            return ExitCode.GENERIC.number();
        } catch (OutOfMemoryError e) {
            errors.line(
                    "Error: the server's answer does not fit into this program's memory; ask for less, or raise -Xmx");
            return ExitCode.GENERIC.number();
        } finally {
            errors.flush();
        }
    }

    private static int run(List<String> words, Invocation surroundings, Output output, Output errors)
            throws BadUsageException, ConfigException, IOException {
        CommandLineOptions options = CommandLineOptions.parse(words);
        if (options.isHelpWanted()) {
            output.text(Usage.text(surroundings.program()));
            return ExitCode.SUCCESS.number();
        }
        Preparation preparation = SettingsReader.read(options, surroundings);
        if (options.action().isEmpty()) {
            Shell.run(preparation, surroundings, output, errors);
            return ExitCode.SUCCESS.number();
        }
        PlainInput input =
                new PlainInput(surroundings.in(), output, errors, new TerminalPassword(surroundings, errors));
        Session session = new Session(preparation.settings(), output, errors, input, preparation.commands());
        session.execute(String.join(" ", options.action()));
        return session.exitCode().number();
    }
}
