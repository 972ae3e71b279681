package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerShareTest {
    @ParameterizedTest(name = "{0} files, {1} processes, {2} listeners: {3}")
    @CsvSource({
        "-1, 1000, 5, 512",
        "65536, 100, 2, 512",
        "1024, 0, 1, 512",
        "1024, 10, 2, 248",
        "1024, 100, 2, 93",
        "1024, 100, 4, 46",
        "1024, 200, 1, 16",
        "256, 4, 2, 38",
        "10, 0, 1, 16"
    })
    void connectionsComeOutOfWhatProgramsLeave(long openFiles, int processes, int listeners, int share) {
        assertThat(ListenerShare.of(openFiles, processes, listeners)).isEqualTo(share);
    }

    @ParameterizedTest
    @CsvSource({"1024, 10, 2", "1024, 100, 3", "4096, 300, 2", "512, 20, 1"})
    void allOfThemTogetherLeaveWhatWeNeedOurselves(int openFiles, int processes, int listeners) {
        int share = ListenerShare.of(openFiles, processes, listeners);

        assertThat(openFiles - listeners * (share + share * 3 / 4) - 6 * processes)
                .isGreaterThanOrEqualTo(96);
    }

    @Test
    void filesAreCountedUntilTheirAnswersAreOver() {
        ListenerShare share = new ListenerShare(new ServerFixture().services(), 1);
        int most = share.connections() * 3 / 4;
        Callback first = share.openFile(Callback.NOOP).orElseThrow();
        for (int i = 1; i < most; i++) {
            assertThat(share.openFile(Callback.NOOP)).isPresent();
        }
        assertThat(share.openFile(Callback.NOOP)).isEmpty();

        first.failed(new IllegalStateException("gone"));

        assertThat(share.openFile(Callback.NOOP)).isPresent();
    }
}
