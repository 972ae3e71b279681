package org.supervisor4j.daemon.cli;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.supervisor4j.daemon.config.Surroundings.PluginKind;
import org.supervisor4j.plugin.Plugin;
import org.supervisor4j.plugin.PluginException;
import org.supervisor4j.plugin.PluginFolder;
import org.supervisor4j.plugin.ResultHandlerPlugin;
import org.supervisor4j.plugin.RpcPlugin;

/**
 * The plug-ins that there are: what is built in, under the names of the reference's Python modules, and what lies in
 * the folder of the plug-ins. Python code cannot be loaded here, so any other module is reported as Python reports one
 * that is not installed, and then it is said what can be done.
 */
record PluginSpecs(PluginFolder folder) {
    private static final Map<String, Set<String>> MODULES = Map.of(
            "supervisor.rpcinterface", Set.of("make_main_rpcinterface"),
            "supervisor.dispatchers", Set.of("default_handler"));

    /** Python's syntax of an entry point: {@code module:attribute [extras]}. */
    private static final Pattern SPEC = Pattern.compile(
            "(?<module>[\\w.]+)\\s*(:\\s*(?<attr>[\\w.]+)\\s*)?((?<extras>\\[.*\\])\\s*)?",
            Pattern.UNICODE_CHARACTER_CLASS);

    /** What is wrong with a spec, Python's words first; empty if there is the plug-in. */
    Optional<String> whyUnresolvable(PluginKind kind, String spec) {
        Matcher matcher = SPEC.matcher(spec);
        if (!matcher.matches()) {
            return Optional.of("'NoneType' object has no attribute 'group'");
        }
        String module = matcher.group("module");
        Set<String> attributes = MODULES.get(module);
        if (attributes == null) {
            return whyMissing(kind, spec, module);
        }
        String attribute = matcher.group("attr");
        return attribute != null && attributes.contains(attribute)
                ? Optional.empty()
                : Optional.of("module '" + module + "' has no attribute '" + attribute + "'");
    }

    private static Class<? extends Plugin> typeOf(PluginKind kind) {
        return switch (kind) {
            case RPC_INTERFACE -> RpcPlugin.class;
            case RESULT_HANDLER -> ResultHandlerPlugin.class;
        };
    }

    private Optional<String> whyMissing(PluginKind kind, String spec, String module) {
        try {
            if (folder.find(typeOf(kind), spec).isPresent()) {
                return Optional.empty();
            }
        } catch (PluginException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        boolean ours = module.startsWith("supervisor.");
        int dot = module.indexOf('.');
        return Optional.of("No module named '" + (ours || dot < 0 ? module : module.substring(0, dot))
                + "': plug-ins are written in Java here, and none in " + folder
                + " goes by this name; put one there, or remove the section");
    }
}
