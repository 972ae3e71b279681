package org.supervisor4j.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.ChildReaper;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.ListeningSockets;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.PendingExec;
import org.supervisor4j.daemon.os.Poller;
import org.supervisor4j.daemon.os.ProcessSpawner;
import org.supervisor4j.daemon.os.ProcessTable;
import org.supervisor4j.daemon.os.Signals;
import org.supervisor4j.daemon.os.SpawnRequest;
import org.supervisor4j.daemon.os.SpawnStep;

/**
 * An operating system in which nothing happens by itself. Strict: it fails on a double close, on a signal to a child
 * that has been reaped, and {@linkplain #assertNothingLeft at the end} on descriptors and children that were left over.
 */
public final class FakeOs
        implements ProcessSpawner, ChildReaper, Signals, ProcessTable, Descriptors, ListeningSockets, Poller {
    /** A signal that was sent. */
    public record Sent(int pid, int signal) {}

    /** What the rest of the machine makes of what the daemon does. Called in the middle of it. */
    interface World {
        public void spawned(int pid, SpawnRequest request);

        /**
         * Somebody is to get a signal.
         *
         * @param target a child, or the negated group of one
         * @return why it is refused; empty if it comes
         */
        Optional<Errno> signalled(int target, int signal);

        /** There was no descriptor for a pipe. */
        void pipeRefused();

        /** The daemon knows of the child's end; from now on its number is nobody's. */
        void reaped(int pid);
    }

    private final Set<Integer> open = new HashSet<>();
    private final Map<Integer, SpawnRequest> alive = new LinkedHashMap<>();
    private final Map<Integer, Entry> processes = new LinkedHashMap<>();
    private final Queue<Reaped> ended = new ArrayDeque<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<SpawnRequest> spawned = new ArrayList<>();
    private final List<String> breaches = new ArrayList<>();
    private int nextDescriptor = 100;
    private int nextPid = 1000;
    private @Nullable World world;
    private @Nullable Errno nextSpawnFails;
    private @Nullable Errno nextKillFails;
    private PendingExec.@Nullable Failure nextExecFails;
    private @Nullable Errno nextListenFails;
    private int pipesUntilFull = Integer.MAX_VALUE;
    private final Map<Integer, Integer> writeEnds = new LinkedHashMap<>();
    private final Map<Integer, Integer> readEnds = new LinkedHashMap<>();
    private final Map<Integer, Queue<byte[]>> said = new LinkedHashMap<>();
    private final Set<Integer> watchedForReading = new HashSet<>();
    private final Map<Integer, ByteArrayOutputStream> written = new LinkedHashMap<>();
    private final Map<Integer, Integer> writes = new LinkedHashMap<>();
    private final Set<Integer> full = new HashSet<>();
    private final Set<Integer> broken = new HashSet<>();
    private final Set<Integer> watchedForWriting = new HashSet<>();
    private final List<Integer> ready = new ArrayList<>();
    private final List<Integer> writable = new ArrayList<>();
    private final Map<Integer, Integer> execPipes = new LinkedHashMap<>();
    private final Set<Integer> closedByChild = new LinkedHashSet<>();
    private final Map<Integer, Integer> signalPipes = new LinkedHashMap<>();
    private final Map<Integer, Integer> raised = new LinkedHashMap<>();

    /** From now on somebody has a say in what becomes of the daemon's doings. */
    void live(World inhabited) {
        world = inhabited;
    }

    public List<Sent> sent() {
        return sent;
    }

    public List<SpawnRequest> spawned() {
        return spawned;
    }

    private int stdin(int pid) {
        SpawnRequest child = Objects.requireNonNull(alive.get(pid), "no child has this pid");
        return writeEnds.getOrDefault(child.stdin(), -1);
    }

    /** What has been written to the child's stdin since the last call. */
    public String takeInput(int pid) {
        ByteArrayOutputStream bytes = written.remove(stdin(pid));
        return bytes == null ? "" : bytes.toString(StandardCharsets.UTF_8);
    }

    /** How many writes to the child's stdin there were. */
    public int writesTo(int pid) {
        return writes.getOrDefault(stdin(pid), 0);
    }

    /** The child reads nothing more, and its pipe is full. */
    public void stopReading(int pid) {
        full.add(stdin(pid));
    }

    /** The child reads all that is there and will be, as the next turn finds. */
    public void readOn(int pid) {
        full.remove(stdin(pid));
        if (watchedForWriting.contains(stdin(pid))) {
            writable.add(stdin(pid));
        }
    }

    /** The child writes to its stdout, where the control loop reads that; one read gives what one call brought. */
    public void say(int pid, byte[] bytes) {
        SpawnRequest child = Objects.requireNonNull(alive.get(pid), "no child has this pid");
        said.computeIfAbsent(readEnds.getOrDefault(child.stdout(), -1), fresh -> new ArrayDeque<>())
                .add(bytes);
    }

    /** How many calls of {@link #say} have not been read. */
    public int unread(int pid) {
        SpawnRequest child = Objects.requireNonNull(alive.get(pid), "no child has this pid");
        return said.getOrDefault(readEnds.getOrDefault(child.stdout(), -1), new ArrayDeque<>())
                .size();
    }

    /** A process that is no child of the daemon's, or a child that has moved to another process group. */
    public void place(int pid, int parent, int group) {
        processes.put(pid, new Entry(pid, parent, group, 0, 0, 0));
    }

    /** The child closes its stdin. */
    public void closeInput(int pid) {
        broken.add(stdin(pid));
    }

    public void failNextSpawn(Errno errno) {
        nextSpawnFails = errno;
    }

    public void failNextKill(Errno errno) {
        nextKillFails = errno;
    }

    /** The next child gets as far as this on its way to its program; the test lets it end with 127. */
    public void failNextExec(SpawnStep step, Errno errno) {
        nextExecFails = new PendingExec.Failure(step, errno);
    }

    void failNextListen(Errno errno) {
        nextListenFails = errno;
    }

    /** From now on only so many pipes can be made. */
    public void allowPipes(int count) {
        pipesUntilFull = count;
    }

    /** Again as many pipes as anybody wants. */
    public void allowPipes() {
        pipesUntilFull = Integer.MAX_VALUE;
    }

    /** Nothing that was to be refused is. */
    void refuseNothing() {
        allowPipes();
        nextSpawnFails = null;
        nextKillFails = null;
        nextExecFails = null;
        nextListenFails = null;
    }

    /** The child has become its program, or can't: its exec pipe closes, as the next turn finds. */
    void settleExec(int pid) {
        closedByChild.add(execPipes.get(pid));
    }

    /** A signal to the daemon, as the next turn finds. */
    void raise(int signal) {
        raised.merge(Objects.requireNonNull(signalPipes.get(signal), "nobody catches it"), 1, Integer::sum);
    }

    /** The child ends; it is there to be reaped, and takes signals until then without any effect. */
    void end(int pid, int waitStatus) {
        assertThat(alive).containsKey(pid);
        alive.remove(pid);
        ended.add(new Reaped(pid, waitStatus));
    }

    /** A child that nobody here has started. */
    void endStranger(int pid, int waitStatus) {
        ended.add(new Reaped(pid, waitStatus));
    }

    /** What the daemon did that no daemon may do: whoever called may have kept the error to himself. */
    List<String> breaches() {
        return breaches;
    }

    private void must(boolean kept, String rule) {
        if (!kept) {
            breaches.add(rule);
            throw new AssertionError(rule);
        }
    }

    public void assertNothingLeft() {
        assertThat(breaches).as("what may not be done").isEmpty();
        assertThat(open).as("open descriptors").isEmpty();
        assertThat(watchedForReading).as("watched for reading").isEmpty();
        assertThat(watchedForWriting).as("watched for writing").isEmpty();
        assertThat(alive).as("children").isEmpty();
        assertThat(ended).as("zombies").isEmpty();
    }

    private int openDescriptor() {
        open.add(nextDescriptor);
        return nextDescriptor++;
    }

    @Override
    public Spawned spawn(SpawnRequest request) throws OsException {
        Errno failure = nextSpawnFails;
        if (failure != null) {
            nextSpawnFails = null;
            throw new OsException("spawn", request.path(), failure);
        }
        int pid = nextPid++;
        alive.put(pid, request);
        place(pid, 1, pid);
        spawned.add(request);
        int descriptor = openDescriptor();
        execPipes.put(pid, descriptor);
        PendingExec.Failure execFailure = nextExecFails;
        nextExecFails = null;
        if (world != null) {
            world.spawned(pid, request);
        }
        return new Spawned(pid, new PendingExec() {
            @Override
            public int descriptor() {
                return descriptor;
            }

            @Override
            public @Nullable Failure finish() {
                close(descriptor);
                return execFailure;
            }
        });
    }

    @Override
    public @Nullable Reaped reap() {
        Reaped child = ended.poll();
        if (child != null) {
            processes.remove(child.pid());
            if (world != null) {
                world.reaped(child.pid());
            }
        }
        return child;
    }

    @Override
    public void kill(int pid, int signal) throws OsException {
        Errno failure = nextKillFails;
        if (failure != null) {
            nextKillFails = null;
            throw new OsException("kill", Integer.toString(pid), failure);
        }
        if (pid < 0 && processes.values().stream().noneMatch(process -> process.group() == -pid)) {
            throw new OsException("kill", Integer.toString(pid), new Errno(Errno.ESRCH, "ESRCH", "No such process"));
        }
        must(processes.containsKey(Math.abs(pid)), "signal to " + pid + ", which was reaped");
        Optional<Errno> refused = world == null ? Optional.empty() : world.signalled(pid, signal);
        if (refused.isPresent()) {
            throw new OsException("kill", Integer.toString(pid), refused.get());
        }
        sent.add(new Sent(pid, signal));
    }

    @Override
    public List<Entry> read() {
        return List.copyOf(processes.values());
    }

    @Override
    public int catchSignal(int signal) {
        int descriptor = openDescriptor();
        signalPipes.put(signal, descriptor);
        return descriptor;
    }

    @Override
    public void ignore(int signal) {
        // Nothing comes by itself here.
    }

    @Override
    public long take(int descriptor) {
        Integer times = raised.remove(descriptor);
        return times == null ? 0 : times;
    }

    @Override
    public int listenUnix(String path, int backlog, int mode, int uid, int gid) throws OsException {
        return listen(path);
    }

    @Override
    public int listenInet(String host, int port, int backlog) throws OsException {
        return listen(host + ":" + port);
    }

    private int listen(String name) throws OsException {
        Errno failure = nextListenFails;
        if (failure != null) {
            nextListenFails = null;
            throw new OsException("bind", name, failure);
        }
        return openDescriptor();
    }

    @Override
    public String numericAddress(String host) {
        return host.equals("localhost") ? "127.0.0.1" : host;
    }

    @Override
    public Pipe pipe() throws OsException {
        if (pipesUntilFull-- <= 0) {
            if (world != null) {
                world.pipeRefused();
            }
            throw new OsException("make", "a pipe", new Errno(Errno.EMFILE, "EMFILE", "Too many open files"));
        }
        Pipe pipe = new Pipe(openDescriptor(), openDescriptor());
        writeEnds.put(pipe.readEnd(), pipe.writeEnd());
        readEnds.put(pipe.writeEnd(), pipe.readEnd());
        return pipe;
    }

    @Override
    public void setNonBlocking(int descriptor) {
        must(open.contains(descriptor), descriptor + " used though it is not open");
    }

    @Override
    public void growPipe(int descriptor, int size) {
        // What a pipe holds is not looked at here.
    }

    @Override
    public int read(int descriptor, ByteBuffer buffer) {
        must(open.contains(descriptor), descriptor + " used though it is not open");
        byte[] bytes = said.getOrDefault(descriptor, new ArrayDeque<>()).poll();
        if (bytes == null) {
            return WOULD_BLOCK;
        }
        buffer.put(bytes);
        return bytes.length;
    }

    @Override
    public int write(int descriptor, ByteBuffer buffer) throws OsException {
        must(open.contains(descriptor), descriptor + " used though it is not open");
        if (broken.contains(descriptor)) {
            throw new OsException("write to", "a pipe", new Errno(Errno.EPIPE, "EPIPE", "Broken pipe"));
        }
        if (full.contains(descriptor)) {
            return WOULD_BLOCK;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        written.computeIfAbsent(descriptor, fresh -> new ByteArrayOutputStream())
                .writeBytes(bytes);
        writes.merge(descriptor, 1, Integer::sum);
        return bytes.length;
    }

    @Override
    public int writeShared(int descriptor, ByteBuffer buffer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int duplicate(int descriptor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean mayWrite(int descriptor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isTerminal(int descriptor) {
        return false;
    }

    @Override
    public boolean isSame(int one, int other) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOfProc(int descriptor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close(int descriptor) {
        must(!watchedForReading.contains(descriptor), descriptor + " closed while watched for reading");
        must(!watchedForWriting.contains(descriptor), descriptor + " closed while watched for writing");
        must(open.remove(descriptor), descriptor + " closed though it is not open");
        said.remove(descriptor);
        closedByChild.remove(descriptor);
    }

    @Override
    public int open(String path, int flags, int mode) {
        return openDescriptor();
    }

    @Override
    public FileStatus status(int descriptor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long seekEnd(int descriptor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int readAt(int descriptor, ByteBuffer buffer, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void truncate(int descriptor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void chmod(int descriptor, int mode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void chown(int descriptor, int uid, int gid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void add(int descriptor, boolean reading, boolean writing) {
        must(open.contains(descriptor), descriptor + " used though it is not open");
        if (reading) {
            watchedForReading.add(descriptor);
        }
        if (writing) {
            watchedForWriting.add(descriptor);
        }
    }

    @Override
    public void remove(int descriptor) {
        must(open.contains(descriptor), descriptor + " unwatched after its close");
        watchedForReading.remove(descriptor);
        watchedForWriting.remove(descriptor);
    }

    /** Whether no descriptor that somebody watches is ready. */
    boolean isQuiet() {
        find();
        return ready.isEmpty();
    }

    @Override
    public int await(long timeoutNanos) {
        find();
        writable.clear();
        return ready.size();
    }

    private void find() {
        ready.clear();
        writable.removeIf(descriptor -> !watchedForWriting.contains(descriptor));
        ready.addAll(writable);
        ready.addAll(raised.keySet());
        closedByChild.stream().filter(watchedForReading::contains).forEach(ready::add);
        said.forEach((descriptor, pieces) -> {
            if (!pieces.isEmpty() && watchedForReading.contains(descriptor)) {
                ready.add(descriptor);
            }
        });
    }

    @Override
    public void rest(long nanos) {
        throw new AssertionError("the control loop does not rest");
    }

    @Override
    public int descriptor(int index) {
        return ready.get(index);
    }

    @Override
    public void wakeup() {
        // There is no sleep to be woken from.
    }

    @Override
    public void close() {
        // Signals and poller alike: nothing of theirs outlives the test.
        open.removeAll(signalPipes.values());
        watchedForReading.removeAll(signalPipes.values());
        signalPipes.clear();
        raised.clear();
    }
}
