package org.supervisor4j.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Requests that are nearly right, the same ones for the same seed. One thread. */
final class MalformedRequests {
    private static final int MOST_CHANGES = 3;

    private static final List<String> BODIES = List.of(
            call("supervisor.getState", ""),
            call("supervisor.getProcessInfo", "<param><value><string>cat</string></value></param>"),
            call(
                    "supervisor.readLog",
                    "<param><value><int>0</int></value></param><param><value><i4>9</i4></value></param>"),
            call(
                    "supervisor.tailProcessStdoutLog",
                    "<param><value>cat</value></param><param><value><double>1.5</double></value></param>"
                            + "<param><value><boolean>1</boolean></value></param>"),
            call(
                    "system.multicall",
                    "<param><value><array><data><value><struct><member><name>methodName</name><value>system.listMethods"
                            + "</value></member><member><name>params</name><value><array><data/></array></value></member>"
                            + "</struct></value></data></array></value></param>"),
            call(
                    "supervisor.sendRemoteCommEvent",
                    "<param><value><base64>aMOk</base64></value></param><param><value>"
                            + "<dateTime.iso8601>20200102T03:04:05</dateTime.iso8601></value></param>"),
            "<?xml version='1.0' encoding='utf-8'?>\n<!-- x --><m xmlns:a='b'><methodName>system.<![CDATA[methodHelp]]>"
                    + "</methodName><params><param><value><a:nil/></value></param></params></m>");

    private static final List<String> HEADS = List.of(
            "POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\n",
            "POST /RPC2 HTTP/1.0\r\nConnection: keep-alive\r\nAuthorization: Basic dTpw\r\n",
            "POST /RPC2/ HTTP/1.1\r\nUser-Agent: x\r\nAccept-Encoding: gzip\r\nExpect: 100-continue\r\n",
            "GET /tail.html?processname=cat&limit=10 HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n",
            "GET /nosuch/../%41 HTTP/1.1\r\nHost: x\r\nIf-Modified-Since: Sat, 21 Nov 2026 07:41:16 GMT\r\n",
            "POST /index.html HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n");

    /** What parsers trip over. */
    private static final List<String> PIECES = List.of(
            "<",
            ">",
            "&",
            "]]>",
            "<![CDATA[",
            "<!--",
            "<?",
            "<!DOCTYPE a [<!ENTITY b 'c'>]>",
            "&#0;",
            "&#x110000;",
            "&b;",
            "\0",
            "\r\n\r\n",
            "\r\n",
            "\n",
            " ",
            ":",
            "\u00ff\u00fe",
            "\u00c0\u0080",
            "\u00ed\u00a0\u0080",
            "-1",
            "99999999999999999999",
            "<value>",
            "</value>",
            "<array><data>",
            "<struct>",
            "<member>",
            "<int>",
            "<i8>1</i8>",
            "<nil/>",
            "<methodName>",
            "xmlns:a=''",
            "Transfer-Encoding: chunked\r\n",
            "Content-Length: 5\r\n",
            "Content-Length: -5\r\n",
            "Host: a b\r\n",
            " HTTP/9.9",
            "Connection: upgrade\r\nUpgrade: h2c\r\n",
            "%",
            "%zz",
            "%2e%2e%2f",
            "/RPC2?",
            "Sec-Fetch-Site: cross-site\r\n",
            "<value><array><data>".repeat(60),
            "a".repeat(9000));

    private final Random random;

    MalformedRequests(long seed) {
        this.random = new Random(seed);
    }

    private static String call(String method, String params) {
        return "<?xml version='1.0'?>\n<methodCall>\n<methodName>" + method + "</methodName>\n<params>" + params
                + "</params>\n</methodCall>\n";
    }

    /** A body alone. */
    byte[] nextBody() {
        return changed(oneOf(BODIES).getBytes(UTF_8));
    }

    /** Head and body; in half of them both are of one piece, so that what is wrong with the body is looked at. */
    byte[] nextRequest() {
        byte[] body = random.nextInt(4) == 0 ? oneOf(BODIES).getBytes(UTF_8) : nextBody();
        boolean rightHead = random.nextBoolean();
        String head = rightHead ? HEADS.get(random.nextInt(2)) : oneOf(HEADS);
        byte[] whole = joined((head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(ISO_8859_1), body);
        return rightHead ? whole : changed(whole);
    }

    private byte[] changed(byte[] bytes) {
        byte[] result = bytes;
        for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
            result = changedOnce(result);
        }
        return result;
    }

    private byte[] changedOnce(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(40));
        byte[] before = Arrays.copyOf(bytes, at);
        byte[] after = Arrays.copyOfRange(bytes, at, bytes.length);
        return switch (random.nextInt(6)) {
            case 0 -> joined(before, oneOf(PIECES).getBytes(ISO_8859_1), after);
            case 1 -> joined(before, new byte[] {(byte) random.nextInt(256)}, after);
            case 2 -> joined(before, Arrays.copyOfRange(bytes, end, bytes.length));
            case 3 -> joined(Arrays.copyOf(bytes, end), after);
            case 4 -> joined(before, oneOf(BODIES).getBytes(UTF_8));
            default -> {
                byte[] flipped = bytes.clone();
                if (at < flipped.length) {
                    flipped[at] ^= (byte) (1 << random.nextInt(8));
                }
                yield flipped;
            }
        };
    }

    private String oneOf(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
