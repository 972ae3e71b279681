package org.supervisor4j.ctl;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.DaemonUrl;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.python.GetOpt;

/**
 * The parsed command line.
 *
 * @param isHelpWanted whether to print the usage text and nothing else
 * @param values of the options that were given
 * @param action the words of the action; empty for the shell
 */
record CommandLineOptions(boolean isHelpWanted, Map<CtlOption, String> values, List<String> action) {

    /** @throws BadUsageException for what cannot be used, except for what follows {@code -h} */
    static CommandLineOptions parse(List<String> words) throws BadUsageException {
        GetOpt line = split(words);
        Map<CtlOption, String> values = new EnumMap<>(CtlOption.class);
        for (GetOpt.Given given : line.options()) {
            CtlOption option = CtlOption.of(given.name());
            if (option == CtlOption.HELP) {
                return new CommandLineOptions(true, values, List.of());
            }
            if (option == CtlOption.SERVERURL && !new DaemonUrl(given.value()).isUrl()) {
                String repr = PythonRepr.of(given.value());
                throw new BadUsageException(
                        "invalid value for " + given.name() + " " + repr + ": value " + repr + " is not a URL");
            }
            if (values.putIfAbsent(option, given.value()) != null) {
                throw new BadUsageException("conflicting command line option " + PythonRepr.of(given.name()));
            }
        }
        return new CommandLineOptions(false, values, line.rest());
    }

    /** Not picocli's parser: it takes longer to load than all the rest of a run together. */
    private static GetOpt split(List<String> words) throws BadUsageException {
        try {
            return GetOpt.parse(words, CtlOption.SPELLINGS);
        } catch (InvalidValueException mistake) {
            throw new BadUsageException(mistake.getMessage());
        }
    }

    /** Null for an option that was not given. */
    @Nullable
    String value(CtlOption option) {
        return values.get(option);
    }

    boolean isInteractive() {
        return action.isEmpty() || values.containsKey(CtlOption.INTERACTIVE);
    }
}
