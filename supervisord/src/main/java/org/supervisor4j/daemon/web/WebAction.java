package org.supervisor4j.daemon.web;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.daemon.rpc.RpcRouter;
import org.supervisor4j.daemon.web.WebAnswer.Done;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.RpcFault;

/**
 * Does what the buttons of the pages say. Each action ends in a sentence that the page then shows; the waits are those
 * of the RPC methods and hold no thread. Once begun, an action of several steps is carried out to its end.
 */
final class WebAction {
    /** Actions that the reference doesn't have, so that no bookmark leads to them. */
    static final Set<String> ADDED = Set.of("startall", "startgroup", "stopgroup", "restartgroup", "shutdown");

    static final Set<String> ON_ALL = Set.of("refresh", "stopall", "startall", "restartall", "shutdown");
    static final Set<String> ON_ONE =
            Set.of("startgroup", "stopgroup", "restartgroup", "start", "stop", "restart", "clearlog");

    /** C's asctime. */
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US);

    /** Further failures of a group are only counted. */
    private static final int MOST_FAILURES_TOLD = 5;

    private final SupervisorApi api;
    private final Executor executor;
    private final Supplier<ZonedDateTime> clock;

    /** @param executor where a second step is begun: not on the thread that ended the first one */
    WebAction(SupervisorApi api, Executor executor, Supplier<ZonedDateTime> clock) {
        this.api = api;
        this.executor = executor;
        this.clock = clock;
    }

    /**
     * Whether there is such an action.
     *
     * @param named whether a process or group is named, which many need
     */
    static boolean isKnown(String action, boolean named) {
        return ON_ALL.contains(action) || (named && ON_ONE.contains(action));
    }

    /**
     * Carries out an action that {@linkplain #isKnown is known}.
     *
     * @param process the process, or for actions on groups the group, where one is named
     * @return its end
     */
    CompletableFuture<Done> perform(String action, Optional<String> process) {
        return switch (action) {
            case "refresh" -> CompletableFuture.completedFuture(new Done(true, "Page refreshed at " + now()));
            case "stopall" -> all(() -> api.stopAllProcesses(true), "stopped");
            case "startall" -> all(() -> api.startAllProcesses(true), "started");
            case "restartall" ->
                inTurn(() -> api.stopAllProcesses(true), () -> all(() -> api.startAllProcesses(true), "restarted"))
                        .exceptionally(failure -> new Done(false, "All restarted at " + now()));
            case "shutdown" -> messageOf(api::shutdown, "Supervisor is shutting down", WebAction::unexpected);
            default ->
                process.map(name -> performOn(name, action))
                        .orElseGet(() -> CompletableFuture.failedFuture(new IllegalArgumentException(action)));
        };
    }

    private CompletableFuture<Done> performOn(String name, String action) {
        return switch (action) {
            case "startgroup" -> group(() -> api.startProcessGroup(name, true), name, "started");
            case "stopgroup" -> group(() -> api.stopProcessGroup(name, true), name, "stopped");
            case "restartgroup" ->
                inTurn(
                        () -> api.stopProcessGroup(name, true),
                        () -> group(() -> api.startProcessGroup(name, true), name, "restarted"));
            default -> exists(name) ? performOnProcess(name, action) : noSuchProcess(name);
        };
    }

    private CompletableFuture<Done> performOnProcess(String name, String action) {
        return switch (action) {
            case "start" ->
                messageOf(
                        () -> api.startProcess(name, true),
                        "Process " + name + " started",
                        fault -> startError(name, fault));
            case "stop" ->
                messageOf(() -> api.stopProcess(name, true), "Process " + name + " stopped", WebAction::unexpected);
            case "restart" ->
                // contract: web.py says so whatever came of it
                inTurn(
                        () -> api.stopProcess(name, true),
                        () -> messageOf(
                                () -> api.startProcess(name, true),
                                "Process " + name + " restarted",
                                fault -> "Process " + name + " restarted"));
            case "clearlog" ->
                messageOf(() -> api.clearProcessLogs(name), "Log for " + name + " cleared", WebAction::unexpected);
            default -> CompletableFuture.failedFuture(new IllegalArgumentException(action));
        };
    }

    private static CompletableFuture<Done> noSuchProcess(String name) {
        return CompletableFuture.completedFuture(new Done(false, "No such process named " + name));
    }

    private boolean exists(String name) {
        try {
            api.getProcessInfo(name);
            return true;
        } catch (RpcFault fault) {
            return !fault.is(Fault.BAD_NAME);
        }
    }

    private static String startError(String name, RpcFault fault) {
        String reason = "unexpected rpc fault [" + fault.code() + "] " + fault.text();
        if (fault.is(Fault.NO_FILE)) {
            reason = "no such file";
        } else if (fault.is(Fault.NOT_EXECUTABLE)) {
            reason = "file not executable";
        } else if (fault.is(Fault.ALREADY_STARTED)) {
            reason = "already started";
        } else if (fault.is(Fault.SPAWN_ERROR)) {
            reason = "spawn error";
        } else if (fault.is(Fault.ABNORMAL_TERMINATION)) {
            reason = "abnormal termination";
        }
        return "ERROR: Process " + name + ": " + reason;
    }

    private static String unexpected(RpcFault fault) {
        return "unexpected rpc fault [" + fault.code() + "] " + fault.text();
    }

    /** contract: web.py names the time, and no failures; whether there were any, scripts are told. */
    private CompletableFuture<Done> all(Supplier<CompletableFuture<List<ProcessOutcome>>> call, String done) {
        return attempt(call)
                .thenApply(outcomes -> new Done(failures(outcomes).isEmpty(), "All " + done + " at " + now()));
    }

    private CompletableFuture<Done> group(
            Supplier<CompletableFuture<List<ProcessOutcome>>> call, String group, String done) {
        return attempt(call).handle((outcomes, thrown) -> {
            if (thrown != null) {
                return new Done(false, unexpected(faultOf(thrown)));
            }
            List<ProcessOutcome> failures = failures(outcomes);
            return failures.isEmpty()
                    ? new Done(true, "Group " + group + " " + done)
                    : new Done(false, "ERROR: Group " + group + ": not " + done + ": " + told(failures));
        });
    }

    private static List<ProcessOutcome> failures(List<ProcessOutcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome.status() != Fault.SUCCESS.code())
                .toList();
    }

    private static String told(List<ProcessOutcome> failures) {
        String first = failures.stream()
                .limit(MOST_FAILURES_TOLD)
                .map(outcome -> Namespec.of(outcome.group(), outcome.name()) + " (" + outcome.description() + ")")
                .collect(Collectors.joining(", "));
        int more = failures.size() - MOST_FAILURES_TOLD;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private static <T> CompletableFuture<Done> messageOf(
            Supplier<CompletableFuture<T>> call, String success, Function<RpcFault, String> failure) {
        return attempt(call)
                .handle((value, thrown) ->
                        thrown == null ? new Done(true, success) : new Done(false, failure.apply(faultOf(thrown))));
    }

    private static RpcFault faultOf(Throwable thrown) {
        if (RpcRouter.causeOf(thrown) instanceof RpcFault fault) {
            return fault;
        }
        throw new IllegalStateException(RpcRouter.causeOf(thrown));
    }

    /** The second step follows whether or not the first one went well, as in the original. */
    private <T> CompletableFuture<Done> inTurn(
            Supplier<CompletableFuture<T>> first, Supplier<CompletableFuture<Done>> second) {
        return attempt(first).handle((value, failure) -> true).thenComposeAsync(done -> second.get(), executor);
    }

    /** A method may throw its fault or complete with it: here it always completes. */
    private static <T> CompletableFuture<T> attempt(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RpcFault fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    private String now() {
        return ASCTIME.format(clock.get());
    }
}
