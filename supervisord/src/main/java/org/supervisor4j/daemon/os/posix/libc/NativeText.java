package org.supervisor4j.daemon.os.posix.libc;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;

/**
 * Text as the system has it: bytes. Paths, arguments and the environment are UTF-8 by habit, not by law. A byte that is
 * not part of valid UTF-8 becomes one lone surrogate, U+DC80 to U+DCFF, and turns into the same byte again on its way
 * back: Python's {@code surrogateescape}, which the original lives by. So whatever came from the system can be handed
 * back to it unchanged.
 */
public final class NativeText {
    private static final int ESCAPE = 0xDC00;

    /** What Java makes of bytes that it cannot decode (or the same character, decoded). */
    private static final char REPLACEMENT = '\uFFFD';

    private NativeText() {}

    /**
     * The bytes of a text that is to end with a NUL.
     *
     * @param operation what is going to be done, as a verb
     * @param object what it is going to be done to
     * @param what the text's part in it
     * @throws OsException EINVAL if the system cannot be told this text
     */
    public static byte[] encode(String text, String operation, String object, String what) throws OsException {
        // The system would take a text with a NUL for a shorter one: for another file, program or argument.
        if (text.indexOf('\0') >= 0) {
            throw refused(operation, object, what + " contains a NUL character");
        }
        try {
            return encode(text);
        } catch (CharacterCodingException e) {
            throw refused(operation, object, what + " contains half a surrogate pair, which stands for no byte");
        }
    }

    /** A path in native memory, to be closed by the caller. */
    public static NativeBlock path(LibC libc, String path, String operation) throws OsException {
        return libc.string(encode(path, operation, path, "the path"));
    }

    private static OsException refused(String operation, String object, String why) {
        String shown = object.replace("\0", "\\0") + " (" + why + "; remove it)";
        return new OsException(operation, shown, Errors.errno(Errno.EINVAL));
    }

    /** @throws CharacterCodingException if the text contains a surrogate that stands for no byte */
    public static byte[] encode(String text) throws CharacterCodingException {
        return hasSurrogates(text) ? encodeSurrogates(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static byte[] encodeSurrogates(String text) throws CharacterCodingException {
        var encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer in = CharBuffer.wrap(text);
        ByteBuffer out = ByteBuffer.allocate(3 * text.length());
        CoderResult result = encoder.encode(in, out, true);
        while (result.isError()) {
            char escaped = in.get(in.position());
            if (escaped < ESCAPE + 0x80 || escaped > ESCAPE + 0xFF) {
                result.throwException();
            }
            out.put((byte) (escaped - ESCAPE));
            in.position(in.position() + 1);
            result = encoder.reset().encode(in, out, true);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** The text of some bytes; never fails. */
    public static String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeEscaping(bytes);
    }

    private static String decodeEscaping(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPE + Byte.toUnsignedInt(in.get())));
            }
            result = decoder.reset().decode(in, out, true);
        }
        return out.flip().toString();
    }
}
