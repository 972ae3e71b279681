package org.supervisor4j.ctl.xmlrpc;

import java.nio.charset.StandardCharsets;

/**
 * Calls, as the reference's client writes them. Written by hand: the three types that Supervisor's methods take do not
 * pay for loading a serialiser.
 */
final class XmlRpcRequestWriter {
    private XmlRpcRequestWriter() {}

    /**
     * The body of a call, in UTF-8.
     *
     * @param params strings, integers and booleans
     * @throws IllegalArgumentException for any other type
     */
    static byte[] write(String method, Object... params) {
        StringBuilder xml = new StringBuilder(256);
        xml.append("<?xml version='1.0'?>\n<methodCall>\n<methodName>");
        appendEscaped(xml, method);
        xml.append("</methodName>\n<params>\n");
        for (Object param : params) {
            xml.append("<param>\n");
            appendValue(xml, param);
            xml.append("</param>\n");
        }
        xml.append("</params>\n</methodCall>\n");
        return xml.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void appendValue(StringBuilder xml, Object param) {
        if (param instanceof String text) {
            xml.append("<value><string>");
            appendEscaped(xml, text);
            xml.append("</string></value>\n");
        } else if (param instanceof Integer number) {
            xml.append("<value><int>").append(number.intValue()).append("</int></value>\n");
        } else if (param instanceof Boolean flag) {
            xml.append("<value><boolean>").append(flag ? '1' : '0').append("</boolean></value>\n");
        } else {
            throw new IllegalArgumentException("no XML-RPC type for " + param.getClass());
        }
    }

    private static void appendEscaped(StringBuilder xml, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '\r' -> xml.append("&#13;"); // a bare one would arrive as a line feed
                default -> xml.append(c);
            }
        }
    }
}
