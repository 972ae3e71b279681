package org.supervisor4j.ctl.session;

import org.jspecify.annotations.Nullable;

/**
 * The values of options and configuration file, option before file before default.
 *
 * @param configuration where the file's part comes from
 * @param origin where {@code url} comes from, for hints
 * @param username null if none is set
 * @param password null if none is set
 * @param loginOrigin where both come from, or which one is missing, for hints
 * @param prompt what the shell's prompt shows before {@code "> "}
 * @param historyFile where the shell keeps its history; null for nowhere
 * @param interactive whether to ask before a shutdown, and for credentials
 */
public record Settings(
        ConfigurationSource configuration,
        DaemonUrl url,
        String origin,
        @Nullable String username,
        @Nullable String password,
        String loginOrigin,
        String prompt,
        @Nullable String historyFile,
        boolean interactive) {}
