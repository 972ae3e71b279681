package org.supervisor4j.daemon.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes keys and certificates with OpenSSL, in a folder of their own. */
record Certificates(Path folder) {
    /** What a program printed, on both of its outputs. */
    record Output(int status, String text) {}

    Path file(String name) {
        return folder.resolve(name);
    }

    String path(String name) {
        return file(name).toString();
    }

    /** {@code NAME.pem} and {@code NAME.key} for 127.0.0.1, signed by itself. */
    Certificates selfSigned(String name, String... keyOptions) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "2"));
        words.addAll(List.of("-subj", "/CN=" + name, "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"));
        words.addAll(List.of("-keyout", path(name + ".key"), "-out", path(name + ".pem")));
        words.addAll(keyOptions.length == 0 ? List.of("-newkey", "rsa:2048") : List.of(keyOptions));
        openssl(words);
        return this;
    }

    void openssl(List<String> words) throws IOException, InterruptedException {
        Output output = run(words, "");
        assertThat(output.status()).as(words + "\n" + output.text()).isZero();
    }

    Output run(List<String> words, String input) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(UTF_8));
        }
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", words).isTrue();
        return new Output(process.exitValue(), text);
    }
}
