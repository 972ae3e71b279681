package org.supervisor4j.daemon.web;

/** The frame that all pages share, and the one place where text is made harmless. */
final class Html {
    private Html() {}

    /** Text for an element's content or a quoted attribute. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /**
     * A whole page.
     *
     * @param title plain text
     * @param body HTML
     */
    static String page(String title, String body) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <link href="stylesheets/supervisor.css" rel="stylesheet">
                <link href="images/icon.svg" rel="icon" type="image/svg+xml">
                </head>
                <body>
                %s</body>
                </html>
                """.formatted(escape(title), body);
    }
}
