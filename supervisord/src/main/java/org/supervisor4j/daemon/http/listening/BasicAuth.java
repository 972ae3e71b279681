package org.supervisor4j.daemon.http.listening;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.HttpServerConfig.Login;

/** Checks a client's login against that of its server. The time it takes doesn't tell how much was right. */
public final class BasicAuth {
    private static final String SHA_PREFIX = "{SHA}";
    private static final int PASSED = 0;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;

    private final Login login;

    BasicAuth(Login login) {
        this.login = login;
    }

    /** Whose login it is. */
    public String username() {
        return login.username();
    }

    /**
     * Checks an Authorization header.
     *
     * @return 0 to let the request pass, else the status to refuse it with: the reference's choice, but that it answers
     *     500 where there is no colon
     */
    int check(@Nullable String header) {
        String[] words = header == null ? new String[0] : header.strip().split("\\s+", 2);
        if (words.length < 2 || !words[0].equalsIgnoreCase("basic")) {
            return UNAUTHORIZED;
        }
        String decoded;
        try {
            decoded = decode(words[1]);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return BAD_REQUEST;
        }
        int colon = decoded.indexOf(':');
        if (colon < 0) {
            return UNAUTHORIZED;
        }
        return matches(decoded.substring(0, colon), decoded.substring(colon + 1)) ? PASSED : UNAUTHORIZED;
    }

    /** Python's decoder skips what isn't of the alphabet, and then insists on the padding. */
    private static String decode(String base64) throws CharacterCodingException {
        String symbols = base64.replaceAll("[^A-Za-z0-9+/=]", "");
        if (symbols.length() % 4 != 0) {
            throw new IllegalArgumentException("incorrect padding");
        }
        return UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(Base64.getDecoder().decode(symbols)))
                .toString();
    }

    private boolean matches(String username, String password) {
        String expected = login.password();
        boolean hashed = expected.startsWith(SHA_PREFIX);
        boolean rightUser = equalBytes(login.username(), username);
        boolean rightPassword = hashed
                ? equalBytes(expected.substring(SHA_PREFIX.length()), sha1(password))
                : equalBytes(expected, password);
        return rightUser && rightPassword;
    }

    private static boolean equalBytes(String expected, String sent) {
        return MessageDigest.isEqual(expected.getBytes(UTF_8), sent.getBytes(UTF_8));
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-1", e);
        }
    }
}
