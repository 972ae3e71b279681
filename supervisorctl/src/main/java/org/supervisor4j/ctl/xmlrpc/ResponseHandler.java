package org.supervisor4j.ctl.xmlrpc;

import java.util.Map;
import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.parser.RecursiveTypeParserImpl;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;

/**
 * The frame of an answer: {@code methodResponse} with {@code params/param/value} or {@code fault/value} in it. Values
 * are the library's business. Its own class for answers is not used, and not shipped: that one takes a serialised Java
 * exception out of a fault and revives it (CVE-2019-17570).
 */
final class ResponseHandler extends RecursiveTypeParserImpl {
    private static final String[] SUCCESS = {"methodResponse", "params", "param", "value"};
    private static final String[] FAULT = {"methodResponse", "fault", "value"};

    private String[] frame = SUCCESS;
    private int level;
    private @Nullable Object value;

    ResponseHandler() throws SAXException {
        super(AnswerTypes.CONFIG, new NamespaceContextImpl(), new AnswerTypes());
    }

    /** Whether the answer is a fault. */
    boolean isFault() {
        return frame == FAULT;
    }

    /** The value of either; null if there was none, or if it is nil. */
    @Nullable
    Object value() {
        return value;
    }

    /** A fault's struct. */
    Map<?, ?> fault() throws SAXException {
        if (value instanceof Map<?, ?> struct) {
            return struct;
        }
        throw new SAXException("the fault is no struct");
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) throws SAXException {
        if (level == 1 && localName.equals(FAULT[1])) {
            frame = FAULT;
        }
        if (level >= frame.length) {
            super.startElement(uri, localName, qName, attributes);
        } else if (!localName.equals(frame[level]) || !uri.isEmpty()) {
            throw new SAXException("<" + qName + "> stands where <" + frame[level] + "> belongs");
        } else if (level == frame.length - 1) {
            startValueTag();
        }
        level++;
    }

    @Override
    public void endElement(String uri, String localName, String qName) throws SAXException {
        level--;
        if (level >= frame.length) {
            super.endElement(uri, localName, qName);
        } else if (level == frame.length - 1) {
            endValueTag();
        }
    }

    @Override
    protected void addResult(@Nullable Object result) {
        value = result;
    }
}
