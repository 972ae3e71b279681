package org.supervisor4j.ctl.xmlrpc;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * HTTP over TLS. The server's certificate has to be for its name, and from an authority that is trusted.
 *
 * @param tcp where the server is
 * @param authorities a PEM file with the authorities to trust; null for those that Java trusts
 */
public record TlsTransport(HttpTransport tcp, @Nullable String authorities) implements Transport {
    private static final int DEFAULT_PORT = 443;

    @Override
    public SocketChannel connect() throws IOException {
        return tcp.connect();
    }

    @Override
    public Link link() throws IOException {
        SocketChannel channel = connect();
        try {
            SSLSocket socket = (SSLSocket) factory().createSocket(channel.socket(), tcp.name(), tcp.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new EncryptedLink(socket);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private SSLSocketFactory factory() throws IOException {
        if (authorities == null) {
            return (SSLSocketFactory) SSLSocketFactory.getDefault();
        }
        try (InputStream pem = new FileInputStream(authorities)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca" + store.size(), authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificates in " + authorities + " can't be used: " + e.getMessage(), e);
        }
    }

    @Override
    public String host() {
        String withPort = tcp.host();
        String ending = ":" + DEFAULT_PORT;
        return tcp.port() == DEFAULT_PORT && withPort.endsWith(ending)
                ? withPort.substring(0, withPort.length() - ending.length())
                : withPort;
    }
}
