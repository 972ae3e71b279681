package org.supervisor4j.daemon.http.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.supervisor4j.daemon.http.tls.PemFile.Block;

/**
 * Private keys as OpenSSL writes them: PKCS#8, and the older forms of RSA (PKCS#1) and of elliptic curves (SEC 1),
 * which Java knows only inside of a PKCS#8.
 */
final class PrivateKeyReader {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = {2, 1, 0};
    /** rsaEncryption (1.2.840.113549.1.1.1), NULL. */
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    /** id-ecPublicKey (1.2.840.10045.2.1). */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private PrivateKeyReader() {}

    /** @param algorithm of the certificate's public key, which the private one must have too */
    static PrivateKey read(PemFile file, String algorithm) throws TlsException {
        for (Block block : file.blocks()) {
            byte[] der = block.bytes();
            if (block.label().equals("PRIVATE KEY")) {
                return key(file, algorithm, der);
            } else if (block.label().equals("RSA PRIVATE KEY")) {
                return key(file, algorithm, wrap(RSA, der));
            } else if (block.label().equals("EC PRIVATE KEY")) {
                return key(file, algorithm, wrap(curveOf(file, der), der));
            } else if (block.label().equals(PemFile.ENCRYPTED)) {
                throw new TlsException("keyfile " + file.path() + " has a key that is encrypted, and nobody is there"
                        + " to type its passphrase; decrypt it: openssl pkey -in " + file.path() + " -out NEW");
            }
        }
        throw new TlsException("keyfile " + file.path() + " has no private key, only "
                + file.blocks().stream().map(Block::label).toList());
    }

    private static PrivateKey key(PemFile file, String algorithm, byte[] pkcs8) throws TlsException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new TlsException(
                    "keyfile " + file.path() + " has no " + algorithm + " key, which the certificate is for: "
                            + e.getMessage(),
                    e);
        }
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return tagged(SEQUENCE, VERSION_0, algorithm, tagged(OCTETS, key));
    }

    /** The algorithm with its curve: what the key's own optional parameters name. */
    private static byte[] curveOf(PemFile file, byte[] sec1) throws TlsException {
        try {
            int position = contentOf(sec1, 0);
            while (position < sec1.length) {
                int content = contentOf(sec1, position);
                int end = content + lengthOf(sec1, position);
                if ((sec1[position] & 0xff) == PARAMETERS) {
                    return tagged(SEQUENCE, EC, java.util.Arrays.copyOfRange(sec1, content, end));
                }
                position = end;
            }
        } catch (IndexOutOfBoundsException cut) {
            throw new TlsException("keyfile " + file.path() + " has an EC key that is cut off", cut);
        }
        throw new TlsException("keyfile " + file.path() + " has an EC key that doesn't name its curve; write it as"
                + " PKCS#8: openssl pkey -in " + file.path() + " -out NEW");
    }

    /** Where the content of the element at this position begins (DER). */
    private static int contentOf(byte[] der, int position) {
        int first = der[position + 1] & 0xff;
        return position + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int lengthOf(byte[] der, int position) {
        int first = der[position + 1] & 0xff;
        int length = first < 0x80 ? first : 0;
        for (int i = 0; first >= 0x80 && i < (first & 0x7f); i++) {
            length = (length << 8) | (der[position + 2 + i] & 0xff);
        }
        if (length < 0 || length > der.length) {
            throw new IndexOutOfBoundsException(length);
        }
        return length;
    }

    private static byte[] tagged(int tag, byte[]... contents) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            body.writeBytes(content);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (body.size() < 0x80) {
            element.write(body.size());
        } else {
            element.write(0x82);
            element.write(body.size() >> 8);
            element.write(body.size());
        }
        element.writeBytes(body.toByteArray());
        return element.toByteArray();
    }
}
