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
import org.supervisor4j.daemon.rpc.DaemonView.Aside;
import org.supervisor4j.daemon.rpc.FakeDaemonView;
import org.supervisor4j.daemon.rpc.FakeSupervisor4jApi;
import org.supervisor4j.daemon.rpc.FakeSupervisorApi;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.LastOutput;
import org.supervisor4j.model.PastRun;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.Role;
import org.supervisor4j.model.RpcFault;

class WebPagesTest {
    private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 11, 1, 7, 48, 15, 0, ZoneOffset.UTC);

    private final FakeSupervisorApi api = new FakeSupervisorApi();
    private final FakeSupervisor4jApi additions = new FakeSupervisor4jApi();
    private final FakeDaemonView view = new FakeDaemonView();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final WebPages pages = new WebPages(api, additions, view, "web1", later::add, () -> NOW);

    @Test
    void statusPageHasARowForEachProcess() {
        api.answer("getAllProcessInfo", () -> List.of(FakeSupervisorApi.info("g", "a", ProcessState.FATAL)));

        assertThat(page("index.html", ""))
                .contains("<title>web1 - Supervisor Status</title>", "<span class=\"place\">web1</span>")
                .contains("<span class=\"statuserror\">fatal</span>", ">Not started</td>")
                .contains("<tr data-name=\"g:a\">", "<a href=\"process.html?processname=g%3Aa\">a</a>")
                .contains("value=\"start\" formaction=\"index.html?processname=g%3Aa\" aria-label=\"Start g:a\">Start<")
                .contains("href=\"logtail/g%3Aa\" name=\"Tail -f Stdout\" target=\"_blank\"")
                .contains("href=\"logtail/g%3Aa/stderr\" name=\"Tail -f Stderr\" target=\"_blank\"")
                .contains("href=\"index.html?action=refresh\">Refresh</a>")
                .contains(
                        "value=\"stopall\" formaction=\"confirm.html\" data-question=\"Stop all processes?\">Stop All<")
                .contains("value=\"startgroup\" formaction=\"index.html?processname=g\"")
                .contains("value=\"stopgroup\" formaction=\"confirm.html?processname=g\"")
                .contains("data-question=\"Stop group g?\"")
                .doesNotContain("clearlog");
    }

    @Test
    void daemonsOfOneMachineAreToldApart() {
        api.answer("getIdentification", () -> "shop");

        assertThat(page("index.html", "")).contains("<title>shop on web1 - Supervisor Status</title>");
        assertThat(page("process.html", "processname=cat")).contains("<title>cat - shop on web1 - Supervisor</title>");
        assertThat(page("confirm.html", "action=stopall"))
                .contains("<title>Stop all processes? - shop on web1 - Supervisor</title>");
    }

    @Test
    void whoeverMayOnlyLookIsOfferedNoAction() {
        assertThat(page("index.html", "", Role.READ))
                .contains("?action=refresh", "Tail -f Stdout", "process.html?processname=cat", "read only")
                .doesNotContain("name=\"action\"", "value=\"stop", "clearlog", "confirm.html");
        assertThat(page("process.html", "processname=cat", Role.READ)).doesNotContain("name=\"action\"", "info");
    }

    @ParameterizedTest
    @CsvSource({"'', true", "action=refresh, true", "action=stopall, false", "action=whatever, false"})
    void everyActionButARefreshNeedsControl(String query, boolean permitted) {
        FormFields fields = new FormFields(query, "");

        assertThat(new WebRequest("index.html", fields, true, Role.READ).isPermitted())
                .isEqualTo(permitted);
        assertThat(new WebRequest("tail.html", fields, true, Role.READ).isPermitted())
                .isTrue();
        assertThat(new WebRequest("index.html", fields, true, Role.CONTROL).isPermitted())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "stopall, Stop all processes?",
        "shutdown, Stop all processes and shut down supervisord?",
        "stopgroup, Stop group a<b?",
        "restart, Restart a<b?",
        "clearlog, Clear the logs of a<b? What they say is lost."
    })
    void questionLeadsToTheActionByPost(String action, String question) {
        assertThat(page("confirm.html", "action=" + action + "&processname=a%3Cb"))
                .contains("<form class=\"buttons\" method=\"post\" action=\"index.html\">")
                .contains("<h1 id=\"question\">" + question.replace("<", "&lt;") + "</h1>")
                .contains("name=\"processname\" value=\"a&lt;b\"")
                .contains("name=\"action\" value=\"" + action + "\"", ">Cancel</a>");
        assertThat(api.calls).doesNotContain("stopAllProcesses[true]", "shutdown[]", "stopProcessGroup[a<b, true]");
    }

    static Stream<String> everyAction() {
        return Stream.concat(WebAction.ON_ALL.stream(), WebAction.ON_ONE.stream())
                .filter(action -> !action.equals("refresh"));
    }

    @ParameterizedTest
    @MethodSource("everyAction")
    void aBrowserThatFollowsALinkIsAskedWhateverItIs(String action) {
        WebRequest link = new WebRequest(
                "index.html", new FormFields("processname=cat&action=" + action, ""), false, Role.CONTROL);

        assertThat(link.needsPost(true)).isTrue();
        assertThat(link.needsPost(false)).isEqualTo(WebAction.ADDED.contains(action));
        assertThat(link.asQuestion().isAction()).isFalse();
        assertThat(page("confirm.html", "processname=cat&action=" + action))
                .contains("<h1 id=\"question\">", "name=\"action\" value=\"" + action + "\"");
    }

    @ParameterizedTest
    @CsvSource({"action=nosuch&processname=cat, CONTROL", "action=stopgroup, CONTROL", "action=stopall, READ"})
    void nothingIsAskedWhereNothingCanBeDone(String query, Role role) {
        assertThat(page("confirm.html", query, role))
                .contains("id=\"processes\"")
                .doesNotContain("id=\"question\"");
    }

    @Test
    void processPageShowsItsSettingsAndHidesItsSecrets() {
        assertThat(page("process.html", "processname=cat"))
                .contains("<dt>command</dt><dd>/bin/cat</dd>", "<dt>LOG_LEVEL</dt><dd>&lt;info&gt;</dd>")
                .contains("<dt>DB_PASSWORD</dt><dd>" + Secrets.HIDDEN + "</dd>")
                .doesNotContain("geheim");
    }

    @Test
    void processPageTellsItsLastExitsTheNewestFirst() {
        additions.history.add(run(1000, 1004, "exit status 3"));
        additions.history.add(run(2000, 9000, "terminated by SIGKILL"));

        assertThat(page("process.html", "processname=cat"))
                .containsSubsequence(
                        "terminated by SIGKILL</td><td>1:56:40</td><td>exited</td>", "exit status 3</td><td>4 s");
    }

    @Test
    void processThatDoesNotRunOpensOnWhyAndOnItsExits() {
        additions.history.add(run(1000, 1004, "exit status 3"));
        api.answer("getProcessInfo", () -> FakeSupervisorApi.info("cat", "cat", ProcessState.FATAL));

        assertThat(page("process.html", "processname=cat"))
                .containsSubsequence("Why it does not run", "Last exits", "id=\"log\"", "Configuration")
                .contains("supervisord gave up", "<li>The program itself decided to end");
    }

    @Test
    void whatItWroteBeforeItEndedIsShownAndMisleadsNobody() {
        additions.history.add(run(1000, 1004, "exit status 1"));
        additions.output = new LastOutput("so far so good\n", "\u001b[31mno <relay>\u001b[0m\u0007\nx\u202e\u200by\n");
        api.answer("getProcessInfo", () -> FakeSupervisorApi.info("cat", "cat", ProcessState.FATAL));

        assertThat(page("process.html", "processname=cat"))
                .contains("no &lt;relay&gt;\u2407\nx&lt;U+202E&gt;&lt;U+200B&gt;y</pre>")
                .doesNotContain("so far so good");
        additions.output = new LastOutput("said\n", "");
        assertThat(page("process.html", "processname=cat")).contains("\nsaid</pre>");
    }

    @Test
    void whatIsNotSetHasNoRow() {
        assertThat(page("process.html", "processname=cat"))
                .contains("<dt>command</dt>")
                .doesNotContain("<dt>directory</dt>");
    }

    @Test
    void whatTheLastRunWroteAndTheCommandLeadToAdviceThatTellsNoSecrets() {
        additions.history.add(run(1000, 1004, "exit status 1"));
        additions.output = new LastOutput("", "bind: Address already in use\n");
        view.command = "/bin/app --password $SECRET <evil> && exit";
        api.answer("getProcessInfo", () -> FakeSupervisorApi.info("cat", "cat", ProcessState.EXITED));

        assertThat(page("process.html", "processname=cat"))
                .contains("<li>supervisord starts no shell, so &amp;&amp; in", "<li>Another process has the port")
                .doesNotContain("$SECRET", "<evil>");
    }

    @Test
    void processThatEndsAgainAndAgainIsToldOfWhileItRuns() {
        for (int end = 1100; end < 1140; end += 10) {
            additions.history.add(run(end - 2, end, "exit status 1"));
        }

        assertThat(page("process.html", "processname=cat"))
                .containsSubsequence("Why it does not go on running", "4 times within", "Last exits", "id=\"log\"");
    }

    @Test
    void processThatRunsOpensOnItsLogAndHasNoEmptyBoxes() {
        String fresh = page("process.html", "processname=cat");
        additions.history.add(run(1000, 1004, "exit status 3"));

        assertThat(fresh).contains("<div id=\"story\" class=\"details\"></div>").doesNotContain("Last exits", "Why");
        assertThat(page("process.html", "processname=cat"))
                .containsSubsequence("id=\"log\"", "Last exits", "Configuration");
    }

    @ParameterizedTest(name = "stdout ''{0}'', stderr ''{1}'', asked for {2}: {3}")
    @CsvSource({
        "said, complained, '', stdout",
        "'', complained, '', stderr",
        "'', '', '', stdout",
        "'', complained, &channel=stdout, stdout",
        "said, complained, &channel=stderr, stderr"
    })
    void pageShowsStandardErrorWhereStandardOutputIsEmpty(String out, String err, String channel, String shown) {
        api.answer("readProcessStdoutLog", () -> out);
        api.answer("readProcessStderrLog", () -> err);

        assertThat(page("process.html", "processname=cat" + channel))
                .contains(
                        "data-log=\"cat/" + shown + "\"", "<pre>\n" + (shown.equals("stdout") ? out : err) + "</pre>");
    }

    @Test
    void processWithoutLogFilesHasNoLogAndNothingToClear() {
        ProcessInfo info =
                new ProcessInfo("cat", "cat", 0, 0, 0, ProcessState.RUNNING, "", 0, "", "", 7, "pid 7, uptime 0:00:01");
        assertThat(page("process.html", "processname=cat"))
                .contains("value=\"clearlog\" formaction=\"confirm.html?processname=cat\"")
                .contains(">stdout</a></nav>");
        api.answer("getProcessInfo", () -> info);

        assertThat(page("process.html", "processname=cat")).doesNotContain("id=\"log\"", "clearlog");
    }

    @Test
    void exitsThatAreAlikeStandInOneLine() {
        additions.history.add(run(1000, 1004, "exit status 3"));
        additions.history.add(run(2000, 2001, "exit status 3"));
        additions.history.add(run(3000, 3003, "exit status 3"));
        additions.history.add(run(4000, 4003, "exit status 4"));

        assertThat(page("process.html", "processname=cat"))
                .containsSubsequence(
                        "exit status 4</td><td>3 s", "exit status 3, 3 times since ", "</td><td>1 s to 4 s")
                .containsOnlyOnce("exit status 3");
    }

    private static PastRun run(int start, int stop, String text) {
        return new PastRun(
                start,
                stop,
                1000 * (stop - start),
                7,
                PastRun.Outcome.EXITED,
                0,
                "",
                false,
                text,
                "",
                "",
                "",
                ProcessState.EXITED);
    }

    @Test
    void pageOfAProcessThatIsGoneIsTheStatusPageThatSaysSo() {
        assertThat(page("process.html", "processname=gone"))
                .contains("- Supervisor Status</title>", "No such process named gone");
    }

    @ParameterizedTest
    @EnumSource(ProcessState.class)
    void actionsDependOnTheState(ProcessState state) {
        api.answer("getAllProcessInfo", () -> List.of(FakeSupervisorApi.info("cat", "cat", state)));

        String page = page("index.html", "");

        String rows = page.substring(page.indexOf("<tbody"), page.indexOf("<template"));
        boolean running = state == ProcessState.RUNNING;
        boolean startable =
                state == ProcessState.STOPPED || state == ProcessState.EXITED || state == ProcessState.FATAL;
        assertThat(rows.contains(">Restart</button>")).isEqualTo(running);
        assertThat(rows.contains(">Stop</button>")).isEqualTo(running || state == ProcessState.BACKOFF);
        assertThat(rows.contains(">Start</button>")).isEqualTo(startable);
    }

    @ParameterizedTest
    @EnumSource(
            value = ProcessState.class,
            names = {"STOPPED", "EXITED", "FATAL"})
    void whatStartsByItselfCanBeStoppedAndSaysWhenItComes(ProcessState state) {
        api.answer("getAllProcessInfo", () -> List.of(FakeSupervisorApi.info("cat", "cat", state)));
        view.add("cat", new Aside("", true, NOW.toEpochSecond() + 12));

        String page = page("index.html", "");

        assertThat(page.substring(page.indexOf("<tbody"), page.indexOf("<template")))
                .contains(">Start</button>", ">Stop</button>", "; tries again in 12 s</td>");
        api.answer("getProcessInfo", () -> FakeSupervisorApi.info("cat", "cat", state));
        assertThat(page("process.html", "processname=cat"))
                .contains("name=\"action\" value=\"stop\" formaction=\"index.html?processname=cat\"");
    }

    @Test
    void whatWaitsForOthersCanBeStoppedAndNamesNoTime() {
        api.answer("getAllProcessInfo", () -> List.of(FakeSupervisorApi.info("cat", "cat", ProcessState.STOPPED)));
        view.add("cat", new Aside("", true, 0));

        assertThat(page("index.html", ""))
                .contains(">Stop</button>", ">Not started</td>")
                .doesNotContain("tries again");
    }

    @Test
    void nothingThatAProcessOrAClientSaysBecomesMarkup() {
        String evil = "<script>alert('x')</script>\"";
        ProcessInfo info = new ProcessInfo(evil, evil, 0, 0, 0, ProcessState.BACKOFF, evil, 0, "", "", 0, evil);
        api.answer("getAllProcessInfo", () -> List.of(info));
        api.answer("readProcessStdoutLog", () -> evil);
        api.answer("getIdentification", () -> evil);

        assertThat(page("index.html", "message=" + PercentText.quote(evil)))
                .doesNotContain("<script>", "'x'")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;");
        assertThat(page("tail.html", "processname=" + PercentText.quote(evil))).doesNotContain("<script>");
        assertThat(page("tail.html", "processname=cat")).doesNotContain("<script>");
    }

    @Test
    void messageIsShown() {
        assertThat(page("index.html", "message=All%20stopped+now"))
                .contains("class=\"status_msg\" role=\"status\">All stopped now</div>");
    }

    @Test
    void noProcessesAreSaidSo() {
        api.answer("getAllProcessInfo", List::of);

        assertThat(page("index.html", ""))
                .contains("<p id=\"none\">No programs to manage</p>", "<table id=\"processes\" hidden>");
    }

    static Stream<Arguments> actions() {
        return Stream.of(
                arguments("action=refresh", "Page refreshed at Sun Nov  1 07:48:15 2026"),
                arguments("action=stopall", "All stopped at Sun Nov  1 07:48:15 2026"),
                arguments("action=start&processname=cat", "Process cat started"),
                arguments("action=stop&processname=cat:cat", "Process cat:cat stopped"),
                arguments("action=clearlog&processname=cat", "Log for cat cleared"),
                arguments("action=startall", "All started at Sun Nov  1 07:48:15 2026"),
                arguments("action=restartall", "All restarted at Sun Nov  1 07:48:15 2026"),
                arguments("action=startgroup&processname=cat", "Group cat started"),
                arguments("action=stopgroup&processname=cat", "Group cat stopped"),
                arguments("action=restartgroup&processname=cat", "Group cat restarted"),
                arguments("action=shutdown", "Supervisor is shutting down"),
                arguments("action=start&processname=nosuch", "No such process named nosuch"),
                arguments("action=stop&processname=g:*", "No such process named g:*"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("actions")
    void actionEndsWithItsMessage(String query, String message) {
        assertThat(message(query)).isEqualTo(message);
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
    void failuresInAGroupAreTold() {
        Object outcomes = CompletableFuture.completedFuture(List.of(
                ProcessOutcome.success("a", "g"),
                ProcessOutcome.failure("b", "g", new RpcFault(Fault.SPAWN_ERROR, "g:b"))));
        api.answer("startProcessGroup", () -> outcomes);

        assertThat(message("action=startgroup&processname=g"))
                .isEqualTo("ERROR: Group g: not started: g:b (SPAWN_ERROR: g:b)");
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
        CompletableFuture<? extends WebAnswer> page = answer("index.html", "action=restartall");
        assertThat(api.calls).containsExactly("getState[]", "stopAllProcesses[true]");

        stopped.complete(List.of());
        runLater();

        assertThat(api.calls).containsExactly("getState[]", "stopAllProcesses[true]", "startAllProcesses[true]");
        assertThat(page).isCompleted();
    }

    @ParameterizedTest
    @CsvSource({"action=nosuch", "action=nosuch&processname=cat", "action=start", "action=Refresh"})
    void whatCannotBeDoneIsMeaningless(String query) {
        assertThat(request(query).isMeaningless()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "x=1",
        "action=refresh",
        "action=stopall",
        "action=start&processname=cat",
        "action=stopgroup&processname=g"
    })
    void whatCanBeDoneIsNot(String query) {
        assertThat(request(query).isMeaningless()).isFalse();
    }

    private static WebRequest request(String query) {
        return new WebRequest("index.html", new FormFields(query, ""), true, Role.CONTROL);
    }

    @Test
    void tailPageShowsTheEndOfTheLog() {
        api.answer("readProcessStdoutLog", () -> "\nline <1>\n");

        assertThat(page("tail.html", "processname=cat&limit=2048"))
                .contains("<title>Supervisor tail of process cat</title>", "tabindex=\"0\">\n\nline &lt;1&gt;\n</pre>")
                .contains("href=\"tail.html?processname=cat&amp;limit=2048\">Refresh</a>");
        assertThat(api.calls).contains("readProcessStdoutLog[cat, -2048, 0]");
    }

    @ParameterizedTest(name = "limit {0} is {1} bytes")
    @CsvSource({"5, 1024", "abc, 1024", "-7, 1024", "1025, 1025", "99999999999, 1048576", "1048577, 1048576"})
    void limitIsAtLeastAKilobyte(String limit, int bytes) {
        page("tail.html", "processname=cat&limit=" + limit);

        assertThat(api.calls).contains("readProcessStdoutLog[cat, -" + bytes + ", 0]");
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
        assertThat(answer("ok.html", "").join()).isEqualTo(new WebAnswer.Text("OK"));
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

    private CompletableFuture<? extends WebAnswer> answer(String name, String query) {
        return pages.answer(new WebRequest(name, new FormFields(query, ""), true, Role.CONTROL));
    }

    private String page(String name, String query) {
        return page(name, query, Role.CONTROL);
    }

    private String page(String name, String query, Role role) {
        WebRequest request = new WebRequest(name, new FormFields(query, ""), false, role);
        return ((WebAnswer.Page) pages.answer(request).join()).html();
    }

    private String message(String query) {
        CompletableFuture<? extends WebAnswer> answer = answer("index.html", query);
        runLater();
        WebAnswer.Done done = (WebAnswer.Done) answer.join();
        assertThat(PercentText.decode(done.pathAndQuery())).isEqualTo("/?message=" + done.message());
        return done.message();
    }

    private void runLater() {
        for (Runnable task = later.poll(); task != null; task = later.poll()) {
            task.run();
        }
    }
}
