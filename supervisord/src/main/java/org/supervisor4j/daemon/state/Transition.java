package org.supervisor4j.daemon.state;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.ProcessState;

/**
 * What an input leads to.
 *
 * @param next the phase to store, before any effect is carried out
 * @param notes what is carried out first, in order
 * @param last what is carried out after them; null for nothing
 */
public record Transition(Phase next, List<Effect.Note> notes, Effect.@Nullable Deed last) {
    static Transition stay(Phase phase) {
        return new Transition(phase, List.of(), null);
    }

    /** All of them, in order. */
    public List<Effect> effects() {
        return Stream.<Effect>concat(notes.stream(), Stream.ofNullable(last)).toList();
    }

    /** Whether the input changed nothing in this phase: what a phase answers with {@link #stay}. */
    public boolean keeps(Phase phase) {
        return next == phase && notes.isEmpty() && last == null;
    }

    static Builder to(Phase next) {
        return new Builder(next);
    }

    /** Lists the effects in the order in which they are added. */
    static final class Builder {
        private final Phase next;
        private final List<Effect.Note> notes = new ArrayList<>(4);

        private Builder(Phase next) {
            this.next = next;
        }

        Builder announce(ProcessState from, int tries, int pid) {
            return effect(new Effect.Announce(from, next.state(), tries, pid, true));
        }

        Builder log(LogLevel level, String text) {
            return effect(new Effect.Log(level, text));
        }

        Builder effect(Effect.Note note) {
            notes.add(note);
            return this;
        }

        Transition build() {
            return last(null);
        }

        /** Ends with what may fail; null for nothing. */
        Transition last(Effect.@Nullable Deed deed) {
            return new Transition(next, List.copyOf(notes), deed);
        }
    }
}
