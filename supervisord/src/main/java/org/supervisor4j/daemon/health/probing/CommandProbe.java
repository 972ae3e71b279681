package org.supervisor4j.daemon.health.probing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.Pipe;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.PendingExec;
import org.supervisor4j.daemon.os.SpawnRequest;
import org.supervisor4j.model.Signal;

/**
 * One run of a probe's command. It is found on a worker's thread, started and reaped on the control loop, and what it
 * writes is read on the loop of the {@link Prober}. It is over when it has ended, whatever it has left running and
 * whoever keeps its output open; at the timeout its process group is killed.
 */
final class CommandProbe {
    private static final int MOST_KEPT = 1024;
    /** At the end: what is written faster than it is read is not waited for. */
    private static final int MOST_READS = 64;

    private final Prober prober;
    private final ProbeCommands commands;
    private final String command;
    private final ProbeCycle.Attempt attempt;
    private final Descriptors descriptors;
    private final StringBuilder output = new StringBuilder();

    private volatile boolean isAborted;
    /** On the control loop; 0 before it runs, and after. */
    private int pid;

    private @Nullable PendingExec exec;
    private @Nullable String execFailure;
    private int outputEnd = -1;
    private boolean isWatched;

    CommandProbe(Prober prober, ProbeCommands commands, String command, ProbeCycle.Attempt attempt) {
        this.prober = prober;
        this.commands = commands;
        this.command = command;
        this.attempt = attempt;
        descriptors = prober.system.descriptors();
    }

    /** On a worker's thread: looks for the command. */
    void prepare() {
        Pipe input = null;
        Pipe out = null;
        try {
            input = descriptors.pipe();
            out = descriptors.pipe();
            descriptors.setNonBlocking(out.readEnd());
            SpawnRequest request = commands.request(command, input.readEnd(), out.writeEnd());
            Pipe in = input;
            Pipe written = out;
            prober.control.post("a probe's command", () -> launch(request, in, written));
        } catch (ProbeException | OsException refused) {
            fail(String.valueOf(refused.getMessage()), input, out);
        }
    }

    private void fail(String text, @Nullable Pipe... pipes) {
        for (Pipe pipe : pipes) {
            if (pipe != null) {
                descriptors.close(pipe.readEnd());
                descriptors.close(pipe.writeEnd());
            }
        }
        attempt.answer(false, text);
    }

    private void launch(SpawnRequest request, Pipe input, Pipe out) {
        if (isAborted) {
            fail("given up", input, out);
            return;
        }
        try {
            var child = prober.system.spawner().spawn(request);
            pid = child.pid();
            exec = child.exec();
            prober.began(pid, this);
            descriptors.close(input.readEnd());
            descriptors.close(input.writeEnd());
            descriptors.close(out.writeEnd());
            prober.post("output of a probe", () -> watch(out.readEnd()));
            prober.control.watch(child.exec().descriptor(), true, false, this::settleExec);
        } catch (OsException refused) {
            if (pid == 0) {
                fail("couldn't be started: " + refused.getMessage(), input, out);
            }
            // Else its end is told all the same.
        }
    }

    private void settleExec() {
        PendingExec pending = exec;
        if (pending != null) {
            exec = null;
            prober.control.unwatch(pending.descriptor());
            PendingExec.Failure failure = pending.finish();
            if (failure != null) {
                execFailure = "couldn't be started: " + failure.step() + ": "
                        + failure.errno().name();
            }
        }
    }

    /** On the control loop. */
    void reaped(int exitCode, String ending) {
        settleExec();
        pid = 0;
        prober.post("end of a probe's command", () -> {
            readRest();
            close();
            String said = firstLine();
            String text = execFailure != null ? execFailure : ending;
            attempt.answer(exitCode == 0 && execFailure == null, said.isEmpty() ? text : text + ": " + said);
        });
    }

    /** Any thread. What is not running yet will not run. */
    void abort() {
        isAborted = true;
        prober.control.post("end of a probe's command", this::kill);
    }

    /** On the control loop: with all that it has started and that has not gone elsewhere. */
    void kill() {
        if (pid != 0) {
            for (int target : new int[] {-pid, pid}) {
                try {
                    prober.system.signals().kill(target, Signal.SIGKILL);
                } catch (OsException gone) {
                    // It has just ended; the reaping tells.
                }
            }
        }
    }

    private void watch(int descriptor) {
        outputEnd = descriptor;
        try {
            prober.watch(descriptor, true, false, this::readSome);
            isWatched = true;
        } catch (OsException unwatchable) {
            // Then it is read at its end.
        }
    }

    private void readSome() {
        if (readOnce() == 0) {
            // Nobody has it open any more.
            unwatch();
        }
    }

    /** What is there when it has ended. */
    private void readRest() {
        int reads = 0;
        while (outputEnd >= 0 && reads < MOST_READS && readOnce() > 0) {
            reads++;
        }
    }

    /** @return as {@link Descriptors#read}; 0 after a failure, too */
    private int readOnce() {
        ByteBuffer buffer = prober.scratch();
        try {
            int count = descriptors.read(outputEnd, buffer);
            byte[] kept = new byte[Math.max(0, Math.min(count, MOST_KEPT - output.length()))];
            buffer.flip().get(kept);
            output.append(new String(kept, StandardCharsets.UTF_8));
            return count;
        } catch (OsException broken) {
            return 0;
        }
    }

    private void unwatch() {
        if (isWatched) {
            isWatched = false;
            prober.unwatch(outputEnd);
        }
    }

    private void close() {
        unwatch();
        if (outputEnd >= 0) {
            descriptors.close(outputEnd);
            outputEnd = -1;
        }
    }

    private String firstLine() {
        return output.toString()
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("")
                .strip();
    }
}
