package org.supervisor4j.daemon.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.health.HttpHeader;
import org.supervisor4j.daemon.health.Probe;

/**
 * Who is told of what: {@code [webhook:x]} or {@code [mail:x]}.
 *
 * @param section as it stands in the file
 * @param events names of types, each with all below it
 * @param programs groups and namespecs; empty for all
 * @param template of the text; null for the usual one
 * @param coalesce what happens within that time of a notice becomes one; zero for one each
 */
public record NoticeConfig(
        String section,
        List<String> events,
        List<String> programs,
        @Nullable NoticeTemplate template,
        Duration coalesce,
        Receiver receiver) {
    public NoticeConfig {
        events = List.copyOf(events);
        programs = List.copyOf(programs);
    }

    /** Where notices go. */
    public sealed interface Receiver {
        /** The files that have secrets, by the keys that name them. */
        Map<String, String> secretFiles();
    }

    /**
     * A web service.
     *
     * @param url null if a file has it
     * @param urlFile has the address, which may be a secret; null for none
     * @param header null for none
     * @param headerFile has a header; null for none
     */
    public record Webhook(
            Probe.@Nullable Http url,
            @Nullable String urlFile,
            @Nullable HttpHeader header,
            @Nullable String headerFile)
            implements Receiver {
        @Override
        public Map<String, String> secretFiles() {
            Map<String, String> files = new LinkedHashMap<>();
            if (urlFile != null) {
                files.put("url_file", urlFile);
            }
            if (headerFile != null) {
                files.put("header_file", headerFile);
            }
            return files;
        }
    }

    /**
     * A mail server.
     *
     * @param tls whether the connection begins with TLS
     * @param user null for none
     * @param passwordFile null for none
     */
    public record Mail(
            boolean tls,
            @Nullable String user,
            String host,
            int port,
            @Nullable String passwordFile,
            String from,
            List<String> to,
            NoticeTemplate subject)
            implements Receiver {
        public Mail {
            to = List.copyOf(to);
        }

        @Override
        public Map<String, String> secretFiles() {
            return passwordFile == null ? Map.of() : Map.of("password_file", passwordFile);
        }
    }

    /** Whether a process is one of those that are meant. */
    public boolean includes(String group, String name) {
        return programs.isEmpty()
                || programs.contains(group)
                || programs.contains(group + ":*")
                || programs.contains(group + ":" + name);
    }
}
