package org.supervisor4j.plugin;

/**
 * What a plug-in of any kind has. The class that implements one of its kinds is public, has a public constructor
 * without parameters, and is named in its jar's {@code META-INF/services}. It is made in order to be asked for its
 * {@link #spec}, so it must not do anything before more is wanted of it.
 */
public interface Plugin {
    /**
     * The name by which a configuration asks for it, {@code package.module:name}: of a Python plug-in that it stands in
     * for, so that configurations need no change, or a new one.
     */
    String spec();
}
