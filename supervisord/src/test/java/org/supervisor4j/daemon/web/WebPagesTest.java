package org.supervisor4j.daemon.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.supervisor4j.daemon.rpc.FakeSupervisorApi;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.Role;
import org.supervisor4j.model.RpcFault;

class WebPagesTest {
    private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 11, 1, 7, 48, 15, 0, ZoneOffset.UTC);

    private final FakeSupervisorApi api = new FakeSupervisorApi();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final WebPages pages = new WebPages(api, later::add, () -> NOW);

    @Test
    void statusPageHasARowForEachProcess() {
        api.answer("getAllProcessInfo", () -> List.of(FakeSupervisorApi.info("g", "a", ProcessState.FATAL)));

        assertThat(page("index.html", ""))
                .contains("<title>Supervisor Status</title>")
                .contains("<span class=\"statuserror\">fatal</span>", "<td>Not started</td>")
                .contains("href=\"tail.html?processname=g%3Aa\" target=\"_blank\"", ">g:a</a>")
                .contains("href=\"index.html?processname=g%3Aa&amp;action=start\" name=\"Start\">Start</a>")
                .contains("href=\"index.html?processname=g%3Aa&amp;action=clearlog\" name=\"Clear Log\">")
                .contains("href=\"logtail/g%3Aa\" name=\"Tail -f Stdout\" target=\"_blank\"")
                .contains("href=\"logtail/g%3Aa/stderr\" name=\"Tail -f Stderr\" target=\"_blank\"")
                .contains("href=\"index.html?action=refresh\">Refresh</a>")
                .contains("href=\"index.html?action=restartall\">Restart All</a>")
                .contains("href=\"index.html?action=stopall\">Stop All</a>")
                .doesNotContain("status_msg", "<script");
    }

    @Test
    void whoeverMayOnlyLookIsOfferedNoAction() {
        var answer = (WebAnswer.Page)
                pages.answer("index.html", new FormFields("", ""), Role.READ).join();

        assertThat(answer.html())
                .contains("?action=refresh", "Tail -f Stdout", "tail.html?processname=cat")
                .doesNotContain("action=restart", "action=stop", "action=start", "clearlog");
    }

    @ParameterizedTest
    @CsvSource({"'', READ", "action=refresh, READ", "action=stopall, CONTROL", "action=whatever, CONTROL"})
    void everyActionButARefreshNeedsControl(String query, Role role) {
        assertThat(WebPages.roleFor("index.html", new FormFields(query, ""))).isEqualTo(role);
        assertThat(WebPages.roleFor("tail.html", new FormFields(query, ""))).isEqualTo(Role.READ);
    }

    @ParameterizedTest
    @EnumSource(ProcessState.class)
    void actionsDependOnTheState(ProcessState state) {
        api.answer("getAllProcessInfo", () -> List.of(FakeSupervisorApi.info("cat", "cat", state)));

        String page = page("index.html", "");

        boolean running = state == ProcessState.RUNNING;
        boolean startable =
                state == ProcessState.STOPPED || state == ProcessState.EXITED || state == ProcessState.FATAL;
        assertThat(page.contains(">Restart</a>")).isEqualTo(running);
        assertThat(page.contains(">Stop</a>")).isEqualTo(running);
        assertThat(page.contains(">Start</a>")).isEqualTo(startable);
        assertThat(page).contains(">Clear Log</a>");
    }

    @Test
    void nothingThatAProcessOrAClientSaysBecomesMarkup() {
        String evil = "<script>alert('x')</script>\"";
        ProcessInfo info = new ProcessInfo(evil, evil, 0, 0, 0, ProcessState.BACKOFF, evil, 0, "", "", 0, evil);
        api.answer("getAllProcessInfo", () -> List.of(info));
        api.answer("readProcessStdoutLog", () -> evil);
        api.answer("getSupervisorVersion", () -> evil);

        assertThat(page("index.html", "message=" + PercentText.quote(evil)))
                .doesNotContain("<script>", "'x'")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;");
        assertThat(page("tail.html", "processname=" + PercentText.quote(evil))).doesNotContain("<script>");
        assertThat(page("tail.html", "processname=cat")).doesNotContain("<script>");
    }

    @Test
    void messageIsShown() {
        assertThat(page("index.html", "message=All%20stopped+now"))
                .contains("<div class=\"status_msg\" role=\"status\">All stopped now</div>");
    }

    @Test
    void noProcessesAreSaidSo() {
        api.answer("getAllProcessInfo", List::of);

        assertThat(page("index.html", "")).contains("No programs to manage").doesNotContain("<table");
    }

    static Stream<Arguments> actions() {
        return Stream.of(
                arguments("action=refresh", "Page refreshed at Sun Nov  1 07:48:15 2026"),
                arguments("action=stopall", "All stopped at Sun Nov  1 07:48:15 2026"),
                arguments("action=start&processname=cat", "Process cat started"),
                arguments("action=stop&processname=cat:cat", "Process cat:cat stopped"),
                arguments("action=clearlog&processname=cat", "Log for cat cleared"),
                arguments("action=start&processname=nosuch", "No such process named nosuch"),
                arguments("action=stop&processname=g:*", "No such process named g:*"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("actions")
    void actionEndsInARedirectWithItsMessage(String query, String message) {
        assertThat(answer("index.html", query))
                .isCompletedWithValue(new WebAnswer.Redirect("/?message=" + PercentText.quote(message)));
    }

    @ParameterizedTest(name = "a start that fails with {0} says: {1}")
    @CsvSource({
        "NO_FILE, no such file",
        "NOT_EXECUTABLE, file not executable",
        "ALREADY_STARTED, already started",
        "SPAWN_ERROR, spawn error",
        "ABNORMAL_TERMINATION, abnormal termination",
        "SHUTDOWN_STATE, unexpected rpc fault [6] SHUTDOWN_STATE: x"
    })
    void failedStartSaysWhy(Fault fault, String reason) {
        api.answer("startProcess", () -> {
            throw new RpcFault(fault, "x");
        });

        assertThat(message("action=start&processname=cat")).isEqualTo("ERROR: Process cat: " + reason);
    }

    @Test
    void failedStartSaysWhyAlsoWhenItFailsLater() {
        Object failed = CompletableFuture.failedFuture(new RpcFault(Fault.SPAWN_ERROR, "cat"));
        api.answer("startProcess", () -> failed);

        assertThat(message("action=start&processname=cat")).isEqualTo("ERROR: Process cat: spawn error");
    }

    @Test
    void failedStopShowsTheFault() {
        api.answer("stopProcess", () -> {
            throw new RpcFault(Fault.NOT_RUNNING, "cat");
        });

        assertThat(message("action=stop&processname=cat")).isEqualTo("unexpected rpc fault [70] NOT_RUNNING: cat");
    }

    @Test
    void restartStartsAlsoWhatCouldNotBeStopped() {
        api.answer("stopProcess", () -> {
            throw new RpcFault(Fault.NOT_RUNNING, "cat");
        });

        assertThat(message("action=restart&processname=cat")).isEqualTo("Process cat restarted");
        assertThat(api.calls).contains("stopProcess[cat, true]", "startProcess[cat, true]");
    }

    @Test
    void restartAllStartsOnlyWhenEverythingHasStopped() {
        CompletableFuture<List<Object>> stopped = new CompletableFuture<>();
        Object answer = stopped;
        api.answer("stopAllProcesses", () -> answer);
        CompletableFuture<WebAnswer> page = answer("index.html", "action=restartall");
        assertThat(api.calls).containsExactly("stopAllProcesses[true]");

        stopped.complete(List.of());
        runLater();

        assertThat(api.calls).containsExactly("stopAllProcesses[true]", "startAllProcesses[true]");
        assertThat(page).isCompleted();
    }

    @ParameterizedTest
    @CsvSource({"action=nosuch", "action=nosuch&processname=cat", "action=start", "action=Refresh"})
    void unknownActionFails(String query) {
        assertThat(answer("index.html", query)).isCompletedExceptionally();
    }

    @Test
    void tailPageShowsTheEndOfTheLog() {
        api.answer("readProcessStdoutLog", () -> "\nline <1>\n");

        assertThat(page("tail.html", "processname=cat&limit=2048"))
                .contains("<title>Supervisor tail of process cat</title>", "<pre>\n\nline &lt;1&gt;\n</pre>")
                .contains("href=\"tail.html?processname=cat&amp;limit=2048\">Refresh</a>");
        assertThat(api.calls).containsExactly("readProcessStdoutLog[cat, -2048, 0]");
    }

    @ParameterizedTest(name = "limit {0} is {1} bytes")
    @CsvSource({"5, 1024", "abc, 1024", "-7, 1024", "1025, 1025", "99999999999, 999999999"})
    void limitIsAtLeastAKilobyte(String limit, int bytes) {
        page("tail.html", "processname=cat&limit=" + limit);

        assertThat(api.calls).containsExactly("readProcessStdoutLog[cat, -" + bytes + ", 0]");
    }

    @Test
    void tailPageSaysWhatIsMissing() {
        api.answer("readProcessStdoutLog", () -> {
            throw new RpcFault(Fault.NO_FILE, "/x");
        });

        assertThat(page("tail.html", "processname=cat")).contains("No file for cat");
        assertThat(page("tail.html", "processname=nosuch"))
                .contains("ERROR: unexpected rpc fault [10] BAD_NAME: nosuch");
        assertThat(page("tail.html", "processname="))
                .contains("<title>Supervisor tail of process None</title>", "No process name found")
                .doesNotContain("Refresh");
    }

    @Test
    void machinesAreToldOk() {
        assertThat(answer("ok.html", "")).isCompletedWithValue(new WebAnswer.Text("OK"));
    }

    @Test
    void formWinsOverQueryAndBlankCountsAsAbsent() {
        FormFields fields = new FormFields("a=1&a=2&b=&c=x%3Ay&d", "c=z&c=w&e=%zz%C3%BC+");

        assertThat(fields.get("a")).hasValue("1");
        assertThat(fields.get("b")).isEmpty();
        assertThat(fields.get("c")).hasValue("w");
        assertThat(fields.get("d")).isEmpty();
        assertThat(fields.get("e")).hasValue("%zzü ");
        assertThat(fields.get("f")).isEqualTo(Optional.empty());
    }

    private CompletableFuture<WebAnswer> answer(String name, String query) {
        return pages.answer(name, new FormFields(query, ""), Role.CONTROL);
    }

    private String page(String name, String query) {
        return ((WebAnswer.Page) answer(name, query).join()).html();
    }

    private String message(String query) {
        CompletableFuture<WebAnswer> answer = answer("index.html", query);
        runLater();
        String location = ((WebAnswer.Redirect) answer.join()).pathAndQuery();
        return PercentText.decode(location.substring("/?message=".length()));
    }

    private void runLater() {
        for (Runnable task = later.poll(); task != null; task = later.poll()) {
            task.run();
        }
    }
}
