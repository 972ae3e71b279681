package org.supervisor4j.twiddler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.model.SupervisorState;
import org.supervisor4j.plugin.Supervision;

/** The methods, over what the daemon offers. Any thread. */
final class Twiddler implements TwiddlerApi {
    static final String VERSION = "1.0";

    /**
     * A method that is not on the whitelist. The code is twiddler's own, so the built-in faults have no name for it.
     */
    static final int NOT_IN_WHITELIST = 230;

    private final Supervision supervision;
    private final List<String> whitelist;

    /** @param whitelist the methods that may be called; empty for all */
    Twiddler(Supervision supervision, List<String> whitelist) {
        this.supervision = supervision;
        this.whitelist = List.copyOf(whitelist);
    }

    /** Other than the built-in methods these work while the daemon is about to restart. */
    private void check(String method) {
        if (supervision.state() == SupervisorState.SHUTDOWN) {
            throw new RpcFault(Fault.SHUTDOWN_STATE);
        }
        if (!whitelist.isEmpty() && !whitelist.contains(method)) {
            throw new RpcFault(NOT_IN_WHITELIST, "UNKNOWN: " + method);
        }
    }

    @Override
    public String getAPIVersion() {
        check("getAPIVersion");
        return VERSION;
    }

    @Override
    public List<String> getGroupNames() {
        check("getGroupNames");
        return supervision.groupNames();
    }

    @Override
    public boolean log(String message, @Nullable Object level) {
        check("log");
        supervision.log(level == null ? LogLevel.INFO : levelOf(level), message);
        return true;
    }

    private static LogLevel levelOf(Object sent) {
        for (LogLevel level : LogLevel.values()) {
            boolean named = sent instanceof String word && level.word().equals(word.toUpperCase(Locale.ROOT));
            if (named || sent.equals(level.number())) {
                return level;
            }
        }
        throw new RpcFault(Fault.INCORRECT_PARAMETERS);
    }

    @Override
    public CompletableFuture<Boolean> addProgramToGroup(String groupName, String programName, Object programOptions) {
        check("addProgramToGroup");
        if (!(programOptions instanceof Map<?, ?> struct)) {
            throw new RpcFault(Fault.INCORRECT_PARAMETERS);
        }
        Map<String, String> settings = new LinkedHashMap<>();
        struct.forEach((key, value) -> settings.put(String.valueOf(key), textOf(value)));
        return supervision.addProgram(groupName, programName, settings);
    }

    private static String textOf(@Nullable Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new RpcFault(Fault.INCORRECT_PARAMETERS);
    }

    @Override
    public CompletableFuture<Boolean> removeProcessFromGroup(String groupName, String processName) {
        check("removeProcessFromGroup");
        return supervision.removeProcess(groupName, processName);
    }
}
