package org.supervisor4j.daemon.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.Pipe;
import org.supervisor4j.daemon.os.OsException;

/** The pipes of one child: all of them (without stdin where it gets a socket instead), or after a failure none. */
final class PipeSet {
    private final Descriptors descriptors;
    private final boolean withStdin;
    private final boolean redirectStderr;
    private final List<Integer> daemonEnds = new ArrayList<>(3);
    private final List<Integer> childEnds = new ArrayList<>(3);
    private @Nullable Pipe stdin;
    private @Nullable Pipe stdout;
    private @Nullable Pipe stderr;

    PipeSet(Descriptors descriptors, boolean withStdin, boolean redirectStderr) {
        this.descriptors = descriptors;
        this.withStdin = withStdin;
        this.redirectStderr = redirectStderr;
    }

    /** Makes them; after an exception call {@link #closeAll}. The daemon's ends do not block. */
    void open() throws OsException {
        stdin = withStdin ? pipe(true) : null;
        stdout = pipe(false);
        stderr = redirectStderr ? stdout : pipe(false);
    }

    private Pipe pipe(boolean daemonWrites) throws OsException {
        Pipe pipe = descriptors.pipe();
        int daemonEnd = daemonWrites ? pipe.writeEnd() : pipe.readEnd();
        daemonEnds.add(daemonEnd);
        childEnds.add(daemonWrites ? pipe.readEnd() : pipe.writeEnd());
        descriptors.setNonBlocking(daemonEnd);
        return pipe;
    }

    /** Null where there is none. */
    @Nullable
    Pipe stdin() {
        return stdin;
    }

    Pipe stdout() {
        return Objects.requireNonNull(stdout, "pipes are not open");
    }

    /** The same as stdout where stderr is redirected. */
    Pipe stderr() {
        return Objects.requireNonNull(stderr, "pipes are not open");
    }

    /** After the spawn: the child has its own copies. */
    void closeChildEnds() {
        childEnds.forEach(descriptors::close);
        childEnds.clear();
    }

    /** After a failure. */
    void closeAll() {
        closeChildEnds();
        daemonEnds.forEach(descriptors::close);
        daemonEnds.clear();
    }
}
