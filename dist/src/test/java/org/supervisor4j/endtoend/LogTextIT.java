package org.supervisor4j.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

/** Logs hold whatever programs write. Answers are XML that any parser takes, with what was legal unchanged. */
class LogTextIT {
    private static final String LEGAL = "tab\tgr\u00fc\u00df \u20ac \ud83d\ude00 <&>]]> \u0085\u007f";

    private static ClientStage stage;

    /** Control characters; bytes of no character, of a surrogate, of too long a form; a character cut by the end. */
    @BeforeAll
    static void startDaemonWithLogs() throws Exception {
        stage = ClientStage.of(Installation.OURS, """
                [program:talker]
                command=/bin/cat written
                directory=%(here)s
                autostart=false
                autorestart=false
                startsecs=0
                stderr_logfile=NONE
                [program:chatterbox]
                command=/bin/sh -c "yes 'grüß € & so on' | head -c 20000000"
                autostart=false
                autorestart=false
                startsecs=0
                """);
        byte[] hostile = {0, 1, 27, '[', 'm', '|', -1, -2, '|', -19, -96, -128, '|', -64, -128, '|', -30, -126};
        Path written = stage.configuration().resolveSibling("written");
        Files.write(written, LEGAL.getBytes(UTF_8));
        Files.write(written, hostile, APPEND);
        stage.daemon().rpc().ask("supervisor.startProcess", "talker", true);
        stage.daemon().rpc().awaitState("talker", "EXITED");
    }

    @AfterAll
    static void stopDaemon() throws Exception {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({"readProcessStdoutLog, 0, 0", "tailProcessStdoutLog, 0, 1000"})
    void anyBytesOfALogArriveAsLegalXml(String method, int offset, int length) throws Exception {
        String text = told(method, offset, length);

        assertThat(text).startsWith(LEGAL + "\ufffd\ufffd\ufffd[m|\ufffd\ufffd|");
        assertThat(text.substring(LEGAL.length())).matches("[\ufffd\\[m|]+").endsWith("|\ufffd");
    }

    /** The window begins in the middle of the u with two dots, and ends in the middle of the euro sign. */
    @Test
    void sliceThatCutsCharactersIsLegalToo() throws Exception {
        assertThat(told("readProcessStdoutLog", 7, 6)).isEqualTo("\ufffd\u00df \ufffd");
    }

    /** More than 16 MiB are never read at once. */
    @Test
    void longestSliceThereIsFitsIntoTheDaemonsMemory() throws Exception {
        stage.daemon().rpc().ask("supervisor.startProcess", "chatterbox", true);
        stage.daemon().rpc().awaitState("chatterbox", "EXITED");

        String answer = stage.daemon().rpc().ask("supervisor.readProcessStdoutLog", "chatterbox", 0, 0);

        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("</methodResponse>\n");
        assertThat(answer.length()).isGreaterThan(16 * 1024 * 1024);
    }

    /** What Java's own parser, which knows no mercy, makes of the answer's first string. */
    private static String told(String method, int offset, int length) throws Exception {
        String answer =
                stage.daemon().rpc().post(Rpc.body("supervisor." + method, Rpc.values("talker", offset, length)));
        assertThat(answer).startsWith("200 OK\n");
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(
                        answer.replaceFirst("200 OK\n", "").getBytes(UTF_8)));
        return document.getElementsByTagName("string").item(0).getTextContent();
    }
}
