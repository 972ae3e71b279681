package org.supervisor4j.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a daemon holds of the kernel's.
 *
 * @param descriptors how many of each kind
 * @param threads their names without numbers, sorted
 * @param children how many live, and how many wait to be reaped
 */
record Usage(String descriptors, List<String> threads, String children) {
    static final String NO_CHILDREN = "0 alive, 0 zombies";

    /**
     * Threads that Jetty keeps in reserve come and go; so do the compiler's, and those for files and for large answers.
     */
    private static final Set<String> THREADS_THAT_COME_AND_GO =
            Set.of("http-", "http-large", "config-files", "C1 CompilerThre", "C2 CompilerThre");

    static Usage of(long pid) {
        List<String> kinds = Proc.list(Proc.of(pid, "fd")).stream()
                .map(Usage::kindOfDescriptor)
                .filter(kind -> !kind.isEmpty())
                .toList();
        Map<String, Long> counts =
                kinds.stream().collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
        List<String> threads = Proc.list(Proc.of(pid, "task")).stream()
                .map(task -> Proc.read(task.resolve("comm")).strip().replaceAll("\\d+$", ""))
                .filter(name -> !name.isEmpty() && !THREADS_THAT_COME_AND_GO.contains(name))
                .sorted()
                .toList();
        List<Long> children = Proc.childrenOf(pid);
        long zombies = children.stream().filter(Proc::isZombie).count();
        return new Usage(counts.toString(), threads, children.size() - zombies + " alive, " + zombies + " zombies");
    }

    /** Five looks that agree. */
    static Usage settledOf(long pid) {
        Deque<Usage> looks = new ArrayDeque<>();
        Await.until("the daemon is quiet", () -> {
            looks.addLast(of(pid));
            if (looks.size() > 5) {
                looks.removeFirst();
            }
            return looks.size() == 5 && Set.copyOf(looks).size() == 1;
        });
        return looks.getLast();
    }

    /** Empty for one that has been closed meanwhile. */
    private static String kindOfDescriptor(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/") ? "file" : target.replaceAll("[:\\[].*", "");
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
