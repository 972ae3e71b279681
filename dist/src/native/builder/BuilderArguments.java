import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.TreeSet;

/** Prints what of the JDK's inside the image builder has to be let into, as a file of arguments for java. */
final class BuilderArguments {
    private static final List<String> MODULES = List.of(
            "java.base", "java.desktop", "java.instrument", "java.logging", "java.management", "java.management.rmi",
            "java.naming", "java.net.http", "java.prefs", "java.rmi", "java.security.jgss", "java.sql", "java.xml",
            "jdk.attach", "jdk.internal.jvmstat", "jdk.internal.vm.ci", "jdk.jartool", "jdk.jfr", "jdk.management",
            "jdk.management.agent", "jdk.management.jfr", "jdk.net", "jdk.sctp", "jdk.security.jgss", "jdk.zipfs");

    private static final String BUILDER = "jdk.graal.compiler,org.graalvm.nativeimage.builder,org.graalvm.nativeimage.base,"
            + "org.graalvm.nativeimage.pointsto,org.graalvm.nativeimage.objectfile,org.graalvm.nativeimage.configure,"
            + "org.graalvm.truffle.compiler,org.graalvm.nativeimage,org.graalvm.nativeimage.libgraal,ALL-UNNAMED";

    private BuilderArguments() {}

    public static void main(String[] arguments) {
        for (String name : MODULES) {
            var module = ModuleFinder.ofSystem().find(name).orElseThrow(() -> new IllegalStateException("no " + name));
            for (String inside : new TreeSet<>(module.descriptor().packages())) {
                System.out.println("--add-exports=" + name + "/" + inside + "=" + BUILDER);
                System.out.println("--add-opens=" + name + "/" + inside + "=" + BUILDER);
            }
        }
    }
}
