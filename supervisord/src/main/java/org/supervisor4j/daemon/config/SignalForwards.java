package org.supervisor4j.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.supervisor4j.daemon.values.ValueType;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.model.Signal;

/** Signals that the daemon hands on to processes instead of acting on them, in the order of the file. */
public record SignalForwards(List<Forward> all) {
    public static final SignalForwards NONE = new SignalForwards(List.of());

    /**
     * Without the others nobody could end the daemon, it would not know who has ended, or they tell of faults of its
     * own.
     */
    private static final Set<String> FREE = Set.of(
            "SIGHUP",
            "SIGUSR1",
            "SIGUSR2",
            "SIGALRM",
            "SIGCONT",
            "SIGTTIN",
            "SIGTTOU",
            "SIGURG",
            "SIGVTALRM",
            "SIGWINCH",
            "SIGPOLL",
            "SIGPWR",
            "SIGRTMIN",
            "SIGRTMAX");

    public SignalForwards {
        all = List.copyOf(all);
    }

    /**
     * One of them.
     *
     * @param target {@code *}, {@code group:*}, {@code group:process} or a name
     */
    public record Forward(int signal, String target) {
        @Override
        public String toString() {
            return Signal.name(signal).substring("SIG".length()) + ":" + target;
        }
    }

    /** The signals, each once. */
    public Set<Integer> signals() {
        Set<Integer> signals = new TreeSet<>();
        all.forEach(forward -> signals.add(forward.signal()));
        return signals;
    }

    static SignalForwards parse(String text) throws InvalidValueException {
        List<Forward> all = new ArrayList<>();
        for (String item : ValueType.LIST.parse(text)) {
            int colon = item.indexOf(':');
            String target = item.substring(colon + 1).strip();
            if (colon <= 0 || target.isEmpty()) {
                throw new InvalidValueException(
                        PythonRepr.of(item) + " is not a signal and a program (HUP:web, USR1:*)");
            }
            int signal = ValueType.SIGNAL.parse(item.substring(0, colon).strip());
            if (!FREE.contains(Signal.name(signal))) {
                throw new InvalidValueException(
                        Signal.name(signal) + " cannot be handed on: the daemon needs it itself");
            }
            all.add(new Forward(signal, target));
        }
        return all.isEmpty() ? NONE : new SignalForwards(all);
    }
}
