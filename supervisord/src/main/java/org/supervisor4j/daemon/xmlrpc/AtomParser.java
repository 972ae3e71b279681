package org.supervisor4j.daemon.xmlrpc;

import java.util.function.Function;
import org.apache.xmlrpc.parser.AtomicParser;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reads one element that holds text, and turns the text into a value. */
final class AtomParser extends AtomicParser {
    private final Function<String, @Nullable Object> conversion;

    /** @param conversion may throw {@link IllegalArgumentException}: the text is no such value */
    AtomParser(Function<String, @Nullable Object> conversion) {
        this.conversion = conversion;
    }

    @Override
    protected void setResult(String text) throws SAXException {
        try {
            setResult(conversion.apply(text));
        } catch (IllegalArgumentException e) {
            throw new SAXParseException(e.getMessage(), getDocumentLocator(), e);
        }
    }
}
