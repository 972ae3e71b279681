package org.supervisor4j.ctl;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ini.ConfigException;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniDocument;
import org.supervisor4j.ini.IniReader;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.IniValue;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.Limits;
import org.supervisor4j.ini.OneTimeFile;

/**
 * The {@code [supervisorctl]} section of the daemon's configuration file. {@code [include]} is not followed: the
 * reference does not.
 *
 * @param path as it was given or found
 * @param serverurl null where the section has none
 * @param username null where the section has none
 * @param password null where the section has none
 * @param prompt null where the section has none
 * @param historyFile absolute; null where the section has none, or an empty one
 * @param plugins its {@code [ctlplugin:x]} sections
 */
record ConfigFile(
        String path,
        @Nullable String serverurl,
        @Nullable String username,
        @Nullable String password,
        @Nullable String prompt,
        @Nullable String historyFile,
        List<PluginSection> plugins) {
    private static final String SECTION = "supervisorctl";
    private static final String PLUGIN = "ctlplugin:";
    private static final String PLUGIN_FACTORY = "supervisor.ctl_factory";
    private static final String UNIX = "unix://";

    /**
     * The first file there is at the usual places; null if there is none, which is fine.
     *
     * @param program the path by which the program was called: the first two places are beside its directory
     */
    static @Nullable String find(String program) {
        for (String place : places(program)) {
            if (new File(place).getAbsoluteFile().exists()) {
                return place;
            }
        }
        return null;
    }

    /** The usual places, in order. */
    static List<String> places(String program) {
        String beside = parent(parent(program));
        String prefix = beside.isEmpty() || beside.endsWith("/") ? beside : beside + "/";
        return List.of(
                prefix + "etc/supervisord.conf",
                prefix + "supervisord.conf",
                "supervisord.conf",
                "etc/supervisord.conf",
                "/etc/supervisord.conf",
                "/etc/supervisor/supervisord.conf");
    }

    /** The text before the last slash, as Python's {@code os.path.dirname} has it. */
    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : slash < 0 ? "" : path.substring(0, slash);
    }

    /**
     * Reads it.
     *
     * @throws BadUsageException for what makes the program end with 2
     * @throws ConfigException if it is no INI file; the reference ends with 1 then
     */
    static ConfigFile read(String path, Map<String, String> environment) throws BadUsageException, ConfigException {
        IniReader reader = new IniReader();
        reader.read(bytes(path), path);
        IniDocument document = reader.document();
        IniSection section = document.section(SECTION);
        if (section == null) {
            throw new BadUsageException(".ini file does not include supervisorctl section");
        }
        Expansion environmentOnly = Expansion.ofEnvironment(environment);
        Expansion withHere = environmentOnly.with("here", parent(Paths.normalized(path, environment)));
        String serverurl = value(section, "serverurl", withHere);
        if (serverurl != null && serverurl.startsWith(UNIX)) {
            serverurl = UNIX + Paths.normalized(serverurl.substring(UNIX.length()), environment);
        }
        String prompt = value(section, "prompt", environmentOnly);
        String username = value(section, "username", environmentOnly);
        String password = value(section, "password", environmentOnly);
        String historyFile = value(section, "history_file", withHere);
        if (historyFile != null) {
            historyFile = historyFile.isEmpty() ? null : Paths.normalized(historyFile, environment);
        }
        List<PluginSection> plugins = plugins(document, environmentOnly);
        return new ConfigFile(path, serverurl, username, password, prompt, historyFile, plugins);
    }

    private static byte[] bytes(String path) throws BadUsageException {
        // From the folder that we were told, which a JVM cannot always be in: the launcher says why.
        File file = new File(path).getAbsoluteFile();
        if (!file.exists()) {
            throw new BadUsageException("could not find config file " + path);
        }
        if (file.isDirectory()) {
            throw new BadUsageException("could not read config file " + path);
        }
        try {
            if (!file.isFile()) {
                return OneTimeFile.read(path);
            }
            try (InputStream stream = new FileInputStream(file)) {
                // One byte more is more than the reader takes.
                return stream.readNBytes(Limits.FILE + 1);
            }
        } catch (TimeoutException endless) {
            throw new BadUsageException("could not read config file " + path + ": it did not end within "
                    + OneTimeFile.PATIENCE + " seconds");
        } catch (IOException e) {
            throw new BadUsageException("could not read config file " + path);
        }
    }

    private static @Nullable String value(IniSection section, String key, Expansion names) throws BadUsageException {
        IniValue value = section.value(key);
        if (value == null) {
            return null;
        }
        try {
            return names.apply(value.text(), section.name() + "." + key);
        } catch (InvalidValueException e) {
            throw new BadUsageException(String.valueOf(e.getMessage()));
        }
    }

    private static List<PluginSection> plugins(IniDocument document, Expansion names) throws BadUsageException {
        List<PluginSection> plugins = new ArrayList<>();
        for (IniSection section : document.all()) {
            if (section.name().startsWith(PLUGIN)) {
                Map<String, String> options = new LinkedHashMap<>();
                for (String key : section.keys()) {
                    options.put(key, String.valueOf(value(section, key, names)));
                }
                String factory = options.remove(PLUGIN_FACTORY);
                if (factory == null) {
                    // contract: Options.get_plugins
                    throw new BadUsageException(
                            "section [" + section.name() + "] does not specify a " + PLUGIN_FACTORY);
                }
                plugins.add(new PluginSection(section.name().substring(PLUGIN.length()), factory, options));
            }
        }
        return plugins;
    }
}
