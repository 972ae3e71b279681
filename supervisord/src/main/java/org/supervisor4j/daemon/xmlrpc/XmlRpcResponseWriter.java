package org.supervisor4j.daemon.xmlrpc;

import org.apache.xmlrpc.serializer.XmlRpcWriter;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.RpcFault;
import org.xml.sax.SAXException;

/** Writes answers in the reference's layout, to the byte. Any thread. */
public final class XmlRpcResponseWriter {
    private final ResponseTypes types = new ResponseTypes();

    /**
     * The answer of a call that went well.
     *
     * @param value strings, integers of 32 bits, booleans, doubles, byte arrays, {@link java.time.LocalDateTime}s, and
     *     lists and maps of them
     * @throws IllegalArgumentException if there is no form for it, null included: a bug of the method, so an internal
     *     error for the client
     */
    public byte[] result(@Nullable Object value) {
        ResponseLayout layout = new ResponseLayout();
        try {
            new XmlRpcWriter(RequestTypes.CONFIG, layout, types).write(RequestTypes.CONFIG, value);
        } catch (SAXException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return layout.toByteArray();
    }

    /** The answer of a call that failed. */
    public byte[] fault(RpcFault fault) {
        ResponseLayout layout = new ResponseLayout();
        try {
            new XmlRpcWriter(RequestTypes.CONFIG, layout, types).write(RequestTypes.CONFIG, fault.code(), fault.text());
        } catch (SAXException e) {
            throw new AssertionError("a number and a text can always be written", e);
        }
        return layout.toByteArray();
    }
}
