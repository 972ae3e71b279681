package org.supervisor4j;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.graalvm.nativeimage.c.function.CFunction;

/**
 * The entry of the native program, which is all three by the name that it is called by. It does what the launchers of
 * the distribution in Java do, and hands on to the same entries.
 */
public final class NativePrograms {
    private NativePrograms() {}

    /** Of {@code glue/start.c}. */
    @CFunction("supervisor4j_folder")
    private static native int folder();

    public static void main(String[] arguments) throws Exception {
        Path home = Files.readSymbolicLink(Path.of("/proc/self/exe")).getParent().getParent();
        String called = Objects.requireNonNullElseGet(System.getenv("SUPERVISOR4J_START_NAME"), NativePrograms::calledBy);
        System.setProperty("supervisor4j.home", home.toString());
        System.setProperty("supervisor4j.invoked", called);
        System.setProperty("jffi.boot.library.path", home + "/lib/native/jni");
        System.setProperty(
                "supervisor4j.noplugins",
                "plug-ins need Java, and this is the native program; put the distribution in Java in " + home
                        + "/jvm (a link will do) and start it with SUPERVISOR_RUNTIME=jvm");
        int folder = folder();
        String name = called.substring(called.lastIndexOf('/') + 1);
        if (name.startsWith("echo_supervisord_conf")) {
            System.out.write(Files.readAllBytes(home.resolve("sample/supervisord.conf")));
            System.out.flush();
        } else if (name.startsWith("supervisorctl")) {
            if (folder >= 0) {
                System.setProperty("user.dir", "/proc/self/fd/" + folder);
            }
            org.supervisor4j.ctl.Main.main(arguments);
        } else {
            if (folder >= 0) {
                System.setProperty("user.dir", "/proc/self/cwd");
                System.setProperty("supervisor4j.folder", "/proc/self/fd/" + folder);
            }
            org.supervisor4j.daemon.cli.Main.main(arguments);
        }
    }

    /** The image knows only what it was called with, and not by which name. */
    private static String calledBy() {
        try {
            String words = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.ISO_8859_1);
            byte[] first = words.substring(0, words.indexOf('\0')).getBytes(StandardCharsets.ISO_8859_1);
            return new String(first, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "supervisord";
        }
    }
}
