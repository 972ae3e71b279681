package restarted;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.supervisor4j.plugin.CtlCommand;
import org.supervisor4j.plugin.CtlPlugin;
import org.supervisor4j.plugin.PluginException;

/** Brings one command. The option {@code within} is how many seconds count as "lately"; an hour, if there is none. */
public final class RestartedPlugin implements CtlPlugin {
    @Override
    public String spec() {
        return "restarted:commands";
    }

    @Override
    public List<CtlCommand> create(Map<String, String> options) throws PluginException {
        Map<String, String> rest = new LinkedHashMap<>(options);
        String within = rest.remove("within");
        if (!rest.isEmpty()) {
            throw new PluginException("there are no options " + rest.keySet() + "; its one option is within");
        }
        try {
            return List.of(new Restarted(within == null ? 3600 : Integer.parseUnsignedInt(within)));
        } catch (NumberFormatException e) {
            throw new PluginException("within=" + within + " is no number of seconds", e);
        }
    }
}
