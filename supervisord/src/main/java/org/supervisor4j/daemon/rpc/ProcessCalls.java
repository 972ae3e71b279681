package org.supervisor4j.daemon.rpc;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.process.CommandException;
import org.supervisor4j.daemon.process.CommandResolver;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.model.Signal;

/**
 * Starts, stops and signals processes: what these calls check, in which order, and what they wait for. On the control
 * loop.
 */
final class ProcessCalls {
    private final Supervisor supervisor;

    ProcessCalls(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    /**
     * @param name as the caller wrote it: faults repeat it
     * @param wait whether to wait until it runs, or has failed to
     */
    CompletableFuture<Boolean> start(Subprocess process, String name, boolean wait) {
        CommandResolver.Command command;
        try {
            command = supervisor.context().commands().resolve(process.config());
        } catch (CommandException refused) {
            throw new RpcFault(refused.fault(), refused.text());
        }
        if (process.state().isRunning()) {
            throw new RpcFault(Fault.ALREADY_STARTED, name);
        }
        if (process.state() == ProcessState.UNKNOWN) {
            throw new RpcFault(Fault.FAILED, name + " is in an unknown process state");
        }
        process.start(command);
        return process.await(started -> wait ? startedForGood(started, name) : startedAtAll(started, name));
    }

    /** True once it runs. The first failed attempt ends the wait; further ones go on without us. */
    private static @Nullable Boolean startedForGood(Subprocess process, String name) {
        if (!process.spawnerr().isEmpty()) {
            throw new RpcFault(Fault.SPAWN_ERROR, name);
        }
        return switch (process.state()) {
            case RUNNING -> true;
            case STARTING -> null;
            case STOPPED, BACKOFF, STOPPING, EXITED, FATAL, UNKNOWN ->
                throw new RpcFault(Fault.ABNORMAL_TERMINATION, name);
        };
    }

    /** True once there is a child. */
    private static @Nullable Boolean startedAtAll(Subprocess process, String name) {
        boolean attemptFailed = process.state() == ProcessState.BACKOFF || process.state() == ProcessState.FATAL;
        if (attemptFailed && !process.spawnerr().isEmpty()) {
            throw new RpcFault(Fault.SPAWN_ERROR, name);
        }
        return (process.state() == ProcessState.STARTING && !process.hasChild()) ? null : Boolean.TRUE;
    }

    CompletableFuture<Boolean> stop(Subprocess process, String name, boolean wait) {
        if (!process.state().isRunning() && !process.comesBack()) {
            throw new RpcFault(Fault.NOT_RUNNING, name);
        }
        Optional<String> refused = process.stop();
        if (refused.isPresent()) {
            throw new RpcFault(Fault.FAILED, refused.get());
        }
        return wait ? process.awaitStopped() : CompletableFuture.completedFuture(true);
    }

    CompletableFuture<Boolean> signal(Subprocess process, String name, String signal) {
        OptionalInt number = Signal.parse(signal);
        if (number.isEmpty()) {
            throw new RpcFault(Fault.BAD_SIGNAL, signal);
        }
        if (!process.state().isSignallable()) {
            throw new RpcFault(Fault.NOT_RUNNING, name);
        }
        Optional<String> refused = process.signal(number.getAsInt());
        if (refused.isPresent()) {
            throw new RpcFault(Fault.FAILED, refused.get());
        }
        return CompletableFuture.completedFuture(true);
    }

    CompletableFuture<List<ProcessOutcome>> startAll(List<Subprocess> processes, boolean wait) {
        return outcomes()
                .collect(
                        processes,
                        process -> !process.state().isRunning(),
                        process -> start(process, process.namespec(), wait));
    }

    CompletableFuture<List<ProcessOutcome>> stopAll(List<Subprocess> processes, boolean wait) {
        return outcomes()
                .collect(
                        processes,
                        process -> process.state().isRunning() || process.comesBack(),
                        process -> stop(process, process.namespec(), wait));
    }

    CompletableFuture<List<ProcessOutcome>> signalAll(List<Subprocess> processes, String signal) {
        return outcomes()
                .collect(
                        processes,
                        process -> process.state().isSignallable(),
                        process -> signal(process, process.namespec(), signal));
    }

    GroupOutcomes outcomes() {
        return new GroupOutcomes(supervisor.context().loop()::now);
    }
}
