package org.supervisor4j.ctl.session;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * What Ctrl-C does. {@code sun.misc.Signal} (module jdk.unsupported, in every JDK up to now) is the only way to a
 * signal without native code. It is called by reflection, because the compiler's warning about it cannot be suppressed
 * and warnings stop this build. Where it should be missing one day, Ctrl-C ends the program, as Java does by itself.
 */
public final class Interrupts implements AutoCloseable {
    private final @Nullable Object before;

    private Interrupts(@Nullable Object before) {
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
        try {
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> called(action, proxy, method, arguments));
            return new Interrupts(new Api().handle("INT", handler));
        } catch (ReflectiveOperationException missing) {
            return new Interrupts(null);
        }
    }

    /** Puts what Ctrl-C means now back into force when this is closed, whatever it was made to mean meanwhile. */
    public static Interrupts kept() {
        Interrupts present = handle(() -> {});
        present.close();
        return present;
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
                new Api().handle("INT", before);
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
