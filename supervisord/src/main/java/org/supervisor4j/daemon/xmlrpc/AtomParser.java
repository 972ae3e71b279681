package org.supervisor4j.daemon.xmlrpc;

import org.apache.xmlrpc.parser.AtomicParser;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reads one element that holds text, and turns the text into a value. */
final class AtomParser extends AtomicParser {
    /** Text to value; an {@link IllegalArgumentException} means that the text is no such value. */
    @FunctionalInterface
    public interface Conversion {
        @Nullable
        Object convert(String text);
    }

    private final Conversion conversion;

    AtomParser(Conversion conversion) {
        this.conversion = conversion;
    }

    @Override
    protected void setResult(String text) throws SAXException {
        try {
            setResult(conversion.convert(text));
        } catch (IllegalArgumentException e) {
            throw new SAXParseException(e.getMessage(), getDocumentLocator(), e);
        }
    }
}
