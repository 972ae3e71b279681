package org.supervisor4j.daemon.os.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.ProcessSpawner.Spawned;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.os.ResourceLimits.Limit;
import org.supervisor4j.daemon.os.ResourceLimits.Resource;
import org.supervisor4j.daemon.os.SpawnRequest;

/** A main class that gives up root (if it is root) and then finds the table of processes full. */
final class UserProbe {
    private UserProbe() {}

    public static void main(String[] arguments) throws Exception {
        PosixSystem system = PosixSystem.open();
        // Once while we are root: afterwards we may not be allowed to read our own classes.
        System.out.println("spawn: " + spawn(system));
        if (system.users().uid() == 0) {
            system.users().become(new ProcessUser(65534, 65533, List.of(65533, 24)));
        }
        System.out.println("threads: " + identities());
        System.out.println("back: " + back(system));
        system.limits().set(Resource.PROCESSES, new Limit(1, 1));
        System.out.println("full: " + spawn(system));
    }

    private static String spawn(PosixSystem system) {
        try {
            int device = system.descriptors().open("/dev/null", OpenFlags.READ_WRITE, 0);
            Spawned spawned = system.spawner()
                    .spawn(new SpawnRequest(
                            "/bin/true",
                            List.of("true"),
                            List.of(),
                            device,
                            device,
                            device,
                            null,
                            null,
                            OptionalInt.empty()));
            system.descriptors().close(device);
            return "failure " + spawned.exec().finish();
        } catch (OsException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String back(PosixSystem system) {
        try {
            system.users().become(new ProcessUser(0, 0, List.of(0)));
            return "possible";
        } catch (OsException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Who each thread is, the same ones once. */
    private static Set<String> identities() throws IOException {
        Set<String> identities = new TreeSet<>();
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                StringBuilder identity = new StringBuilder();
                for (String line : Files.readAllLines(task.resolve("status"))) {
                    if (line.startsWith("Uid:") || line.startsWith("Gid:") || line.startsWith("Groups:")) {
                        identity.append(line.strip().replace('\t', ' ')).append("; ");
                    }
                }
                identities.add(identity.toString());
            }
        }
        return identities;
    }
}
