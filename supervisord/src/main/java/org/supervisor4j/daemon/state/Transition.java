package org.supervisor4j.daemon.state;

import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.ProcessState;

/**
 * What an input leads to.
 *
 * @param next the phase to store, before any effect is carried out
 * @param effects in order
 */
public record Transition(Phase next, List<Effect> effects) {
    public Transition {
        effects = List.copyOf(effects);
    }

    static Transition stay(Phase phase) {
        return new Transition(phase, List.of());
    }

    /** Whether the input changed nothing in this phase: what a phase answers with {@link #stay}. */
    public boolean keeps(Phase phase) {
        return next == phase && effects.isEmpty();
    }

    static Builder to(Phase next) {
        return new Builder(next);
    }

    /** Lists the effects in the order in which they are added. */
    static final class Builder {
        private final Phase next;
        private final List<Effect> effects = new ArrayList<>(4);

        private Builder(Phase next) {
            this.next = next;
        }

        Builder announce(ProcessState from, int tries, int pid) {
            return effect(new Effect.Announce(from, next.state(), tries, pid, true));
        }

        Builder log(LogLevel level, String text) {
            return effect(new Effect.Log(level, text));
        }

        Builder effect(Effect effect) {
            effects.add(effect);
            return this;
        }

        Transition build() {
            return new Transition(next, effects);
        }
    }
}
