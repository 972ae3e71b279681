package org.supervisor4j.daemon.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.events.Event;
import org.supervisor4j.daemon.http.RecordingLog;
import org.supervisor4j.model.ProcessState;

class PostboxTest {
    private final RecordingLog log = new RecordingLog();
    private final BlockingQueue<NoticeText> delivered = new LinkedBlockingQueue<>();
    private final List<Postbox> boxes = new ArrayList<>();

    private Postbox box(Courier courier, Duration coalesce) {
        Postbox box =
                new Postbox("webhook:x", "box", () -> "supervisor", courier, coalesce.toNanos(), System::nanoTime, log);
        boxes.add(box);
        return box;
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Postbox box : boxes) {
            box.finish();
            box.awaitEnd(System.nanoTime());
        }
    }

    private static Notice notice(String process) {
        return Notice.of(
                new Event.ProcessStateChanged(process, process, ProcessState.RUNNING, ProcessState.EXITED, 0, 7, false),
                1_000);
    }

    private List<String> next() throws InterruptedException {
        NoticeText text = delivered.poll(60, TimeUnit.SECONDS);
        assertThat(text).isNotNull();
        return processes(text);
    }

    private static List<String> processes(@Nullable NoticeText text) {
        return text == null
                ? List.of()
                : text.notices().stream()
                        .map(notice -> String.valueOf(notice.values().get("process")))
                        .toList();
    }

    @Test
    void withoutCoalescingEachIsDeliveredAlone() throws Exception {
        Postbox box = box(delivered::add, Duration.ZERO);

        box.put(notice("a"));
        box.put(notice("b"));

        assertThat(next()).containsExactly("a");
        assertThat(next()).containsExactly("b");
    }

    @Test
    void whatHappensMeanwhileBecomesOne() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Postbox box = box(
                text -> {
                    delivered.add(text);
                    told.countDown();
                    await(goOn);
                },
                Duration.ofMillis(50));
        box.put(notice("a"));
        await(told);
        box.put(notice("b"));
        box.put(notice("c"));
        goOn.countDown();

        assertThat(next()).containsExactly("a");
        assertThat(next()).containsExactly("b", "c");
    }

    @Test
    void whatFailsIsTriedAgainAndToldOnce() throws Exception {
        int[] tries = new int[1];
        Postbox box = box(
                text -> {
                    if (tries[0]++ < 2) {
                        throw new IOException("nobody is there");
                    }
                    delivered.add(text);
                },
                Duration.ZERO);

        box.put(notice("a"));

        assertThat(next()).containsExactly("a");
        log.awaitLine("INFO \\[webhook:x\\] takes notices again");
        assertThat(log.lines)
                .containsOnlyOnce("WARN [webhook:x] cannot be told: nobody is there; it is tried again, for hours");
    }

    @Test
    void whatIsRefusedIsNotTriedAgain() throws Exception {
        Postbox box = box(
                text -> {
                    if (processes(text).contains("a")) {
                        throw new RefusedException("the answer is status 404");
                    }
                    delivered.add(text);
                },
                Duration.ZERO);

        box.put(notice("a"));
        box.put(notice("b"));

        assertThat(next()).containsExactly("b");
        assertThat(log.lines).contains("WARN [webhook:x] refuses a notice: the answer is status 404");
    }

    /** Whoever puts one in does not wait, and there is no more than there is room for. */
    @Test
    void aDeadReceiverCostsNothing() throws Exception {
        CountDownLatch isAsked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Postbox box = box(
                text -> {
                    delivered.add(text);
                    isAsked.countDown();
                    await(never);
                },
                Duration.ofMillis(10));
        box.put(notice("first"));
        await(isAsked);

        long began = System.nanoTime();
        for (int i = 0; i < 100_000; i++) {
            box.put(notice("p" + i));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));

        never.countDown();
        assertThat(next()).containsExactly("first");
        NoticeText second = delivered.poll(60, TimeUnit.SECONDS);
        assertThat(second).isNotNull();
        assertThat(second.dropped()).isEqualTo(100_000 - Postbox.MOST);
        assertThat(second.notices()).hasSize(Postbox.MOST_AT_ONCE);
        assertThat(processes(second)).first().isEqualTo("p" + (100_000 - Postbox.MOST));
    }

    @Test
    void whatIsLeftIsDeliveredAtTheEnd() throws Exception {
        Postbox box = box(delivered::add, Duration.ofHours(1));
        box.put(notice("a"));
        assertThat(next()).containsExactly("a");
        box.put(notice("b"));

        box.finish();
        box.awaitEnd(System.nanoTime() + TimeUnit.SECONDS.toNanos(30));

        assertThat(next()).containsExactly("b");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
