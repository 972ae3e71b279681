package org.supervisor4j.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The rules of {@link Simulation} hold for a thousand seeds, the same ones in each build.
 * {@code -Dsupervisor4j.simulations=100000} tries as many others, whose first {@code -Dsupervisor4j.seed=N} can name;
 * with the seed alone that one is played, and if a rule is broken, shown from its begin.
 */
class SimulationTest {
    private static final String SEED = "supervisor4j.seed";
    private static final String SIMULATIONS = "supervisor4j.simulations";
    private static final int SHOWN = 80;

    @Test
    @Timeout(7200)
    void theRulesHoldWhateverHappens() {
        boolean isLong = System.getProperty(SIMULATIONS) != null;
        boolean isChosen = System.getProperty(SEED) != null;
        long first = Long.getLong(SEED, isLong ? System.nanoTime() : 0);
        int count = Integer.getInteger(SIMULATIONS, isChosen ? 1 : 1000);
        for (int number = 0; number < count; number++) {
            play(first + number, count == 1 ? Integer.MAX_VALUE : SHOWN);
        }
    }

    private static void play(long seed, int shown) {
        Simulation simulation = new Simulation(seed, shown);
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

    @Test
    void aSeedIsPlayedAgainAsItWas() {
        Simulation once = new Simulation(7, Integer.MAX_VALUE);
        once.run();
        Simulation again = new Simulation(7, Integer.MAX_VALUE);
        again.run();

        assertThat(again.trace().toString()).isEqualTo(once.trace().toString());
    }
}
