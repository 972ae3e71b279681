package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;

/** A sink that keeps what its target can't take now, in order and up to a limit, and counts what is lost. */
abstract class KeepingSink implements OutputSink {
    final Losses losses;
    final KeptBytes kept = new KeptBytes();
    private final String full;
    private final String stuck;

    /**
     * @param full what is said when no more can be kept
     * @param stuck what is said when what is kept is given up
     */
    KeepingSink(Losses losses, String full, String stuck) {
        this.losses = losses;
        this.full = full;
        this.stuck = stuck;
    }

    /**
     * Writes until all is written or lost.
     *
     * @return false if something remains because the target can't take it now
     */
    abstract boolean push(ByteBuffer bytes);

    /** How many bytes the target has still to take of what it took the beginning of; {@link #push} goes on with it. */
    int begun() {
        return 0;
    }

    /** Does not go on with what has begun; how many bytes that were. */
    int giveUpBegun() {
        return 0;
    }

    /** The target's descriptor. */
    abstract int target();

    @Override
    public boolean write(ByteBuffer unit) {
        if (kept.isEmpty() && push(unit)) {
            return true;
        }
        keep(unit);
        return false;
    }

    final void keep(ByteBuffer rest) {
        if (!kept.add(rest)) {
            losses.lost(rest.remaining(), full);
            rest.position(rest.limit());
        }
    }

    @Override
    public final boolean resume() {
        if (hasRest()) {
            if (!push(kept.bytes())) {
                return false;
            }
            kept.clear();
        }
        return true;
    }

    @Override
    public final int waitsFor() {
        return hasRest() ? target() : -1;
    }

    private boolean hasRest() {
        return !kept.isEmpty() || begun() > 0;
    }

    @Override
    public final void giveUp() {
        int lost = kept.size() + giveUpBegun();
        if (lost > 0) {
            losses.lost(lost, stuck);
            kept.clear();
        }
    }

    @Override
    public void close() {
        giveUp();
        losses.close();
    }
}
