package org.supervisor4j.daemon.web;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.supervisor4j.model.Release;
import org.supervisor4j.model.Role;
import org.supervisor4j.model.Unseen;

/** A page in the making: the frame that all pages share, and the one place where text is made harmless. */
final class Html {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;:]*m");
    private static final int CONTROL_PICTURES = 0x2400;
    private static final int DELETE = 0x7f;
    private static final int NO_BREAK_SPACE = 0xa0;

    private final StringBuilder out;

    private Html(int size) {
        out = new StringBuilder(size);
    }

    /**
     * Begins a page; {@link #header} ends its head.
     *
     * @param title plain text
     * @param size in characters, roughly
     */
    static Html page(String title, int size) {
        Html html = new Html(size);
        html.markup("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>""");
        return html.text(title).markup("""
                        </title>
                        <link href="images/icon.svg" rel="icon" type="image/svg+xml">
                        """).stylesheet("supervisor");
    }

    /** In the head: a stylesheet, without its folder and ending, beside the one that all pages have. */
    Html stylesheet(String name) {
        return markup("<link href=\"stylesheets/").markup(name).markup(".css\" rel=\"stylesheet\">\n");
    }

    /** In the head: the page's module, without its folder and ending. */
    Html script(String name) {
        return markup("<script type=\"module\" src=\"scripts/").markup(name).markup(".js\"></script>\n");
    }

    /**
     * Begins the body with what stands at the top of each page.
     *
     * @param target the id of what the page is about, for those who want to skip what stands before it
     * @param context tells which daemon this is
     * @param role of the user
     */
    Html header(String target, PageContext context, Role role) {
        markup("</head>\n<body data-role=\"")
                .markup(role == Role.CONTROL ? "control" : "read")
                .markup("\">\n");
        markup("<a class=\"skip\" href=\"#").markup(target).markup("\">Skip to content</a>\n<header>");
        markup(
                "<a class=\"logo\" href=\"index.html\"><img src=\"images/icon.svg\" alt=\"\" width=\"22\" height=\"22\">");
        markup("Supervisor <span class=\"place\">").text(context.place()).markup("</span></a>");
        if (role == Role.READ) {
            markup("<span class=\"role\">read only</span>");
        }
        return markup("<span id=\"connection\" role=\"status\"></span></header>\n");
    }

    /** Ends the page. */
    String footer(int year) {
        markup("<footer><span>supervisor4j ")
                .text(Release.version())
                .markup("</span><span>&copy; ")
                .text(Integer.toString(year))
                .markup(" supervisor4j contributors</span></footer>\n");
        return markup("</body>\n</html>\n").toString();
    }

    /** Markup of our own, as it stands. */
    Html markup(String markup) {
        out.append(markup);
        return this;
    }

    /** Text from anywhere, for an element's content or a quoted attribute. */
    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        return this;
    }

    /**
     * What a program wrote: nobody shall be misled by what has no shape, so it is shown by its number or sign, but for
     * colours, which go. {@code scripts/ansi.js} shows the same ones.
     */
    Html output(String text) {
        Matcher colour = COLOUR.matcher(text);
        int from = 0;
        while (colour.find()) {
            output(text, from, colour.start());
            from = colour.end();
        }
        output(text, from, text.length());
        return this;
    }

    private void output(String text, int from, int to) {
        int c;
        for (int i = from; i < to; i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (c < ' ' && c != '\n' && c != '\r' && c != '\t') {
                out.append((char) (CONTROL_PICTURES + c));
            } else if ((c >= DELETE && c < NO_BREAK_SPACE) || Unseen.is(c)) {
                out.append("&lt;U+")
                        .append(String.format(Locale.ROOT, "%04X", c))
                        .append("&gt;");
            } else {
                character(c);
            }
        }
    }

    private void character(int c) {
        switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> out.appendCodePoint(c);
        }
    }

    /** An attribute, with a blank before it. */
    Html attribute(String name, String value) {
        return markup(" ").markup(name).markup("=\"").text(value).markup("\"");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
