package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents point at is there. What lies elsewhere is looked at for its form only. */
class LinksIT {
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern PAGE_IN_CODE = Pattern.compile("`((?:[\\w-]+/)*[\\w-]+\\.md)`");
    private static final Pattern HEADING = Pattern.compile("#{1,6} (.*)");
    private static final Pattern ELSEWHERE = Pattern.compile("(?:https?|mailto):.*");

    @Test
    void everyLinkLeadsToAFileAndAHeadingOfIt() throws IOException {
        List<String> broken = new ArrayList<>();
        int seen = 0;
        for (Path file : MarkdownPage.all()) {
            MarkdownPage page = MarkdownPage.read(file);
            for (String line : page.prose()) {
                Matcher link = LINK.matcher(CODE.matcher(line).replaceAll("``"));
                while (link.find()) {
                    seen++;
                    String target = link.group(1) == null ? link.group(2) : link.group(1);
                    if (!leadsSomewhere(file, target)) {
                        broken.add(page + ": " + target);
                    }
                }
            }
        }

        assertThat(broken).isEmpty();
        assertThat(seen).isGreaterThan(40);
    }

    private static boolean leadsSomewhere(Path page, String target) throws IOException {
        if (ELSEWHERE.matcher(target).matches()) {
            return isWellFormed(target);
        }
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        Path file = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        return file.startsWith(MarkdownPage.TOP)
                && Files.exists(file)
                && (hash < 0 || anchors(file).contains(target.substring(hash + 1)));
    }

    private static boolean isWellFormed(String target) {
        try {
            URI uri = URI.create(target);
            return uri.isOpaque() || uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** As GitHub makes them: small letters, hyphens for blanks, no other signs, numbers for the second of a name. */
    private static List<String> anchors(Path file) throws IOException {
        Map<String, Integer> times = new HashMap<>();
        List<String> anchors = new ArrayList<>();
        for (String line : MarkdownPage.read(file).prose()) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String name = heading.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-');
                int before = times.merge(name, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? name : name + "-" + before);
            }
        }
        return anchors;
    }

    /** Pages name one another without a link, too: seen from the top, from {@code docs}, or from where they lie. */
    @Test
    void everyPageThatIsNamedIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path file : MarkdownPage.all()) {
            MarkdownPage page = MarkdownPage.read(file);
            for (String line : page.prose()) {
                PAGE_IN_CODE
                        .matcher(line)
                        .results()
                        .map(named -> named.group(1))
                        .filter(name -> Stream.of(MarkdownPage.TOP, MarkdownPage.TOP.resolve("docs"), file.getParent())
                                .noneMatch(folder -> Files.exists(folder.resolve(name))))
                        .forEach(name -> missing.add(page + ": " + name));
            }
        }

        assertThat(missing).isEmpty();
    }
}
