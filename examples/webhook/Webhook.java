import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.supervisor4j.listener.Answer;
import org.supervisor4j.listener.EventListener;
import org.supervisor4j.listener.ReceivedEvent;

/** Posts each event as JSON to the address in WEBHOOK_URL. */
final class Webhook {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI address;

    Webhook(URI address) {
        this.address = address;
    }

    public static void main(String[] args) throws IOException {
        Webhook webhook = new Webhook(URI.create(System.getenv("WEBHOOK_URL")));
        EventListener.ofThisProcess().run(webhook::post);
    }

    private Answer post(ReceivedEvent event) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(json(event)))
                    .build();
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            if (status / 100 == 2) {
                return Answer.OK;
            }
            System.err.println(address + " answered " + status + "; trying again");
        } catch (IOException e) {
            System.err.println(address + ": " + e + "; trying again");
        }
        // A rejected event comes back at once.
        Thread.sleep(PAUSE.toMillis());
        return Answer.FAIL;
    }

    private static String json(ReceivedEvent event) {
        Map<String, String> told = new TreeMap<>(event.fields());
        told.put("event", event.name());
        told.put("serial", Long.toString(event.serial()));
        return told.entrySet().stream()
                .map(each -> quoted(each.getKey()) + ":" + quoted(each.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char each : text.toCharArray()) {
            if (each == '"' || each == '\\' || each < ' ') {
                quoted.append(String.format("\\u%04x", (int) each));
            } else {
                quoted.append(each);
            }
        }
        return quoted.append('"').toString();
    }
}
