package org.supervisor4j.daemon.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.config.NoticeConfig.Mail;
import org.supervisor4j.daemon.config.NoticeConfig.Webhook;
import org.supervisor4j.daemon.config.NoticeTemplate;
import org.supervisor4j.daemon.events.Event;
import org.supervisor4j.daemon.health.Probe;
import org.supervisor4j.daemon.health.probing.Trust;
import org.supervisor4j.model.ProcessState;

/** Both couriers, with a receiver that the test plays. */
class CouriersTest {
    private static TestCertificate certificate;

    private Path folder;
    private ServerSocket server;
    private final List<String> heard = new ArrayList<>();

    @BeforeAll
    static void makeACertificate(@TempDir Path temporary) throws Exception {
        certificate = TestCertificate.in(temporary);
    }

    @BeforeEach
    void open(@TempDir Path temporary) throws IOException {
        folder = temporary;
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private static NoticeText text(String process) {
        Event event =
                new Event.ProcessStateChanged(process, process, ProcessState.BACKOFF, ProcessState.FATAL, 0, 0, true);
        return new NoticeText("box", "supervisor", List.of(Notice.of(event, 1_000)), 0);
    }

    /**
     * Plays one conversation.
     *
     * @param answer to each line; null for none, empty to end it
     */
    private CompletableFuture<Void> play(String greeting, Function<String, @Nullable String> answer) {
        return CompletableFuture.runAsync(() -> {
            try (Socket client = server.accept()) {
                converse(client, greeting, answer);
            } catch (IOException gone) {
                // The other side has heard enough.
            }
        });
    }

    /** The same, by TLS from the beginning. */
    private CompletableFuture<Void> playByTls(String greeting, Function<String, @Nullable String> answer) {
        return CompletableFuture.runAsync(() -> {
            try (Socket client = certificate.over(server.accept())) {
                converse(client, greeting, answer);
            } catch (IOException gone) {
                // The other side has heard enough.
            }
        });
    }

    /** What comes by TLS is heard with that before it. After a line STARTTLS the conversation goes on so. */
    private void converse(Socket client, String greeting, Function<String, @Nullable String> answer)
            throws IOException {
        String before = client instanceof SSLSocket ? "TLS " : "";
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
        client.getOutputStream().write(greeting.getBytes(UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            heard.add(before + line);
            String said = answer.apply(line);
            if (said != null) {
                client.getOutputStream().write(said.getBytes(UTF_8));
            }
            if (said != null && said.startsWith("HTTP")) {
                return;
            }
            if (line.equals("STARTTLS")) {
                converse(certificate.over(client), "", answer);
                return;
            }
        }
    }

    private WebhookCourier webhook(@Nullable Path urlFile, @Nullable Path headerFile) {
        return webhook(false, urlFile, headerFile);
    }

    private WebhookCourier webhook(boolean tls, @Nullable Path urlFile, @Nullable Path headerFile) {
        Probe.Http url = new Probe.Http(tls, "127.0.0.1", server.getLocalPort(), "/hook?x=1");
        return new WebhookCourier(
                new Webhook(
                        urlFile == null ? url : null,
                        urlFile == null ? null : urlFile.toString(),
                        null,
                        headerFile == null ? null : headerFile.toString()),
                null,
                System::nanoTime);
    }

    @Test
    void aWebhookIsAPostOfJson() throws Exception {
        Path header = Files.writeString(folder.resolve("header"), "Authorization: Bearer geheim\n");
        Path url =
                Files.writeString(folder.resolve("url"), "http://127.0.0.1:" + server.getLocalPort() + "/hook?x=1\n");
        // The body has no line end: what comes after the empty line is not waited for.
        CompletableFuture<Void> served = play("", line -> line.isEmpty() ? "HTTP/1.1 204 No Content\r\n\r\n" : null);

        webhook(url, header).deliver(text("web"));

        served.get(60, TimeUnit.SECONDS);
        assertThat(heard)
                .contains(
                        "POST /hook?x=1 HTTP/1.1",
                        "Host: 127.0.0.1:" + server.getLocalPort(),
                        "Content-Type: application/json",
                        "Content-Length: " + text("web").json().length(),
                        "Authorization: Bearer geheim");
    }

    @Test
    void aWebhookMayBeServedByTls() throws Exception {
        CompletableFuture<Void> served = playByTls("", line -> line.isEmpty() ? "HTTP/1.1 200 OK\r\n\r\n" : null);

        webhook(true, null, null).deliver(text("web"));

        served.get(60, TimeUnit.SECONDS);
        assertThat(heard).contains("TLS POST /hook?x=1 HTTP/1.1").allMatch(line -> line.startsWith("TLS "));
    }

    @ParameterizedTest
    @CsvSource({"500,false", "503,false", "429,false", "408,false", "404,true", "401,true", "301,true"})
    void whatMayPassIsWorthAnotherTry(int status, boolean refused) {
        var unused = play("", line -> line.isEmpty() ? "HTTP/1.1 " + status + " No\r\n\r\n" : null);

        assertThatThrownBy(() -> webhook(null, null).deliver(text("web")))
                .isInstanceOf(refused ? RefusedException.class : IOException.class)
                .hasMessage("the answer is status " + status);
    }

    @Test
    void whoDoesNotSpeakHttpIsTriedAgain() {
        var unused = play("", line -> line.isEmpty() ? "HTTPfoo\r\n" : null);

        assertThatThrownBy(() -> webhook(null, null).deliver(text("web")))
                .isInstanceOf(IOException.class)
                .hasMessage("the answer is no HTTP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb\n", "not an address"})
    void aFileThatHasNoSecretIsTold(String content) throws IOException {
        Path url = Files.writeString(folder.resolve("url"), content);

        assertThatThrownBy(() -> webhook(url, null).deliver(text("web")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(url + " has");
        assertThatThrownBy(() -> webhook(folder, null).deliver(text("web")))
                .hasMessage(folder + " is not a plain file, or not there");
    }

    private MailCourier mail(@Nullable String user, @Nullable Path passwordFile) {
        return mail(false, user, passwordFile);
    }

    private MailCourier mail(boolean tls, @Nullable String user, @Nullable Path passwordFile) {
        return new MailCourier(
                new Mail(
                        tls,
                        user,
                        "127.0.0.1",
                        server.getLocalPort(),
                        passwordFile == null ? null : passwordFile.toString(),
                        "supervisor@box",
                        List.of("one@example.org", "two@example.org"),
                        new NoticeTemplate("[{host}] {process} {state}")),
                null,
                System::nanoTime,
                () -> 1_000);
    }

    private static @Nullable String smtp(String line) {
        return line.startsWith("EHLO")
                ? "250-box\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n"
                : line.startsWith("AUTH")
                        ? "235 welcome\r\n"
                        : line.equals("DATA")
                                ? "354 go on\r\n"
                                : line.matches("(MAIL|RCPT) .*|\\.") ? "250 ok\r\n" : null;
    }

    @Test
    void aLetterIsHandedOver() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "geheim\n");
        CompletableFuture<Void> served = play("220 box\r\n", CouriersTest::smtp);

        mail("bob", password).deliver(text("wéb"));

        served.get(60, TimeUnit.SECONDS);
        String login = Base64.getEncoder().encodeToString("\0bob\0geheim".getBytes(UTF_8));
        assertThat(heard)
                .contains(
                        "EHLO box",
                        "AUTH PLAIN " + login,
                        "MAIL FROM:<supervisor@box>",
                        "RCPT TO:<one@example.org>",
                        "RCPT TO:<two@example.org>",
                        "To: <one@example.org>, <two@example.org>",
                        "Date: Thu, 1 Jan 1970 00:00:01 GMT",
                        "QUIT");
        String subject = heard.stream()
                .filter(line -> line.startsWith("Subject: ") || line.startsWith(" =?"))
                .map(line -> line.replaceAll("^.*=\\?UTF-8\\?B\\?|\\?=$", ""))
                .map(word -> new String(Base64.getDecoder().decode(word), UTF_8))
                .reduce("", String::concat);
        assertThat(subject).isEqualTo("[box] wéb FATAL");
        String body = String.join("", heard.subList(heard.lastIndexOf("") + 1, heard.indexOf(".")));
        assertThat(new String(Base64.getMimeDecoder().decode(body), UTF_8))
                .isEqualTo("1970-01-01T00:00:01Z wéb is FATAL (was BACKOFF)\n");
    }

    private static @Nullable String smtpWithTls(String line) {
        return line.equals("STARTTLS")
                ? "220 go on\r\n"
                : line.startsWith("EHLO") ? "250-box\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n" : smtp(line);
    }

    @Test
    void aLetterGoesOnByTlsWhereThatIsOffered() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "geheim\n");
        CompletableFuture<Void> served = play("220 box\r\n", CouriersTest::smtpWithTls);

        mail("bob", password).deliver(text("web"));

        served.get(60, TimeUnit.SECONDS);
        assertThat(heard).startsWith("EHLO box", "STARTTLS", "TLS EHLO box").contains("TLS MAIL FROM:<supervisor@box>");
        assertThat(heard.subList(2, heard.size())).allMatch(line -> line.startsWith("TLS "));
        assertThat(heard.get(3)).startsWith("TLS AUTH PLAIN ");
    }

    @Test
    void aLetterMayBeginWithTls() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "geheim\n");
        CompletableFuture<Void> served = playByTls("220 box\r\n", CouriersTest::smtp);

        mail(true, "bob", password).deliver(text("web"));

        served.get(60, TimeUnit.SECONDS);
        assertThat(heard)
                .contains("TLS RCPT TO:<one@example.org>", "TLS Subject: [box] web FATAL", "TLS QUIT")
                .allMatch(line -> line.startsWith("TLS "));
    }

    /** What is on the loopback interface is believed (the tests above); the test says that this is elsewhere. */
    @Test
    void whoIsElsewhereHasToProveWhoHeIs() throws Exception {
        var unused = playByTls("220 box\r\n", CouriersTest::smtp);
        InetAddress elsewhere = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
            assertThatThrownBy(() -> Trust.over(socket, "mail.example.org", elsewhere))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "mail.example.org cannot prove by TLS who it is: unable to find valid certification path"
                                    + " to requested target");
        }
    }

    @Test
    void aNameCannotAddHeaders() throws Exception {
        CompletableFuture<Void> served = play("220 box\r\n", CouriersTest::smtp);

        mail(null, null).deliver(text("a\r\nBcc: all@example.org"));

        served.get(60, TimeUnit.SECONDS);
        assertThat(heard)
                .contains("Subject: [box] a Bcc: all@example.org FATAL")
                .noneMatch(line -> line.startsWith("Bcc"));
    }

    @ParameterizedTest
    @CsvSource({"550 no such user,true", "451 come back later,false"})
    void aServerMayRefuse(String answer, boolean refused) {
        var unused = play("220 box\r\n", line -> line.startsWith("RCPT") ? answer + "\r\n" : smtp(line));

        assertThatThrownBy(() -> mail(null, null).deliver(text("web")))
                .isInstanceOf(refused ? RefusedException.class : IOException.class)
                .hasMessage("it says " + answer);
    }
}
