package org.supervisor4j.daemon.config.reading;

import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.LogLevel;

/**
 * The settings of the command line. They win over the file, which cannot unset a flag. Nothing in them is expanded.
 *
 * @param configuration the file; null to search for it
 * @param user a name or number, not looked up yet; here as everywhere below null = not given
 * @param logfile empty = not given, too (so the reference)
 * @param pidfile empty = not given, too
 */
public record CommandLineOverrides(
        @Nullable String configuration,
        boolean nodaemon,
        boolean silent,
        @Nullable String user,
        @Nullable Integer umask,
        @Nullable String directory,
        @Nullable String logfile,
        @Nullable Long logfileMaxbytes,
        @Nullable Integer logfileBackups,
        @Nullable LogLevel loglevel,
        @Nullable String pidfile,
        @Nullable String identifier,
        @Nullable String childlogdir,
        @Nullable Integer minfds,
        @Nullable Integer minprocs,
        boolean nocleanup,
        boolean stripAnsi) {
    /** No option at all. */
    public static final CommandLineOverrides NONE = new CommandLineOverrides(
            null, false, false, null, null, null, null, null, null, null, null, null, null, null, null, false, false);
}
