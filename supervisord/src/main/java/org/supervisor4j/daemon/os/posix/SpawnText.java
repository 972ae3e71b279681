package org.supervisor4j.daemon.os.posix;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.SpawnRequest;
import org.supervisor4j.daemon.os.posix.libc.NativeText;

/** The texts of a spawn as bytes, without NULs. */
final class SpawnText {
    final byte[] path;
    final List<byte[]> argv;
    final List<byte[]> environment;

    /** Null to stay where we are. */
    final byte @Nullable [] directory;

    /** @throws OsException EINVAL if a text cannot be handed to the system as it is */
    SpawnText(SpawnRequest request) throws OsException {
        String program = request.path();
        String where = request.directory();
        path = encode(program, "the path", program);
        argv = encodeAll(request.argv(), "an argument", program);
        environment = encodeAll(request.environment(), "an environment variable", program);
        directory = where == null ? null : encode(where, "the directory", program);
    }

    private static List<byte[]> encodeAll(List<String> texts, String what, String program) throws OsException {
        List<byte[]> all = new ArrayList<>(texts.size());
        for (String text : texts) {
            all.add(encode(text, what, program));
        }
        return all;
    }

    private static byte[] encode(String text, String what, String program) throws OsException {
        return NativeText.encode(text, "spawn", program, what);
    }

    /** How much memory the texts and the two lists of pointers to them take at most. */
    int size() {
        int size = room(path) + (directory == null ? 0 : room(directory)) + 2 * Long.BYTES;
        for (byte[] text : argv) {
            size += room(text) + Long.BYTES;
        }
        for (byte[] text : environment) {
            size += room(text) + Long.BYTES;
        }
        return size;
    }

    /** With the NUL, and rounded up to where the next thing begins. */
    private static int room(byte[] text) {
        return text.length + Long.BYTES;
    }
}
