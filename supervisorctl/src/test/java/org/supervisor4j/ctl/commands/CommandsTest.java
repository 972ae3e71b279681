package org.supervisor4j.ctl.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CommandsTest {
    @Test
    void aRunLoadsItsOwnCommandAndNoOther() throws ReflectiveOperationException {
        Classes classes = new Classes();
        Class<?> table = classes.loadClass(Commands.class.getName());
        Object commands = table.getConstructor(List.class).newInstance(List.of());

        Object version = table.getMethod("find", String.class).invoke(commands, "version");

        assertThat(Objects.requireNonNull(version).getClass().getSimpleName()).isEqualTo("Version");
        assertThat(classes.loaded).containsExactlyInAnyOrder("Commands", "Commands$Row", "BuiltInCommand", "Version");
    }

    /** Loads the commands once more, and notes which. */
    private static final class Classes extends ClassLoader {
        private static final String PREFIX = Commands.class.getPackageName() + ".";

        private final List<String> loaded = new ArrayList<>();

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.startsWith(PREFIX) && findLoadedClass(name) == null
                    ? load(name)
                    : super.loadClass(name, resolve);
        }

        private Class<?> load(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = Objects.requireNonNull(file, name).readAllBytes();
                loaded.add(name.substring(PREFIX.length()));
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
