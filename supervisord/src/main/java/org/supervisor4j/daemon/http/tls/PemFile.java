package org.supervisor4j.daemon.http.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a PEM file (RFC 7468), in their order; what stands between them is ignored.
 *
 * @param path as the configuration has it
 */
record PemFile(String path, List<Block> blocks) {
    /** The label of a private key that needs a passphrase. */
    static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /**
     * @param label such as {@code CERTIFICATE}
     * @param der read-only
     */
    record Block(String label, ByteBuffer der) {
        byte[] bytes() {
            byte[] copy = new byte[der.remaining()];
            der.duplicate().get(copy);
            return copy;
        }
    }

    /** @param key the configuration's key that names the file, for messages */
    static PemFile read(String key, String path) throws TlsException {
        try {
            Path file = Path.of(path);
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new TlsException(key + " " + path + " is not a plain file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new TlsException(
                        key + " " + path + " has more than " + MAX_BYTES + " bytes: that is no PEM file");
            }
            return of(key, path, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            throw new TlsException(key + " " + path + " does not exist", e);
        } catch (IOException e) {
            throw new TlsException(key + " " + path + " can't be read: " + e, e);
        }
    }

    private static PemFile of(String key, String path, String text) throws TlsException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            // Headers, as old encrypted keys have them, end with an empty line.
            String body = matcher.group(2).replaceFirst("(?s)^\\s*[\\w-]+:.*?\\r?\\n\\r?\\n", "");
            boolean encrypted = matcher.group(2).contains("ENCRYPTED");
            try {
                blocks.add(new Block(
                        encrypted ? ENCRYPTED : matcher.group(1),
                        ByteBuffer.wrap(Base64.getMimeDecoder().decode(body)).asReadOnlyBuffer()));
            } catch (IllegalArgumentException e) {
                throw new TlsException(key + " " + path + " has a block " + matcher.group(1) + " that is no base64", e);
            }
        }
        if (blocks.isEmpty()) {
            throw new TlsException(key + " " + path + " is not a PEM file: it has no -----BEGIN ...----- line");
        }
        return new PemFile(path, blocks);
    }
}
