package org.supervisor4j.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.ContainerConfig;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.events.EventType;
import org.supervisor4j.daemon.events.SerialCounter;
import org.supervisor4j.daemon.listener.EventBus;
import org.supervisor4j.daemon.listener.PublishedEvent;
import org.supervisor4j.daemon.listener.ResultHandlers;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.os.Host;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.process.CommandException;
import org.supervisor4j.daemon.process.CommandResolver;
import org.supervisor4j.daemon.process.DaemonSettings;
import org.supervisor4j.daemon.process.FcgiSocket;
import org.supervisor4j.daemon.process.FcgiSocketException;
import org.supervisor4j.daemon.process.LaunchOrder;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.process.SupervisorContext;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.SupervisorState;
import org.supervisor4j.plugin.PluginFolder;

/** A control loop that a test turns by hand, over a {@link FakeOs} and a {@link VirtualClock}. */
public final class LoopHarness {
    public static final int TERMINATED = 15;
    /** More than anything needs that comes to rest. */
    private static final int MOST_TURNS = 1000;

    public final VirtualClock clock;
    public final FakeOs os;
    public final FakeOutputs outputs;
    public final FakeHealth health = new FakeHealth();
    public final RecordingLog log = new RecordingLog();
    final RecordedChildren records = new RecordedChildren();
    final EventLoop loop;
    final AnythingGoes host = new AnythingGoes();
    public final List<String> events = new ArrayList<>();
    public final Supervisor supervisor;
    /** What shortens waits. */
    DoubleSupplier chance = () -> 0;

    private final SerialCounter serials;
    private final EventBus.Subscriber ear = event -> events.add(describe(event));

    public LoopHarness() {
        this(0);
    }

    /** @param uid whose daemon it is */
    public LoopHarness(int uid) {
        this(uid, new VirtualClock(), new FakeOs(), new SerialCounter());
    }

    private LoopHarness(int uid, VirtualClock clock, FakeOs os, SerialCounter serials) {
        this.clock = clock;
        this.os = os;
        this.serials = serials;
        outputs = new FakeOutputs(os);
        loop = new EventLoop(os, clock, log);
        EventBus bus = new EventBus(serials);
        bus.subscribe(EventType.EVENT, ear);
        loop.adopt();
        SupervisorContext context = new SupervisorContext(
                loop,
                bus,
                os,
                os,
                os,
                os,
                outputs,
                new CommandResolver(host, Map.of("PATH", "/usr/bin:/bin")),
                clock,
                log,
                new HashMap<>(),
                records,
                new LaunchOrder(loop),
                new DaemonSettings(config(List.of())),
                new ResultHandlers(new PluginFolder(null, 0), log),
                () -> chance.getAsDouble(),
                health,
                uid,
                Map.of("INHERITED", "yes"));
        supervisor = new Supervisor(context, os);
    }

    /** From now on {@link #events} hears of none, and events may be such that nobody wants. */
    void hearNoMore() {
        supervisor.context().events().unsubscribe(ear);
    }

    private static String describe(PublishedEvent event) {
        return event.type()
                + (event.payload().isEmpty() ? "" : " " + event.payload().strip());
    }

    /** The daemon's next life, on the same machine. */
    LoopHarness startedOver() {
        return new LoopHarness(supervisor.context().uid(), clock, os, serials);
    }

    /** What a configuration with these groups comes to. */
    static SupervisordConfig config(List<GroupConfig> groups) {
        return config(groups, ContainerConfig.NONE);
    }

    static SupervisordConfig config(List<GroupConfig> groups, ContainerConfig container) {
        SupervisordConfig.Daemon daemon = new SupervisordConfig.Daemon(
                "/tmp/d.log",
                0,
                0,
                LogLevel.INFO,
                "/tmp/d.pid",
                022,
                true,
                false,
                1024,
                200,
                false,
                "/tmp",
                null,
                null,
                null,
                false,
                "supervisor",
                container);
        return new SupervisordConfig(
                "d.conf",
                daemon,
                groups,
                List.of(),
                List.of(),
                "unix:///run/d.sock",
                new SupervisordConfig.Messages(List.of(), List.of(), List.of()),
                List.of());
    }

    /** What the daemon does otherwise from now on. */
    void container(ContainerConfig container) {
        supervisor.context().settings().replace(config(List.of(), container).daemon());
    }

    @Nullable
    FcgiSocket socket(GroupConfig group) {
        try {
            return new FcgiSocket.Factory(os, os, log).of(group).orElse(null);
        } catch (FcgiSocketException refused) {
            throw new AssertionError(refused);
        }
    }

    /** Adds groups and starts what is to be started. */
    public LoopHarness with(GroupConfig... groups) {
        for (GroupConfig group : groups) {
            assertThat(supervisor.addGroup(group, Map.of(), socket(group))).isTrue();
        }
        supervisor.begin();
        turn();
        return this;
    }

    /** Asks for a start, as a client does. */
    public void start(Subprocess process) {
        try {
            process.start(supervisor.context().commands().resolve(process.config()));
        } catch (CommandException refused) {
            throw new AssertionError(refused);
        }
    }

    /** Whether the loop would sleep. */
    boolean isQuiet() {
        return loop.isIdle() && os.isQuiet() && loop.nanosToNextAlarm() != 0;
    }

    /** Runs turns until nothing is due any more at this moment. */
    public void turn() {
        int turns = 0;
        do {
            assertThat(turns++).as("turns in one moment").isLessThan(MOST_TURNS);
            loop.runOnce(0);
        } while (!isQuiet());
        records.assertAre(supervisor.context().children().keySet());
    }

    /** Lets time pass, stopping at each deadline on the way as the loop would. */
    public void advance(Duration duration) {
        long end = clock.nanos() + duration.toNanos();
        while (clock.nanos() < end) {
            long next = loop.nanosToNextAlarm();
            long left = end - clock.nanos();
            clock.advance(Duration.ofNanos(next < 0 || next > left ? left : Math.max(1, next)));
            turn();
        }
    }

    public Subprocess process(String name) {
        return supervisor.process(name, name).orElseThrow();
    }

    public ProcessState state(String name) {
        return process(name).state();
    }

    public int pid(String name) {
        return process(name).snapshot().pid();
    }

    /** The log of the process's present run. */
    public FakeOutputs.FakeChannel channel(String name, Channel channel) {
        return outputs.last(name, channel);
    }

    /** The process writes to its stdout, and the loop hears of it. */
    public void says(String name, String text) {
        FakeOutputs.FakeChannel stdout = channel(name, Channel.STDOUT);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (stdout.isAttached()) {
            stdout.listener().onData(bytes, () -> {});
        } else {
            os.say(pid(name), bytes);
        }
        turn();
    }

    /** The process's child ends, and the loop hears of it. */
    public void end(String name, int waitStatus) {
        os.end(pid(name), waitStatus);
        supervisor.reap();
        turn();
    }

    public void exit(String name, int code) {
        end(name, code << 8);
    }

    /** Stops everything as a SIGTERM to the daemon would. */
    void shutdown() {
        supervisor.stop(SupervisorState.SHUTDOWN);
        turn();
    }

    /** Everything that is supposed to exist in these tests exists and can be executed. */
    public static final class AnythingGoes implements Host {
        private final Set<String> missing = new HashSet<>();
        private final Map<String, OptionalInt> seen = new HashMap<>();

        /** From now on the file is not there. */
        void hide(String path) {
            missing.add(path);
        }

        /** All files are there again. */
        void showAll() {
            missing.clear();
        }

        @Override
        public long ticks() {
            return 0;
        }

        @Override
        public void showAs(String program, int arguments) {}

        @Override
        public OptionalInt fileMode(String path) {
            return missing.contains(path) ? OptionalInt.empty() : seen.computeIfAbsent(path, AnythingGoes::modeOnDisk);
        }

        private static OptionalInt modeOnDisk(String path) {
            try {
                return OptionalInt.of((Integer) Files.getAttribute(Path.of(path), "unix:mode"));
            } catch (IOException none) {
                return OptionalInt.empty();
            }
        }

        @Override
        public int pid() {
            return 1;
        }

        @Override
        public String nodeName() {
            return "host";
        }

        @Override
        public int umask(int mask) {
            return mask;
        }

        @Override
        public void chdir(String directory) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setsid() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isExecutable(String path) {
            return true;
        }

        @Override
        public void duplicate(int descriptor, int target) {
            throw new UnsupportedOperationException();
        }
    }
}
