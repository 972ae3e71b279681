package org.supervisor4j.daemon.listener;

import java.util.Optional;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.plugin.AnsweredEvent;
import org.supervisor4j.plugin.PluginException;
import org.supervisor4j.plugin.PluginFolder;
import org.supervisor4j.plugin.ResultHandlerPlugin;

/**
 * From {@code result_handler} to what it names.
 *
 * @param plugins where those come from that are not built in
 */
public record ResultHandlers(PluginFolder plugins, ActivityLog log) {
    private static final String BUILT_IN = "supervisor.dispatchers:default_handler";

    /**
     * The handler of that name.
     *
     * @param spec has been looked for when the configuration was read; if it has gone meanwhile, the log says so, and
     *     the handler fails at every answer
     */
    public ResultHandler of(String spec) {
        if (spec.equals(BUILT_IN)) {
            return ResultHandler.DEFAULT;
        }
        try {
            Optional<ResultHandlerPlugin> plugin = plugins.find(ResultHandlerPlugin.class, spec);
            if (plugin.isPresent()) {
                return handler(plugin.get());
            }
            return missing(spec, "no plug-in in " + plugins + " goes by this name");
        } catch (PluginException | RuntimeException | LinkageError e) {
            return missing(spec, String.valueOf(e.getMessage()));
        }
    }

    private static ResultHandler handler(ResultHandlerPlugin plugin) {
        return (event, result) -> {
            try {
                return plugin.accepts(
                        new AnsweredEvent(event.type().name(), event.payload(), event.serial(), event.poolSerial()),
                        result);
            } catch (LinkageError | StackOverflowError | AssertionError e) {
                // A mistake in a plug-in must not end the control loop.
                throw new IllegalStateException("a plug-in failed: " + e, e);
            }
        };
    }

    private ResultHandler missing(String spec, String why) {
        log.error("result_handler " + spec + ": " + why + "; listeners that use it will enter the UNKNOWN state");
        return (event, result) -> {
            throw new IllegalStateException(why);
        };
    }
}
