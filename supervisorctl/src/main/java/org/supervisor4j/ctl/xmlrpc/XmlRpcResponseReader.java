package org.supervisor4j.ctl.xmlrpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.xml.XmlRpcSyntaxException;
import org.supervisor4j.xml.XmlRpcSyntaxException.Kind;
import org.supervisor4j.xml.XmlScanner;
import org.xml.sax.SAXException;

/** Answers: {@link XmlScanner} reads the XML, ws-xmlrpc makes values of it, with the types of {@link AnswerTypes}. */
final class XmlRpcResponseReader {
    private static final byte[] END = "</methodResponse>".getBytes(StandardCharsets.US_ASCII);

    private XmlRpcResponseReader() {}

    /** Whether nothing is missing at the end of a body that began as an XML-RPC answer. */
    static boolean isComplete(byte[] body) {
        int start = 0;
        while (start < body.length && body[start] <= ' ') {
            start++;
        }
        if (start == body.length || body[start] != '<') {
            return true;
        }
        int end = body.length;
        while (body[end - 1] <= ' ' && body[end - 1] >= 0) {
            end--;
        }
        int from = end - END.length;
        for (int i = 0; i < END.length; i++) {
            if (from < 0 || body[from + i] != END[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The value that is answered.
     *
     * @throws RpcFault if the answer is a fault
     * @throws XmlRpcSyntaxException if it is no answer
     */
    static Object read(byte[] body) throws IOException {
        try {
            ResponseHandler answer = new ResponseHandler();
            XmlScanner.scan(decode(body), answer);
            if (answer.isFault()) {
                throw fault(answer.fault());
            }
            Object result = answer.value();
            return result == null ? "" : result;
        } catch (SAXException notAnAnswer) {
            throw new XmlRpcSyntaxException(Kind.NOT_A_RESPONSE, String.valueOf(notAnAnswer.getMessage()));
        }
    }

    private static RpcFault fault(Map<?, ?> struct) throws SAXException {
        if (!(struct.get("faultCode") instanceof Integer code)) {
            throw new SAXException("the fault has no int faultCode");
        }
        Object text = struct.get("faultString");
        return new RpcFault(code, text == null ? "" : text.toString());
    }

    private static String decode(byte[] body) throws XmlRpcSyntaxException {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
        try {
            strict.decode(ByteBuffer.wrap(body));
            return text;
        } catch (CharacterCodingException invalid) {
            ByteBuffer read = ByteBuffer.wrap(body);
            strict.reset().decode(read, CharBuffer.allocate(body.length), true);
            int at = read.position();
            throw new XmlRpcSyntaxException(
                    Kind.NOT_UTF8,
                    "'utf-8' codec can't decode byte 0x" + Integer.toHexString(body[at] & 0xff) + " in position " + at
                            + ": " + (isStartByte(body[at]) ? "invalid continuation byte" : "invalid start byte"));
        }
    }

    private static boolean isStartByte(byte b) {
        int value = b & 0xff;
        return value >= 0xc2 && value <= 0xf4;
    }
}
