package org.supervisor4j.daemon.supervisor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A thousand graphs, the same ones in each build. {@code -Dsupervisor4j.graphs=100000} tries as many others;
 * {@code -Dsupervisor4j.seed=N} plays that one alone and shows it whole if a rule is broken.
 */
class GraphSimulationTest {
    private static final String SEED = "supervisor4j.seed";
    private static final String GRAPHS = "supervisor4j.graphs";
    private static final int SHOWN = 120;

    @Test
    @Timeout(7200)
    void noGraphIsStartedTooEarlyOrStoppedTooEarlyAndNoneIsHeldUp() {
        boolean isChosen = System.getProperty(SEED) != null;
        boolean isLong = System.getProperty(GRAPHS) != null;
        long first = Long.getLong(SEED, isLong ? System.nanoTime() : 0);
        int count = Integer.getInteger(GRAPHS, isChosen ? 1 : 1000);
        for (int number = 0; number < count; number++) {
            play(first + number, count == 1 ? Integer.MAX_VALUE : SHOWN);
        }
    }

    private static void play(long seed, int shown) {
        GraphSimulation simulation = new GraphSimulation(seed, shown);
        try {
            simulation.run();
        } catch (RuntimeException | AssertionError broken) {
            throw new AssertionError(
                    String.format(
                            "seed %d: %s%nAgain, from its begin: -Dsupervisor4j.seed=%d%n%s",
                            seed, broken.getMessage(), seed, simulation.trace()),
                    broken);
        }
    }
}
