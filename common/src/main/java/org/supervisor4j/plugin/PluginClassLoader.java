package org.supervisor4j.plugin;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of one plug-in's jar. Of the program it sees what is meant for plug-ins only, so that it comes to depend
 * on nothing else, and may carry any library in any version.
 */
final class PluginClassLoader extends URLClassLoader {
    private static final List<String> SHARED =
            List.of("org.supervisor4j.plugin.", "org.supervisor4j.api.", "org.supervisor4j.model.", "org.jspecify.");

    private final ClassLoader program = PluginClassLoader.class.getClassLoader();

    PluginClassLoader(Path jar) throws MalformedURLException {
        super(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return SHARED.stream().anyMatch(name::startsWith) ? program.loadClass(name) : super.loadClass(name, resolve);
    }
}
