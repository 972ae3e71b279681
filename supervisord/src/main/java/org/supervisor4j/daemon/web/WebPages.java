package org.supervisor4j.daemon.web;

import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.supervisor4j.api.Supervisor4jApi;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.daemon.rpc.DaemonView;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.RpcFault;

/** The pages by name, whatever brings the requests. Any thread. */
public final class WebPages {
    /** The page that shows the end of a log: by far the largest. */
    public static final String TAIL = "tail.html";

    private static final Set<String> NAMES = Set.of("index.html", "process.html", "confirm.html", TAIL, "ok.html");

    private final SupervisorApi api;
    private final Supervisor4jApi additions;
    private final DaemonView view;
    private final String host;
    private final Supplier<ZonedDateTime> clock;
    private final WebAction action;

    /**
     * @param host the name of this machine
     * @param clock what messages and the footer show, in the zone they show it in
     * @param executor where steps that had to wait for others are taken
     */
    public WebPages(
            SupervisorApi api,
            Supervisor4jApi additions,
            DaemonView view,
            String host,
            Executor executor,
            Supplier<ZonedDateTime> clock) {
        this.api = api;
        this.additions = additions;
        this.view = view;
        this.host = host;
        this.clock = clock;
        this.action = new WebAction(api, executor, clock);
    }

    /** What pages there are. */
    public static Set<String> names() {
        return NAMES;
    }

    /**
     * Answers a request that is {@linkplain WebRequest#isPermitted permitted}.
     *
     * @return fails if the action is unknown, or if the daemon doesn't answer any more
     */
    public CompletableFuture<? extends WebAnswer> answer(WebRequest request) {
        if (request.isAction()) {
            // contract: web.py, StatusView.render: an action's answer takes the page, which an ending daemon has not
            api.getState();
            return action.perform(
                    request.fields().get("action").orElseThrow(),
                    request.fields().get("processname"));
        }
        return CompletableFuture.completedFuture(
                request.page().equals("ok.html") ? new WebAnswer.Text("OK") : new WebAnswer.Page(html(request)));
    }

    private String html(WebRequest request) {
        FormFields fields = request.fields();
        return switch (request.page()) {
            case "index.html" -> status(context(), request, fields.get("message"));
            case "process.html" -> process(context(), request);
            case "confirm.html" ->
                ConfirmPage.render(context(), fields, request.role())
                        .orElseGet(() -> status(context(), request, Optional.empty()));
            case TAIL -> TailPage.render(contextOfATail(), api, fields, request.role());
            default -> throw new IllegalArgumentException(request.page());
        };
    }

    /** @throws RpcFault if the daemon is about to end */
    private PageContext context() {
        return new PageContext(api.getIdentification(), host, clock.get().getYear());
    }

    /**
     * contract: web.py, TailView.render: there is a page even while the daemon ends, with the fault where the log was.
     */
    private PageContext contextOfATail() {
        try {
            return context();
        } catch (RpcFault ending) {
            return new PageContext("", host, clock.get().getYear());
        }
    }

    private String status(PageContext context, WebRequest request, Optional<String> message) {
        return StatusPage.render(
                context,
                api.getAllProcessInfo(),
                view.asides(),
                clock.get().toEpochSecond(),
                StatusQuery.of(request.fields()),
                message,
                request.role());
    }

    /** Where there is no such process (any more), the status page says so. */
    private String process(PageContext context, WebRequest request) {
        String name = request.fields().get("processname").orElse("");
        Optional<DaemonView.Settings> settings = view.settings(name);
        try {
            ProcessPage.Content content = new ProcessPage.Content(
                    api.getProcessInfo(name),
                    settings.orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name)),
                    additions.getProcessHistory(name),
                    view.restart(name),
                    additions.getProcessHealth(name),
                    view.asides()
                            .getOrDefault(Namespec.parse(name).toString(), DaemonView.Aside.NONE)
                            .comes());
            return ProcessPage.render(
                    context,
                    content,
                    ProcessStory.of(content, additions),
                    new ProcessLogs(api, content.process())
                            .shown(request.fields().get("channel")),
                    request.role());
        } catch (RpcFault fault) {
            if (!fault.is(Fault.BAD_NAME)) {
                throw fault;
            }
            return status(context, request, Optional.of("No such process named " + name));
        }
    }
}
