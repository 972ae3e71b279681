package org.supervisor4j.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.supervisor4j.daemon.state.RestartPolicy.Shape;

/** The waits that a policy gives: one row a curve, for the first runs in a row. */
class RestartPolicyTest {
    private static final Again CONSTANT = Again.policy().shape(Shape.CONSTANT);
    private static final Again LINEAR = Again.policy().shape(Shape.LINEAR);
    private static final Again EXPONENTIAL = Again.policy().shape(Shape.EXPONENTIAL);

    static Stream<Arguments> afterFailures() {
        return Stream.of(
                row("the original's", Again.policy(), 0, 1, 2, 3, 4, 5, 6),
                row("the original's without an end", Again.policy().endless().most(4), 0, 1, 2, 3, 4, 4, 4),
                row("a pause", Again.policy().pause(5), 0, 5, 5, 5, 5, 5, 5),
                row(
                        "a pause that chance does not touch",
                        Again.policy().pause(5).jitter(1),
                        1,
                        5,
                        5,
                        5,
                        5,
                        5,
                        5),
                row("constant", CONSTANT.delay(2), 0, 2, 2, 2, 2, 2, 2),
                row("linear", LINEAR.delay(2), 0, 2, 4, 6, 8, 10, 12),
                row("linear up to its limit", LINEAR.delay(2).most(7), 0, 2, 4, 6, 7, 7, 7),
                row("exponential", EXPONENTIAL.delay(1), 0, 1, 2, 4, 8, 16, 30),
                row("exponential by 3", EXPONENTIAL.delay(1).factor(3).most(60), 0, 1, 3, 9, 27, 60, 60),
                row("exponential by 1", EXPONENTIAL.delay(3).factor(1), 0, 3, 3, 3, 3, 3, 3),
                row("exponential by 1.5", EXPONENTIAL.delay(4).factor(1.5), 0, 4, 6, 9, 13.5, 20.25, 30),
                row("cut by chance, at most", EXPONENTIAL.delay(1).jitter(0.2), 1, 0.8, 1.6, 3.2, 6.4, 12.8, 24),
                row("cut by chance, halfway", EXPONENTIAL.delay(1).jitter(0.2), 0.5, 0.9, 1.8, 3.6, 7.2, 14.4, 27),
                row("never without pause", CONSTANT.delay(2).jitter(1), 1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1),
                row("less than a second", EXPONENTIAL.delay(0.25).most(1), 0, 0.25, 0.5, 1, 1, 1, 1));
    }

    private static Arguments row(String curve, Again policy, double random, double... seconds) {
        return Arguments.of(curve, policy.build(), random, seconds);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("afterFailures")
    void waitsAfterFailedStarts(String curve, RestartPolicy policy, double random, double[] seconds) {
        double[] waits = IntStream.rangeClosed(1, seconds.length)
                .mapToDouble(failures -> policy.afterFailure(failures, failures, random) / (double) Phase.SECOND)
                .toArray();

        assertThat(waits).as(curve).containsExactly(seconds);
    }

    @Test
    void theOriginalsPolicyDoesNotWaitAfterAnExit() {
        assertThat(RestartPolicy.ORIGINAL.afterExit(0, 0)).isZero();
        assertThat(Again.policy().endless().fatalRetry(9).limit(5, 60).build().afterExit(0, 1))
                .isZero();
    }

    @Test
    void anExitWaitsAsAFailedStartDoesWhereThereIsACurve() {
        RestartPolicy policy = EXPONENTIAL.delay(1).build();

        assertThat(policy.afterExit(3, 0)).isEqualTo(4 * Phase.SECOND).isEqualTo(policy.afterFailure(1, 3, 0));
        assertThat(Again.policy().pause(5).build().afterExit(0, 1)).isEqualTo(5 * Phase.SECOND);
    }

    @Test
    void noCountMakesAWaitOverflow() {
        assertThat(EXPONENTIAL.delay(1).factor(1000).build().afterExit(Integer.MAX_VALUE, 0))
                .isEqualTo(30 * Phase.SECOND);
        assertThat(LINEAR.delay(30).build().afterExit(Integer.MAX_VALUE, 0)).isEqualTo(30 * Phase.SECOND);
        assertThat(RestartPolicy.ORIGINAL.afterFailure(Integer.MAX_VALUE, 0, 0))
                .isEqualTo(Integer.MAX_VALUE * Phase.SECOND);
    }

    @Test
    void aWaitNeverExceedsItsLimitNorFallsShortOfWhatChanceMayTake() {
        SplittableRandom dice = new SplittableRandom(19);
        for (int i = 0; i < 10_000; i++) {
            double delay = 0.2 + dice.nextDouble(10);
            double most = delay + dice.nextDouble(100);
            double jitter = dice.nextDouble();
            Shape shape = List.of(Shape.values()).get(1 + dice.nextInt(3));
            RestartPolicy policy = Again.policy()
                    .shape(shape)
                    .delay(delay)
                    .factor(1 + dice.nextDouble(4))
                    .most(most)
                    .jitter(jitter)
                    .build();
            int row = 1 + dice.nextInt(50);

            long uncut = policy.afterExit(row, 0);
            long wait = policy.afterExit(row, dice.nextDouble());

            assertThat(uncut).isBetween(policy.delayNanos(), policy.mostNanos());
            assertThat(policy.afterExit(row + 1, 0)).isGreaterThanOrEqualTo(uncut);
            assertThat(wait).isBetween(Math.max(RestartPolicy.LEAST, (long) (uncut * (1 - jitter)) - 1), uncut);
        }
    }

    @Test
    void aRunOfTheResetTimeForgetsThoseBeforeIt() {
        RestartPolicy policy = EXPONENTIAL.reset(60).build();
        Restarts third = Restarts.NONE.ended(policy, 0).ended(policy, 1).ended(policy, 60 * Phase.SECOND - 1);

        assertThat(third.row()).isEqualTo(3);
        assertThat(third.ended(policy, 60 * Phase.SECOND).row()).isEqualTo(1);
        assertThat(new Restarts(Integer.MAX_VALUE, Recent.NONE).ended(policy, 0).row())
                .isEqualTo(1);
    }

    @Test
    void theOriginalsPolicyRemembersNothing() {
        Restarts again = Restarts.NONE.ended(RestartPolicy.ORIGINAL, 0).begun(RestartPolicy.ORIGINAL, 5);

        assertThat(again).isSameAs(Restarts.NONE);
    }

    @Test
    void whatIsRememberedUnderAnotherPolicyIsForgotten() {
        Restarts many = new Restarts(4, Recent.NONE.with(new Rate(5, 60), 1));

        assertThat(many.ended(RestartPolicy.ORIGINAL, 0).row()).isZero();
        assertThat(many.begun(RestartPolicy.ORIGINAL, 2).recent()).isEqualTo(Recent.NONE);
    }
}
