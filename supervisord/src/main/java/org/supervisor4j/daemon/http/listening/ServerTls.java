package org.supervisor4j.daemon.http.listening;

import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.config.HttpServerConfig.TlsFiles;
import org.supervisor4j.daemon.http.tls.TlsException;
import org.supervisor4j.daemon.http.tls.TlsIdentity;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.WallClock;

/**
 * The TLS of one server: 1.2 or later, and with a {@code client_cafile} only for clients with a certificate of it. The
 * files can be read again while it serves; present connections keep what they began with.
 */
public final class ServerTls {
    private final String section;
    private final TlsFiles files;
    private final ActivityLog log;
    private final WallClock clock;
    private final SslContextFactory.Server contexts = new SslContextFactory.Server();

    public ServerTls(Inet config, TlsFiles files, ActivityLog log, WallClock clock) throws HttpStartException {
        this.section = config.section();
        this.files = files;
        this.log = log;
        this.clock = clock;
        contexts.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        contexts.setNeedClientAuth(files.clientCafile() != null);
        contexts.setRenegotiationAllowed(false);
        try {
            contexts.setSslContext(read().context());
        } catch (TlsException e) {
            throw new HttpStartException("Cannot open an HTTP server: [" + section + "] " + e.getMessage(), e);
        }
    }

    private TlsIdentity read() throws TlsException {
        TlsIdentity identity = TlsIdentity.read(files);
        identity.complaint(clock.millis())
                .ifPresent(complaint -> log.warn("the certificate of [" + section + "] in " + files.certfile() + " "
                        + complaint + "; clients will refuse it"));
        return identity;
    }

    /** What decrypts, and hands on to the protocol of that name. */
    public SslConnectionFactory factory(String protocol) {
        SslConnectionFactory factory = new SslConnectionFactory(contexts, protocol);
        // Jetty would refuse every Host that is not in the certificate; whom to trust is the client's affair.
        factory.setEnsureSecureRequestCustomizer(false);
        return factory;
    }

    /** Reads the files anew, for connections from now on; if they are no good, those read before stay. Never throws. */
    public void reload() {
        try {
            TlsIdentity identity = read();
            contexts.reload(factory -> factory.setSslContext(identity.context()));
            log.info("the certificate of [" + section + "] has been read anew");
        } catch (TlsException e) {
            log.error("[" + section + "] keeps its certificate: " + e.getMessage());
        } catch (Exception e) {
            log.error("[" + section + "] keeps its certificate: " + e);
        }
    }
}
