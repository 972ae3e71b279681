package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;

/** Where characters of UTF-8 begin and end in bytes that need not be text. */
final class Utf8 {
    /** Bytes of the longest character. */
    static final int LONGEST = 4;

    private Utf8() {}

    /**
     * How many bytes the character has that begins there; 0 if none does, for what is there is cut or no UTF-8.
     *
     * @param to where the bytes end
     */
    static int lengthAt(ByteBuffer bytes, int index, int to) {
        int first = bytes.get(index) & 0xff;
        int length = lengthByFirst(first);
        if (length <= 1) {
            return length;
        }
        if (index + length > to || !isSecond(first, bytes.get(index + 1) & 0xff)) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if (!isContinuation(bytes.get(index + i))) {
                return 0;
            }
        }
        return length;
    }

    private static int lengthByFirst(int first) {
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        return first < 0xe0 ? 2 : first < 0xf0 ? 3 : LONGEST;
    }

    /** Neither too long a form, nor a surrogate, nor beyond the last character. */
    private static boolean isSecond(int first, int second) {
        return switch (first) {
            case 0xe0 -> second >= 0xa0 && second <= 0xbf;
            case 0xed -> second >= 0x80 && second <= 0x9f;
            case 0xf0 -> second >= 0x90 && second <= 0xbf;
            case 0xf4 -> second >= 0x80 && second <= 0x8f;
            default -> isContinuation((byte) second);
        };
    }

    static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }

    /** The last place in {@code (from, to]} at which a character may be cut off: not in the middle of one. */
    static int cutBefore(ByteBuffer bytes, int from, int to) {
        int cut = to;
        while (cut > from + 1 && to - cut < LONGEST - 1 && isContinuation(bytes.get(cut))) {
            cut--;
        }
        return isContinuation(bytes.get(cut)) ? to : cut;
    }
}
