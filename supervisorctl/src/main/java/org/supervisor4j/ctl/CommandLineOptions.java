package org.supervisor4j.ctl;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.ServerUrl;
import org.supervisor4j.ini.PythonRepr;

/**
 * What the command line says.
 *
 * @param isHelpWanted whether to print the usage text and nothing else
 * @param values of the options that were given
 * @param action the words of the action; empty for the shell
 */
record CommandLineOptions(boolean isHelpWanted, Map<CtlOption, String> values, List<String> action) {

    /** @throws UsageException for what cannot be used, but for nothing that stands behind {@code -h} */
    static CommandLineOptions parse(List<String> words) throws UsageException {
        Getopt getopt = Getopt.parse(words);
        Map<CtlOption, String> values = new EnumMap<>(CtlOption.class);
        for (Getopt.Given given : getopt.options()) {
            if (given.option() == CtlOption.HELP) {
                return new CommandLineOptions(true, values, List.of());
            }
            if (given.option() == CtlOption.SERVERURL && !new ServerUrl(given.value()).isUrl()) {
                String repr = PythonRepr.of(given.value());
                throw new UsageException(
                        "invalid value for " + given.spelling() + " " + repr + ": value " + repr + " is not a URL");
            }
            if (values.putIfAbsent(given.option(), given.value()) != null) {
                throw new UsageException("conflicting command line option " + PythonRepr.of(given.spelling()));
            }
        }
        return new CommandLineOptions(false, values, getopt.arguments());
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
