package org.supervisor4j.daemon.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogQueueTest {
    private final LogQueue queue = new LogQueue();

    private List<String> takeAll() {
        List<String> taken = new ArrayList<>();
        for (LogQueue.Item item = queue.poll(); item != null; item = queue.poll()) {
            taken.add(describe(item));
        }
        return taken;
    }

    private static String describe(LogQueue.Item item) {
        if (item instanceof LogQueue.Line line) {
            return "line of " + line.text().length;
        }
        return item instanceof LogQueue.Lost lost ? lost.lines() + " lost" : "command";
    }

    @Test
    void givesWhatItGotInOrder() {
        queue.offer(new byte[1]);
        queue.offer(() -> {});
        queue.offer(new byte[2]);

        assertThat(takeAll()).containsExactly("line of 1", "command", "line of 2");
    }

    @Test
    void linesThatAreTooManyAreCountedWhereTheyAreMissing() {
        for (int i = 0; i < LogQueue.MOST_LINES + 5; i++) {
            queue.offer(new byte[1]);
        }
        assertThat(takeAll()).hasSize(LogQueue.MOST_LINES);

        queue.offer(new byte[2]);

        assertThat(takeAll()).containsExactly("5 lost", "line of 2");
    }

    @Test
    void linesThatAreTooLongTogetherAreCounted() {
        int half = (int) LogQueue.MOST_BYTES / 2;
        queue.offer(new byte[half]);
        queue.offer(new byte[half]);
        queue.offer(new byte[1]);
        takeAll();

        queue.offer(new byte[3]);

        assertThat(takeAll()).containsExactly("1 lost", "line of 3");
    }

    @Test
    void afterALossNothingIsTakenUntilHalfOfTheRoomIsFree() {
        for (int i = 0; i < LogQueue.MOST_LINES + 1; i++) {
            queue.offer(new byte[1]);
        }
        queue.poll();
        queue.offer(new byte[1]);

        assertThat(takeAll()).hasSize(LogQueue.MOST_LINES - 1);
        queue.close();
        assertThat(takeAll()).containsExactly("2 lost");
    }

    @Test
    void aLineThatIsLongerThanAllTheRoomIsTakenAlone() {
        int tooLong = (int) LogQueue.MOST_BYTES + 1;
        queue.offer(new byte[tooLong]);

        assertThat(takeAll()).containsExactly("line of " + tooLong);
    }

    @Test
    void commandsAreTakenHoweverFullItIs() {
        for (int i = 0; i < LogQueue.MOST_LINES + 1; i++) {
            queue.offer(new byte[1]);
        }

        assertThat(queue.offer(() -> {})).isTrue();
    }

    @Test
    void takesNothingAfterItsEnd() {
        queue.offer(new byte[1]);
        queue.close();
        queue.offer(new byte[2]);

        assertThat(queue.offer(() -> {})).isFalse();
        assertThat(takeAll()).containsExactly("line of 1");
    }
}
