package org.supervisor4j.daemon.http.listening;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.daemon.http.ServerFixture;

class ServerShareTest {
    @ParameterizedTest(name = "{0} files, {1} processes, {2} listeners: {3}")
    @CsvSource({
        "-1, 1000, 5, 512",
        "65536, 100, 2, 512",
        "1024, 0, 1, 512",
        "1024, 10, 2, 267",
        "1024, 100, 2, 100",
        "1024, 100, 4, 50",
        "1024, 200, 1, 16",
        "256, 4, 2, 41",
        "10, 0, 1, 16"
    })
    void connectionsComeOutOfWhatProgramsLeave(long openFiles, int processes, int listeners, int share) {
        assertThat(ServerShare.of(openFiles, processes, listeners)).isEqualTo(share);
    }

    @ParameterizedTest
    @CsvSource({"1024, 10, 2", "1024, 100, 3", "4096, 300, 2", "512, 20, 1"})
    void allOfThemTogetherLeaveWhatWeNeedOurselves(int openFiles, int processes, int listeners) {
        int share = ServerShare.of(openFiles, processes, listeners);

        assertThat(openFiles - listeners * (share + share / 2 + share / 8) - 6 * processes)
                .isGreaterThanOrEqualTo(96);
    }

    @Test
    void eachKindThatGoesOnHasItsOwnSeatsAndAnEighthIsLeft() {
        ServerShare share = new ServerShare(new ServerFixture().services(), 1);
        int most = share.connections();

        assertThat(seatsOf(share.followers())).isEqualTo(most / 2);
        assertThat(seatsOf(share.pages())).isEqualTo(most / 4);
        assertThat(seatsOf(share.downloads())).isEqualTo(most / 8);
    }

    private static int seatsOf(Seats seats) {
        int count = 0;
        while (seats.take(new ByteArrayEndPoint(), Callback.NOOP).isPresent()) {
            count++;
        }
        return count;
    }
}
