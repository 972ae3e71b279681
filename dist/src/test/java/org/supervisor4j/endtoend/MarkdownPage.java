package org.supervisor4j.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documents, in what tests look at.
 *
 * @param file where it lies
 * @param blocks in their order
 * @param prose every line that stands in no block
 */
record MarkdownPage(Path file, List<Block> blocks, List<String> prose) {
    /** The top of the source tree. */
    static final Path TOP = Installation.examples().resolveSibling(".").normalize();

    private static final String FENCE = "```";
    private static final Pattern COMMENT = Pattern.compile("<!-- (.*) -->");
    private static final Pattern PATH = Pattern.compile("(?:<\\?php )?(?:;|#|//) (/\\S+)");

    /**
     * A block between two fences.
     *
     * @param line of its fence, from 1
     * @param language of its fence
     * @param text with a line end at its end
     * @param comments those before it, since the block before
     */
    record Block(int line, String language, String text, List<String> comments) {
        @Override
        public String toString() {
            return "line " + line + ": " + text.lines().findFirst().orElse("");
        }

        /** What the comments say that begin with that word. */
        List<String> said(String word) {
            return comments.stream()
                    .filter(comment -> comment.startsWith(word))
                    .map(comment -> comment.substring(word.length()).strip())
                    .toList();
        }

        /** The file that its first line names in a comment, and that it is the text of. */
        Optional<String> path() {
            Matcher first = PATH.matcher(text.lines().findFirst().orElse(""));
            return first.matches() ? Optional.of(first.group(1)) : Optional.empty();
        }
    }

    static MarkdownPage read(Path file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> prose = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Optional<String> language = Optional.empty();
        int begin = 0;
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            Matcher comment = COMMENT.matcher(line);
            if (language.isPresent() && line.equals(FENCE)) {
                blocks.add(new Block(begin, language.get(), text.toString(), List.copyOf(comments)));
                comments.clear();
                language = Optional.empty();
            } else if (language.isPresent()) {
                text.append(line).append('\n');
            } else if (line.startsWith(FENCE)) {
                language = Optional.of(line.substring(FENCE.length()));
                text.setLength(0);
                begin = number;
            } else if (comment.matches()) {
                comments.add(comment.group(1));
            } else {
                prose.add(line);
            }
        }
        return new MarkdownPage(file, blocks, prose);
    }

    /** Every page of the source tree, but what a build or a run has put there. */
    static List<Path> all() throws IOException {
        List<Path> pages = new ArrayList<>(in(TOP, 1));
        for (String folder : List.of("docs", "dist/src", "examples")) {
            pages.addAll(in(TOP.resolve(folder), Integer.MAX_VALUE));
        }
        return pages;
    }

    private static List<Path> in(Path folder, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/run/"))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public String toString() {
        return TOP.relativize(file).toString();
    }
}
