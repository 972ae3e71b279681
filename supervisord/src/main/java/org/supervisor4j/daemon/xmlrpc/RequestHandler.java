package org.supervisor4j.daemon.xmlrpc;

import java.util.ArrayList;
import java.util.List;
import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.parser.RecursiveTypeParserImpl;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Finds the method's name and the parameters wherever they stand: the reference doesn't look at the elements around
 * them, nor at attributes, comments and processing instructions. What is inside a {@code <value>} goes to the library's
 * parsers.
 */
final class RequestHandler extends DefaultHandler {
    static final int MAX_ELEMENTS = 200_000;

    private final RequestTypes types;
    private int depth;
    private int elements;
    private int nameDepth;
    private final StringBuilder name = new StringBuilder();
    private int valueDepth;
    private @Nullable ValueParser value;
    private int paramsDepth;
    private boolean paramHasValue;
    private List<@Nullable Object> params = List.of();

    RequestHandler(RequestTypes types) {
        this.types = types;
    }

    /** What was found; the last of several. Empty if there was none. */
    String method() {
        return name.toString();
    }

    List<@Nullable Object> params() {
        return params;
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) throws SAXException {
        depth++;
        elements++;
        if (elements > MAX_ELEMENTS) {
            throw new SAXException("too many elements");
        }
        if (value != null) {
            value.startElement(uri, localName, qName, attributes);
        } else if (uri.isEmpty()) {
            startOutside(localName);
        }
    }

    private void startOutside(String localName) throws SAXException {
        switch (localName) {
            case "value" -> {
                valueDepth = depth;
                value = new ValueParser(types);
            }
            case "methodName" -> {
                nameDepth = depth;
                name.setLength(0);
            }
            case "params" -> {
                paramsDepth = depth;
                params = new ArrayList<>();
            }
            case "param" -> paramHasValue = false;
            default -> {}
        }
    }

    @Override
    public void characters(char[] text, int start, int length) throws SAXException {
        if (value != null) {
            value.characters(text, start, length);
        } else if (nameDepth == depth) {
            name.append(text, start, length);
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) throws SAXException {
        if (value != null && valueDepth < depth) {
            value.endElement(uri, localName, qName);
        } else if (value != null) {
            endValue(value.finish());
        } else if (nameDepth == depth) {
            nameDepth = 0;
        } else if (paramsDepth == depth) {
            paramsDepth = 0;
        } else if (localName.equals("param") && uri.isEmpty() && !paramHasValue) {
            throw new SAXException("<param> without <value>");
        }
        depth--;
    }

    private void endValue(@Nullable Object result) {
        value = null;
        if (paramsDepth > 0 && !paramHasValue) {
            params.add(result);
        }
        paramHasValue = true;
    }

    /** The library's parser for what stands inside one {@code <value>}. */
    private static final class ValueParser extends RecursiveTypeParserImpl {
        private @Nullable Object found;

        ValueParser(RequestTypes types) throws SAXException {
            super(RequestTypes.CONFIG, new NamespaceContextImpl(), types);
            startDocument();
            startValueTag();
        }

        @Nullable
        Object finish() throws SAXException {
            endValueTag();
            return found;
        }

        @Override
        protected void addResult(Object result) {
            found = result;
        }
    }
}
