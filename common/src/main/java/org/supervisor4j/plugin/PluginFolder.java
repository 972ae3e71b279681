package org.supervisor4j.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder with the plug-ins' jars. A jar is opened when something that is not built in is asked for, and stays open:
 * one that is replaced meanwhile counts when the program is started again. Any thread.
 */
public final class PluginFolder {
    private final @Nullable Path folder;
    private final FileTrust trust;
    private final @Nullable String refusal;
    private final Map<Path, ClassLoader> opened = new LinkedHashMap<>();

    /**
     * @param folder null for none; one that is not there is empty
     * @param effectiveUid of this process
     */
    public PluginFolder(@Nullable Path folder, int effectiveUid) {
        this(folder, effectiveUid, null);
    }

    /** @param refusal why this program can't load any plug-in, and what to do; null if it can */
    PluginFolder(@Nullable Path folder, int effectiveUid, @Nullable String refusal) {
        this.folder = folder;
        this.trust = new FileTrust(effectiveUid);
        this.refusal = refusal;
    }

    /**
     * The one of the distribution that this program belongs to; {@code -Dsupervisor4j.plugins=FOLDER} names another. A
     * program that can't load classes says so in the property {@code supervisor4j.noplugins}.
     */
    public static PluginFolder ofDistribution(int effectiveUid) {
        String home = System.getProperty("supervisor4j.home");
        String named = System.getProperty("supervisor4j.plugins", home == null ? "" : home + "/plugins");
        return new PluginFolder(
                named.isEmpty() ? null : Path.of(named), effectiveUid, System.getProperty("supervisor4j.noplugins"));
    }

    /**
     * Finds a plug-in.
     *
     * @param spec as the configuration has it
     * @return empty if there is none
     * @throws PluginException if there is none that works: something is wrong with the folder, or with a jar
     */
    public synchronized <P extends Plugin> Optional<P> find(Class<P> kind, String spec) throws PluginException {
        if (refusal != null) {
            throw new PluginException(refusal);
        }
        List<String> problems = new ArrayList<>();
        for (Path jar : jars()) {
            try {
                for (P plugin : ServiceLoader.load(kind, open(jar))) {
                    if (plugin.spec().equals(spec)) {
                        return Optional.of(plugin);
                    }
                }
            } catch (IOException | PluginException | ServiceConfigurationError | LinkageError e) {
                problems.add(jar.getFileName() + ": " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new PluginException("plug-ins in " + folder + " can't be loaded: " + String.join("; ", problems));
        }
        return Optional.empty();
    }

    private List<Path> jars() throws PluginException {
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            check(folder);
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new PluginException("the folder of the plug-ins can't be read: " + e, e);
        }
    }

    private ClassLoader open(Path jar) throws IOException, PluginException {
        Path file = jar.toRealPath();
        ClassLoader loader = opened.get(file);
        if (loader == null) {
            // A link may lead somewhere else: there, too, nobody must be able to put another file in its place.
            check(file.resolveSibling("."));
            check(file);
            loader = new PluginClassLoader(file);
            opened.put(file, loader);
        }
        return loader;
    }

    private void check(Path file) throws IOException, PluginException {
        Optional<String> objection = trust.objection(file);
        if (objection.isPresent()) {
            throw new PluginException(objection.get());
        }
    }

    /** The folder, for messages. */
    @Override
    public String toString() {
        return String.valueOf(folder);
    }
}
