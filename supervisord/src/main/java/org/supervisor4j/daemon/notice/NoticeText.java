package org.supervisor4j.daemon.notice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.supervisor4j.daemon.config.NoticeTemplate;
import org.supervisor4j.model.JsonText;

/**
 * What is said of some notices together.
 *
 * @param notices at least one, the oldest first
 * @param dropped how many there was no room for before these
 */
record NoticeText(String host, String identifier, List<Notice> notices, int dropped) {
    NoticeText {
        notices = List.copyOf(notices);
    }

    /** One object, with all of them in a list. */
    String json() {
        StringBuilder json = new StringBuilder("{\"identifier\":");
        JsonText.append(json, identifier);
        JsonText.append(json.append(",\"host\":"), host);
        json.append(",\"count\":")
                .append(notices.size())
                .append(",\"dropped\":")
                .append(dropped);
        String before = ",\"events\":[";
        for (Notice notice : notices) {
            json.append(before);
            append(json, notice);
            before = ",";
        }
        return json.append("]}").toString();
    }

    private static void append(StringBuilder json, Notice notice) {
        char before = '{';
        for (Map.Entry<String, String> value : notice.values().entrySet()) {
            JsonText.append(json.append(before), value.getKey());
            json.append(':');
            if (value.getKey().equals("pid") || value.getKey().equals("expected")) {
                json.append(value.getValue());
            } else {
                JsonText.append(json, value.getValue());
            }
            before = ',';
        }
        json.append('}');
    }

    /** A template within JSON: values are escaped, and the quotes around them are the template's. */
    String filledForJson(NoticeTemplate template) {
        return template.fill(values(), value -> {
            StringBuilder json = new StringBuilder();
            JsonText.append(json, value);
            return json.substring(1, json.length() - 1);
        });
    }

    /** A template for people. */
    String filled(NoticeTemplate template) {
        return template.fill(values(), value -> value);
    }

    /** A line for each. */
    String lines() {
        String lines = notices.stream().map(Notice::line).collect(Collectors.joining("\n"));
        return dropped == 0 ? lines : lines + "\n(and " + dropped + " before these, for which there was no room)";
    }

    /** Those of the first notice, and what is said of all. */
    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>(notices.get(0).values());
        if (notices.size() > 1) {
            values.computeIfPresent("process", (name, first) -> first + " and " + (notices.size() - 1) + " more:");
        }
        values.put("host", host);
        values.put("identifier", identifier);
        values.put("count", String.valueOf(notices.size()));
        values.put("lines", lines());
        return values;
    }
}
