package org.supervisor4j.ctl;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.commands.CommandBlock;
import org.supervisor4j.ctl.commands.Commands;
import org.supervisor4j.ctl.session.ConfigurationSource;
import org.supervisor4j.ctl.session.DaemonUrl;
import org.supervisor4j.ctl.session.Settings;
import org.supervisor4j.ini.ConfigException;

/** Puts options, configuration file and defaults together, each value by itself. */
final class SettingsReader {
    private static final String DEFAULT_URL = "http://localhost:9001";
    private static final String DEFAULT_PROMPT = "supervisor";

    private SettingsReader() {}

    /** Fails like {@link ConfigFile#read}, and for plug-ins that there are not. */
    static Preparation read(CommandLineOptions options, Invocation surroundings)
            throws BadUsageException, ConfigException {
        String given = options.value(CtlOption.CONFIGURATION);
        String path = given == null ? ConfigFile.find(surroundings.program()) : given;
        // contract: -c '' reads no file at all
        ConfigFile file = path == null || path.isEmpty()
                ? new ConfigFile("", null, null, null, null, null, List.of())
                : ConfigFile.read(path, surroundings.environment());
        String prompt = file.prompt();
        List<String> searched = given == null ? ConfigFile.places(surroundings.program()) : List.of();
        Settings settings = new Settings(
                new ConfigurationSource(path == null ? "" : path, searched),
                url(options, file),
                origin(options, file),
                first(options.value(CtlOption.USERNAME), file.username()),
                first(options.value(CtlOption.PASSWORD), file.password()),
                loginOrigin(options, file),
                prompt == null ? DEFAULT_PROMPT : prompt,
                file.historyFile(),
                options.isInteractive());
        List<CommandBlock> plugins = file.plugins().isEmpty() ? List.of() : PluginLoader.load(file.plugins());
        return new Preparation(settings, new Commands(plugins));
    }

    private static DaemonUrl url(CommandLineOptions options, ConfigFile file) {
        String url = first(options.value(CtlOption.SERVERURL), file.serverurl());
        return new DaemonUrl(url == null ? DEFAULT_URL : url);
    }

    private static String origin(CommandLineOptions options, ConfigFile file) {
        if (options.value(CtlOption.SERVERURL) != null) {
            return "option -s";
        }
        if (file.path().isEmpty()) {
            return "nowhere, it is the default; no configuration file was read";
        }
        return file.serverurl() == null
                ? "nowhere, it is the default; [supervisorctl] in " + file.path() + " has no serverurl"
                : "[supervisorctl] in " + file.path();
    }

    /** The two may come from different places, which is how they come not to belong together. */
    private static String loginOrigin(CommandLineOptions options, ConfigFile file) {
        String section = "[supervisorctl] in " + file.path();
        @Nullable String username = origin(options.value(CtlOption.USERNAME), "option -u", file.username(), section);
        @Nullable String password = origin(options.value(CtlOption.PASSWORD), "option -p", file.password(), section);
        if (username == null && password == null) {
            return "neither a user name nor a password is set";
        }
        if (username == null || password == null) {
            return username == null
                    ? "there is a password, from " + password + ", but no user name"
                    : "there is a user name, from " + username + ", but no password";
        }
        return username.equals(password)
                ? "both from " + username
                : "username from " + username + ", password from " + password;
    }

    private static @Nullable String origin(
            @Nullable String option, String spelling, @Nullable String value, String section) {
        if (option != null) {
            return spelling;
        }
        return value == null ? null : section;
    }

    private static @Nullable String first(@Nullable String preferred, @Nullable String other) {
        return preferred == null ? other : preferred;
    }
}
