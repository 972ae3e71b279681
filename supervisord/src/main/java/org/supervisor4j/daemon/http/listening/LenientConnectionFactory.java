package org.supervisor4j.daemon.http.listening;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.http.follow.StreamedBody;

/**
 * HTTP/1 as Jetty speaks it, but for what it has no setting for: HTTP/1.1 requests without a Host are served (there are
 * such clients, in PHP for one), the status line says {@code 500 Internal Server Error}, which clients show to people,
 * and a body that {@link StreamedBody} has put into chunks goes out as it is.
 */
public final class LenientConnectionFactory extends HttpConnectionFactory {
    /** The Host that a request without one has; nobody's name, by RFC 2606. */
    public static final String NO_HOST = "no-host.invalid";

    public LenientConnectionFactory(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new LenientConnection(getHttpConfiguration(), connector, endPoint), connector, endPoint);
    }

    private static final class LenientConnection extends HttpConnection {
        private HttpConnection.@Nullable RequestHandler requestHandler;
        private final HeadDeadline headDeadline;

        LenientConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
            headDeadline = new HeadDeadline(connector.getScheduler(), endPoint, this::unfinishedHead);
        }

        private long unfinishedHead() {
            HttpParser parser = getParser();
            boolean handshake = getEndPoint().isSecure() && getBytesIn() == 0;
            boolean head = parser.inHeaderState() && !parser.isStart();
            return handshake || head || isForgotten() ? getMessagesIn() : HeadDeadline.NONE;
        }

        /**
         * Whether all has been said to a client, and nobody waits for it to go. That is how Jetty leaves a connection
         * now and then (one in some hundred thousand malformed requests), until it has been idle for too long.
         */
        private boolean isForgotten() {
            EndPoint endPoint = getEndPoint();
            return endPoint.isOpen() && endPoint.isOutputShutdown() && !isFillInterested();
        }

        @Override
        public void onFillable() {
            super.onFillable();
            headDeadline.update();
        }

        @Override
        public void onClose(@Nullable Throwable cause) {
            headDeadline.cancel();
            super.onClose(cause);
        }

        /** Called by the constructor above ours, before the parser is made. */
        @Override
        protected HttpConnection.RequestHandler newRequestHandler() {
            HttpConnection.RequestHandler handler = new RequestHandler() {
                /**
                 * The original's supervisorctl sends an empty Host to a Unix socket. RFC 9112 allows it, Jetty does
                 * not.
                 */
                @Override
                public void parsedHeader(HttpField field) {
                    boolean nobody = field.getHeader() == HttpHeader.HOST
                            && Objects.requireNonNullElse(field.getValue(), "").isBlank();
                    super.parsedHeader(nobody ? new HostPortHttpField(NO_HOST) : field);
                }
            };
            requestHandler = handler;
            return handler;
        }

        @Override
        protected HttpParser newHttpParser(HttpCompliance compliance) {
            return new HostlessParser(
                    Objects.requireNonNull(requestHandler),
                    getHttpConfiguration().getRequestHeaderSize(),
                    compliance);
        }

        @Override
        protected HttpGenerator newHttpGenerator() {
            return new PlainSpokenGenerator();
        }
    }

    /** Where Jetty's parser finds at the end of the headers that there was no Host, it is given {@link #NO_HOST}. */
    private static final class HostlessParser extends HttpParser {
        private static final byte[] SUPPLEMENT = ("Host: " + NO_HOST + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);

        HostlessParser(HttpParser.RequestHandler handler, int maxHeaderBytes, HttpCompliance compliance) {
            super(handler, maxHeaderBytes, compliance);
        }

        @Override
        protected boolean parseFields(ByteBuffer buffer) {
            try {
                return super.parseFields(buffer);
            } catch (HttpException.RuntimeException e) {
                if (!"No Host".equals(e.getReason())) {
                    throw e;
                }
                return super.parseFields(ByteBuffer.wrap(SUPPLEMENT));
            }
        }
    }

    private static final class PlainSpokenGenerator extends HttpGenerator {
        private boolean chunksAreMade;

        @Override
        public Result generateResponse(
                MetaData.@Nullable Response info,
                boolean head,
                @Nullable ByteBuffer header,
                @Nullable ByteBuffer chunk,
                @Nullable ByteBuffer content,
                boolean last)
                throws IOException {
            if (info != null) {
                // Only StreamedBody, which makes the chunks, sets this header; where it is missing, Jetty adds it
                // itself.
                chunksAreMade = info.getHttpFields().contains(HttpHeader.TRANSFER_ENCODING);
            }
            return super.generateResponse(info == null ? null : spellOut(info), head, header, chunk, content, last);
        }

        @Override
        public boolean isChunking() {
            return super.isChunking() && !chunksAreMade;
        }

        private static MetaData.Response spellOut(MetaData.Response info) {
            return info.getStatus() != 500
                    ? info
                    : new MetaData.Response(
                            500,
                            ErrorAnswer.reasonOf(500),
                            info.getHttpVersion(),
                            info.getHttpFields(),
                            info.getContentLength(),
                            info.getTrailersSupplier());
        }
    }
}
