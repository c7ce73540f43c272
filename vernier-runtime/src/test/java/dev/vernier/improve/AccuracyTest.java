package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class AccuracyTest {

    private static final double EXACT = 1e-12;

    private static Accuracy of(double... parts) {
        return new Accuracy(List.of(DoubleStream.of(parts).boxed().toList()));
    }

    @Test
    void outputsCountAlikeHoweverManyPartsTheyHave() {
        Accuracy accuracy = new Accuracy(List.of(List.of(10.0, 20.0, 30.0), List.of(40.0)));
        assertThat(accuracy.decibel()).isCloseTo(30, within(EXACT));
        assertThat(new Accuracy(List.of()).decibel()).isZero();
    }

    @Test
    void anEvenGainIsSure() {
        assertThat(of(11, 21, 31).sureGainOver(of(10, 20, 30))).isCloseTo(1, within(EXACT));
        assertThat(of(12).sureGainOver(of(10))).isCloseTo(2, within(EXACT));
    }

    /** Gains 0, 0, 3: mean 1, deviation sqrt(3), standard error 1. */
    @Test
    void theStandardErrorIsTakenOff() {
        assertThat(of(10, 20, 33).sureGainOver(of(10, 20, 30))).isCloseTo(0, within(EXACT));
    }

    /** One of five answers tips over: no matter, as all others come closer. */
    @Test
    void behindALoopTheMiddleDecides() {
        Accuracy before = new Accuracy(of(30, 31, 32, 33, 34).outputs(), true);
        Accuracy after = new Accuracy(of(32, 33, 0, 36, 37).outputs(), true);

        assertThat(before.decibel()).isCloseTo(32, within(EXACT));
        assertThat(after.decibel()).isCloseTo(33, within(EXACT));
        assertThat(after.sureGainOver(before)).isCloseTo(1, within(EXACT));
        assertThat(new Accuracy(List.of(List.of(1.0, 4.0)), true).decibel())
                .isCloseTo(2.5, within(EXACT));
    }

    @Test
    void chanceIsSeldomTakenForAGain() {
        long seed = 7;
        Random random = new Random(seed);
        int taken = 0;
        for (int round = 0; round < 1000; round++) {
            Accuracy before = of(random.doubles(16, 20, 30).toArray());
            Accuracy after =
                    of(
                            before.outputs().get(0).stream()
                                    .mapToDouble(part -> part + random.nextGaussian())
                                    .toArray());
            taken += after.sureGainOver(before) > 0 ? 1 : 0;
        }
        assertThat(taken).as("of 1000, seed %d: one in six", seed).isBetween(120, 220);
    }
}
