package org.supervisor4j.daemon.process;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.Pipe;
import org.supervisor4j.daemon.os.OsException;

/** The pipes of one child: all of them (without stdin where it gets a socket instead), or after a failure none. */
final class PipeSet {
    private final Descriptors descriptors;
    private final boolean withStdin;
    private final boolean redirectStderr;
    private final List<Integer> ours = new ArrayList<>(3);
    private final List<Integer> childs = new ArrayList<>(3);
    private @Nullable Pipe stdin;
    private @Nullable Pipe stdout;
    private @Nullable Pipe stderr;

    PipeSet(Descriptors descriptors, boolean withStdin, boolean redirectStderr) {
        this.descriptors = descriptors;
        this.withStdin = withStdin;
        this.redirectStderr = redirectStderr;
    }

    /** Makes them; after an exception call {@link #closeAll}. Our ends do not block. */
    void open() throws OsException {
        stdin = withStdin ? pipe(true) : null;
        stdout = pipe(false);
        stderr = redirectStderr ? stdout : pipe(false);
    }

    private Pipe pipe(boolean weWrite) throws OsException {
        Pipe pipe = descriptors.pipe();
        int our = weWrite ? pipe.writeEnd() : pipe.readEnd();
        ours.add(our);
        childs.add(weWrite ? pipe.readEnd() : pipe.writeEnd());
        descriptors.setNonBlocking(our);
        return pipe;
    }

    /** Null where there is none. */
    @Nullable
    Pipe stdin() {
        return stdin;
    }

    Pipe stdout() {
        return opened(stdout);
    }

    /** The same as stdout where stderr is redirected. */
    Pipe stderr() {
        return opened(stderr);
    }

    private static Pipe opened(@Nullable Pipe pipe) {
        if (pipe == null) {
            throw new IllegalStateException("pipes are not open");
        }
        return pipe;
    }

    /** After the spawn: the child has its own copies. */
    void closeChildEnds() {
        childs.forEach(descriptors::close);
        childs.clear();
    }

    /** After a failure. */
    void closeAll() {
        closeChildEnds();
        ours.forEach(descriptors::close);
        ours.clear();
    }
}
