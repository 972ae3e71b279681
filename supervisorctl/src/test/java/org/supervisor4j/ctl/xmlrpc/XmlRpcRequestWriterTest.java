package org.supervisor4j.ctl.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class XmlRpcRequestWriterTest {
    @Test
    void aCallIsWrittenLineByLineAsTheReferenceWritesIt() {
        byte[] body = XmlRpcRequestWriter.write("supervisor.readLog", -5, "x", true);

        assertThat(text(body)).isEqualTo("""
                        <?xml version='1.0'?>
                        <methodCall>
                        <methodName>supervisor.readLog</methodName>
                        <params>
                        <param>
                        <value><int>-5</int></value>
                        </param>
                        <param>
                        <value><string>x</string></value>
                        </param>
                        <param>
                        <value><boolean>1</boolean></value>
                        </param>
                        </params>
                        </methodCall>
                        """);
    }

    @Test
    void textIsEscapedAndSentAsUtf8() {
        byte[] body = XmlRpcRequestWriter.write("m", "a<b>&\"é\r\n");

        assertThat(text(body)).contains("<string>a&lt;b&gt;&amp;\"é&#13;\n</string>");
    }

    @Test
    void aTypeThatNoMethodTakesIsRefused() {
        assertThatThrownBy(() -> XmlRpcRequestWriter.write("m", 1.5)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
