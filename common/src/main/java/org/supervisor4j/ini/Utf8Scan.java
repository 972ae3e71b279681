package org.supervisor4j.ini;

import org.jspecify.annotations.Nullable;

/**
 * Looks for the first byte that is not UTF-8 and says so in Python's words.
 *
 * @param end where the last whole character ends
 * @param error null if everything up to {@code end} is well and the rest may still become so
 */
record Utf8Scan(int end, @Nullable String error) {

    /** @param complete whether no further bytes follow, so that a torn character is an error */
    static Utf8Scan of(byte[] bytes, int from, int to, boolean complete) {
        int at = from;
        while (at < to) {
            int lead = bytes[at] & 0xff;
            int length = length(lead);
            if (length == 0) {
                return bad(bytes, from, at, 1, "invalid start byte");
            }
            int fine = 1;
            while (fine < length && at + fine < to && continues(lead, fine, bytes[at + fine] & 0xff)) {
                fine++;
            }
            if (fine < length) {
                if (at + fine < to) {
                    return bad(bytes, from, at, fine, "invalid continuation byte");
                }
                return complete ? bad(bytes, from, at, fine, "unexpected end of data") : new Utf8Scan(at, null);
            }
            at += length;
        }
        return new Utf8Scan(at, null);
    }

    /** 0 if no character begins so. */
    private static int length(int lead) {
        if (lead < 0x80) {
            return 1;
        }
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    }

    private static boolean continues(int lead, int index, int b) {
        // No overlong forms, no surrogates, nothing above U+10FFFF.
        int lowest = index > 1 ? 0x80 : lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int highest = index > 1 ? 0xbf : lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        return b >= lowest && b <= highest;
    }

    /** contract: the texts of Python's UnicodeDecodeError. */
    private static Utf8Scan bad(byte[] bytes, int base, int at, int length, String reason) {
        int position = at - base;
        String what = length == 1
                ? String.format("byte 0x%02x in position %d", bytes[at] & 0xff, position)
                : String.format("bytes in position %d-%d", position, position + length - 1);
        return new Utf8Scan(at, "'utf-8' codec can't decode " + what + ": " + reason);
    }
}
