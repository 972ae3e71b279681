package org.supervisor4j.ctl.session;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * What Ctrl-C does. {@code sun.misc.Signal} is the only way to a signal without native code; it is in every JDK up to
 * now, in the supported module jdk.unsupported.
 */
@SuppressWarnings("sunapi") // see above: there is no other API for signals
public final class Interrupts implements AutoCloseable {
    private final SignalHandler before;

    private Interrupts(SignalHandler before) {
        this.before = before;
    }

    /**
     * Lets SIGINT, SIGTERM and SIGHUP end the process the way the system does it by default. A JVM would end with exit
     * code 130 instead of by the signal, and a shell script that runs us in a loop would go on with the next round.
     * Where one of them was ignored from the start (nohup), it stays ignored.
     */
    public static void endTheProcess() {
        Signal.handle(new Signal("INT"), SignalHandler.SIG_DFL);
        Signal.handle(new Signal("TERM"), SignalHandler.SIG_DFL);
        Signal.handle(new Signal("HUP"), SignalHandler.SIG_DFL);
    }

    /** Runs something at each Ctrl-C, on a thread of the JVM's, until this is closed. */
    public static Interrupts handle(Runnable action) {
        return new Interrupts(Signal.handle(new Signal("INT"), signal -> action.run()));
    }

    /** Gives Ctrl-C the meaning back that it had before. */
    @Override
    public void close() {
        Signal.handle(new Signal("INT"), before);
    }
}
