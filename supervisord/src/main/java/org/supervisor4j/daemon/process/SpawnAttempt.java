package org.supervisor4j.daemon.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.health.Ready;
import org.supervisor4j.daemon.health.probing.ProbeException;
import org.supervisor4j.daemon.listener.ListenerOutput;
import org.supervisor4j.daemon.loop.InputDispatcher;
import org.supervisor4j.daemon.os.Descriptors.Pipe;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.PendingExec;
import org.supervisor4j.daemon.os.ProcessSpawner.Spawned;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.os.SpawnRequest;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.output.OutputChannel;
import org.supervisor4j.daemon.process.CommandResolver.Command;
import org.supervisor4j.model.Namespec;

/**
 * One attempt to start a process and, if it succeeds, the child's pipes until the child has ended: logs are open first,
 * then pipes made, then the child. On the control loop only; opening and draining logs is done by the output loop.
 */
final class SpawnAttempt {
    /** Is told how the attempt goes, on the control loop. */
    interface Observer {
        void spawned(int pid);

        /**
         * There is no child; {@link #release} is the caller's, as at a child's end.
         *
         * @param starved whether it failed for want of descriptors
         */
        void failed(String spawnerr, boolean starved);

        /** There is a child, but it could not become the program; its end follows. */
        void childFailed(PendingExec.Failure failure, String text);
    }

    private static final int NOT_HELD = -1;

    private final SupervisorContext context;
    private final String group;
    private final ProcessConfig config;
    private final ChildLogs logs;
    private final @Nullable FcgiSocket socket;
    private final RunHealth health;
    private final Observer observer;

    private final List<OutputChannel> channels = new ArrayList<>(2);
    private @Nullable InputDispatcher stdin;
    private @Nullable PendingExec exec;
    private @Nullable ListenerOutput listenerOutput;
    private String argv0 = "";
    /** What becomes the child's descriptor 0, while {@link #socket} is held. */
    private int heldSocket = NOT_HELD;

    private boolean cancelled;

    /**
     * @param logs become this object's, which closes them
     * @param socket what the child gets as stdin; null for a pipe
     * @param health becomes this object's, which opens and closes it
     */
    SpawnAttempt(
            SupervisorContext context,
            String group,
            ProcessConfig config,
            ChildLogs logs,
            @Nullable FcgiSocket socket,
            RunHealth health,
            Observer observer) {
        this.context = context;
        this.group = group;
        this.config = config;
        this.logs = logs;
        this.socket = socket;
        this.health = health;
        this.observer = observer;
    }

    /**
     * Finds what to run; the rest follows when the logs are open.
     *
     * @param found what to run, if that is known already
     */
    void begin(@Nullable Command found) {
        try {
            heldSocket = socket == null ? NOT_HELD : socket.acquire();
            Command known = found == null ? context.commands().resolve(config) : found;
            argv0 = known.argv().get(0);
            logs.whenSettled(refusal -> opened(known, refusal));
        } catch (CommandException | FcgiSocketException refused) {
            fail(String.valueOf(refused.getMessage()), refused.getCause());
        }
    }

    private void opened(Command known, Optional<Throwable> refusal) {
        if (cancelled) {
            logs.discard();
        } else if (refusal.isPresent()) {
            fail(dispatcherError(refusal.get()), refusal.get());
        } else {
            channels.addAll(logs.channels());
            launch(known);
        }
    }

    /** The one way out without a child. */
    private void fail(String spawnerr, @Nullable Throwable cause) {
        logs.discard();
        observer.failed(spawnerr, cause instanceof OsException os && os.errno().isWantOfDescriptors());
    }

    /** Calls the attempt off before there is a child. */
    void cancel() {
        cancelled = true;
        release();
    }

    /** There is no child any more, or there was none: lets go of what it had. Does nothing the second time. */
    void release() {
        health.close();
        if (socket != null && heldSocket != NOT_HELD) {
            heldSocket = NOT_HELD;
            socket.release();
        }
    }

    private String dispatcherError(Throwable cause) {
        if (!(cause instanceof OsException os)) {
            return "unknown error making dispatchers for '" + config.name() + "': " + cause;
        }
        if (os.errno().is(Errno.ELOOP)) {
            // The original would follow the link, so its text does not say which one it is, and whose.
            context.log().warn(config.name() + ": " + os.getMessage());
        }
        return os.errno().is(Errno.EMFILE)
                ? tooManyOpenFiles()
                : "unknown error making dispatchers for '" + config.name() + "': "
                        + os.errno().name();
    }

    private String tooManyOpenFiles() {
        return "too many open files to spawn '" + config.name() + "'";
    }

    private void launch(Command known) {
        PipeSet pipes = new PipeSet(context.descriptors(), heldSocket == NOT_HELD, config.redirectStderr());
        try {
            pipes.open();
            health.open(this::probe);
        } catch (OsException refused) {
            pipes.closeAll();
            fail(dispatcherError(refused), refused);
            return;
        }
        try {
            Spawned child = context.spawner().spawn(request(known, pipes));
            pipes.closeChildEnds();
            connect(pipes);
            exec = child.exec();
            context.loop().watch(child.exec().descriptor(), true, false, () -> execSettled());
            health.spawned(child.pid());
            context.records()
                    .spawned(child.pid(), new ChildRecords.Started(Namespec.of(group, config.name()), known.file()));
            observer.spawned(child.pid());
        } catch (OsException refused) {
            pipes.closeAll();
            fail(forkError(refused.errno()), refused);
        }
    }

    private String forkError(Errno errno) {
        if (errno.is(Errno.EMFILE)) {
            return tooManyOpenFiles();
        }
        return errno.is(Errno.EAGAIN)
                ? "Too many processes in process table to spawn '" + config.name() + "'"
                : "unknown error during fork for '" + config.name() + "': " + errno.name();
    }

    private void connect(PipeSet pipes) throws OsException {
        Pipe input = pipes.stdin();
        if (input != null) {
            stdin = new InputDispatcher(context.loop(), context.descriptors(), input.writeEnd());
        }
        int readEnd = pipes.stdout().readEnd();
        listenerOutput = logs.events()
                .listen(readEnd, channels.get(0), logs.isKept(Channel.STDOUT))
                .orElse(null);
        if (listenerOutput == null) {
            channels.get(0).attach(readEnd);
        } else {
            listenerOutput.watch();
        }
        if (!config.redirectStderr()) {
            channels.get(1).attach(pipes.stderr().readEnd());
        }
    }

    private SpawnRequest request(Command known, PipeSet pipes) {
        Pipe input = pipes.stdin();
        return new SpawnRequest(
                known.file(),
                known.argv(),
                environment(),
                input == null ? heldSocket : input.readEnd(),
                pipes.stdout().writeEnd(),
                pipes.stderr().writeEnd(),
                config.launch().user(),
                config.launch().directory(),
                config.launch().umask(),
                extra());
    }

    /** What the child has beyond its standard descriptors; null for nothing. */
    private SpawnRequest.@Nullable Extra extra() {
        return config.health().ready() instanceof Ready.Descriptor ready
                ? new SpawnRequest.Extra(health.readyDescriptor(), ready.number())
                : null;
    }

    /** A command that looks after the program, as the program is run. Any thread. */
    private SpawnRequest probe(String command, int input, int output) throws ProbeException {
        try {
            Command found = context.commands().resolve(command, config);
            return new SpawnRequest(
                    found.file(),
                    found.argv(),
                    entries(variables()),
                    input,
                    output,
                    output,
                    config.launch().user(),
                    config.launch().directory(),
                    config.launch().umask(),
                    null);
        } catch (CommandException refused) {
            throw new ProbeException(String.valueOf(refused.getMessage()));
        }
    }

    /** The daemon's environment, what we tell every child, and what the program's configuration adds or overrides. */
    private List<String> environment() {
        Map<String, String> environment = variables();
        environment.putAll(health.environment());
        return entries(environment);
    }

    private Map<String, String> variables() {
        Map<String, String> environment = new LinkedHashMap<>(context.environment());
        environment.put("SUPERVISOR_ENABLED", "1");
        String serverUrl = config.launch().serverurl() != null
                ? config.launch().serverurl()
                : context.settings().serverUrl();
        if (serverUrl != null) {
            environment.put("SUPERVISOR_SERVER_URL", serverUrl);
        }
        environment.put("SUPERVISOR_PROCESS_NAME", config.name());
        environment.put("SUPERVISOR_GROUP_NAME", group);
        environment.putAll(config.launch().environment());
        return environment;
    }

    private static List<String> entries(Map<String, String> environment) {
        List<String> entries = new ArrayList<>(environment.size());
        environment.forEach((key, value) -> entries.add(key + "=" + value));
        return entries;
    }

    /** The exec pipe has closed: the program runs, or the child has died on the way to it. */
    private void execSettled() {
        PendingExec pending = exec;
        if (pending == null) {
            return;
        }
        exec = null;
        context.loop().unwatch(pending.descriptor());
        PendingExec.Failure failure = pending.finish();
        if (failure != null) {
            String error = childError(failure);
            String errno = failure.errno().name();
            observer.childFailed(failure, error.endsWith(errno) ? error : error + ": " + errno);
            // contract: options.py, what the original's child writes to its stderr
            String text = "supervisor: " + error + "\nsupervisor: child process was not spawned\n";
            channels.get(channels.size() - 1).inject(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What the child could not do, in the original's words. Contract. */
    private String childError(PendingExec.Failure failure) {
        String errno = failure.errno().name();
        return switch (failure.step()) {
            case GROUPS, GID, UID -> "couldn't setuid to " + uid() + ": " + userError(failure);
            case DIRECTORY -> "couldn't chdir to " + config.launch().directory() + ": " + errno;
            case EXEC -> "couldn't exec " + argv0 + ": " + errno;
            case RESET_SIGNALS -> "couldn't reset its signals: " + errno;
            case PROCESS_GROUP -> "couldn't make a process group: " + errno;
            case DESCRIPTORS -> "couldn't connect its standard input and output: " + errno;
            case RESOURCE_LIMITS -> "couldn't set its resource limits: " + errno;
            case UMASK -> "couldn't set its umask: " + errno;
            case UNBLOCK_SIGNALS -> "couldn't let its signals through: " + errno;
        };
    }

    private String uid() {
        ProcessUser user = config.launch().user();
        return user == null ? "?" : Integer.toString(user.uid());
    }

    /** Must not name a reason that it cannot be: root may lack a capability, too. */
    private String userError(PendingExec.Failure failure) {
        if (failure.errno().is(Errno.EPERM) && context.uid() != 0) {
            return "Can't drop privilege as nonroot user";
        }
        return switch (failure.step()) {
            case GROUPS -> "Could not set groups of effective user";
            case GID -> "Could not set group id of effective user";
            default -> "Could not set user id of effective user";
        };
    }

    /**
     * The child has been reaped: closes its stdin and complete when all of its output has been logged and delivered.
     */
    CompletableFuture<Void> finish() {
        execSettled();
        health.close();
        if (stdin != null) {
            stdin.close();
        }
        if (listenerOutput != null) {
            listenerOutput.finish();
        }
        return CompletableFuture.allOf(
                channels.stream().map(OutputChannel::drainAndClose).toArray(CompletableFuture<?>[]::new));
    }

    /** The child's stdin; null before there is a child, and where that is a socket. */
    @Nullable
    InputDispatcher stdin() {
        return stdin;
    }

    /** Its open logs. */
    List<OutputChannel> channels() {
        return List.copyOf(channels);
    }
}
