package org.supervisor4j.twiddler;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.supervisor4j.plugin.PluginException;
import org.supervisor4j.plugin.RpcMethods;
import org.supervisor4j.plugin.RpcPlugin;
import org.supervisor4j.plugin.Supervision;

/** Found by the name of the Python extension whose methods these are. */
public final class TwiddlerPlugin implements RpcPlugin {
    private static final String WHITELIST = "whitelist";

    @Override
    public String spec() {
        return "supervisor_twiddler.rpcinterface:make_twiddler_rpcinterface";
    }

    @Override
    public RpcMethods<?> create(Supervision supervision, Map<String, String> options) throws PluginException {
        for (String option : options.keySet()) {
            if (!option.equals(WHITELIST)) {
                throw new PluginException("twiddler has no option " + option + ", only " + WHITELIST);
            }
        }
        List<String> whitelist = Arrays.stream(
                        options.getOrDefault(WHITELIST, "").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        return new RpcMethods<>(TwiddlerApi.class, new Twiddler(supervision, whitelist));
    }
}
