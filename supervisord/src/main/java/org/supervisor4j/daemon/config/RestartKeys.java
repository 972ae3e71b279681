package org.supervisor4j.daemon.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Key.Shown;
import org.supervisor4j.daemon.state.Exits;
import org.supervisor4j.daemon.state.Rate;
import org.supervisor4j.daemon.state.RestartPolicy;
import org.supervisor4j.daemon.state.RestartPolicy.Shape;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.daemon.values.Durations;
import org.supervisor4j.daemon.values.ValueType;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.ini.PythonWhitespace;

/** The keys that make a process's {@link RestartPolicy}. The original has none of them. */
public final class RestartKeys {
    /** So many within so long a time. */
    public static final ValueKind<Rate> RATE = ValueKind.plain("rate", RestartKeys::rate);

    private static final ValueKind<Exits> EXITS = ValueKind.plain("exit codes and signals", RestartKeys::exits);
    private static final ValueKind<Shape> SHAPE =
            ValueKind.plain("constant, linear or exponential", RestartKeys::shape);
    private static final ValueKind<Double> FACTOR =
            ValueKind.plain("number from 1 to 1000", text -> number(text, 1, 1000));
    private static final ValueKind<Double> PART = ValueKind.plain("number from 0 to 1", text -> number(text, 0, 1));

    private static final Pattern RATE_FORM = Pattern.compile("\\s*([0-9]{1,4})\\s*/(.*)", Pattern.DOTALL);
    private static final Pattern NUMBER_FORM = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,9})?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final int MOST_IN_RATE = 1000;
    private static final int MOST_CODE = 255;

    /** What a limit is at least where nobody names one. */
    private static final Duration LIMIT = Duration.ofNanos(RestartPolicy.ORIGINAL.mostNanos());

    static final KeyTable<ProcessConfig, RestartPolicy> ALL = new KeyTable<ProcessConfig, RestartPolicy>(
                    "", process -> process.policy().again())
            .added()
            .shown(Shown.IF_OTHER);
    static final Key<Duration> RESTARTPAUSE =
            ALL.live("restartpause", ValueKind.DURATION, "0", p -> Duration.ofNanos(p.pauseNanos()));
    static final Key<Shape> BACKOFF =
            ALL.live("backoff", SHAPE, null, p -> p.shape() == Shape.ORIGINAL ? null : p.shape());
    static final Key<Duration> BACKOFF_DELAY =
            ALL.live("backoff_delay", ValueKind.DURATION, "1", p -> Duration.ofNanos(p.delayNanos()));
    static final Key<Double> BACKOFF_FACTOR = ALL.live("backoff_factor", FACTOR, "2", RestartPolicy::factor);
    static final Key<Duration> BACKOFF_LIMIT =
            ALL.live("backoff_limit", ValueKind.DURATION, null, RestartKeys::limitOrNull);
    static final Key<Double> BACKOFF_JITTER = ALL.live("backoff_jitter", PART, "0.2", RestartPolicy::jitter);
    static final Key<Duration> BACKOFF_RESET =
            ALL.live("backoff_reset", ValueKind.DURATION, "60", p -> Duration.ofNanos(p.resetNanos()));
    static final Key<Boolean> STARTRETRIES_INFINITE =
            ALL.live("startretries_infinite", ValueKind.BOOLEAN, "false", RestartPolicy::endless);
    static final Key<Duration> FATAL_RETRY_SECS =
            ALL.live("fatal_retry_secs", ValueKind.DURATION, "0", p -> Duration.ofNanos(p.fatalRetryNanos()));
    static final Key<Rate> RESTART_LIMIT =
            ALL.live("restart_limit", RATE, null, p -> p.limit().isNone() ? null : p.limit());
    static final Key<Exits> RESTART_ON = ALL.live("restart_on", EXITS, "", RestartPolicy::always);
    static final Key<Exits> NO_RESTART_ON = ALL.live("no_restart_on", EXITS, "", RestartPolicy::never);

    private RestartKeys() {}

    private static @Nullable Object limitOrNull(RestartPolicy policy) {
        return policy.mostNanos() == Math.max(LIMIT.toNanos(), policy.delayNanos())
                ? null
                : Duration.ofNanos(policy.mostNanos());
    }

    static RestartPolicy policy(Values values) {
        Shape shape = values.find(BACKOFF);
        Rate limit = values.find(RESTART_LIMIT);
        RestartPolicy policy = new RestartPolicy(
                values.get(RESTARTPAUSE).toNanos(),
                shape == null ? Shape.ORIGINAL : shape,
                values.get(BACKOFF_DELAY).toNanos(),
                values.get(BACKOFF_FACTOR),
                limit(values).toNanos(),
                values.get(BACKOFF_JITTER),
                values.get(BACKOFF_RESET).toNanos(),
                values.get(STARTRETRIES_INFINITE),
                values.get(FATAL_RETRY_SECS).toNanos(),
                limit == null ? Rate.NONE : limit,
                values.get(RESTART_ON),
                values.get(NO_RESTART_ON));
        // Nearly all are: one object for thousands.
        return policy.equals(RestartPolicy.ORIGINAL) ? RestartPolicy.ORIGINAL : policy;
    }

    private static Duration limit(Values values) {
        Duration limit = values.find(BACKOFF_LIMIT);
        Duration delay = values.get(BACKOFF_DELAY);
        return limit != null ? limit : delay.compareTo(LIMIT) > 0 ? delay : LIMIT;
    }

    /** Tells what cannot be so. */
    public static void check(Values values, BiConsumer<Key<?>, String> problem) {
        if (values.find(BACKOFF) != null && !values.get(RESTARTPAUSE).isZero()) {
            problem.accept(
                    BACKOFF,
                    "restartpause and backoff exclude each other: remove one of them (restartpause=N is what"
                            + " backoff=constant with backoff_delay=N and backoff_jitter=0 is)");
        }
        if (values.get(BACKOFF_DELAY).isZero()) {
            problem.accept(BACKOFF_DELAY, "backoff_delay: it has to be more than 0");
        }
        if (limit(values).compareTo(values.get(BACKOFF_DELAY)) < 0) {
            problem.accept(
                    BACKOFF_LIMIT,
                    "backoff_limit: " + Durations.text(limit(values)) + " is less than backoff_delay, which is "
                            + Durations.text(values.get(BACKOFF_DELAY)));
        }
        Exits both = values.get(RESTART_ON).and(values.get(NO_RESTART_ON));
        if (!both.isEmpty()) {
            problem.accept(
                    NO_RESTART_ON, "no_restart_on: " + both + " is in restart_on, too: remove it from one of them");
        }
    }

    /**
     * Tells which keys have no effect.
     *
     * @param isSet whether the section has the key
     */
    public static void warn(Values values, Predicate<Key<?>> isSet, BiConsumer<Key<?>, String> warning) {
        Shape shape = values.find(BACKOFF);
        for (Key<?> key : List.of(BACKOFF_DELAY, BACKOFF_FACTOR, BACKOFF_LIMIT, BACKOFF_JITTER, BACKOFF_RESET)) {
            boolean used = shape != null || (key.is(BACKOFF_LIMIT) && values.get(STARTRETRIES_INFINITE));
            if (isSet.test(key) && !used) {
                warning.accept(key, key.key() + " has no effect without backoff=");
            }
        }
        if (isSet.test(BACKOFF_FACTOR) && shape != null && shape != Shape.EXPONENTIAL) {
            warning.accept(BACKOFF_FACTOR, "backoff_factor has no effect but with backoff=exponential");
        }
        if (isSet.test(RESTART_ON) && values.get(PolicyKeys.AUTORESTART) == Restart.NEVER) {
            warning.accept(RESTART_ON, "restart_on has no effect with autorestart=false");
        }
    }

    private static Shape shape(String text) throws InvalidValueException {
        return switch (PythonWhitespace.strip(text).toLowerCase(Locale.ROOT)) {
            case "constant" -> Shape.CONSTANT;
            case "linear" -> Shape.LINEAR;
            case "exponential" -> Shape.EXPONENTIAL;
            default ->
                throw new InvalidValueException(PythonRepr.of(text) + " is none of constant, linear, exponential");
        };
    }

    private static double number(String text, int least, int most) throws InvalidValueException {
        String word = PythonWhitespace.strip(text);
        double number = NUMBER_FORM.matcher(word).matches() ? Double.parseDouble(word) : Double.NaN;
        if (!(number >= least && number <= most)) {
            throw new InvalidValueException(PythonRepr.of(text) + " is no number from " + least + " to " + most);
        }
        return number;
    }

    private static Rate rate(String text) throws InvalidValueException {
        Matcher form = RATE_FORM.matcher(text);
        InvalidValueException bad = new InvalidValueException(PythonRepr.of(text) + " is no rate: a number from 1 to "
                + MOST_IN_RATE + ", a slash, and a length of time that is not 0 (5/60, 20/1m)");
        if (!form.matches()) {
            throw bad;
        }
        int count = Integer.parseInt(form.group(1));
        Duration window = Durations.parse(form.group(2));
        if (count == 0 || count > MOST_IN_RATE || window.isZero()) {
            throw bad;
        }
        return new Rate(count, window.toNanos());
    }

    private static Exits exits(String text) throws InvalidValueException {
        Set<Integer> codes = new TreeSet<>();
        Set<Integer> signals = new TreeSet<>();
        for (String item : ValueType.LIST.parse(PythonWhitespace.strip(text))) {
            if (!DIGITS.matcher(item).matches()) {
                signals.add(signal(item));
            } else if (item.length() > 3 || Integer.parseInt(item) > MOST_CODE) {
                throw bad(item);
            } else {
                codes.add(Integer.parseInt(item));
            }
        }
        return new Exits(codes, signals);
    }

    private static int signal(String name) throws InvalidValueException {
        int number;
        try {
            number = ValueType.SIGNAL.parse(name);
        } catch (InvalidValueException unknown) {
            throw bad(name);
        }
        boolean isNumber = name.chars().anyMatch(Character::isDigit) && !Character.isLetter(name.charAt(0));
        if (number <= 0 || isNumber) {
            throw bad(name);
        }
        return number;
    }

    private static InvalidValueException bad(String item) {
        return new InvalidValueException(
                PythonRepr.of(item) + " is neither an exit code from 0 to 255 nor a signal (78,SIGTERM)");
    }
}
