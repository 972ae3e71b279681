package org.supervisor4j.endtoend;

import static java.util.Objects.requireNonNull;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassObjectReference;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.StringReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a program in Java, or one of its libraries, looks up by its name while it runs: a debugger stops it wherever it
 * does. What the JDK looks up for itself is its own affair.
 */
final class NameLookups {
    private static final long PATIENCE_SECONDS = 300;

    private static final Set<String> RESOURCES = Set.of("getResource", "getResources", "getResourceAsStream");
    private static final Map<String, Set<String>> METHODS = Map.of(
            "java.lang.Class",
            Set.of(
                    "forName",
                    "newInstance",
                    "getMethod",
                    "getMethods",
                    "getDeclaredMethod",
                    "getDeclaredMethods",
                    "getField",
                    "getFields",
                    "getDeclaredField",
                    "getDeclaredFields",
                    "getConstructor",
                    "getConstructors",
                    "getDeclaredConstructor",
                    "getDeclaredConstructors",
                    "getResource",
                    "getResourceAsStream"),
            "java.lang.ClassLoader",
            RESOURCES,
            "java.util.ServiceLoader",
            Set.of("<init>"));

    private final ListeningConnector connector;
    private final Map<String, Connector.Argument> listening;
    private final String address;
    private final Set<String> types = new TreeSet<>();
    private final Set<String> resources = new TreeSet<>();
    private final Set<String> services = new TreeSet<>();
    private final CompletableFuture<Void> run;

    private NameLookups(ListeningConnector connector) throws IOException, IllegalConnectorArgumentsException {
        this.connector = connector;
        this.listening = connector.defaultArguments();
        requireNonNull(listening.get("localAddress")).setValue("127.0.0.1");
        this.address = connector.startListening(listening);
        this.run = CompletableFuture.runAsync(this::follow, task -> new Thread(task, "lookups").start());
    }

    /** Waits for one program, which is to be started with {@link #option}. */
    static NameLookups listen() throws IOException {
        for (ListeningConnector connector : Bootstrap.virtualMachineManager().listeningConnectors()) {
            if (connector.transport().name().equals("dt_socket")) {
                try {
                    return new NameLookups(connector);
                } catch (IllegalConnectorArgumentsException impossible) {
                    throw new AssertionError(impossible);
                }
            }
        }
        throw new AssertionError("the JDK that runs the tests has no debugger");
    }

    /** For the JVM that is to be followed, from its first class to its end. */
    String option() {
        return "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=" + address;
    }

    /** Waits until the program has ended. */
    void awaitEnd() {
        try {
            run.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the program could not be followed to its end", e);
        }
    }

    /** Classes that were looked up, or asked for their members. */
    Set<String> types() {
        return types;
    }

    /** Names of resources, from the root of the class path. */
    Set<String> resources() {
        return resources;
    }

    /** Interfaces that providers were looked for. */
    Set<String> services() {
        return services;
    }

    private void follow() {
        try {
            VirtualMachine program = connector.accept(listening);
            connector.stopListening(listening);
            METHODS.keySet().forEach(type -> {
                if (program.classesByName(type).isEmpty()) {
                    ClassPrepareRequest request = program.eventRequestManager().createClassPrepareRequest();
                    request.addClassFilter(type);
                    request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
                    request.enable();
                }
                program.classesByName(type).forEach(NameLookups::stopIn);
            });
            program.resume();
            while (true) {
                EventSet events = program.eventQueue().remove();
                for (Event event : events) {
                    look(event);
                }
                events.resume();
            }
        } catch (VMDisconnectedException end) {
            // As it should be.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalConnectorArgumentsException | IncompatibleThreadStateException e) {
            throw new AssertionError(e);
        }
    }

    private static void stopIn(ReferenceType type) {
        for (Method method : type.methods()) {
            if (requireNonNull(METHODS.get(type.name())).contains(method.name())
                    && !method.isNative()
                    && !method.isAbstract()) {
                BreakpointRequest request = type.virtualMachine()
                        .eventRequestManager()
                        .createBreakpointRequest(method.locationOfCodeIndex(0));
                request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
                request.enable();
            }
        }
    }

    private void look(Event event) throws IncompatibleThreadStateException {
        if (event instanceof ClassPrepareEvent prepared) {
            stopIn(prepared.referenceType());
        } else if (event instanceof BreakpointEvent stopped
                && isAskedByOthers(stopped.thread().frames())) {
            StackFrame frame = stopped.thread().frame(0);
            note(stopped.location().method(), frame);
        }
    }

    /** Whether the first that is not one of the methods looked at is no class of the JDK. */
    private static boolean isAskedByOthers(List<StackFrame> frames) {
        return frames.stream()
                .map(frame -> frame.location().declaringType().name())
                .filter(type -> !METHODS.containsKey(type))
                .findFirst()
                .filter(type -> !type.matches("(java|javax|jdk|sun|com\\.sun)\\..*"))
                .isPresent();
    }

    private void note(Method method, StackFrame frame) {
        List<Value> arguments = frame.getArgumentValues();
        String self = frame.thisObject() instanceof ClassObjectReference type
                ? type.reflectedType().name()
                : "";
        if (method.declaringType().name().equals("java.util.ServiceLoader")) {
            // Who looks, for what, by which loader; or without the first.
            arguments.stream()
                    .filter(ClassObjectReference.class::isInstance)
                    .map(type -> ((ClassObjectReference) type).reflectedType().name())
                    .reduce((who, what) -> what)
                    .ifPresent(services::add);
        } else if (RESOURCES.contains(method.name())) {
            String name = text(arguments.get(0));
            String folder = self.isEmpty() ? "" : self.replace('.', '/').replaceFirst("[^/]*$", "");
            resources.add(name.startsWith("/") ? name.substring(1) : folder + name);
        } else {
            types.add(method.name().equals("forName") ? text(arguments.get(0)) : self);
        }
    }

    private static String text(Value value) {
        return value instanceof StringReference text ? text.value() : "";
    }
}
