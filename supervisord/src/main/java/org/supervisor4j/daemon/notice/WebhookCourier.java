package org.supervisor4j.daemon.notice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.NoticeConfig.Webhook;
import org.supervisor4j.daemon.config.NoticeTemplate;
import org.supervisor4j.daemon.health.HttpHeader;
import org.supervisor4j.daemon.health.Probe;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.ini.InvalidValueException;

/** Posts JSON to a web service. */
final class WebhookCourier implements Courier {
    private final Webhook config;
    private final @Nullable NoticeTemplate template;
    private final Monotonic clock;

    WebhookCourier(Webhook config, @Nullable NoticeTemplate template, Monotonic clock) {
        this.config = config;
        this.template = template;
        this.clock = clock;
    }

    @Override
    public void deliver(NoticeText text) throws IOException, RefusedException {
        String body = template == null ? text.json() : text.filledForJson(template);
        Probe.Http url = url();
        HttpHeader header = header();
        try (Wire wire = new Wire(url.host(), url.port(), url.tls(), clock)) {
            wire.write("POST " + url.target() + " HTTP/1.1\r\nHost: " + url.hostHeader()
                    + "\r\nUser-Agent: supervisor4j\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length + "\r\nConnection: close\r\n"
                    + (header == null ? "" : header.name() + ": " + header.value() + "\r\n") + "\r\n" + body);
            judge(wire.line());
        }
    }

    /** What may pass is worth another try. */
    private static void judge(String statusLine) throws IOException, RefusedException {
        String[] words = statusLine.split(" ", 3);
        if (!statusLine.startsWith("HTTP/1.") || words.length < 2 || !words[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("the answer is no HTTP");
        }
        int status = Integer.parseInt(words[1]);
        if (status >= 500 || status == 408 || status == 429) {
            throw new IOException("the answer is status " + status);
        } else if (status < 200 || status >= 300) {
            throw new RefusedException("the answer is status " + status);
        }
    }

    private Probe.Http url() throws IOException {
        if (config.url() != null) {
            return config.url();
        }
        String file = String.valueOf(config.urlFile());
        try {
            if (Probe.parse(SecretFile.read(file)) instanceof Probe.Http url) {
                return url;
            }
        } catch (InvalidValueException bad) {
            // The message would have the secret.
        }
        throw new IOException(file + " has no address of a web service: http://... or https://...");
    }

    private @Nullable HttpHeader header() throws IOException {
        String file = config.headerFile();
        if (file == null) {
            return config.header();
        }
        try {
            return HttpHeader.parse(SecretFile.read(file));
        } catch (InvalidValueException bad) {
            throw new IOException(file + " has no header: Name: value");
        }
    }
}
