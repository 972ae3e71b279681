package org.supervisor4j.ctl.diagnosis;

import java.io.IOException;
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
 * What a configuration file says about the daemon's own side of the connection. Only looked at: whether the daemon
 * would take the file is the daemon's to say.
 *
 * @param socket {@code file=} of {@code [unix_http_server]}; null if there is none
 * @param port {@code port=} of {@code [inet_http_server]}; null if there is none
 * @param pidfile null if it is not set
 * @param hasRpcInterface whether the daemon would answer supervisorctl at all
 */
record DaemonConfiguration(
        @Nullable String socket,
        @Nullable String port,
        @Nullable String pidfile,
        boolean hasRpcInterface) {

    /** Null if the file cannot be read or is no INI file. */
    static @Nullable DaemonConfiguration read(Path file, Map<String, String> environment) {
        if (!Files.isRegularFile(file)) {
            // A pipe has been read by now, and would be waited for.
            return null;
        }
        IniReader reader = new IniReader();
        IniDocument document;
        try {
            reader.read(Files.readAllBytes(file), file.toString());
            document = reader.document();
        } catch (IOException | ConfigException e) {
            return null;
        }
        Path folder = file.toAbsolutePath().getParent();
        Expansion names = Expansion.ofEnvironment(environment).with("here", folder == null ? "/" : folder.toString());
        boolean rpc = false;
        for (IniSection section : document.all()) {
            rpc |= section.name().startsWith("rpcinterface:");
        }
        return new DaemonConfiguration(
                value(document, "unix_http_server", "file", names),
                value(document, "inet_http_server", "port", names),
                value(document, "supervisord", "pidfile", names),
                rpc);
    }

    private static @Nullable String value(IniDocument document, String section, String key, Expansion names) {
        IniSection found = document.section(section);
        IniValue value = found == null ? null : found.value(key);
        if (value == null) {
            return null;
        }
        try {
            return names.apply(value.text(), section + "." + key);
        } catch (InvalidValueException unexpanded) {
            return value.text();
        }
    }
}
