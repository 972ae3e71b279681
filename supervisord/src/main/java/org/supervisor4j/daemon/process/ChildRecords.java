package org.supervisor4j.daemon.process;

/**
 * Keeps which children there are where the daemon that follows finds it, if this one has no time to stop them. On the
 * control loop only. What cannot be kept is no error of the process: neither call throws.
 */
public interface ChildRecords {
    /** There is a child, and nobody has been told yet. */
    void spawned(int pid, Started child);

    /** A child has been reaped, and nobody has been told yet. Nothing happens if it is not known. */
    void ended(int pid);

    /**
     * What became a child.
     *
     * @param name of the process, as messages name it
     * @param file what is run
     */
    record Started(String name, String file) {}

    /** Keeps nothing. */
    ChildRecords NONE = new ChildRecords() {
        @Override
        public void spawned(int pid, Started child) {}

        @Override
        public void ended(int pid) {}
    };

    /** What is kept from a moment on that comes after the processes were made, and before there is any child. */
    final class Later implements ChildRecords {
        private ChildRecords records = NONE;

        /** From now on they are kept there. */
        public void begin(ChildRecords kept) {
            records = kept;
        }

        @Override
        public void spawned(int pid, Started child) {
            records.spawned(pid, child);
        }

        @Override
        public void ended(int pid) {
            records.ended(pid);
        }
    }
}
