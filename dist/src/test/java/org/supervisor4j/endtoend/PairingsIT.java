package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever's client drives whoever's daemon, the same commands have the same effects, words and exit statuses. */
class PairingsIT {
    private static Account myappuser;
    private static LinodeGuide guide;
    private static List<String> guideTranscript;
    private static CeleryFarm farm;
    private static List<String> farmTranscript;

    @BeforeAll
    static void playBothWithDebiansProgramsOnly() throws IOException {
        myappuser = Account.create("myappuser");
        guide = new LinodeGuide(myappuser.name());
        guideTranscript = Scenario.transcript(guide, Pairing.REFERENCE);
        farm = new CeleryFarm();
        farmTranscript = Scenario.transcript(farm, Pairing.REFERENCE);
    }

    @AfterAll
    static void removeTheUser() {
        myappuser.close();
    }

    static Stream<Pairing> pairingsOfOurs() {
        return Pairing.ofOurs();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairingsOfOurs")
    void theLinodeGuideIsTheSame(Pairing pairing) throws IOException {
        List<String> transcript = Scenario.transcript(guide, pairing);

        assertThat(differences(transcript, guideTranscript)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairingsOfOurs")
    void theCeleryFarmIsTheSame(Pairing pairing) throws IOException {
        List<String> transcript = Scenario.transcript(farm, pairing);

        assertThat(differences(transcript, farmTranscript)).isEmpty();
    }

    /** What is compared would be worth nothing if the reference had failed throughout. */
    @Test
    void theReferenceRunsTheGuidesProgramAsItsUser() {
        assertThat(guideTranscript).contains("""
                        $ supervisorctl reread
                        ERROR: CANT_REREAD: The directory named as part of the path /ROOT/var/log/myapp/myapp.out.log \
                        does not exist in section 'program:myapp' (file: '/ROOT/etc/supervisord.d/myapp.ini')
                        [exit 1]
                        """).contains("""
                        $ supervisorctl status
                        myappgroup:myapp                 RUNNING   pid N, uptime H:MM:SS
                        [exit 0]
                        """).contains("""
                        $ supervisorctl tail myappgroup:myapp
                        myapp serves as %s in /ROOT/srv/myapp

                        [exit 0]
                        """.formatted(myappuser.name()));
    }

    @Test
    void theReferenceRunsTheFarmWithItsOptionsAndVariables() {
        assertThat(farmTranscript).contains("""
                $ supervisorctl tail celery:worker_03
                --concurrency=1 --loglevel=INFO --hostname=worker03@%h
                KEY=v w HOME=/x C_FORCE_ROOT=1
                ready

                [exit 0]
                """);
    }

    /** Only the commands that were answered differently, so that a failure can be read. */
    private static List<String> differences(List<String> transcript, List<String> reference) {
        assertThat(transcript).hasSameSizeAs(reference);
        return IntStream.range(0, reference.size())
                .filter(i -> !transcript.get(i).equals(reference.get(i)))
                .mapToObj(i -> "Debian's programs:%n%snow:%n%s".formatted(reference.get(i), transcript.get(i)))
                .toList();
    }
}
