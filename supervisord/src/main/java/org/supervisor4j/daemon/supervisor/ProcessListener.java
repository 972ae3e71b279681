package org.supervisor4j.daemon.supervisor;

/** Hears of every change of a process, after it has been stored. Called on the control loop. */
@FunctionalInterface
interface ProcessListener {
    void changed(Subprocess process);
}
