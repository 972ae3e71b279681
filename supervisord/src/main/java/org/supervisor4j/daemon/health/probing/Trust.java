package org.supervisor4j.daemon.health.probing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * TLS for probes and notices. What this machine serves to itself on its loopback interface is believed whatever its
 * certificate says, for a name that fits it does not have; everybody else has to prove who he is.
 */
public final class Trust {
    private Trust() {}

    /**
     * Makes a connection one of TLS, and waits until it is.
     *
     * @param plain connected; closed with what this returns
     * @param host whose certificate is expected
     * @param address what it is connected to
     * @throws IOException if the other side cannot prove who it is, or does not answer
     */
    public static Socket over(Socket plain, String host, InetAddress address) throws IOException {
        boolean own = address.isLoopbackAddress();
        SSLSocketFactory factory = own ? believing() : (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, plain.getPort(), true);
        if (!own) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        try {
            socket.startHandshake();
        } catch (SSLHandshakeException refused) {
            throw new IOException(host + " cannot prove by TLS who it is: " + cause(refused), refused);
        }
        return socket;
    }

    /** The innermost message: the others name classes only. */
    private static String cause(Throwable refused) {
        Throwable cause = refused.getCause();
        return cause == null ? String.valueOf(refused.getMessage()) : cause(cause);
    }

    private static SSLSocketFactory believing() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Everybody()}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException impossible) {
            throw new IOException(impossible);
        }
    }

    /** For the loopback interface alone. */
    private static final class Everybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
