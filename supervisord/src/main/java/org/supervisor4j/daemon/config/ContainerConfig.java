package org.supervisor4j.daemon.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.state.ExitRule;
import org.supervisor4j.daemon.values.ValueType;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;

/**
 * What {@code [supervisord]} says that matters most where the daemon is the first process of a container. The original
 * has none of these keys.
 *
 * @param container whether it behaves as one
 * @param pidfile whether there is to be a pid file
 * @param logUnknownPids whether the log tells of each process that was not the daemon's child when it began
 * @param stopBudget within which a shutdown has to be over; null = as long as it takes
 * @param exits when it ends by itself
 * @param exitCodeFrom the process whose exit status is the daemon's, where it ends by itself; null = the one that it
 *     ends with
 * @param forwards signals that programs get instead of it
 */
public record ContainerConfig(
        boolean container,
        boolean pidfile,
        boolean logUnknownPids,
        @Nullable Duration stopBudget,
        ExitRule exits,
        @Nullable String exitCodeFrom,
        SignalForwards forwards) {
    /** As the original is. */
    public static final ContainerConfig NONE =
            new ContainerConfig(false, true, true, null, ExitRule.NONE, null, SignalForwards.NONE);

    /** What engines wait before they kill, less a second. */
    public static final Duration STOP_BUDGET = Duration.ofSeconds(9);

    public static final ValueKind<ExitRule> EXIT_RULE =
            ValueKind.plain("`all_exited` and `any_fatal`", ContainerConfig::exitRule);
    public static final ValueKind<SignalForwards> FORWARDS =
            ValueKind.plain("signals and programs", SignalForwards::parse);

    private static ExitRule exitRule(String text) throws InvalidValueException {
        Set<String> words = new HashSet<>();
        for (String word : ValueType.LIST.parse(text)) {
            String known = word.toLowerCase(Locale.ROOT);
            if (!Set.of("all_exited", "any_fatal").contains(known)) {
                throw new InvalidValueException(PythonRepr.of(word) + " is neither all_exited nor any_fatal");
            }
            words.add(known);
        }
        return words.isEmpty()
                ? ExitRule.NONE
                : new ExitRule(words.contains("all_exited"), words.contains("any_fatal"));
    }
}
