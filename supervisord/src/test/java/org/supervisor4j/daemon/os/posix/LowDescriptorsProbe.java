package org.supervisor4j.daemon.os.posix;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import org.supervisor4j.daemon.os.Descriptors.Pipe;
import org.supervisor4j.daemon.os.ProcessSpawner.Spawned;
import org.supervisor4j.daemon.os.SpawnRequest;

/** A main class without descriptors 0 and 1, so that its pipes take their places; it speaks on stderr. */
final class LowDescriptorsProbe {
    private LowDescriptorsProbe() {}

    public static void main(String[] arguments) throws Exception {
        PosixSystem system = PosixSystem.open();
        // Loads what is needed before the JVM's own files take the places that are going to be free.
        run(system, "/nonexistent", 2, 2);
        system.descriptors().pipe();
        system.descriptors().close(0);
        system.descriptors().close(1);
        // The exec pipe is the next to be opened: it gets 0 and 1.
        for (int i = 0; i < 20; i++) {
            System.err.println(run(system, "/nonexistent", 2, 2));
        }
        Pipe pipe = system.descriptors().pipe();
        System.err.println(pipe.readEnd() + " and " + pipe.writeEnd());
        System.err.println(run(system, "/bin/echo", pipe.readEnd(), pipe.writeEnd()));
        ByteBuffer buffer = ByteBuffer.allocateDirect(100);
        System.err.println("echoed " + system.descriptors().read(pipe.readEnd(), buffer));
    }

    private static String run(PosixSystem system, String path, int stdin, int stdout) throws Exception {
        List<String> argv = List.of(path, "12345");
        Spawned spawned = system.spawner()
                .spawn(new SpawnRequest(path, argv, List.of(), stdin, stdout, 2, null, null, OptionalInt.empty()));
        return String.valueOf(spawned.exec().finish());
    }
}
