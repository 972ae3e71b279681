package org.supervisor4j.daemon.notice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.NoticeConfig.Mail;
import org.supervisor4j.daemon.config.NoticeTemplate;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.WallClock;

/**
 * Hands letters to a mail server (RFC 5321), by TLS where it offers that. A password is not sent to anybody else than
 * by TLS, or on this machine.
 */
final class MailCourier implements Courier {
    private static final int LONGEST_SUBJECT = 200;

    private final Mail config;
    private final @Nullable NoticeTemplate template;
    private final Monotonic monotonic;
    private final WallClock clock;
    private long letters;

    MailCourier(Mail config, @Nullable NoticeTemplate template, Monotonic monotonic, WallClock clock) {
        this.config = config;
        this.template = template;
        this.monotonic = monotonic;
        this.clock = clock;
    }

    @Override
    public void deliver(NoticeText text) throws IOException, RefusedException {
        String name = text.host().matches("[A-Za-z0-9.-]+") ? text.host() : "localhost";
        try (Wire wire = new Wire(config.host(), config.port(), config.tls(), monotonic)) {
            expect(wire, "2");
            String offers = say(wire, "EHLO " + name, "2");
            if (!config.tls() && offers.contains("\nSTARTTLS")) {
                say(wire, "STARTTLS", "2");
                wire.encrypt();
                say(wire, "EHLO " + name, "2");
            }
            logIn(wire);
            say(wire, "MAIL FROM:<" + config.from() + ">", "2");
            for (String receiver : config.to()) {
                say(wire, "RCPT TO:<" + receiver + ">", "2");
            }
            say(wire, "DATA", "3");
            say(wire, letter(text, name) + "\r\n.", "2");
            wire.write("QUIT\r\n");
        }
    }

    private void logIn(Wire wire) throws IOException, RefusedException {
        String file = config.passwordFile();
        if (file == null) {
            return;
        }
        if (!wire.isPrivate()) {
            throw new RefusedException("it offers no TLS, and a password is not sent in clear");
        }
        String login = "\0" + config.user() + "\0" + SecretFile.read(file);
        say(wire, "AUTH PLAIN " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)), "2");
    }

    /** In base64, so that no line of it can be too long, or be taken for the end. */
    private String letter(NoticeText text, String name) {
        letters++;
        String body = template == null ? text.lines() : text.filled(template);
        String subject = text.filled(config.subject());
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.ofEpochMilli(clock.millis()).atOffset(ZoneOffset.UTC));
        return String.join(
                "\r\n",
                "From: <" + config.from() + ">",
                "To: <" + String.join(">, <", config.to()) + ">",
                "Subject: " + encoded(subject),
                "Date: " + date,
                "Message-ID: <" + clock.millis() + "." + letters + "@" + name + ">",
                "Auto-Submitted: auto-generated",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: base64",
                "",
                Base64.getMimeEncoder().encodeToString((body + "\n").getBytes(UTF_8)));
    }

    /** What is not plain ASCII goes into words of RFC 2047, none of which may be long. */
    private static String encoded(String subject) {
        String line = subject.replaceAll("\\p{Cntrl}+", " ").strip();
        String cut = line.length() <= LONGEST_SUBJECT ? line : line.substring(0, LONGEST_SUBJECT) + "...";
        if (cut.matches("[ -~]*")) {
            return cut;
        }
        StringBuilder words = new StringBuilder();
        for (int from = 0; from < cut.length(); ) {
            int to = cut.offsetByCodePoints(from, Math.min(10, cut.codePointCount(from, cut.length())));
            words.append(from == 0 ? "" : "\r\n ")
                    .append("=?UTF-8?B?")
                    .append(Base64.getEncoder()
                            .encodeToString(cut.substring(from, to).getBytes(UTF_8)))
                    .append("?=");
            from = to;
        }
        return words.toString();
    }

    private static String say(Wire wire, String command, String expected) throws IOException, RefusedException {
        wire.write(command + "\r\n");
        return expect(wire, expected);
    }

    /** All lines of an answer, each after a line end and without its number. */
    private static String expect(Wire wire, String expected) throws IOException, RefusedException {
        StringBuilder answer = new StringBuilder();
        String line = wire.line();
        for (int lines = 0; line.matches("[2-5][0-9][0-9]-.*") && lines < 100; lines++) {
            answer.append('\n').append(line.substring(4).toUpperCase(Locale.ROOT));
            line = wire.line();
        }
        if (!line.matches("[2-5][0-9][0-9]( .*)?")) {
            throw new IOException("the answer is no SMTP");
        }
        if (line.startsWith("5")) {
            throw new RefusedException("it says " + shown(line));
        } else if (!line.startsWith(expected)) {
            throw new IOException("it says " + shown(line));
        }
        return answer.append('\n')
                .append(line.substring(Math.min(4, line.length())).toUpperCase(Locale.ROOT))
                .toString();
    }

    private static String shown(String line) {
        String plain = line.replaceAll("[^ -~]", "?");
        return plain.length() <= LONGEST_SUBJECT ? plain : plain.substring(0, LONGEST_SUBJECT);
    }
}
