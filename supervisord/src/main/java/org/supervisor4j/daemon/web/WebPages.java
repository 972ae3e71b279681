package org.supervisor4j.daemon.web;

import java.time.ZonedDateTime;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.model.Role;

/** The pages by name, whatever brings the requests. Any thread. */
public final class WebPages {
    private static final Set<String> NAMES = Set.of("index.html", "tail.html", "ok.html");

    private final SupervisorApi api;
    private final Supplier<ZonedDateTime> clock;
    private final WebAction action;

    /**
     * @param clock what messages and the footer show, in the zone they show it in
     * @param executor where steps that had to wait for others are taken
     */
    public WebPages(SupervisorApi api, Executor executor, Supplier<ZonedDateTime> clock) {
        this.api = api;
        this.clock = clock;
        this.action = new WebAction(api, executor, clock);
    }

    /** Whether there is such a page. */
    public static boolean has(String name) {
        return NAMES.contains(name);
    }

    /** Whether the request would change something, so that it must not come from another site. */
    public static boolean isAction(String name, FormFields form) {
        return name.equals("index.html") && form.get("action").isPresent();
    }

    /** What somebody must be allowed to do who asks for this: an action needs control, but for a mere refresh. */
    public static Role roleFor(String name, FormFields form) {
        boolean harmless = form.get("action").map("refresh"::equals).orElse(true);
        return isAction(name, form) && !harmless ? Role.CONTROL : Role.READ;
    }

    /**
     * Answers a request for a page that there {@link #has is}.
     *
     * @param role of whoever asks, who has the one that the request {@linkplain #roleFor needs}; the page offers only
     *     what it permits
     * @return fails if the action is unknown, or if the daemon doesn't answer any more
     */
    public CompletableFuture<WebAnswer> answer(String name, FormFields form, Role role) {
        return switch (name) {
            case "index.html" ->
                form.get("action")
                        .map(verb ->
                                action.perform(verb, form.get("processname")).<WebAnswer>thenApply(WebPages::redirect))
                        .orElseGet(() -> CompletableFuture.completedFuture(status(form, role)));
            case "tail.html" -> CompletableFuture.completedFuture(new WebAnswer.Page(TailPage.render(api, form)));
            case "ok.html" -> CompletableFuture.completedFuture(new WebAnswer.Text("OK"));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static WebAnswer redirect(String message) {
        return new WebAnswer.Redirect("/?message=" + PercentText.quote(message));
    }

    private WebAnswer status(FormFields form, Role role) {
        return new WebAnswer.Page(StatusPage.render(
                api.getAllProcessInfo(),
                form.get("message"),
                api.getSupervisorVersion(),
                clock.get().getYear(),
                role));
    }
}
