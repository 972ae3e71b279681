package org.supervisor4j.daemon.http.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.HttpServerConfig.TlsFiles;

/**
 * A server's certificate, and the authorities that may vouch for its clients, as read from files at one moment.
 *
 * @param context for the connections from now on
 * @param certificate the server's own
 */
public record TlsIdentity(SSLContext context, X509Certificate certificate) {
    private static final char[] NO_PASSWORD = {};

    /** Reads the files, and checks that they fit together. */
    public static TlsIdentity read(TlsFiles files) throws TlsException {
        List<X509Certificate> chain = certificates("certfile", files.certfile());
        PublicKey publicKey = chain.get(0).getPublicKey();
        PrivateKey key =
                PrivateKeyReader.read(PemFile.read("keyfile", files.keyfile()), familyOf(publicKey.getAlgorithm()));
        if (!fit(publicKey, key)) {
            throw new TlsException("keyfile " + files.keyfile() + " does not belong to the certificate in certfile "
                    + files.certfile());
        }
        String cafile = files.clientCafile();
        List<X509Certificate> authorities = cafile == null ? List.of() : certificates("client_cafile", cafile);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(key, chain), trustManagers(authorities), null);
            return new TlsIdentity(context, chain.get(0));
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("certfile " + files.certfile() + " can't be used: " + e.getMessage(), e);
        }
    }

    /** What there is to say about the certificate's days, as the end of a sentence; empty if it is valid. */
    public Optional<String> complaint(long nowMillis) {
        Instant now = Instant.ofEpochMilli(nowMillis);
        Instant first = certificate.getNotBefore().toInstant();
        Instant last = certificate.getNotAfter().toInstant();
        if (now.isAfter(last)) {
            return Optional.of("has expired on " + last);
        }
        return now.isBefore(first) ? Optional.of("is not valid before " + first) : Optional.empty();
    }

    private static List<X509Certificate> certificates(String option, String path) throws TlsException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemFile.Block block : PemFile.read(option, path).blocks()) {
            if (block.label().equals("CERTIFICATE")) {
                try {
                    CertificateFactory factory = CertificateFactory.getInstance("X.509");
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
                } catch (CertificateException e) {
                    throw new TlsException(option + " " + path + " has a certificate that can't be read: " + e, e);
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new TlsException(option + " " + path + " has no certificate (-----BEGIN CERTIFICATE-----)");
        }
        return certificates;
    }

    private static String familyOf(String algorithm) {
        return algorithm.startsWith("Ed") ? "EdDSA" : algorithm;
    }

    /** What the private key signs, the public key must verify. */
    private static boolean fit(PublicKey publicKey, PrivateKey key) throws TlsException {
        byte[] text = "supervisor4j".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        String algorithm =
                switch (familyOf(publicKey.getAlgorithm())) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> familyOf(publicKey.getAlgorithm());
                };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new TlsException("a key of the kind " + publicKey.getAlgorithm() + " can't be used: " + e, e);
        }
    }

    private static javax.net.ssl.KeyManager[] keyManagers(PrivateKey key, List<X509Certificate> chain)
            throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /** Without authorities nobody is asked for a certificate, and nobody's would be trusted. */
    private static TrustManager @Nullable [] trustManagers(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        if (authorities.isEmpty()) {
            return null;
        }
        KeyStore store = emptyStore();
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
