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

    /** The folder that {@code mvn package} filled. */
    static Path distribution() {
        return Path.of(required("supervisor4j.distribution"));
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
