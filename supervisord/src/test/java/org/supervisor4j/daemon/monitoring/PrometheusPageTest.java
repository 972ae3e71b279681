package org.supervisor4j.daemon.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.supervisor.ProgramBuilder.aProgram;

import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.health.Verdict;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.daemon.supervisor.LoopHarness;

/** The page of a scrape, of a control loop that the test turns. */
class PrometheusPageTest {
    private final LoopHarness harness = new LoopHarness();
    private final LongAdder lost = new LongAdder();
    private final DaemonMonitor monitor =
            new DaemonMonitor(harness.supervisor, process -> false, harness.os, lost, Map.of("version", "1.2"));

    private List<String> scrape() {
        return text(false).lines().toList();
    }

    private String text(boolean openMetrics) {
        return new String(monitor.metrics(openMetrics), StandardCharsets.UTF_8);
    }

    private List<String> values(String metric) {
        return scrape().stream()
                .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                .toList();
    }

    private void letRun() {
        harness.advance(Duration.ofSeconds(2));
    }

    @Test
    void nodeExportersFourAreThere() {
        harness.with(aProgram("web").alone(), aProgram("lazy").notAutostarted().alone());
        letRun();
        long start = harness.process("web").snapshot().start();

        assertThat(scrape())
                .contains(
                        "node_supervisord_state{group=\"lazy\",name=\"lazy\"} 0.0",
                        "node_supervisord_state{group=\"web\",name=\"web\"} 20.0",
                        "node_supervisord_up{group=\"lazy\",name=\"lazy\"} 0.0",
                        "node_supervisord_up{group=\"web\",name=\"web\"} 1.0",
                        "node_supervisord_exit_status{group=\"web\",name=\"web\"} 0.0");
        assertThat(values("node_supervisord_start_time_seconds"))
                .containsExactly("node_supervisord_start_time_seconds{group=\"web\",name=\"web\"} " + (double) start);
    }

    @Test
    void eachRestartHasItsReason() {
        harness.with(aProgram("web").autorestart(Restart.ALWAYS).alone());
        letRun();
        harness.exit("web", 0);
        letRun();
        assertThat(harness.process("web").stop()).isEmpty();
        harness.end("web", LoopHarness.TERMINATED);
        harness.start(harness.process("web"));
        harness.turn();
        harness.exit("web", 1);
        letRun();
        letRun();
        harness.process("web").replace("for the test");
        harness.end("web", LoopHarness.TERMINATED);
        letRun();

        assertThat(values("supervisor_process_restarts_total"))
                .containsExactly(
                        "supervisor_process_restarts_total{group=\"web\",name=\"web\",reason=\"exit\"} 1.0",
                        "supervisor_process_restarts_total{group=\"web\",name=\"web\",reason=\"failed_start\"} 1.0",
                        "supervisor_process_restarts_total{group=\"web\",name=\"web\",reason=\"replaced\"} 1.0",
                        "supervisor_process_restarts_total{group=\"web\",name=\"web\",reason=\"request\"} 1.0");
    }

    @Test
    void startsAreCountedByTheirTimeForEachGroup() {
        harness.with(new GroupConfig.ProgramGroup(
                "g", 999, List.of(aProgram("a").build(), aProgram("b").build())));
        letRun();

        assertThat(values("supervisor_process_start_duration_seconds_bucket"))
                .contains(
                        "supervisor_process_start_duration_seconds_bucket{group=\"g\",le=\"0.1\"} 0",
                        "supervisor_process_start_duration_seconds_bucket{group=\"g\",le=\"1.1\"} 2",
                        "supervisor_process_start_duration_seconds_bucket{group=\"g\",le=\"+Inf\"} 2");
        assertThat(values("supervisor_process_start_duration_seconds_count"))
                .containsExactly("supervisor_process_start_duration_seconds_count{group=\"g\"} 2");
    }

    @Test
    void outputIsCountedAsItGoesToTheLog() {
        harness.with(aProgram("web").alone());
        letRun();

        harness.channel("web", Channel.STDOUT).listener().onUnit(ByteBuffer.wrap(new byte[] {1, 2, 3}));

        assertThat(values("supervisor_process_output_bytes_total"))
                .containsExactly(
                        "supervisor_process_output_bytes_total{channel=\"stderr\",group=\"web\",name=\"web\"} 0.0",
                        "supervisor_process_output_bytes_total{channel=\"stdout\",group=\"web\",name=\"web\"} 3.0");
    }

    @Test
    void healthIsToldWhereThereIsACheck() {
        harness.with(
                aProgram("web").health(DaemonMonitorTest.checked()).alone(),
                aProgram("other").alone());
        letRun();

        assertThat(values("supervisor_process_healthy"))
                .containsExactly("supervisor_process_healthy{group=\"web\",name=\"web\"} 0.0");
        harness.health.of("web").judged(Verdict.HEALTHY, "");
        harness.turn();
        assertThat(values("supervisor_process_healthy"))
                .containsExactly("supervisor_process_healthy{group=\"web\",name=\"web\"} 1.0");
        assertThat(values("supervisor_process_ready"))
                .containsExactly(
                        "supervisor_process_ready{group=\"other\",name=\"other\"} 1.0",
                        "supervisor_process_ready{group=\"web\",name=\"web\"} 1.0");
    }

    @Test
    void whatProcessesUseIsThatOfTheLastMeasurement() {
        harness.with(aProgram("web").alone());
        letRun();
        harness.os.place(harness.pid("web"), 1, harness.pid("web"));
        assertThat(values("supervisor_process_resident_memory_bytes")).isEmpty();

        monitor.measure();

        assertThat(values("supervisor_process_resident_memory_bytes"))
                .containsExactly("supervisor_process_resident_memory_bytes{group=\"web\",name=\"web\"} 0.0");
        assertThat(values("supervisor_process_cpu_seconds_total")).hasSize(1);
        assertThat(values("supervisor_usage_age_seconds")).containsExactly("supervisor_usage_age_seconds 0.0");
        // The fake knows neither.
        assertThat(values("supervisor_process_open_fds")).isEmpty();
        assertThat(values("supervisor_process_threads")).isEmpty();
    }

    @Test
    void methodsThatThereAreNotCountAsOne() {
        monitor.calls().answered("supervisor.getState", true, 2_000_000, false);
        monitor.calls().answered("a", false, 1, true);
        monitor.calls().answered("b", false, 1, true);

        assertThat(values("supervisor_rpc_requests_total"))
                .containsExactly(
                        "supervisor_rpc_requests_total{method=\"supervisor.getState\"} 1.0",
                        "supervisor_rpc_requests_total{method=\"unknown\"} 2.0");
        assertThat(values("supervisor_rpc_faults_total"))
                .contains("supervisor_rpc_faults_total{method=\"unknown\"} 2.0");
        assertThat(values("supervisor_rpc_request_duration_seconds_bucket"))
                .contains(
                        "supervisor_rpc_request_duration_seconds_bucket{method=\"supervisor.getState\",le=\"0.001\"} 0",
                        "supervisor_rpc_request_duration_seconds_bucket{method=\"supervisor.getState\",le=\"0.01\"} 1");
    }

    @Test
    void theLagIsThatOfTheTaskThatTheScrapeBeforeAskedFor() {
        harness.with(aProgram("web").alone());
        assertThat(values("supervisor_control_loop_lag_seconds"))
                .containsExactly("supervisor_control_loop_lag_seconds 0.0");
        harness.clock.advance(Duration.ofSeconds(3));

        assertThat(values("supervisor_control_loop_lag_seconds"))
                .as("it still waits")
                .containsExactly("supervisor_control_loop_lag_seconds 3.0");
        harness.turn();
        assertThat(values("supervisor_control_loop_lag_seconds"))
                .containsExactly("supervisor_control_loop_lag_seconds 3.0");
        harness.turn();
        assertThat(values("supervisor_control_loop_lag_seconds"))
                .containsExactly("supervisor_control_loop_lag_seconds 0.0");
    }

    @Test
    void theDaemonTellsOfItself() {
        lost.add(17);

        assertThat(scrape())
                .contains(
                        "supervisor_log_lost_bytes_total 17.0",
                        "supervisor_state 1.0",
                        "supervisor_build_info{version=\"1.2\"} 1");
        assertThat(text(true)).endsWith("# EOF\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void namesThatNeedItAreEscaped(boolean openMetrics) {
        harness.with(aProgram("a\"b\\c").alone());

        assertThat(text(openMetrics)).contains("node_supervisord_up{group=\"a\\\"b\\\\c\",name=\"a\\\"b\\\\c\"} 1.0");
    }

    /** The whole page, read by the test and written by Prometheus' own library, is the same to the byte. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thePageIsWhatPrometheusOwnLibraryWrites(boolean openMetrics) {
        harness.with(
                aProgram("z")
                        .health(DaemonMonitorTest.checked())
                        .autorestart(Restart.ALWAYS)
                        .alone(),
                aProgram("a\"b\\c").notAutostarted().alone(),
                aProgram("\u00e4 \u20ac \ud83d\ude00").alone(),
                new GroupConfig.ProgramGroup(
                        "g",
                        999,
                        List.of(
                                aProgram("10").build(),
                                aProgram("9").build(),
                                aProgram("1").build())));
        letRun();
        harness.exit("z", 3);
        letRun();
        harness.exit("z", 0);
        letRun();
        for (int bytes : new int[] {1, 9_999_998, 1, 123_456_789}) {
            harness.channel("z", Channel.STDOUT).listener().onUnit(ByteBuffer.allocate(bytes));
            monitor.calls().answered("supervisor.getState", true, bytes * 7L, false);
            assertSamePage(openMetrics);
        }
        monitor.calls().answered("made up", false, 1, true);
        harness.os.place(harness.pid("z"), 1, harness.pid("z"));
        monitor.measure();
        lost.add(Long.MAX_VALUE / 3);
        assertSamePage(openMetrics);
    }

    private void assertSamePage(boolean openMetrics) {
        harness.turn();
        String prometheus = text(false);
        assertThat(openMetrics ? text(true) : prometheus).isEqualTo(OfficialText.of(prometheus, openMetrics));
    }

    @Test
    void theAnswerIsCalledWhatTheLibraryCallsIt() {
        assertThat(PrometheusPage.contentType(false)).isEqualTo(PrometheusTextFormatWriter.CONTENT_TYPE);
        assertThat(PrometheusPage.contentType(true)).isEqualTo(OpenMetricsTextFormatWriter.CONTENT_TYPE);
    }

    /** Each metric of the page stands there with its help and its type, under the name that the table has. */
    @Test
    void theTableOfTheManualIsTheCode() throws Exception {
        List<String> rows = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            String kind = metric.kind().name().toLowerCase(Locale.ROOT);
            String labels =
                    metric.labels().isEmpty() ? "" : "`" + metric.labels().replace(", ", "`, `") + "`";
            rows.add("| `" + metric.exposed() + "` | " + kind + " | " + labels + " | " + metric.help() + " |");
        }

        assertThat(Files.readAllLines(Path.of("..", "docs", "metrics.md")).stream()
                        .filter(line -> line.startsWith("| `node_") || line.startsWith("| `supervisor_"))
                        .toList())
                .isEqualTo(rows);
    }

    @Test
    void everyMetricOfTheTableIsOnThePage() {
        harness.with(aProgram("web").health(DaemonMonitorTest.checked()).alone());
        letRun();
        harness.os.place(harness.pid("web"), 1, harness.pid("web"));
        monitor.calls().answered("supervisor.getState", true, 1, false);
        monitor.measure();
        List<String> told = scrape().stream()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .toList();

        // What the fakes do not have; the test with a real daemon has it.
        List<Metric> missing = List.of(
                Metric.PROPORTIONAL, Metric.OPEN_FILES, Metric.THREADS, Metric.EVENT_QUEUE, Metric.EVENT_OVERFLOWS);
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Metric.values())
                        .filter(metric -> !missing.contains(metric))
                        .map(Metric::exposed)
                        .toList());
    }
}
