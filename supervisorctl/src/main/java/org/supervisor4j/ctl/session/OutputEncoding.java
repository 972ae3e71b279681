package org.supervisor4j.ctl.session;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import org.supervisor4j.ini.PythonRepr;

/**
 * The encoding of standard output.
 *
 * @param name as Python names it in messages: {@code utf-8}, {@code ascii}, {@code iso8859-1}
 */
public record OutputEncoding(Charset charset, String name) {
    public static final OutputEncoding UTF_8 = new OutputEncoding(StandardCharsets.UTF_8, "utf-8");
    private static final OutputEncoding ASCII = new OutputEncoding(StandardCharsets.US_ASCII, "ascii");

    /**
     * The encoding that the environment asks for: {@code PYTHONIOENCODING} (the warning below names it, and scripts set
     * it), else the locale. {@code C} and {@code POSIX} mean ASCII where {@code LANG} names them; where nothing is
     * asked for, as under cron, and where {@code LC_ALL} or {@code LC_CTYPE} name them, as many scripts do, Python
     * writes UTF-8.
     */
    public static OutputEncoding of(Map<String, String> environment) {
        String asked = environment.getOrDefault("PYTHONIOENCODING", "");
        int colon = asked.indexOf(':');
        String forced = colon < 0 ? asked : asked.substring(0, colon);
        if (!forced.isEmpty()) {
            return named(forced);
        }
        String language = environment.getOrDefault("LANG", "");
        String stronger = environment.getOrDefault("LC_ALL", "");
        if (stronger.isEmpty()) {
            stronger = environment.getOrDefault("LC_CTYPE", "");
        }
        if (stronger.isEmpty() && (language.equals("C") || language.equals("POSIX"))) {
            return ASCII;
        }
        String locale = stronger.isEmpty() ? language : stronger;
        int dot = locale.indexOf('.');
        return dot < 0 ? UTF_8 : named(withoutModifier(locale.substring(dot + 1)));
    }

    private static String withoutModifier(String codeset) {
        int at = codeset.indexOf('@');
        return at < 0 ? codeset : codeset.substring(0, at);
    }

    private static OutputEncoding named(String name) {
        if (name.equals("UTF-8") || name.equals("utf-8") || name.equals("utf8")) {
            return UTF_8;
        }
        try {
            Charset charset = isLatin1(name) ? StandardCharsets.ISO_8859_1 : Charset.forName(name);
            if (charset.equals(StandardCharsets.UTF_8)) {
                return UTF_8;
            }
            if (charset.equals(StandardCharsets.ISO_8859_1)) {
                return new OutputEncoding(charset, "iso8859-1");
            }
            return charset.equals(StandardCharsets.US_ASCII)
                    ? ASCII
                    : new OutputEncoding(charset, name.toLowerCase(Locale.ROOT));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return UTF_8;
        }
    }

    /** By the names that only Python has for it. */
    private static boolean isLatin1(String name) {
        return name.equalsIgnoreCase("latin-1") || name.equalsIgnoreCase("latin_1");
    }

    /** Whether every text can be written. */
    public boolean isUnicode() {
        return name.startsWith("utf");
    }

    /** contract: what the reference prints before a log whose characters it may not be able to print. */
    public String warning() {
        return "Warning: sys.stdout.encoding is set to " + name + ", so Unicode output may fail. Check your LANG and"
                + " PYTHONIOENCODING environment settings.";
    }

    /** @throws PythonError if the encoding has none for a character */
    byte[] bytes(String text) {
        CharsetEncoder encoder = charset.newEncoder();
        if (charset.equals(StandardCharsets.UTF_8) || encoder.canEncode(text)) {
            return text.getBytes(charset);
        }
        int[] characters = text.codePoints().toArray();
        int start = 0;
        while (encoder.canEncode(Character.toString(characters[start]))) {
            start++;
        }
        int end = start + 1;
        while (end < characters.length && !encoder.canEncode(Character.toString(characters[end]))) {
            end++;
        }
        StringBuilder which = new StringBuilder();
        if (end - start == 1) {
            which.append("character '");
            which.append(PythonRepr.escape(characters[start]));
            which.append("' in position ").append(start);
        } else {
            which.append("characters in position ").append(start).append('-').append(end - 1);
        }
        String codec =
                charset.equals(StandardCharsets.ISO_8859_1) ? "latin-1" : name.equals("ascii") ? name : "charmap";
        String reason = codec.equals("ascii")
                ? "ordinal not in range(128)"
                : codec.equals("latin-1") ? "ordinal not in range(256)" : "character maps to <undefined>";
        throw new PythonError("UnicodeEncodeError", "'" + codec + "' codec can't encode " + which + ": " + reason);
    }
}
