package org.supervisor4j.daemon.state;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.supervisor4j.model.Signal;

/** Some of the ways in which a child may end: exit codes, and signals that ended it. */
public record Exits(Set<Integer> codes, Set<Integer> signals) {
    public static final Exits NONE = new Exits(Set.of(), Set.of());

    public Exits {
        codes = Set.copyOf(codes);
        signals = Set.copyOf(signals);
    }

    boolean contains(ExitStatus status) {
        return status instanceof ExitStatus.Exited exited
                ? codes.contains(exited.code())
                : status instanceof ExitStatus.Killed killed && signals.contains(killed.signal());
    }

    /** What is in both. */
    public Exits and(Exits other) {
        Set<Integer> sameCodes = new TreeSet<>(codes);
        sameCodes.retainAll(other.codes);
        Set<Integer> sameSignals = new TreeSet<>(signals);
        sameSignals.retainAll(other.signals);
        return new Exits(sameCodes, sameSignals);
    }

    public boolean isEmpty() {
        return codes.isEmpty() && signals.isEmpty();
    }

    /** As it is written in a file. */
    @Override
    public String toString() {
        return Stream.concat(
                        new TreeSet<>(codes).stream().map(String::valueOf),
                        new TreeSet<>(signals).stream().map(Signal::name))
                .collect(Collectors.joining(","));
    }
}
