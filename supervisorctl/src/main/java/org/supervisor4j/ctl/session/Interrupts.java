package org.supervisor4j.ctl.session;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The effect of Ctrl-C. {@code sun.misc.Signal} (module jdk.unsupported, in every JDK up to now) is the only way to a
 * signal without native code. It is called by reflection, because the compiler's warning about it cannot be suppressed
 * and warnings stop this build. Where it should be missing one day, Ctrl-C ends the program, as Java does by itself.
 */
public final class Interrupts implements AutoCloseable {
    /** The exit code by which shells report an end by SIGINT. */
    public static final int EXIT_CODE = 130;

    private final String signal;
    private final @Nullable Object before;

    private Interrupts(String signal, @Nullable Object before) {
        this.signal = signal;
        this.before = before;
    }

    /**
     * Lets SIGINT, SIGTERM and SIGHUP end the process the way the system does it by default. A JVM would end with exit
     * code 130 instead of by the signal, and a shell script that runs us in a loop would go on with the next round.
     * Where one of them was ignored from the start (nohup), it stays ignored.
     */
    public static void endTheProcess() {
        try {
            Object systemDefault =
                    Class.forName("sun.misc.SignalHandler").getField("SIG_DFL").get(null);
            Api api = new Api();
            api.handle("INT", systemDefault);
            api.handle("TERM", systemDefault);
            api.handle("HUP", systemDefault);
        } catch (ReflectiveOperationException missing) {
            // Java's own way of ending will do
        }
    }

    /** Runs something at each Ctrl-C, on a thread of the JVM's, until this is closed. */
    public static Interrupts handle(Runnable action) {
        return handle("INT", action);
    }

    /** The same for each change of the terminal's size. */
    public static Interrupts whenResized(Runnable action) {
        return handle("WINCH", action);
    }

    private static Interrupts handle(String signal, Runnable action) {
        try {
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> called(action, proxy, method, arguments));
            return new Interrupts(signal, new Api().handle(signal, handler));
        } catch (ReflectiveOperationException missing) {
            return new Interrupts(signal, null);
        }
    }

    /** Puts what Ctrl-C means now back into force when this is closed, whatever it was made to mean meanwhile. */
    public static Interrupts kept() {
        Interrupts present = handle(() -> {});
        present.close();
        return present;
    }

    /**
     * Ends the process by SIGINT like {@link #endTheProcess}, but lets Java put in order first what it has changed: a
     * terminal gets its echo back.
     */
    public static void endInOrder() {
        Runtime runtime = Runtime.getRuntime();
        runtime.addShutdownHook(new Thread(Interrupts::endBySignal, "end"));
        runtime.exit(EXIT_CODE);
    }

    private static void endBySignal() {
        endTheProcess();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            signal.getMethod("raise", signal)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"));
        } catch (ReflectiveOperationException missing) {
            // then by the exit code
        }
    }

    private static @Nullable Object called(
            Runnable action, Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "handle" -> {
                action.run();
                yield null;
            }
            case "equals" -> arguments != null && arguments[0] == proxy;
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "Interrupts";
        };
    }

    /** Gives Ctrl-C the meaning back that it had before. */
    @Override
    public void close() {
        if (before != null) {
            try {
                new Api().handle(signal, before);
            } catch (ReflectiveOperationException impossible) {
                throw new LinkageError("could be set but not reset", impossible);
            }
        }
    }

    /** {@code sun.misc.Signal.handle(new Signal(name), handler)}. */
    private static final class Api {
        private final Class<?> signal = Class.forName("sun.misc.Signal");
        private final Method handle = signal.getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"));

        Api() throws ReflectiveOperationException {}

        /** The handler that was there before. */
        Object handle(String name, Object handler) throws ReflectiveOperationException {
            Object number = signal.getConstructor(String.class).newInstance(name);
            return handle.invoke(null, number, handler);
        }
    }
}
