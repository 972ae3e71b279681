package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.OsException;

/**
 * One pipe, socket, terminal or file that several logs may be written to, standard output above all. What was begun is
 * written to its end before anything else is, whoever has the room for it. Any thread; held while bytes are handed to
 * the kernel, which does not wait for a reader.
 */
final class SharedTarget {
    /** How one of those who write here does it: as {@link Descriptors#write}. */
    @FunctionalInterface
    interface Writer {
        int write(ByteBuffer bytes) throws OsException;
    }

    /** Longer than most lines, and short enough for others to have their turn. */
    private static final int PIECE = LineSink.LONGEST_LINE;

    /** The rest of a piece of which the target has taken the beginning. */
    private final KeptBytes rest = new KeptBytes();

    /** Whose piece that is; null for none. */
    private @Nullable Object restOf;

    private final Set<String> names = new HashSet<>();
    private int members;

    synchronized void join() {
        members++;
    }

    /** @param name of what writes here; the same one for each run of a program */
    synchronized void isWrittenBy(String name) {
        names.add(name);
    }

    synchronized void leave() {
        members--;
    }

    synchronized boolean isUsed() {
        return members > 0;
    }

    /** Whether more than one has ever written here: then only whole lines are. */
    synchronized boolean isCommon() {
        return names.size() > 1;
    }

    /**
     * Writes lines, whole ones as far as there are such.
     *
     * @return false if something remains, in the buffer or as {@link #begunBy}, because the target can't take it now
     */
    synchronized boolean write(Object sink, ByteBuffer bytes, Writer writer) throws OsException {
        if (!finish(writer)) {
            return false;
        }
        int end = bytes.limit();
        while (bytes.hasRemaining()) {
            bytes.limit(endOfPiece(bytes));
            int length = bytes.remaining();
            try {
                if (!all(bytes, writer)) {
                    if (bytes.remaining() < length) {
                        rest.add(bytes);
                        restOf = sink;
                    }
                    return false;
                }
            } finally {
                bytes.limit(end);
            }
        }
        return true;
    }

    /** After the last line end of a piece, else after the first one that follows, else all. */
    private static int endOfPiece(ByteBuffer bytes) {
        if (bytes.remaining() <= PIECE) {
            return bytes.limit();
        }
        int most = bytes.position() + PIECE;
        for (int at = most - 1; at >= bytes.position(); at--) {
            if (bytes.get(at) == '\n') {
                return at + 1;
            }
        }
        int next = ByteScan.indexOf(bytes, (byte) '\n', most, bytes.limit());
        return next < 0 ? bytes.limit() : next + 1;
    }

    private boolean finish(Writer writer) throws OsException {
        if (restOf == null) {
            return true;
        }
        if (!all(rest.bytes(), writer)) {
            return false;
        }
        forgetRest();
        return true;
    }

    private static boolean all(ByteBuffer bytes, Writer writer) throws OsException {
        while (bytes.hasRemaining()) {
            if (writer.write(bytes) == Descriptors.WOULD_BLOCK) {
                return false;
            }
        }
        return true;
    }

    /** How many bytes are left of what the sink has begun, and has to go on with as soon as the target takes more. */
    synchronized int begunBy(Object sink) {
        return restOf == sink ? rest.size() : 0;
    }

    /**
     * Nobody waits for the target any more, or it takes nothing.
     *
     * @return how many bytes of the sink's are lost by that
     */
    synchronized int giveUp(Object sink) {
        int lost = begunBy(sink);
        if (lost > 0) {
            forgetRest();
        }
        return lost;
    }

    /** The target has failed: what was begun is gone, whoever began it. */
    synchronized int fail() {
        int lost = rest.size();
        forgetRest();
        return lost;
    }

    private void forgetRest() {
        rest.clear();
        restOf = null;
    }
}
