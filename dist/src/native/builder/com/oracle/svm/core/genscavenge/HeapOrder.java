package com.oracle.svm.core.genscavenge;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.oracle.svm.core.hub.DynamicHub;
import com.oracle.svm.core.image.ImageHeapObject;

/**
 * Which objects of the image's heap a usual run needs: those whose keys stand in the file that
 * {@code -Dsupervisor4j.heap.order} names. A key is a short number made of what an object is and why it is in the image,
 * which stays the same from build to build; objects that are there for the same reason share one. With
 * {@code -Dsupervisor4j.heap.map} a line for each object is written: its place in the heap, its size in bytes, and its key.
 */
final class HeapOrder {
    private static final int DEEPEST = 8;
    private static final Set<String> NEEDED = read(System.getProperty("supervisor4j.heap.order"));

    private HeapOrder() {}

    private static Set<String> read(String file) {
        try {
            return file == null ? Set.of() : new HashSet<>(Files.readAllLines(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether anything is known of what is needed. */
    static boolean isKnown() {
        return !NEEDED.isEmpty();
    }

    static boolean isNeeded(ImageHeapObject object) {
        return NEEDED.contains(key(object));
    }

    static void write(List<ImageHeapObject> all) {
        String file = System.getProperty("supervisor4j.heap.map");
        if (file == null) {
            return;
        }
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
            for (ImageHeapObject each : all) {
                out.println(each.getOffset() + " " + each.getSize() + " " + key(each));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(ImageHeapObject object) {
        return Integer.toHexString(text(object, DEEPEST).hashCode());
    }

    private static String text(Object object, int depth) {
        if (!(object instanceof ImageHeapObject info)) {
            return String.valueOf(object);
        }
        Object itself = info.getObject();
        if (itself instanceof String string) {
            return "String " + string;
        }
        if (itself instanceof DynamicHub hub) {
            return "Class " + hub.getName();
        }
        String type = info.getObjectClass().getName();
        return depth == 0 ? type : type + " of " + text(reason(info), depth - 1);
    }

    private static Object reason(ImageHeapObject info) {
        try {
            Method reason = info.getClass().getDeclaredMethod("getMainReason");
            reason.setAccessible(true);
            return reason.invoke(info);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the image's heap does not tell why an object is in it", e);
        }
    }
}
