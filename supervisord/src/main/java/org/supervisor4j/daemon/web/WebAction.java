package org.supervisor4j.daemon.web;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.daemon.rpc.RpcDispatcher;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/**
 * What the links of the status page do. Each action ends in the sentence that the page then shows; the waits are those
 * of the RPC methods and hold no thread. Once begun, an action of several steps is carried out to its end.
 */
final class WebAction {
    /** C's asctime. */
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US);

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
     * Carries out an action.
     *
     * @return its message; fails with an {@link IllegalArgumentException} if there is no such action
     */
    CompletableFuture<String> perform(String action, Optional<String> process) {
        return switch (action) {
            case "refresh" -> CompletableFuture.completedFuture("Page refreshed at " + now());
            case "stopall" ->
                attempt(() -> api.stopAllProcesses(true)).thenApply(outcomes -> "All stopped at " + now());
            case "restartall" ->
                inTurn(() -> api.stopAllProcesses(true), () -> api.startAllProcesses(true))
                        .thenApply(nothing -> "All restarted at " + now());
            default ->
                process.map(name -> performOn(name, action))
                        .orElseGet(() -> CompletableFuture.failedFuture(new IllegalArgumentException(action)));
        };
    }

    private CompletableFuture<String> performOn(String name, String action) {
        if (!exists(name)) {
            return CompletableFuture.completedFuture("No such process named " + name);
        }
        return switch (action) {
            case "start" ->
                messageOf(
                        () -> api.startProcess(name, true),
                        "Process " + name + " started",
                        fault -> startError(name, fault));
            case "stop" ->
                messageOf(() -> api.stopProcess(name, true), "Process " + name + " stopped", WebAction::unexpected);
            case "restart" ->
                inTurn(() -> api.stopProcess(name, true), () -> api.startProcess(name, true))
                        .thenApply(nothing -> "Process " + name + " restarted");
            case "clearlog" ->
                messageOf(() -> api.clearProcessLogs(name), "Log for " + name + " cleared", WebAction::unexpected);
            default -> CompletableFuture.failedFuture(new IllegalArgumentException(action));
        };
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

    private static CompletableFuture<String> messageOf(
            Supplier<? extends CompletableFuture<?>> call, String success, Function<RpcFault, String> failure) {
        return attempt(call).handle((value, thrown) -> {
            if (thrown == null) {
                return success;
            } else if (RpcDispatcher.causeOf(thrown) instanceof RpcFault fault) {
                return failure.apply(fault);
            }
            throw new IllegalStateException(RpcDispatcher.causeOf(thrown));
        });
    }

    /** The second step follows whether or not the first one went well, as in the original. */
    private CompletableFuture<@Nullable Void> inTurn(
            Supplier<? extends CompletableFuture<?>> first, Supplier<? extends CompletableFuture<?>> second) {
        return attempt(first)
                .handle((value, failure) -> true)
                .thenComposeAsync(done -> attempt(second), executor)
                .handle((value, failure) -> null);
    }

    /** A method may throw its fault or complete with it: here it always completes. */
    private static CompletableFuture<?> attempt(Supplier<? extends CompletableFuture<?>> call) {
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
