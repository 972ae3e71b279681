package org.supervisor4j.daemon.config.reading;

import static org.supervisor4j.daemon.config.Key.key;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.PosixPath;
import org.supervisor4j.daemon.config.ValueKind;
import org.supervisor4j.ini.CodePointOrder;
import org.supervisor4j.ini.ConfigException;
import org.supervisor4j.ini.IniReader;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.PythonWhitespace;

/** {@code [include]}: reads the files that it names into the reader, right after the main file. */
public final class IncludeSection {
    public static final String NAME = "include";
    static final Key<String> FILES = key("files", ValueKind.STRING);
    public static final List<Key<?>> ALL = List.of(FILES);

    /** More are a mistake, or somebody else's folder. */
    private static final int MOST_FILES = 10_000;

    private final ParseRun run;
    private final ConfigSource source;
    private final ConfigSource.Search search;
    private final IniReader reader;
    /** Those that were read, and the main file. Of a check. */
    private final Set<String> known = new HashSet<>();

    private static final String NO_MATCH = "No file matches via include \"";
    private static final Pattern NO_MATCH_OF_WILDCARD =
            Pattern.compile(Pattern.quote(NO_MATCH) + ".*[*?\\[].*\"", Pattern.DOTALL);

    /** Files read, and patterns that matched none. */
    private int matched;

    IncludeSection(ParseRun run, ConfigSource source, IniReader reader) {
        this.run = run;
        this.source = source;
        this.search = source.search();
        this.reader = reader;
        known.add(absolute(run.file()));
    }

    void read(IniSection section) throws ConfigException {
        SectionReader keys = run.reader(section);
        String files = keys.find(FILES, run.withHereAndNode());
        if (files == null) {
            if (keys.raw(FILES) == null) {
                keys.problem(".ini file has [include] section, but no files setting");
            }
            return;
        }
        for (String word : PythonWhitespace.split(files)) {
            String pattern = PosixPath.join(run.here(), word);
            List<String> matches = matches(keys, pattern);
            if (matches.isEmpty()) {
                keys.warning(FILES, NO_MATCH + pattern + "\"");
                matched++;
            }
            for (String match : matches) {
                matched++;
                if (matched > MOST_FILES) {
                    break;
                }
                include(match, keys);
            }
            if (matched > MOST_FILES) {
                keys.problem(
                        FILES,
                        "[include] files names more than " + MOST_FILES
                                + " files; use fewer, or a narrower pattern than " + pattern);
                return;
            }
        }
    }

    /** Whether that is the warning about a folder without files yet, as packages deliver it. */
    public static boolean isAboutEmptyFolder(String warning) {
        return NO_MATCH_OF_WILDCARD.matcher(warning).matches();
    }

    private List<String> matches(SectionReader keys, String pattern) {
        try {
            return search.find(pattern).stream().sorted(CodePointOrder.INSTANCE).toList();
        } catch (ConfigSource.TooManyNamesException endless) {
            matched = MOST_FILES;
            keys.problem(FILES, "[include] files: " + endless.getMessage());
            return List.of();
        }
    }

    private String absolute(String path) {
        return PosixPath.absolute(path, run.lookups().surroundings().currentDirectory());
    }

    private void include(String path, SectionReader keys) throws ConfigException {
        if (run.checking() && !known.add(absolute(path))) {
            // One sentence, instead of one for each section and key that is there already.
            keys.warning(
                    FILES,
                    path.equals(absolute(run.file()))
                            ? "[include] files names this file itself, which is read twice then; leave it out"
                            : "[include] files names " + path + " twice");
            return;
        }
        run.infos().add("Included extra file \"" + path + "\" during parsing");
        ConfigSource.Content content = source.read(path);
        if (content instanceof ConfigSource.Content.Bytes file) {
            try {
                reader.readIncluded(file.bytes(), path);
            } catch (ConfigException bad) {
                run.problems().addAll(bad);
            }
        } else if (content instanceof ConfigSource.Content.Refused refused) {
            run.problems().add("could not read config file " + path + ": it " + refused.reason(), keys.position(FILES));
        } else if (run.checking()) {
            keys.warning(
                    FILES,
                    content instanceof ConfigSource.Content.Folder
                            ? path + " is a folder, which a start skips; name the files in it: "
                                    + PosixPath.join(path, "*.conf")
                            : path + " cannot be read; a start skips it");
        }
        // What is missing or unreadable is skipped, as in the reference; its directory still counts as "here".
        reader.replaceHere(absolute(PosixPath.directory(path)));
    }
}
