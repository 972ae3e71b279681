package org.supervisor4j.endtoend;

import java.util.stream.Stream;

/** Whose client talks to whose daemon. */
record Pairing(Installation client, Installation daemon) {
    static final Pairing REFERENCE = new Pairing(Installation.DEBIAN, Installation.DEBIAN);

    /** The three in which at least one side is ours. */
    static Stream<Pairing> ofOurs() {
        return Stream.of(
                new Pairing(Installation.OURS, Installation.OURS),
                new Pairing(Installation.DEBIAN, Installation.OURS),
                new Pairing(Installation.OURS, Installation.DEBIAN));
    }

    @Override
    public String toString() {
        return client + " supervisorctl drives " + daemon + " supervisord";
    }
}
