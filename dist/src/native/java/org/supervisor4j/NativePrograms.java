package org.supervisor4j;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.graalvm.nativeimage.RuntimeOptions;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.nativeimage.c.type.CTypeConversion;

/**
 * The entry of the native program, which is all three by the name that it is called by. It does what the launchers of
 * the distribution in Java do, and hands on to the same entries.
 */
public final class NativePrograms {
    private NativePrograms() {}

    /** Of {@code glue/start.c}. */
    @CFunction("supervisor4j_folder")
    private static native int folder();

    @CFunction("supervisor4j_home")
    private static native CCharPointer home();

    @CFunction("supervisor4j_program")
    private static native CCharPointer program();

    @CFunction("supervisor4j_called")
    private static native CCharPointer called();

    @CFunction("supervisor4j_leave_original_heap")
    private static native void leaveOriginalHeap();

    /** Bytes; 0 where no limit of memory asks for a small one. */
    @CFunction("supervisor4j_heap_limit")
    private static native long heapLimit();

    public static void main(String[] arguments) throws Exception {
        leaveOriginalHeap();
        String home = CTypeConversion.utf8ToJavaString(home());
        String called = Objects.requireNonNullElseGet(
                System.getenv("SUPERVISOR4J_START_NAME"), () -> CTypeConversion.utf8ToJavaString(called()));
        if (heapLimit() != 0) {
            RuntimeOptions.set("MaxHeapSize", heapLimit());
        }
        System.setProperty("supervisor4j.home", home);
        System.setProperty("supervisor4j.invoked", called);
        System.setProperty("jffi.boot.library.path", home + "/lib/native/jni");
        System.setProperty(
                "supervisor4j.noplugins",
                "plug-ins need Java, and this is the native program; put the distribution in Java in " + home
                        + "/jvm (a link will do) and start it with SUPERVISOR_RUNTIME=jvm");
        int folder = folder();
        switch (CTypeConversion.toJavaString(program())) {
            case "echo_supervisord_conf" -> {
                System.out.write(Files.readAllBytes(Path.of(home, "sample/supervisord.conf")));
                System.out.flush();
            }
            case "supervisorctl" -> org.supervisor4j.ctl.Main.main(arguments);
            default -> {
                if (folder >= 0) {
                    System.setProperty("supervisor4j.folder", "/proc/self/fd/" + folder);
                }
                org.supervisor4j.daemon.cli.Main.main(arguments);
            }
        }
    }
}
