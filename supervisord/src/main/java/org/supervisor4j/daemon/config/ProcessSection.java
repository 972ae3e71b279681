package org.supervisor4j.daemon.config;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Kind.Logfile;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniSection;

/** Makes the processes of a program's section: reads {@link ProcessConfig#EACH} anew for each of them. */
final class ProcessSection {
    private static final List<OutputConfig.Keys> OUTPUTS = List.of(ProcessConfig.STDOUT, ProcessConfig.STDERR);

    private final ParseRun run;
    private final IniSection section;
    private final SectionReader keys;
    private final Expansion names;
    private final Values shared;
    /** ENV_ names of this program's environment. As in the reference, those of earlier processes stay known. */
    private final Map<String, String> own = new LinkedHashMap<>();

    /**
     * @param names what all processes of the section know besides the ENV_ names
     * @param shared what has been read for all of them
     */
    ProcessSection(ParseRun run, IniSection section, SectionReader keys, Expansion names, Values shared) {
        this.run = run;
        this.section = section;
        this.keys = keys;
        this.names = names;
        this.shared = shared;
    }

    /** Null, and a problem noted, where there is no command. */
    @Nullable
    ProcessConfig read(long processNum) {
        Expansion numbered = names.with("process_num", BigInteger.valueOf(processNum))
                .with("numprocs", BigInteger.valueOf(shared.get(ProcessConfig.NUMPROCS)));
        Values values = new Values();
        values.putAll(shared);
        Map<String, String> environment = environment(numbered);
        values.put(Launch.ENVIRONMENT, environment);
        own.putAll(environment);
        run.budget().spendOn(own, environment);
        // The reference keeps the same names in two mappings of different order: one for the keys as such, one for the
        // second expansion. The order shows where a value has a %s without a name.
        Expansion scope = run.environment().with(Expansion.flat(numbered)).withEnvironment(own);
        Expansion second = numbered.with(run.environment()).withEnvironment(own);
        ProcessConfig.EACH.forEach(key -> read(key, scope, second, values));
        OUTPUTS.forEach(output -> warnOf(output, values));
        if (values.get(ProcessConfig.REDIRECT_STDERR)
                && values.get(ProcessConfig.STDERR.logfile).named()) {
            warn(
                    ProcessConfig.STDERR.logfile,
                    "redirect_stderr=true but stderr_logfile has also been set to a filename, the filename has been ignored");
        }
        if (values.find(Launch.COMMAND) == null) {
            if (keys.raw(Launch.COMMAND) == null) {
                keys.problem("program section " + section.name() + " does not specify a command");
            }
            return null;
        }
        String name = keys.convert(
                ProcessConfig.PROCESS_NAME,
                () -> second.apply(shared.get(ProcessConfig.PROCESS_NAME), ProcessConfig.PROCESS_NAME.key()));
        return name == null ? null : ProcessConfig.of(name, values);
    }

    private Map<String, String> environment(Expansion numbered) {
        Map<String, String> earlier = new LinkedHashMap<>(own);
        earlier.keySet().removeIf(key -> run.environment().knows("ENV_" + key));
        Expansion scope = numbered.with(run.environment()).withEnvironment(earlier);
        String raw = Objects.requireNonNull(keys.raw(Launch.ENVIRONMENT));
        run.budget().work(raw.length() + (long) scope.size());
        return keys.variables(Launch.ENVIRONMENT, scope);
    }

    private void read(Key<ProcessConfig, ?> key, Expansion scope, Expansion second, Values values) {
        for (OutputConfig.Keys output : OUTPUTS) {
            if (key == output.logfile) {
                keys.readTwice(output.logfile, scope, second, values);
                return;
            }
        }
        if (key != Launch.ENVIRONMENT) {
            keys.read(key, scope, values);
        }
        for (OutputConfig.Keys output : OUTPUTS) {
            if (key == output.owner) {
                output.check(values, keys);
            }
        }
    }

    private void warnOf(OutputConfig.Keys output, Values values) {
        Logfile logfile = values.get(output.logfile);
        String key = output.logfile.key();
        if (logfile.syslog()) {
            warn(
                    output.logfile,
                    key + "=syslog but this is deprecated and will be removed.  Use " + output.syslog.key()
                            + "=true to enable syslog instead.");
        }
        if (logfile.target() instanceof LogTarget.Auto && values.get(output.maxbytes) == 0) {
            warn(
                    output.logfile,
                    "AUTO logging used for " + key
                            + " without rollover, set maxbytes > 0 to avoid filling up filesystem unintentionally");
        }
    }

    private void warn(Option<?> option, String what) {
        keys.warning(option, "For [" + section.name() + "], " + what);
    }
}
