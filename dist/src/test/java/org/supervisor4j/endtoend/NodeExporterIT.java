package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The supervisord collector of Prometheus' node exporter, over each transport that it has. */
class NodeExporterIT {
    @ParameterizedTest
    @EnumSource(Installation.class)
    void collectorReadsTheSameMetricsOverEitherTransport(Installation installation) throws Exception {
        try (ClientStage stage = ClientStage.of(installation)) {
            String login = ClientStage.USER + ":" + ClientStage.PASSWORD + "@";
            for (String url :
                    List.of("unix://" + stage.socket(), "http://" + login + "127.0.0.1:" + stage.port() + "/RPC2")) {
                assertThat(metrics(url))
                        .as(url)
                        .containsExactly(
                                "node_scrape_collector_success{collector=\"supervisord\"} 1",
                                "node_supervisord_exit_status{group=\"cat\",name=\"cat\"} 0",
                                "node_supervisord_exit_status{group=\"g\",name=\"a\"} 0",
                                "node_supervisord_exit_status{group=\"g\",name=\"b\"} 0",
                                "node_supervisord_exit_status{group=\"lazy\",name=\"lazy\"} 0",
                                "node_supervisord_state{group=\"cat\",name=\"cat\"} 20",
                                "node_supervisord_state{group=\"g\",name=\"a\"} 0",
                                "node_supervisord_state{group=\"g\",name=\"b\"} 0",
                                "node_supervisord_state{group=\"lazy\",name=\"lazy\"} 0",
                                "node_supervisord_up{group=\"cat\",name=\"cat\"} 1",
                                "node_supervisord_up{group=\"g\",name=\"a\"} 0",
                                "node_supervisord_up{group=\"g\",name=\"b\"} 0",
                                "node_supervisord_up{group=\"lazy\",name=\"lazy\"} 0");
            }
        }
    }

    private static List<String> metrics(String url) throws IOException, InterruptedException {
        String address = "127.0.0.1:" + Sandbox.freePort();
        Process exporter = new ProcessBuilder(
                        "prometheus-node-exporter",
                        "--collector.disable-defaults",
                        "--collector.supervisord",
                        "--collector.supervisord.url=" + url,
                        "--web.listen-address=" + address)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            URI page = URI.create("http://" + address + "/metrics");
            Await.until("the exporter serves " + page, () -> !get(page).isEmpty() || !exporter.isAlive());
            return get(page)
                    .lines()
                    .filter(line -> line.matches("node_(supervisord_(state|up|exit)|scrape_collector_success).*"))
                    .sorted()
                    .toList();
        } finally {
            exporter.destroy();
            assertThat(exporter.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Empty while nobody serves. */
    private static String get(URI page) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
