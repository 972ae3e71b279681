package org.supervisor4j.endtoend;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An event listener that writes down what it is told, as it came. It speaks the protocol through the library that
 * listeners have from Supervisor, {@code supervisor.childutils}.
 *
 * <p>How it answers its first, second, ... event stands in its arguments: {@code OK} (also where they have run out),
 * {@code FAIL}, {@code DIE}: it ends instead of answering; {@code BAD}: what it answers is no result; {@code HOLD}: OK,
 * but not before there is a file of the record's name and {@code .go}; {@code SAY:} and a text: just that, where
 * {@code _} is a blank and {@code |} a line end. Answers of earlier runs of it count.
 */
final class RecordingListener {
    private static final String SCRIPT = """
            import os, sys, time
            from supervisor import childutils

            class Tap:
                def __init__(self, stdin):
                    self.stdin, self.text = stdin, ''
                def readline(self):
                    self.text += self.stdin.readline()
                    return self.text
                def read(self, count):
                    data = self.stdin.read(count)
                    self.text += data
                    return data

            record, answers = sys.argv[1], sys.argv[2:]
            stdin = open(0, encoding='utf-8', newline='\\n')
            while True:
                tap = Tap(stdin)
                headers, payload = childutils.listener.wait(tap, sys.stdout)
                with open(record, 'a', encoding='utf-8') as file:
                    file.write(ascii(tap.text) + '\\n')
                told = sum(1 for line in open(record, encoding='utf-8'))
                answer = answers[told - 1] if told <= len(answers) else 'OK'
                if answer == 'FAIL':
                    childutils.listener.fail(sys.stdout)
                elif answer == 'DIE':
                    sys.exit(1)
                elif answer == 'BAD':
                    sys.stdout.write('RESULT abc\\n')
                    sys.stdout.flush()
                    sys.stdin.buffer.raw.read()
                elif answer.startswith('SAY:'):
                    sys.stdout.write(answer[4:].replace('_', ' ').replace('|', '\\n'))
                    sys.stdout.flush()
                else:
                    while answer == 'HOLD' and not os.path.exists(record + '.go'):
                        time.sleep(0.02)
                    childutils.listener.ok(sys.stdout)
            """;

    private static final Pattern PID = Pattern.compile("pid:[1-9]\\d*");
    private static final Pattern LENGTH = Pattern.compile("(?<= len:)\\d+");
    private static final Pattern WHEN = Pattern.compile("when:\\d+");

    private RecordingListener() {}

    /** Makes the script; listeners run it with the file of their record and their answers. */
    static void install(Sandbox sandbox) {
        sandbox.write("listener.py", SCRIPT);
    }

    /** What it has been told so far, one envelope a line in Python's notation, pids and times taken out. */
    static List<String> record(Sandbox sandbox, String name) {
        String file = name + ".record";
        if (!Files.exists(sandbox.path(file))) {
            return List.of();
        }
        return sandbox.read(file)
                .lines()
                .map(RecordingListener::withoutPids)
                .map(line -> WHEN.matcher(line).replaceAll("when:T"))
                .toList();
    }

    static void awaitCount(Sandbox sandbox, String name, int count) {
        Await.until(
                name + " has been told " + count + " events",
                () -> record(sandbox, name).size() >= count);
    }

    static void awaitTold(Sandbox sandbox, String name, String text) {
        Await.until(name + " has been told of " + text, () -> record(sandbox, name).stream()
                .anyMatch(line -> line.contains(text)));
    }

    /** Those of its numbers that stand behind a key of the header. */
    static List<Long> numbers(Sandbox sandbox, String name, String key) {
        Pattern number = Pattern.compile(" " + key + ":(\\d+)");
        return record(sandbox, name).stream()
                .flatMap(line -> number.matcher(line).results())
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
    }

    /** Lets the ones that hold their answer back go on. */
    static void go(Sandbox sandbox, String... names) {
        for (String name : names) {
            sandbox.write(name + ".record.go", "");
        }
    }

    /** The length goes without a pid's digits, too: two daemons' pids need not have the same number of them. */
    private static String withoutPids(String line) {
        String without = PID.matcher(line).replaceAll("pid:N");
        int digits = line.length() - without.length();
        return LENGTH.matcher(without)
                .replaceFirst(length -> Integer.toString(Integer.parseInt(length.group()) - digits));
    }
}
