package org.supervisor4j.daemon.health;

import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.health.pattern.LinePattern;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.ini.PythonWhitespace;

/** How a program tells, or lets see, that it is ready: the value of {@code ready}. */
public sealed interface Ready {
    /** It says {@code READY=1} to the socket that NOTIFY_SOCKET names. */
    record Notify() implements Ready {
        @Override
        public String toString() {
            return "notify";
        }
    }

    /** It writes a line to this descriptor. */
    record Descriptor(int number) implements Ready {
        @Override
        public String toString() {
            return "fd:" + number;
        }
    }

    /** A line of its output is such. */
    record Log(LinePattern pattern) implements Ready {
        @Override
        public String toString() {
            return "log:" + pattern;
        }
    }

    /** It is asked again and again, until the answer is good. */
    record Asked(Probe probe) implements Ready {
        @Override
        public String toString() {
            return probe instanceof Probe.Exec ? "exec:" + probe : probe.toString();
        }
    }

    /** More than any program opens by itself before it looks at what it was given. */
    int LAST_DESCRIPTOR = 1023;

    /** The first that is no standard one. */
    int FIRST_DESCRIPTOR = 3;

    static Ready parse(String text) throws InvalidValueException {
        String word = PythonWhitespace.strip(text);
        if (word.equals("notify")) {
            return new Notify();
        }
        if (word.startsWith("fd:")) {
            return new Descriptor(descriptor(word));
        }
        if (word.startsWith("log:")) {
            String pattern = word.substring("log:".length());
            if (pattern.isEmpty()) {
                throw new InvalidValueException(PythonRepr.of(word) + " has no regular expression");
            }
            return new Log(LinePattern.parse(pattern));
        }
        @Nullable Probe probe = Probe.known(word);
        if (probe == null) {
            throw new InvalidValueException(PythonRepr.of(text) + " is none of notify, fd:N, log:REGEX, tcp:PORT,"
                    + " unix:PATH, http://..., exec:COMMAND, file:PATH");
        }
        return new Asked(probe);
    }

    private static int descriptor(String word) throws InvalidValueException {
        String digits = word.substring("fd:".length());
        if (digits.matches("[0-9]{1,4}")) {
            int number = Integer.parseInt(digits);
            if (number >= FIRST_DESCRIPTOR && number <= LAST_DESCRIPTOR) {
                return number;
            }
        }
        throw new InvalidValueException(
                PythonRepr.of(word) + " names no descriptor from " + FIRST_DESCRIPTOR + " to " + LAST_DESCRIPTOR);
    }
}
