package org.supervisor4j.daemon.config.reading;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.model.Spelling;

/**
 * Knows which sections there are, and which keys each has. The daemon itself looks up what it needs; only a check asks.
 */
public final class KnownKeys {
    /** The keys of {@code [supervisorctl]}, which the daemon does not read. */
    private static final List<String> CLIENT = List.of("serverurl", "username", "password", "prompt", "history_file");

    private static final List<SectionKind> KINDS = List.of(
            new SectionKind(SupervisordSection.NAME, false, keys(SupervisordSection.ALL), false),
            new SectionKind("supervisorctl", false, Set.copyOf(CLIENT), false),
            new SectionKind(IncludeSection.NAME, false, keys(IncludeSection.ALL), false),
            new SectionKind(HttpServerSection.UNIX, true, keys(HttpServerSection.ALL_UNIX), false),
            new SectionKind(HttpServerSection.INET, true, keys(HttpServerSection.ALL_INET), false),
            new SectionKind(HttpServerSection.HEALTH, true, keys(HttpServerSection.ALL_HEALTH), false),
            new SectionKind(ProgramSection.PREFIX, true, keys(ProcessConfig.KEYS), false),
            new SectionKind(GroupSection.PREFIX, true, keys(GroupSection.ALL), false),
            new SectionKind(EventListenerSection.PREFIX, true, processKeys(EventListenerSection.ALL), false),
            new SectionKind(FcgiSection.PREFIX, true, processKeys(FcgiSection.ALL), false),
            new SectionKind(RpcInterfaceSection.PREFIX, true, keys(RpcInterfaceSection.ALL), true),
            new SectionKind(NoticeSection.WEBHOOK, true, keys(NoticeSection.ALL_WEBHOOK), false),
            new SectionKind(NoticeSection.MAIL, true, keys(NoticeSection.ALL_MAIL), false),
            new SectionKind("ctlplugin:", true, Set.of("supervisor.ctl_factory"), true));

    private KnownKeys() {}

    /**
     * Sections of one kind.
     *
     * @param name of the section, or how its name begins
     * @param prefix whether more may follow
     * @param open whether it takes keys of any name
     */
    public record SectionKind(String name, boolean prefix, Set<String> keys, boolean open) {
        boolean includes(String section) {
            return prefix ? section.startsWith(name) : section.equals(name);
        }

        /** A header of this kind, with the name that follows the colon of another. */
        public String header(String own) {
            return "[" + (name.endsWith(":") ? name + (own.isEmpty() ? "NAME" : own) : name) + "]";
        }
    }

    private static Set<String> keys(List<Key<?>> options) {
        Set<String> keys = new LinkedHashSet<>();
        options.forEach(option -> keys.add(option.key()));
        return keys;
    }

    /** Those of a program, and more. */
    private static Set<String> processKeys(List<Key<?>> more) {
        Set<String> keys = keys(ProcessConfig.KEYS);
        keys.addAll(keys(more));
        return keys;
    }

    /** Null for an unknown section. */
    public static @Nullable SectionKind kindOf(String section) {
        return KINDS.stream().filter(kind -> kind.includes(section)).findFirst().orElse(null);
    }

    /** What an unknown header was meant to be: {@code [program:web]}; null if nothing is like it. */
    public static @Nullable String headerLike(String section) {
        return headerLike(section, Spelling::nearest);
    }

    /** The same, if only a slip makes the difference. */
    static @Nullable String slipOf(String section) {
        return headerLike(section, Spelling::slipOf);
    }

    private static @Nullable String headerLike(
            String section, BiFunction<String, Collection<String>, @Nullable String> guess) {
        int colon = section.indexOf(':');
        String word = colon < 0 ? section : section.substring(0, colon);
        String own = colon < 0 ? "" : section.substring(colon + 1).strip();
        List<String> words =
                KINDS.stream().map(kind -> kind.name().replace(":", "")).toList();
        String nearest = guess.apply(word.strip(), words);
        return nearest == null ? null : KINDS.get(words.indexOf(nearest)).header(own);
    }

    /** Another kind of section that has such a key; null if none has. */
    public static @Nullable SectionKind ownerOf(String key) {
        return KINDS.stream()
                .filter(kind -> kind.keys().contains(key))
                .findFirst()
                .orElse(null);
    }
}
