package org.supervisor4j.daemon.config.reading;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.LogLevel;

/**
 * The settings of the command line. They win over the file, which cannot unset a flag. Nothing in them is expanded.
 *
 * @param configuration the file; null to search for it
 * @param user a name or number, not looked up yet; here as everywhere below null = not given
 * @param logfile empty = not given, too (so the reference)
 * @param programs {@code name=command}, as given by {@code --run}; there is no file then but one that is named
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
        boolean stripAnsi,
        boolean container,
        List<String> programs) {
    public CommandLineOverrides {
        programs = List.copyOf(programs);
    }

    /** With the original's options alone. */
    public CommandLineOverrides(
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
        this(
                configuration,
                nodaemon,
                silent,
                user,
                umask,
                directory,
                logfile,
                logfileMaxbytes,
                logfileBackups,
                loglevel,
                pidfile,
                identifier,
                childlogdir,
                minfds,
                minprocs,
                nocleanup,
                stripAnsi,
                false,
                List.of());
    }

    /** Whether programs are all that there is: no file is read. */
    public boolean isWithoutFile() {
        return configuration == null && !programs.isEmpty();
    }

    /** The file that is named; without one, what takes its place in messages; null if it is to be searched for. */
    public @Nullable String origin() {
        return isWithoutFile() ? NamedPrograms.ORIGIN : configuration;
    }

    /** No option at all. */
    public static final CommandLineOverrides NONE = new CommandLineOverrides(
            null, false, false, null, null, null, null, null, null, null, null, null, null, null, null, false, false);
}
