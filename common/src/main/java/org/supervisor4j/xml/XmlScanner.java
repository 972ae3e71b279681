package org.supervisor4j.xml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.supervisor4j.xml.XmlRpcSyntaxException.Kind;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/**
 * Reads the XML that XML-RPC needs and reports it to a SAX handler: elements, text, CDATA, character references and the
 * five entities that need no declaration. There is no document type, hence no entity that could be declared, expanded
 * or fetched; attributes are checked and dropped.
 *
 * <p>Instead of the JDK's parser, whose setting up takes a third of the time of a whole run of {@code supervisorctl},
 * and most of the time of a daemon's answer. Complaints have the words and the positions of expat, the reference's
 * parser, because {@code supervisorctl} prints them. They count lines from 1 and columns from 0.
 */
public final class XmlScanner {
    private static final AttributesImpl NO_ATTRIBUTES = new AttributesImpl();
    /** Deeper than any answer of Supervisor's methods (an array of structs: 12); each level costs the handler stack. */
    private static final int MAX_DEPTH = 200;

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int MAX_PIECE = 4096;
    private static final String INVALID = "not well-formed (invalid token)";

    private final String text;
    private final ContentHandler handler;
    private final NameSpaces spaces;
    /** Room for text on its way to the handler: a log may be large, and should not be there once more. */
    private final char[] piece;

    private final List<String> open = new ArrayList<>();
    private int at;
    /** Where the tag, comment or the like begins that is being read. */
    private int tokenStart;

    private boolean rootSeen;

    private XmlScanner(String text, ContentHandler handler, NameSpaces spaces) {
        this.text = text;
        this.handler = handler;
        this.spaces = spaces;
        piece = new char[Math.min(text.length(), MAX_PIECE)];
    }

    /**
     * Reads a whole document. A prefix need not be declared, and is reported as if it were the name space: so does the
     * reference's client read answers.
     *
     * @throws XmlRpcSyntaxException if it is not well-formed
     * @throws SAXException if the handler throws one
     */
    public static void scan(String text, ContentHandler handler) throws XmlRpcSyntaxException, SAXException {
        new XmlScanner(text, handler, new NameSpaces(false)).document();
    }

    /** As {@link #scan}, but with name spaces: so does the reference's server read requests. */
    public static void scanWithNameSpaces(String text, ContentHandler handler)
            throws XmlRpcSyntaxException, SAXException {
        new XmlScanner(text, handler, new NameSpaces(true)).document();
    }

    private void document() throws XmlRpcSyntaxException, SAXException {
        refuseForbiddenCharacters();
        handler.startDocument();
        if (text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK) {
            at = 1;
        }
        while (at < text.length()) {
            if (text.charAt(at) == '<') {
                markup();
            } else if (open.isEmpty()) {
                blankOutside();
            } else {
                characters();
            }
        }
        if (!open.isEmpty() || !rootSeen) {
            throw error("no element found", text.length());
        }
        handler.endDocument();
    }

    /** The characters that no document may hold, and that an original daemon sends all the same when a log has them. */
    private void refuseForbiddenCharacters() throws XmlRpcSyntaxException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c >= 0xFFFE) {
                throw error(INVALID, i);
            }
        }
    }

    private void blankOutside() throws XmlRpcSyntaxException {
        if (!isBlank(text.charAt(at))) {
            throw error(rootSeen ? "junk after document element" : "syntax error", at);
        }
        at++;
    }

    private void markup() throws XmlRpcSyntaxException, SAXException {
        tokenStart = at;
        if (startsWith("<?")) {
            instruction();
        } else if (startsWith("<!--")) {
            at += "<!--".length();
            at = behind("--", "unclosed token");
            expect('>');
        } else if (startsWith("<![CDATA[") && !open.isEmpty()) {
            int start = at + "<![CDATA[".length();
            at = behind("]]>", "unclosed CDATA section");
            text(start, at - "]]>".length());
        } else if (startsWith("</")) {
            endTag();
        } else if (startsWith("<!")) {
            // Well-formed or not: with a document type would come everything that makes XML dangerous.
            throw error(INVALID, at);
        } else {
            startTag();
        }
    }

    private void instruction() throws XmlRpcSyntaxException {
        int start = at;
        at += "<?".length();
        if (name().equals("xml") && start > 0 && text.charAt(start - 1) != BYTE_ORDER_MARK) {
            throw error("XML or text declaration not at start of entity", start);
        }
        at = behind("?>", "unclosed token");
    }

    private void startTag() throws XmlRpcSyntaxException, SAXException {
        int start = at;
        if (open.isEmpty() && rootSeen) {
            throw error("junk after document element", start);
        }
        at++;
        String name = name();
        boolean empty = attributes();
        rootSeen = true;
        if (open.size() == MAX_DEPTH) {
            throw new XmlRpcSyntaxException(Kind.NOT_A_RESPONSE, "more than " + MAX_DEPTH + " levels of elements");
        }
        open.add(name);
        handler.startElement(nameSpace(name, start), localName(name), name, NO_ATTRIBUTES);
        if (empty) {
            close(name);
        }
    }

    private void endTag() throws XmlRpcSyntaxException, SAXException {
        int start = at;
        at += 2;
        String name = name();
        skipBlank();
        expect('>');
        if (open.isEmpty() || !open.get(open.size() - 1).equals(name)) {
            throw error("mismatched tag", start + 2);
        }
        close(name);
    }

    private void close(String name) throws XmlRpcSyntaxException, SAXException {
        open.remove(open.size() - 1);
        handler.endElement(nameSpace(name, at), localName(name), name);
        spaces.leave(open.size() + 1);
    }

    private String nameSpace(String name, int place) throws XmlRpcSyntaxException {
        return spaces.of(name).orElseThrow(() -> error("unbound prefix", place));
    }

    private static String localName(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    private String name() throws XmlRpcSyntaxException {
        int start = at;
        while (at < text.length() && isNameCharacter(text.charAt(at))) {
            at++;
        }
        if (at == start
                || text.charAt(start) == '-'
                || text.charAt(start) == '.'
                || (text.charAt(start) >= '0' && text.charAt(start) <= '9')) {
            throw at == text.length() ? unclosed() : error(INVALID, start);
        }
        return text.substring(start, at);
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-'
                || c == ':'
                || c >= 0x80;
    }

    /** Reads attributes and the end of the tag; whether it is the tag of an empty element. */
    private boolean attributes() throws XmlRpcSyntaxException {
        Set<String> seen = Set.of();
        while (true) {
            boolean separated = skipBlank();
            if (at < text.length() && text.charAt(at) == '/') {
                at++;
                expect('>');
                return true;
            }
            if (at < text.length() && text.charAt(at) == '>') {
                at++;
                return false;
            }
            if (!separated) {
                throw at == text.length() ? unclosed() : error(INVALID, at);
            }
            seen = seen.isEmpty() ? new HashSet<>() : seen;
            attribute(seen);
        }
    }

    private void attribute(Set<String> seen) throws XmlRpcSyntaxException {
        int start = at;
        String name = name();
        if (!seen.add(name)) {
            throw error("duplicate attribute", start);
        }
        skipBlank();
        expect('=');
        skipBlank();
        int value = at + 1;
        attributeValue();
        spaces.declare(open.size() + 1, name, text.substring(value, at - 1));
    }

    private void attributeValue() throws XmlRpcSyntaxException {
        char quote = at < text.length() ? text.charAt(at) : ' ';
        if (quote != '"' && quote != '\'') {
            throw at == text.length() ? unclosed() : error(INVALID, at);
        }
        at++;
        while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '<') {
            if (text.charAt(at) == '&') {
                reference();
            } else {
                at++;
            }
        }
        expect(quote);
    }

    private void characters() throws XmlRpcSyntaxException, SAXException {
        int start = at;
        while (at < text.length() && text.charAt(at) != '<' && text.charAt(at) != '&') {
            if (text.charAt(at) == ']' && startsWith("]]>")) {
                throw error(INVALID, at + 2);
            }
            at++;
        }
        text(start, at);
        if (at < text.length() && text.charAt(at) == '&') {
            char[] meant = Character.toChars(reference());
            handler.characters(meant, 0, meant.length);
        }
    }

    /** Reports text, with every kind of line end as a line feed. */
    private void text(int start, int end) throws SAXException {
        int from = start;
        for (int i = start; i < end; i++) {
            if (text.charAt(i) == '\r') {
                plainText(from, i);
                boolean pair = i + 1 < end && text.charAt(i + 1) == '\n';
                if (!pair) {
                    handler.characters(new char[] {'\n'}, 0, 1);
                }
                from = i + 1;
            }
        }
        plainText(from, end);
    }

    private void plainText(int start, int end) throws SAXException {
        for (int from = start; from < end; from += piece.length) {
            int length = Math.min(piece.length, end - from);
            text.getChars(from, from + length, piece, 0);
            handler.characters(piece, 0, length);
        }
    }

    /** The character that is meant by {@code &…;}. */
    private int reference() throws XmlRpcSyntaxException {
        int start = at;
        int end = start + 1;
        while (end < text.length()
                && text.charAt(end) != ';'
                && text.charAt(end) != '<'
                && !isBlank(text.charAt(end))) {
            end++;
        }
        if (end == text.length() || text.charAt(end) != ';') {
            throw error(INVALID, end);
        }
        String name = text.substring(start + 1, end);
        at = end + 1;
        return switch (name) {
            case "lt" -> '<';
            case "gt" -> '>';
            case "amp" -> '&';
            case "quot" -> '"';
            case "apos" -> '\'';
            default -> {
                if (!name.startsWith("#")) {
                    throw error("undefined entity", start);
                }
                int meant = CharacterReference.codePoint(name.substring(1));
                if (meant < 0) {
                    throw error("reference to invalid character number", start);
                }
                yield meant;
            }
        };
    }

    private boolean startsWith(String token) {
        return text.startsWith(token, at);
    }

    /** The place after the next occurrence of a token. */
    private int behind(String token, String complaint) throws XmlRpcSyntaxException {
        int found = text.indexOf(token, at);
        if (found < 0) {
            throw complaint.equals("unclosed token") ? unclosed() : error(complaint, text.length());
        }
        return found + token.length();
    }

    /** Whether there was any. */
    private boolean skipBlank() {
        int start = at;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at > start;
    }

    private void expect(char c) throws XmlRpcSyntaxException {
        if (at == text.length()) {
            throw unclosed();
        }
        if (text.charAt(at) != c) {
            throw error(INVALID, at);
        }
        at++;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    private XmlRpcSyntaxException unclosed() {
        return error("unclosed token", tokenStart);
    }

    private XmlRpcSyntaxException error(String what, int place) {
        int line = 1;
        int column = 0;
        for (int i = 0; i < place; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\n') {
                line++;
                column = 0;
            } else {
                // contract: the reference hands its parser &#233; for a letter beyond ASCII, and columns count those
                column += c < 128 ? 1 : 3 + Integer.toString(c).length();
            }
        }
        return new XmlRpcSyntaxException(Kind.NOT_WELL_FORMED, what + ": line " + line + ", column " + column);
    }
}
