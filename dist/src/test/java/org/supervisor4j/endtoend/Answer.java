package org.supervisor4j.endtoend;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * What an XML-RPC method answered.
 *
 * @param fault whether it is a fault, or an HTTP status other than 200
 * @param value texts, lists, and maps in the order of their keys
 */
record Answer(boolean fault, Object value) {

    /** @param http head and body of the response */
    static Answer of(String http) throws IOException {
        if (!http.substring(http.indexOf(' ')).startsWith(" 200 ")) {
            return new Answer(true, http.substring(http.indexOf(' ') + 1, http.indexOf("\r\n")));
        }
        String body = http.substring(http.indexOf("\r\n\r\n") + 4);
        try {
            Element response = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                    .getDocumentElement();
            Element content = children(response).get(0);
            boolean fault = content.getTagName().equals("fault");
            Element value = fault
                    ? children(content).get(0)
                    : children(children(content).get(0)).get(0);
            return new Answer(fault, value(value));
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException("no XML-RPC answer: " + http, e);
        }
    }

    /** The elements of a list; a fault is the only one of its list. */
    List<?> list() {
        return fault ? List.of(value) : (List<?>) value;
    }

    private static Object value(Element value) {
        List<Element> typed = children(value);
        if (typed.isEmpty()) {
            return value.getTextContent();
        }
        Element content = typed.get(0);
        return switch (content.getTagName()) {
            case "array" ->
                children(children(content).get(0)).stream().map(Answer::value).toList();
            case "struct" -> struct(content);
            default -> content.getTextContent();
        };
    }

    private static Map<String, Object> struct(Element struct) {
        Map<String, Object> members = new TreeMap<>();
        for (Element member : children(struct)) {
            List<Element> pair = children(member);
            members.put(pair.get(0).getTextContent(), value(pair.get(1)));
        }
        return members;
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
