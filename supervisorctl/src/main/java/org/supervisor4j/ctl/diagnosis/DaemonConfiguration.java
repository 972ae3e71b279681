package org.supervisor4j.ctl.diagnosis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ini.ConfigException;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniDocument;
import org.supervisor4j.ini.IniReader;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.IniValue;
import org.supervisor4j.ini.InvalidValueException;

/**
 * The part of a configuration file about the daemon's own side of the connection. Only looked at: whether the daemon
 * would take the file is the daemon's to say.
 *
 * @param isForClientsOnly whether it has nothing for a daemon, so that all the rest means nothing
 * @param hasIncludes whether other files belong to it, which are not looked at: what is missing here may be there
 * @param socket {@code file=} of {@code [unix_http_server]}; null if there is none
 * @param port {@code port=} of {@code [inet_http_server]}; null if there is none
 * @param pidfile null if it is not set
 * @param hasRpcInterface whether the daemon would answer supervisorctl at all
 */
record DaemonConfiguration(
        boolean isForClientsOnly,
        boolean hasIncludes,
        @Nullable String socket,
        @Nullable String port,
        @Nullable String pidfile,
        boolean hasRpcInterface) {
    private static final int MOST_BYTES = 16 << 20;

    /** Null if the file cannot be read, is no ordinary one, or no INI file. */
    static @Nullable DaemonConfiguration read(Path file, Map<String, String> environment) {
        if (!Files.isRegularFile(file)) {
            // A pipe gives what it has once, and that has been read.
            return null;
        }
        IniReader reader = new IniReader();
        IniDocument document;
        try (InputStream in = Files.newInputStream(file)) {
            reader.read(in.readNBytes(MOST_BYTES), file.toString());
            document = reader.document();
        } catch (IOException | ConfigException e) {
            return null;
        }
        Path folder = file.toAbsolutePath().getParent();
        Expansion names = Expansion.ofEnvironment(environment).with("here", folder == null ? "/" : folder.toString());
        boolean rpc = false;
        boolean daemon = false;
        for (IniSection section : document.all()) {
            rpc |= section.name().startsWith("rpcinterface:");
            daemon |= !section.name().equals("supervisorctl") && !section.name().startsWith("ctlplugin:");
        }
        return new DaemonConfiguration(
                !daemon,
                document.section("include") != null,
                value(document, "unix_http_server", "file", names),
                value(document, "inet_http_server", "port", names),
                value(document, "supervisord", "pidfile", names),
                rpc);
    }

    /** The number in {@code port}; null if there is none. */
    @Nullable
    Integer portNumber() {
        String configured = port;
        if (configured == null) {
            return null;
        }
        String digits = configured.substring(configured.lastIndexOf(':') + 1).strip();
        return digits.matches("\\d{1,5}") ? Integer.valueOf(digits) : null;
    }

    private static @Nullable String value(IniDocument document, String section, String key, Expansion names) {
        IniSection found = document.section(section);
        IniValue value = found == null ? null : found.value(key);
        if (value == null) {
            return null;
        }
        try {
            String text = names.apply(value.text(), section + "." + key);
            return text.indexOf('\0') < 0 ? text : null;
        } catch (InvalidValueException unexpanded) {
            return value.text();
        }
    }
}
