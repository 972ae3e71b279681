package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fleet example, with Debian's Prometheus, promtool and node exporter. */
class FleetExampleIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern EXPRESSION = Pattern.compile("\"expr\": \"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern SAMPLE = Pattern.compile("(node_supervisord_\\w+\\{[^}]*\\}) (\\S+)");

    private Sandbox sandbox;
    private int port;

    @BeforeEach
    void copyTheExample() throws IOException {
        port = Sandbox.freePort();
        sandbox = Sandbox.copyOf("fleet");
        sandbox.mkdirs("run");
        sandbox.replaceEverywhere("127.0.0.1:9002", "127.0.0.1:" + port);
    }

    @AfterEach
    void removeIt() throws IOException {
        sandbox.close();
    }

    private Daemon start() throws IOException {
        return Daemon.start(Installation.OURS, sandbox.path("supervisord.conf"), sandbox.path("run/supervisor.sock"));
    }

    private static HttpResponse<String> ask(String address, String accept) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                    .header("Accept", accept)
                    .build();
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("cannot ask for " + address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private String page(String accept) {
        HttpResponse<String> answer = ask("http://127.0.0.1:" + port + "/metrics", accept);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private String page() {
        return page("text/plain");
    }

    private Command.Result promtool(String... arguments) {
        List<String> words = new ArrayList<>(List.of("promtool"));
        words.addAll(List.of(arguments));
        return Command.of(words).in(sandbox.root()).run();
    }

    @Test
    void promtoolFindsNothingWrongWithThePage() throws IOException {
        try (Daemon daemon = start()) {
            daemon.rpc().awaitState("checked", "RUNNING");
            Await.until("all is measured", () -> page().contains("supervisor_process_proportional_memory_bytes{"));
            String page = page();

            Command.Result judged =
                    Command.of("promtool", "check", "metrics").reading(page).run();

            assertThat(judged.stderr() + judged.stdout()).isEmpty();
            assertThat(judged.exit()).isZero();
            for (String metric : List.of(
                    "supervisor_process_open_fds{group=\"checked\",name=\"checked\"}",
                    "supervisor_process_threads{group=\"checked\",name=\"checked\"} 1.0",
                    "supervisor_process_output_bytes_total{channel=\"stdout\",group=\"web\",name=\"web_0\"}",
                    "supervisor_event_queue_length{pool=\"patient\"}",
                    "supervisor_rpc_requests_total{method=\"supervisor.getProcessInfo\"}")) {
                assertThat(page).contains(metric);
            }
        }
    }

    @Test
    void openMetricsHasTheSameSamples() throws IOException {
        try (Daemon daemon = start()) {
            daemon.rpc().awaitState("checked", "RUNNING");
            HttpResponse<String> answer = ask(
                    "http://127.0.0.1:" + port + "/metrics", "application/openmetrics-text;version=1.0.0,*/*;q=0.1");

            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
            assertThat(answer.body())
                    .contains("node_supervisord_up{group=\"checked\",name=\"checked\"} 1.0\n")
                    .endsWith("# EOF\n");
        }
    }

    /** The collector over XML-RPC, and our page: the same names, labels and values. */
    @Test
    void nodeExportersMetricsAreOurs() throws Exception {
        try (Daemon daemon = start()) {
            daemon.rpc().call("supervisor.stopProcessGroup", "restless");
            daemon.rpc().awaitState("checked", "RUNNING");
            String address = "127.0.0.1:" + Sandbox.freePort();
            Process exporter = new ProcessBuilder(
                            "prometheus-node-exporter",
                            "--collector.disable-defaults",
                            "--collector.supervisord",
                            "--collector.supervisord.url=unix://" + sandbox.path("run/supervisor.sock"),
                            "--web.listen-address=" + address)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                Await.until("the exporter serves", () -> serves(address, "/metrics"));

                assertThat(samples(page()))
                        .isEqualTo(samples(ask("http://" + address + "/metrics", "text/plain")
                                .body()))
                        .hasSizeGreaterThan(15);
            } finally {
                exporter.destroy();
                assertThat(exporter.waitFor(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private static Map<String, Double> samples(String page) {
        Map<String, Double> samples = new TreeMap<>();
        page.lines()
                .map(SAMPLE::matcher)
                .filter(Matcher::matches)
                .forEach(sample -> samples.put(sample.group(1), Double.parseDouble(sample.group(2))));
        return samples;
    }

    private static boolean serves(String address, String path) {
        try {
            return CLIENT.send(
                                    HttpRequest.newBuilder(URI.create("http://" + address + path))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Has Prometheus ask once more, as the collector's file says. */
    private void addTheCollectorsJob() {
        Command.Result added =
                Command.of("python3", "-c", """
                        import yaml
                        own, collector = (yaml.safe_load(open(name + '.yml')) for name in ('prometheus', 'otel-collector'))
                        for pipeline in collector['service']['pipelines'].values():
                            for kind, names in pipeline.items():
                                assert set(names) <= set(collector[kind]), names
                        receiver = collector['receivers']['prometheus']['config']
                        assert set(receiver) == {'scrape_configs'}
                        for job in receiver['scrape_configs']:
                            job['job_name'] = 'collector'
                        own['scrape_configs'] += receiver['scrape_configs']
                        yaml.safe_dump(own, open('prometheus.yml', 'w'))
                        """).in(sandbox.root()).run();
        assertThat(added.exit()).as(added.toString()).isZero();
    }

    @Test
    void promtoolFindsNothingWrongWithConfigurationAndAlerts() {
        assertThat(promtool("check", "config", "prometheus.yml").exit()).isZero();
        Command.Result tested = promtool("test", "rules", "alerts_test.yml");
        assertThat(tested.exit()).as(tested.stdout() + tested.stderr()).isZero();

        // Each alert has its example.
        List<String> alerts = Pattern.compile("- alert: (\\w+)")
                .matcher(sandbox.read("alerts.yml"))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(alerts).hasSize(8).allSatisfy(alert -> assertThat(sandbox.read("alerts_test.yml"))
                .containsPattern("alertname: " + alert + "\n +exp_alerts:"));
    }

    @Test
    void prometheusScrapesItAndAnswersEachQueryOfTheBoard() throws Exception {
        List<String> queries = queries();
        assertThat(queries).hasSizeGreaterThan(15);
        for (String file : List.of("prometheus.yml", "otel-collector.yml")) {
            sandbox.rewrite(file, text -> text.replace(": 15s", ": 1s"));
        }
        addTheCollectorsJob();
        assertThat(promtool("check", "config", "prometheus.yml").exit()).isZero();
        String address = "127.0.0.1:" + Sandbox.freePort();
        try (Daemon daemon = start()) {
            daemon.rpc().awaitState("checked", "RUNNING");
            Process prometheus = new ProcessBuilder(
                            Needed.file("/usr/bin/prometheus").toString(),
                            "--config.file=prometheus.yml",
                            "--storage.tsdb.path=run/prometheus",
                            "--web.listen-address=" + address)
                    .directory(sandbox.root().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(sandbox.path("run/prometheus.log").toFile())
                    .start();
            try {
                // Prometheus shows its own metrics long before it answers queries.
                Await.until("Prometheus is ready", () -> serves(address, "/-/ready"));
                Await.until("it has scraped", () -> query(address, "up{job=\"supervisor\"} == 1")
                        .contains("\"value\""));
                Await.until("it has, as the collector would", () -> query(address, "up{job=\"collector\"} == 1")
                        .contains("\"value\""));
                for (String query : queries) {
                    Await.until("there is an answer to " + query, () -> query(address, query)
                            .contains("\"value\""));
                }
                // What is wrong with one of the programs is seen by an alert's rule, and nothing else is.
                assertThat(query(address, "ALERTS{alertstate=\"firing\", alertname!=\"ProcessRestartsOften\"}"))
                        .contains("\"result\":[]");
            } finally {
                prometheus.destroy();
                assertThat(prometheus.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    /** With all that a viewer may choose, and the least time that rates are made of. */
    private List<String> queries() {
        return EXPRESSION
                .matcher(sandbox.read("board.json"))
                .results()
                .map(found -> found.group(1)
                        .replace("\\\"", "\"")
                        .replace("$instance", ".*")
                        .replace("$group", ".*")
                        .replace("$__rate_interval", "10s"))
                .collect(Collectors.toList());
    }

    private static String query(String address, String query) {
        HttpResponse<String> answer = ask(
                "http://" + address + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8),
                "application/json");
        assertThat(answer.statusCode()).as(query + ": " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void theBoardAsksForNothingThatThereIsNot() throws IOException {
        String manual =
                Files.readString(Installation.examples().resolveSibling("docs").resolve("metrics.md"));
        Pattern metric = Pattern.compile("\\b(?:node_supervisord|supervisor)_\\w+");
        for (Path file : List.of(sandbox.path("board.json"), sandbox.path("alerts.yml"))) {
            metric.matcher(Files.readString(file))
                    .results()
                    .map(found -> found.group().replaceAll("_bucket$", ""))
                    .forEach(name ->
                            assertThat(manual).as(file + " asks for " + name).contains("`" + name + "`"));
        }
    }
}
