package org.supervisor4j.daemon.supervisor;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.health.Verdict;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.SpawnRequest;
import org.supervisor4j.daemon.os.SpawnStep;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.supervisor.SimulatedChild.Manners;
import org.supervisor4j.model.Signal;

/** The rest of the machine in a simulation: what children do, and what the kernel and the disk refuse, by chance. */
final class SimulatedMachine implements FakeOs.World {
    private static final long MILLISECOND = Phase.SECOND / 1000;
    private static final Errno EAGAIN = new Errno(Errno.EAGAIN, "EAGAIN", "Resource temporarily unavailable");
    private static final Errno EPERM = new Errno(Errno.EPERM, "EPERM", "Operation not permitted");
    private static final Errno ESRCH = new Errno(Errno.ESRCH, "ESRCH", "No such process");
    private static final Errno ENOENT = new Errno(Errno.ENOENT, "ENOENT", "No such file or directory");
    private static final Errno ENOSPC = new Errno(Errno.ENOSPC, "ENOSPC", "No space left on device");
    private static final Pattern ENVELOPE = Pattern.compile(
            "ver:3.0 server:supervisor serial:(\\d+) pool:(\\S+)" + " poolserial:(\\d+) eventname:(\\S+) len:(\\d+)\n");

    private static final List<Channel> CHANNELS = List.of(Channel.STDOUT, Channel.STDERR);

    private final Dice dice;
    private final SimulationTrace trace;
    private final LoopHarness harness;
    private final ProcessRules rules;
    private final PoolRules poolRules;
    private final Map<Integer, SimulatedChild> children = new LinkedHashMap<>();
    private final PriorityQueue<Due> agenda = new PriorityQueue<>();
    private long planned;
    private int undealt;
    private @Nullable Errno refusal;
    private boolean failsToBecome;
    private boolean calm;

    /** Something that will happen outside. */
    private record Due(long at, long number, Runnable action) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    SimulatedMachine(Dice dice, SimulationTrace trace, LoopHarness harness, ProcessRules rules, PoolRules poolRules) {
        this.dice = dice;
        this.trace = trace;
        this.harness = harness;
        this.rules = rules;
        this.poolRules = poolRules;
        harness.os.live(this);
    }

    private void plan(long nanos, Runnable action) {
        agenda.add(new Due(harness.clock.nanos() + nanos, planned++, action));
    }

    /** In nanoseconds; empty where nothing will happen by itself. */
    Optional<Long> nextDue() {
        Due next = agenda.peek();
        return next == null ? Optional.empty() : Optional.of(Math.max(0, next.at() - harness.clock.nanos()));
    }

    /** Has happen what is due, and listeners read what they have been sent. */
    void live() {
        for (Due next = agenda.peek(); next != null && next.at() <= harness.clock.nanos(); next = agenda.peek()) {
            agenda.remove().action().run();
        }
        for (SimulatedChild child : living()) {
            if (isListener(child) && !rules.isOrphan(child)) {
                hear(child, harness.os.takeInput(child.pid));
            }
        }
    }

    private boolean isListener(SimulatedChild child) {
        return poolRules.hasPool(child.group) && !SimulatedPrograms.isExtra(child.config.name());
    }

    private List<SimulatedChild> living() {
        return children.values().stream().filter(child -> !child.ended).toList();
    }

    /** Those that the daemon has not reaped. */
    List<SimulatedChild> unreaped() {
        return children.values().stream().filter(child -> !child.reaped).toList();
    }

    @Override
    public void spawned(int pid, SpawnRequest request) {
        SimulatedChild child = rules.spawned(
                pid,
                value(request, "SUPERVISOR_GROUP_NAME="),
                value(request, "SUPERVISOR_PROCESS_NAME="),
                dice.any(Manners.PROMPT, Manners.PROMPT, Manners.SLOW, Manners.DEAF));
        children.put(pid, child);
        for (Channel channel : child.config.redirectStderr() ? List.of(Channel.STDOUT) : CHANNELS) {
            child.logs.put(channel, harness.outputs.last(child.config.name(), channel));
        }
        trace.answer("spawned " + child);
        child.cannotBecomeProgram = failsToBecome;
        failsToBecome = false;
        plan(dice.any(0L, MILLISECOND, 20 * MILLISECOND), () -> becomeProgram(child));
        if (child.cannotBecomeProgram) {
            plan(30 * MILLISECOND, () -> end(child, 127 << 8));
        } else if (!dice.oneIn(3)) {
            plan(lifetime(child), () -> end(child, dice.any(0, 0, 1 << 8, 2 << 8, Signal.SIGPIPE)));
        }
        if (isListener(child)) {
            plan(dice.upTo(2) * Phase.SECOND, () -> say(child, Channel.STDOUT, "READY\n"));
        }
        if (dice.oneIn(10)) {
            harness.os.place(pid, 1, 1);
            trace.answer(child + " leaves its process group");
        }
    }

    private static String value(SpawnRequest request, String key) {
        return request.environment().stream()
                .filter(entry -> entry.startsWith(key))
                .findFirst()
                .orElseThrow()
                .substring(key.length());
    }

    private long lifetime(SimulatedChild child) {
        long startsecs = child.config.policy().startsecs() * Phase.SECOND;
        return switch (dice.below(6)) {
            case 0 -> 0;
            case 1 -> dice.upTo(startsecs);
            case 2 -> startsecs + dice.below(3) - 1L;
            case 3 -> dice.upTo(100 * MILLISECOND);
            default -> dice.upTo(60 * Phase.SECOND);
        };
    }

    private void becomeProgram(SimulatedChild child) {
        if (!child.ended) {
            trace.input(child + (child.cannotBecomeProgram ? " can't become its program" : " becomes its program"));
            harness.os.settleExec(child.pid);
        }
    }

    @Override
    public Optional<Errno> signalled(int target, int signal) {
        SimulatedChild child = Objects.requireNonNull(children.get(Math.abs(target)));
        Errno refused = refusal;
        refusal = null;
        trace.answer(Signal.name(signal) + " to " + (target < 0 ? "the group of " : "") + child
                + (refused == null ? "" : " is refused: " + refused.name()));
        rules.signalled(child, target, signal);
        child.forbidden |= EPERM.equals(refused);
        if (refused == null && !child.ended) {
            react(child, signal);
        }
        return Optional.ofNullable(refused);
    }

    private void react(SimulatedChild child, int signal) {
        if (signal == Signal.SIGKILL) {
            plan(calm || !dice.oneIn(5) ? 0 : dice.upTo(30 * Phase.SECOND), () -> end(child, signal));
        } else if (child.manners == Manners.PROMPT) {
            if (dice.oneIn(3)) {
                end(child, dice.any(0, signal));
            } else {
                plan(dice.any(0L, MILLISECOND, 50 * MILLISECOND), () -> end(child, dice.any(0, signal)));
            }
        } else if (child.manners == Manners.SLOW) {
            long limit = child.config.policy().stopwaitsecs() * Phase.SECOND;
            plan(dice.any(dice.upTo(limit), limit, limit + 1), () -> end(child, dice.any(0, signal)));
        }
    }

    @Override
    public void pipeRefused() {
        trace.answer("a pipe is refused");
        rules.starved();
    }

    @Override
    public void reaped(int pid) {
        SimulatedChild child = children.remove(pid);
        if (child != null) {
            child.reaped = true;
            child.reapedAt = harness.clock.nanos();
            trace.answer("reaped " + child);
        }
    }

    private void end(SimulatedChild child, int waitStatus) {
        if (child.ended) {
            return;
        }
        if (dice.oneIn(3)) {
            lastWords(child, dice.any(CHANNELS));
        }
        trace.input(child + " ends, status " + waitStatus);
        child.ended = true;
        child.waitStatus = waitStatus;
        harness.os.end(child.pid, waitStatus);
        harness.os.raise(Signal.SIGCHLD);
    }

    /** A child of the daemon's that nobody asked to, and who was not expected to, ends. */
    void endAny() {
        List<SimulatedChild> living = living();
        if (!living.isEmpty()) {
            end(dice.any(living), dice.any(0, 1 << 8, Signal.SIGKILL, 11 | 0x80));
        }
    }

    void end(SimulatedChild child) {
        end(child, 0);
    }

    /** A child's check comes to another verdict. */
    void judgeAny() {
        List<SimulatedChild> watched = living().stream()
                .filter(child -> child.config.health().isAny() && !rules.isOrphan(child))
                .toList();
        if (watched.isEmpty()) {
            return;
        }
        SimulatedChild child = dice.any(watched);
        FakeHealth.Run run = harness.health.of(child.config.name());
        Verdict verdict = dice.any(Verdict.HEALTHY, Verdict.UNHEALTHY, Verdict.UNHEALTHY);
        trace.input(child + " is found " + verdict.word());
        harness.loop.post("a verdict", () -> {
            if (!run.isClosed()) {
                child.unhealthy = verdict == Verdict.UNHEALTHY;
                run.judged(verdict, "so it is");
            }
        });
    }

    /** A child writes something. */
    void sayAny() {
        List<SimulatedChild> living = living();
        if (living.isEmpty()) {
            return;
        }
        SimulatedChild child = dice.any(living);
        Channel channel = dice.any(CHANNELS);
        if (isListener(child) && channel == Channel.STDOUT) {
            say(child, channel, dice.any("READY\n", "RESULT 2\nOK", "RESULT 4\nFAIL", "RESULT x\n", "what?", "RESU"));
        } else {
            say(child, channel, "line " + planned++ + "\n");
        }
    }

    private void say(SimulatedChild child, Channel channel, String text) {
        FakeOutputs.FakeChannel log = child.logs.get(channel);
        // What a listener answers whose pool is gone could not be told from what its successor does.
        if (child.ended || log == null || rules.isOrphan(child)) {
            return;
        }
        trace.input(child + " writes to " + channel.word() + ": " + text.replace("\n", "\\n"));
        if (log.isAttached()) {
            deliver(child, log, text);
        } else {
            harness.os.say(child.pid, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void lastWords(SimulatedChild child, Channel channel) {
        FakeOutputs.FakeChannel log = child.logs.get(channel);
        if (log != null && log.isAttached()) {
            String text = "last words " + planned++;
            trace.input(child + " writes to " + channel.word() + ", which will be read later: " + text);
            log.whenDrained(() -> deliver(child, log, text));
        }
    }

    /** As the output loop would. */
    private void deliver(SimulatedChild child, FakeOutputs.FakeChannel log, String text) {
        if (!log.spec().deliverData()) {
            return;
        }
        if (log.spec().config().eventsEnabled() && !log.spec().listenerProtocol()) {
            child.wrote(log.spec().channel(), text);
        }
        undealt++;
        log.listener().onData(text.getBytes(StandardCharsets.UTF_8), () -> undealt--);
    }

    /** How many pieces of output the daemon has been given and has not done with. */
    int undealt() {
        return undealt;
    }

    private void hear(SimulatedChild child, String input) {
        Matcher header = ENVELOPE.matcher(input);
        int at = 0;
        while (at < input.length()) {
            trace.must(header.find(at) && header.start() == at, "%s was sent no event: %s", child, input);
            int end = input.offsetByCodePoints(header.end(), Integer.parseInt(header.group(5)));
            trace.answer(child + " is sent event " + header.group(1) + ", " + header.group(4));
            poolRules.sent(
                    header.group(2),
                    Long.parseLong(header.group(1)),
                    Integer.parseInt(header.group(3)),
                    header.group(4),
                    input.substring(header.end(), end));
            at = end;
            answer(child);
        }
    }

    private void answer(SimulatedChild child) {
        String text =
                dice.any("RESULT 2\nOKREADY\n", "RESULT 2\nOKREADY\n", "RESULT 2\nOKREADY\n", "RESULT 4\nFAILREADY\n");
        if (dice.oneIn(20)) {
            text = dice.any("RESULT two\nOK", "", "RESULT 2\nOK", "READY\n");
        }
        int cut = dice.below(text.length() + 1);
        String begin = text.substring(0, cut);
        String rest = text.substring(cut);
        long soon = dice.any(0L, 0L, MILLISECOND, dice.upTo(5 * Phase.SECOND));
        plan(soon, () -> sayIfAny(child, begin));
        plan(soon + dice.any(0L, MILLISECOND), () -> sayIfAny(child, rest));
    }

    private void sayIfAny(SimulatedChild child, String text) {
        if (!text.isEmpty()) {
            say(child, Channel.STDOUT, text);
        }
    }

    /** A child stops reading, or goes on, or closes its stdin. */
    void changeInput() {
        List<SimulatedChild> withInput = living().stream()
                .filter(child -> !child.group.equals("cgi") && !child.closedInput)
                .toList();
        if (withInput.isEmpty()) {
            return;
        }
        SimulatedChild child = dice.any(withInput);
        if (dice.oneIn(4)) {
            trace.input(child + " closes its stdin");
            child.closedInput = true;
            harness.os.closeInput(child.pid);
            harness.os.readOn(child.pid);
        } else {
            setReading(child, !child.reads);
        }
    }

    private void setReading(SimulatedChild child, boolean reads) {
        trace.input(child + (reads ? " reads on" : " reads no more"));
        child.reads = reads;
        if (reads) {
            harness.os.readOn(child.pid);
        } else {
            harness.os.stopReading(child.pid);
        }
    }

    /** The kernel refuses something that it will be asked for. */
    void refuseSomething() {
        switch (dice.below(6)) {
            case 0 -> {
                trace.input("the next fork is refused: EAGAIN");
                harness.os.failNextSpawn(EAGAIN);
            }
            case 1 -> {
                int left = dice.below(4);
                trace.input("only " + left + " more pipes can be made");
                harness.os.allowPipes(left);
                plan(dice.upTo(5 * Phase.SECOND), this::allowPipes);
            }
            case 2 -> {
                trace.input("the next child can't become its program: ENOENT");
                harness.os.failNextExec(SpawnStep.EXEC, ENOENT);
                failsToBecome = true;
            }
            case 3 -> {
                String file = dice.any(SimulatedPrograms.COMMANDS);
                trace.input(file + " is taken away");
                harness.host.hide(file);
                plan(dice.upTo(5 * Phase.SECOND), this::bringBackFiles);
            }
            case 4 -> {
                trace.input("the next socket is refused");
                harness.os.failNextListen(EAGAIN);
            }
            default -> {
                refusal = dice.any(EPERM, ESRCH);
                trace.input("the next signal is refused: " + refusal.name());
            }
        }
    }

    private void allowPipes() {
        trace.input("pipes can be made again");
        harness.os.allowPipes();
    }

    private void bringBackFiles() {
        trace.input("all files are there");
        harness.host.showAll();
    }

    /** The disk is slow, or quick again, or has done something that was waited for, or is full. */
    void changeDisk() {
        FakeOutputs outputs = harness.outputs;
        int held = outputs.held();
        switch (dice.below(6)) {
            case 0 -> {
                trace.input("the disk is slow");
                outputs.beSlow();
            }
            case 1 -> {
                trace.input("the disk is quick");
                outputs.beFast();
            }
            case 2 -> {
                trace.input("the disk is full");
                outputs.failWith(new OsException("open", "a log", ENOSPC));
                plan(dice.upTo(5 * Phase.SECOND), this::emptyDisk);
            }
            case 3 -> catchUp();
            default -> {
                if (held > 0) {
                    trace.input("the disk has done one of " + held + " things");
                    outputs.catchUp(dice.below(held));
                }
            }
        }
    }

    private void emptyDisk() {
        trace.input("the disk has room");
        harness.outputs.failWith(null);
    }

    private void catchUp() {
        trace.input("the disk catches up");
        if (dice.oneIn(2)) {
            harness.outputs.catchUp();
        } else {
            harness.outputs.catchUpBackwards();
        }
    }

    /** From now on nothing is refused or slow, and who is killed dies. */
    void calmDown() {
        trace.input("all goes well from here on");
        calm = true;
        refusal = null;
        failsToBecome = false;
        harness.os.refuseNothing();
        harness.host.showAll();
        harness.outputs.failWith(null);
        harness.outputs.catchUp();
        living().stream().filter(child -> !child.reads).forEach(child -> setReading(child, true));
    }

    /** Whether the process's child would read what it is sent. */
    boolean takesInput(String process) {
        return living().stream()
                .filter(child -> child.config.name().equals(process) && !rules.isOrphan(child))
                .anyMatch(child -> !child.closedInput);
    }
}
