package org.supervisor4j.daemon.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.cli.StateText.Child;
import org.supervisor4j.daemon.cli.StateText.Content;
import org.supervisor4j.daemon.cli.StateText.Daemon;
import org.supervisor4j.daemon.process.ChildRecords.Started;

/** What is written is read, however it was cut off or damaged. */
class StateTextTest {
    private static final Daemon DAEMON = new Daemon("0a1b2c3d-0000-4000-8000-000000000000", 4711, 123_456);
    private static final List<String> NAMES = List.of("web", "shop:worker_1", "a b", "%41+%", "näme\n日本", "");
    private static final int LIVES = 300;

    private final SplittableRandom random = new SplittableRandom(20_26);

    /** A file as a daemon writes it, and after each record what it says by then. */
    private record Life(String text, List<Integer> ends, List<List<Child>> states) {}

    private Life life() {
        List<Child> children = new ArrayList<>();
        var text = new StringBuilder(StateText.of(new Content(DAEMON, List.of())));
        List<Integer> ends = new ArrayList<>(List.of(text.length()));
        List<List<Child>> states = new ArrayList<>(List.of(List.of()));
        for (int step = random.nextInt(40); step > 0; step--) {
            if (!children.isEmpty() && random.nextInt(3) == 0) {
                text.append(StateText.ended(children.remove(random.nextInt(children.size()))));
            } else {
                Child child = new Child(1 + step, random.nextLong(1L << 40), new Started(name(), "/bin/" + name()));
                children.add(child);
                text.append(StateText.spawned(child));
            }
            ends.add(text.length());
            states.add(List.copyOf(children));
        }
        return new Life(text.toString(), ends, states);
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    @Test
    void whatIsWrittenIsRead() {
        for (int count = 0; count < LIVES; count++) {
            Life life = life();
            List<Child> last = life.states().get(life.states().size() - 1);

            assertThat(StateText.read(life.text())).contains(new Content(DAEMON, last));
            assertThat(StateText.read(StateText.of(new Content(DAEMON, last)))).contains(new Content(DAEMON, last));
        }
    }

    @Test
    void cutOffAnywhereItSaysWhatItsWholeRecordsSay() {
        Life life = life();
        for (int length = 0; length <= life.text().length(); length++) {
            int whole = 0;
            // The end of the line is no part of a record.
            while (whole < life.ends().size() && life.ends().get(whole) - 1 <= length) {
                whole++;
            }

            Optional<Content> read = StateText.read(life.text().substring(0, length));

            assertThat(read)
                    .as("%d characters", length)
                    .isEqualTo(
                            whole == 0
                                    ? Optional.empty()
                                    : Optional.of(
                                            new Content(DAEMON, life.states().get(whole - 1))));
        }
    }

    @Test
    void aDamagedRecordIsAsIfItHadNotBeenWritten() {
        for (int count = 0; count < LIVES; count++) {
            String text = StateText.of(new Content(DAEMON, List.of()));
            Child first = new Child(1, 1, new Started("first", "/bin/first"));
            Child second = new Child(2, 2, new Started("second", "/bin/second"));
            String record = StateText.spawned(first);
            int at = random.nextInt(record.length() - 1);
            char other = (char) (record.charAt(at) ^ (1 << random.nextInt(7)));
            String damaged = record.substring(0, at) + other + record.substring(at + 1);

            assertThat(StateText.read(text + damaged + StateText.spawned(second)))
                    .as(damaged)
                    .contains(new Content(DAEMON, List.of(second)));
        }
    }

    @Test
    void aPidThatIsUsedAgainIsTheLastOnes() {
        Child first = new Child(7, 100, new Started("first", "/bin/first"));
        Child second = new Child(7, 200, new Started("second", "/bin/second"));

        String text = StateText.of(new Content(DAEMON, List.of(first))) + StateText.spawned(second);

        assertThat(StateText.read(text)).contains(new Content(DAEMON, List.of(second)));
        assertThat(StateText.read(text + StateText.ended(first))).contains(new Content(DAEMON, List.of(second)));
        assertThat(StateText.read(text + StateText.ended(second))).contains(new Content(DAEMON, List.of()));
    }

    @Test
    void anythingElseIsNoStateFile() {
        Child child = new Child(7, 100, new Started("web", "/bin/web"));

        assertThat(StateText.read("")).isEmpty();
        assertThat(StateText.read(StateText.spawned(child) + StateText.of(new Content(DAEMON, List.of()))))
                .isEmpty();
        for (int count = 0; count < LIVES; count++) {
            var bytes = new StringBuilder();
            for (int length = random.nextInt(200); length > 0; length--) {
                bytes.append((char) random.nextInt(256));
            }
            assertThat(StateText.read(bytes.toString())).isEmpty();
        }
    }

    /** What later versions have is not ours to guess. */
    @Test
    void anotherVersionIsNotRead() {
        String next = "supervisor4j-state 2 boot 1 1";
        var checksum = new CRC32();
        checksum.update(next.getBytes(US_ASCII));

        assertThat(StateText.read(next + " " + Long.toHexString(checksum.getValue()) + "\n"))
                .isEmpty();
        assertThat(StateText.read(StateText.of(new Content(DAEMON, List.of())))).isPresent();
    }
}
