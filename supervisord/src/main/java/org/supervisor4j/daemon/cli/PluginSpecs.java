package org.supervisor4j.daemon.cli;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The plugins that we have, under the names of the reference's Python modules. Python code cannot be loaded here, so
 * any other module is reported as Python reports one that is not installed.
 */
final class PluginSpecs {
    private static final Map<String, Set<String>> MODULES = Map.of(
            "supervisor.rpcinterface", Set.of("make_main_rpcinterface"),
            "supervisor.dispatchers", Set.of("default_handler"));

    /** Python's syntax of an entry point: {@code module:attribute [extras]}. */
    private static final Pattern SPEC = Pattern.compile(
            "(?<module>[\\w.]+)\\s*(:\\s*(?<attr>[\\w.]+)\\s*)?((?<extras>\\[.*\\])\\s*)?",
            Pattern.UNICODE_CHARACTER_CLASS);

    private PluginSpecs() {}

    /** Python's words for what is wrong with a spec; empty if we have the plugin. */
    static Optional<String> whyUnresolvable(String spec) {
        Matcher matcher = SPEC.matcher(spec);
        if (!matcher.matches()) {
            return Optional.of("'NoneType' object has no attribute 'group'");
        }
        String module = matcher.group("module");
        Set<String> attributes = MODULES.get(module);
        if (attributes == null) {
            boolean ours = module.startsWith("supervisor.");
            int dot = module.indexOf('.');
            return Optional.of("No module named '" + (ours || dot < 0 ? module : module.substring(0, dot)) + "'");
        }
        String attribute = matcher.group("attr");
        return attribute != null && attributes.contains(attribute)
                ? Optional.empty()
                : Optional.of("module '" + module + "' has no attribute '" + attribute + "'");
    }
}
