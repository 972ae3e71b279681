package org.supervisor4j.daemon.xmlrpc;

import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcStreamConfig;
import org.apache.xmlrpc.parser.ObjectArrayParser;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reads an array as a list, and insists on {@code <data>}, as the reference does. */
final class ArrayParser extends ObjectArrayParser {
    private boolean sawData;

    ArrayParser(XmlRpcStreamConfig config, NamespaceContextImpl context, TypeFactory types) {
        super(config, context, types);
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) throws SAXException {
        sawData |= localName.equals("data");
        super.startElement(uri, localName, qName, attributes);
    }

    @Override
    public void setResult(Object value) {
        super.setResult(value instanceof Object[] items ? Collections.unmodifiableList(Arrays.asList(items)) : value);
    }

    @Override
    public void endElement(String uri, String localName, String qName) throws SAXException {
        super.endElement(uri, localName, qName);
        if (localName.equals("array") && !sawData) {
            throw new SAXParseException(String.format(Locale.ROOT, "<%s> without <data>", qName), getDocumentLocator());
        }
    }
}
