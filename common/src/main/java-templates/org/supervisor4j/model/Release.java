package org.supervisor4j.model;

/** Which supervisor4j this is. The version of Supervisor that it answers like is another one. */
public final class Release {
    private Release() {}

    /** The version that the build's root says: {@code 1.0.0}. No constant, which other classes would keep a copy of. */
    public static String version() {
        return "${project.version}";
    }
}
