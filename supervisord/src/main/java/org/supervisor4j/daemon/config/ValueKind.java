package org.supervisor4j.daemon.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.graph.Dependency;
import org.supervisor4j.daemon.health.HealthAction;
import org.supervisor4j.daemon.health.HttpHeader;
import org.supervisor4j.daemon.health.Probe;
import org.supervisor4j.daemon.health.Ready;
import org.supervisor4j.daemon.health.StatusRanges;
import org.supervisor4j.daemon.health.pattern.LinePattern;
import org.supervisor4j.daemon.os.Users.Account;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.daemon.values.Durations;
import org.supervisor4j.daemon.values.ServerAddress;
import org.supervisor4j.daemon.values.ValueType;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonNumber;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.Role;
import org.supervisor4j.model.Signal;

/**
 * A kind of value in supervisord.conf. All messages are contract: the reference's {@code datatypes.py}.
 *
 * @param name as {@code docs/configuration.md} calls it
 */
public record ValueKind<T>(String name, Conversion<T> conversion) {
    public static final ValueKind<String> STRING = plain("string", ValueType.STRING);
    public static final ValueKind<Integer> INTEGER = plain("integer", ValueType.INTEGER);
    public static final ValueKind<Boolean> BOOLEAN = plain("boolean", ValueType.BOOLEAN);
    public static final ValueKind<Long> BYTES = plain("byte size", ValueType.BYTE_SIZE);
    public static final ValueKind<Integer> OCTAL = plain("octal", ValueType.OCTAL);
    static final ValueKind<Integer> SIGNAL = plain("signal", ValueType.SIGNAL);
    static final ValueKind<List<Integer>> EXIT_CODES =
            plain("exit codes", text -> List.copyOf(ValueType.EXIT_CODES.parse(text)));
    public static final ValueKind<List<String>> LIST = plain("list", ValueType.LIST);
    public static final ValueKind<Map<String, String>> ENVIRONMENT = plain("environment", ValueType.KEY_VALUES);
    public static final ValueKind<ServerAddress> ADDRESS = plain("address", ValueType.INET_ADDRESS);
    public static final ValueKind<LogLevel> LEVEL = plain("log level", ValueKind::level);
    public static final ValueKind<Duration> DURATION = plain("duration", Durations::parse);
    static final ValueKind<Duration> INTERVAL = plain("duration above 0", ValueKind::interval);
    static final ValueKind<Integer> COUNT = plain("integer from 1", ValueKind::count);
    static final ValueKind<Ready> READY = plain("way to be ready", Ready::parse);
    static final ValueKind<Probe> PROBE = plain("check", Probe::parse);
    static final ValueKind<StatusRanges> STATUSES = plain("status codes", StatusRanges::parse);
    static final ValueKind<LinePattern> REGEX = plain("regular expression", LinePattern::parse);
    public static final ValueKind<HttpHeader> HEADER = plain("header", HttpHeader::parse);
    static final ValueKind<HealthAction> HEALTH_ACTION = plain("restart, stop, mark or event", ValueKind::healthAction);
    static final ValueKind<Restart> AUTORESTART = plain("boolean or `unexpected`", ValueKind::autorestart);
    public static final ValueKind<String> DIRECTORY =
            new ValueKind<>("existing directory", ValueKind::existingDirectory);
    public static final ValueKind<String> PATH =
            new ValueKind<>("path in an existing directory", ValueKind::pathInDirectory);
    static final ValueKind<Logfile> LOGFILE = new ValueKind<>("logfile", ValueKind::logfile);
    public static final ValueKind<Account> USER = new ValueKind<>("user", Lookups::user);
    public static final ValueKind<Owner> OWNER = new ValueKind<>("user:group", ValueKind::owner);
    public static final ValueKind<Role> ROLE = plain("`read` or `control`", ValueKind::role);
    static final ValueKind<List<Dependency>> DEPENDENCIES = plain("dependencies", Dependency::all);
    static final ValueKind<List<Dependency>> TARGETS = plain("targets", Dependency::together);
    static final ValueKind<Integer> FILE_MODE = plain("octal from 0 to 777", ValueKind::fileMode);
    static final ValueKind<LogFormat> LOG_FORMAT = plain("raw, prefix or json", ValueKind::logFormat);
    public static final ValueKind<NoticeTemplate> TEMPLATE = plain("template", NoticeTemplate::parse);
    public static final ValueKind<Integer> BACKLOG = plain("integer from 1 to 65535", ValueKind::backlog);

    /** No set-id bits: nothing that a child writes may become a program that runs as somebody. */
    private static final int MOST_OPEN_MODE = 0777;

    private static final Pattern TCP =
            Pattern.compile("tcp://(\\[[^\\s\\]]*\\]|[^\\s:]+):(\\d+)", Pattern.UNICODE_CHARACTER_CLASS);

    /** Text to value, with what the value refers to at hand. */
    @FunctionalInterface
    public interface Conversion<T> {
        T convert(Lookups lookups, String text) throws InvalidValueException;
    }

    /**
     * What a {@code *_logfile} key says.
     *
     * @param syslog the deprecated word {@code syslog}
     * @param named whether it names a file, even by an empty name
     */
    public record Logfile(LogTarget target, boolean syslog, boolean named) {
        static final Logfile AUTO = new Logfile(new LogTarget.Auto(), false, false);
    }

    /**
     * Who owns a socket file or a log.
     *
     * @param uid -1 = unchanged
     * @param gid -1 = unchanged
     */
    public record Owner(int uid, int gid) {
        public static final Owner UNCHANGED = new Owner(-1, -1);

        @Override
        public String toString() {
            return "uid " + uid + ", gid " + gid;
        }
    }

    static <T> ValueKind<T> plain(String name, ValueType<T> type) {
        return new ValueKind<>(name, (lookups, text) -> type.parse(text));
    }

    /** How people write a value that {@link Key#of} gives. */
    String text(Object value) {
        if (value instanceof List<?> items) {
            return items.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        if (value instanceof Restart restart && restart != Restart.UNEXPECTED) {
            return String.valueOf(restart == Restart.ALWAYS);
        }
        return switch (name) {
            case "octal", "octal from 0 to 777" -> String.format(Locale.ROOT, "%03o", (Integer) value);
            case "signal" -> Signal.name((Integer) value);
            case "user" -> "uid " + value;
            case "duration", "duration above 0" -> Durations.text((Duration) value);
            case "number from 1 to 1000", "number from 0 to 1" -> number((Double) value);
            default -> value instanceof Enum<?> word ? word.name().toLowerCase(Locale.ROOT) : value.toString();
        };
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** The same values, but the reference replaces every message by one of its own: {@code Invalid chmod value x}. */
    public ValueKind<T> replacingMessage(String sentence) {
        return new ValueKind<>(name, (lookups, text) -> {
            try {
                return conversion.convert(lookups, text);
            } catch (InvalidValueException replaced) {
                throw new InvalidValueException(sentence + text);
            }
        });
    }

    /** The same values; messages begin with the key, which they would not name otherwise. */
    ValueKind<T> naming(String key) {
        return new ValueKind<>(name, (lookups, text) -> {
            try {
                return conversion.convert(lookups, text);
            } catch (InvalidValueException bad) {
                throw new InvalidValueException(key + ": " + bad.getMessage());
            }
        });
    }

    public static LogLevel level(String text) throws InvalidValueException {
        for (LogLevel level : LogLevel.values()) {
            if (level.name().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
                return level;
            }
        }
        throw new InvalidValueException("bad logging level name " + PythonRepr.of(text));
    }

    private static Restart autorestart(String text) throws InvalidValueException {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.equals("unexpected")) {
            return Restart.UNEXPECTED;
        }
        return ValueType.truth(word)
                .map(always -> always ? Restart.ALWAYS : Restart.NEVER)
                .orElseThrow(() -> new InvalidValueException("invalid 'autorestart' value " + PythonRepr.of(word)));
    }

    private static String existingDirectory(Lookups lookups, String text) throws InvalidValueException {
        String path = lookups.expandUser(text);
        if (!lookups.isDirectory(path)) {
            throw new InvalidValueException(text + " is not an existing directory");
        }
        return path;
    }

    private static String pathInDirectory(Lookups lookups, String text) throws InvalidValueException {
        String path = lookups.expandUser(text);
        String directory = PosixPath.directory(path);
        if (!directory.isEmpty() && !lookups.isDirectory(directory)) {
            throw new InvalidValueException("The directory named as part of the path " + text + " does not exist");
        }
        return path;
    }

    private static Logfile logfile(Lookups lookups, String text) throws InvalidValueException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "none", "off" -> new Logfile(new LogTarget.None(), false, false);
            case "auto" -> Logfile.AUTO;
            case "syslog" -> new Logfile(new LogTarget.None(), true, false);
            case "" -> new Logfile(new LogTarget.None(), false, true);
            default -> new Logfile(new LogTarget.File(pathInDirectory(lookups, text)), false, true);
        };
    }

    private static Owner owner(Lookups lookups, String text) throws InvalidValueException {
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        int uid = lookups.user(user).credentials().uid();
        return new Owner(uid, colon < 0 ? -1 : lookups.group(text.substring(colon + 1)));
    }

    private static Role role(String text) throws InvalidValueException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "read" -> Role.READ;
            case "control" -> Role.CONTROL;
            default ->
                throw new InvalidValueException(
                        "invalid 'role' value " + PythonRepr.of(text) + ": it is either read or control");
        };
    }

    private static int fileMode(String text) throws InvalidValueException {
        int mode = ValueType.OCTAL.parse(text);
        if (mode < 0 || mode > MOST_OPEN_MODE) {
            throw new InvalidValueException(text + " is not a mode from 0 to 777 (octal)");
        }
        return mode;
    }

    private static Duration interval(String text) throws InvalidValueException {
        Duration interval = Durations.parse(text);
        if (interval.isZero()) {
            throw new InvalidValueException(PythonRepr.of(text) + " is no time; it has to be more than 0");
        }
        return interval;
    }

    private static int count(String text) throws InvalidValueException {
        int count = ValueType.INTEGER.parse(text);
        if (count < 1) {
            throw new InvalidValueException(PythonRepr.of(text) + " is less than 1");
        }
        return count;
    }

    private static HealthAction healthAction(String text) throws InvalidValueException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "restart" -> HealthAction.RESTART;
            case "stop" -> HealthAction.STOP;
            case "mark" -> HealthAction.MARK;
            case "event" -> HealthAction.EVENT;
            default -> throw new InvalidValueException(PythonRepr.of(text) + " is none of restart, stop, mark, event");
        };
    }

    private static LogFormat logFormat(String text) throws InvalidValueException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "raw" -> LogFormat.RAW;
            case "prefix" -> LogFormat.PREFIX;
            case "json" -> LogFormat.JSON;
            default -> throw new InvalidValueException(PythonRepr.of(text) + " is none of raw, prefix, json");
        };
    }

    private static int backlog(String text) throws InvalidValueException {
        BigInteger backlog = PythonNumber.decimal(text);
        if (backlog.signum() <= 0 || backlog.bitLength() > Short.SIZE) {
            throw new InvalidValueException("Invalid socket_backlog value " + backlog);
        }
        return backlog.intValue();
    }

    /** {@code tcp://host:port}; null if it is something else. */
    public static @Nullable ServerAddress tcp(String text) throws InvalidValueException {
        Matcher matcher = TCP.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String host = matcher.group(1).toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            ServerAddress.checkBrackets(host);
        }
        return new ServerAddress(host, ServerAddress.port(matcher.group(2)));
    }
}
