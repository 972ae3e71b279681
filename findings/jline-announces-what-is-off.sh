#!/bin/sh
# JLine 4.0.15 (jline-reader, jline-terminal), Java 17 or later, a terminal of type xterm.
#
# Guess, written down before: an option of the line reader that is off is silent. With BRACKETED_PASTE off and MOUSE off
# (its default), readLine writes the prompt and the line, and nothing about pasting or about the mouse.
#
# Seen: with BRACKETED_PASTE off each readLine begins with ESC[?2004l, which switches the mode off for whatever program
# the terminal had it on for; and each readLine ends with seven sequences that switch reports of the mouse off
# (ESC[?1000l to ESC[?1016l), though the reader never switched them on and MOUSE is off. With a terminal of type dumb
# nothing of this is written.
#
# So a program that reads single lines between others (a pager, an editor that waits) takes the mouse and the pasting
# mode from them, and switching the options off does not help. Exits with 0 while that is so.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for jar in jline-reader jline-terminal; do
    curl -sfO "https://repo.maven.apache.org/maven2/org/jline/$jar/4.0.15/$jar-4.0.15.jar"
done

cat >Probe.java <<'JAVA'
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;

class Probe {
    public static void main(String[] types) throws Exception {
        for (String type : types) {
            PipedInputStream in = new PipedInputStream();
            PipedOutputStream keys = new PipedOutputStream(in);
            keys.write("hello\r".getBytes(UTF_8));
            keys.flush();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Terminal terminal = new ExternalTerminal("probe", type, in, out, UTF_8);
            LineReader reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .option(LineReader.Option.BRACKETED_PASTE, false)
                    .option(LineReader.Option.MOUSE, false)
                    .build();
            String line = reader.readLine("> ");
            terminal.flush();
            System.out.println(type + " " + line + " " + out.toString(UTF_8).replace("\033", "ESC").replaceAll("\\R", ""));
        }
        System.exit(0);
    }
}
JAVA
java -cp jline-reader-4.0.15.jar:jline-terminal-4.0.15.jar Probe.java xterm dumb >seen
cat seen

expect() {
    grep -q -- "$1" seen || { echo "changed: $2"; exit 1; }
}
expect '^xterm hello .*ESC\[?2004l> hello' 'the pasting mode is not switched off before the line'
expect '^xterm hello .*hello.*ESC\[?1000lESC\[?1002lESC\[?1003lESC\[?1005lESC\[?1006lESC\[?1015lESC\[?1016l' \
    'reports of the mouse are not switched off behind the line'
! grep -q '^dumb .*ESC' seen || { echo 'changed: something is written to a dumb terminal'; exit 1; }
echo 'as described'
