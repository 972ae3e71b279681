package org.supervisor4j.endtoend;

import java.nio.file.Path;

/** One set of the programs: Debian's package, or the distribution that this build has made. */
enum Installation {
    DEBIAN("Debian's", Path.of("/usr/bin")),
    OURS("our", Reachable.byAll(distribution()).resolve("bin"));

    private final String owner;
    private final Path bin;

    Installation(String owner, Path bin) {
        this.owner = owner;
        this.bin = bin;
    }

    String supervisord() {
        return Needed.file(bin.resolve("supervisord").toString()).toString();
    }

    String supervisorctl() {
        return Needed.file(bin.resolve("supervisorctl").toString()).toString();
    }

    String pidproxy() {
        return bin.resolve("pidproxy").toString();
    }

    String echoSupervisordConf() {
        return bin.resolve("echo_supervisord_conf").toString();
    }

    @Override
    public String toString() {
        return owner;
    }

    /** The folder that {@code mvn package} filled: in Java, or with the profile {@code native} without. */
    static Path distribution() {
        return Path.of(required("supervisor4j.distribution"));
    }

    /** The jars of the distribution in Java, whichever one is tested. */
    static Path jars() {
        return Path.of(required("supervisor4j.jars"));
    }

    /** Whether what is tested runs without a Java. */
    static boolean isNative() {
        return !distribution().resolve("lib").equals(jars());
    }

    /** The folder of the examples in the source tree. */
    static Path examples() {
        return Path.of(required("supervisor4j.examples"));
    }

    private static String required(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("system property " + property + " is not set; run these tests with Maven");
        }
        return value;
    }
}
