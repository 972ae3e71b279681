package org.supervisor4j.daemon.http;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.supervisor4j.api.RpcMethod;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.config.HttpServerConfig.Login;
import org.supervisor4j.daemon.http.routes.RequestBody;
import org.supervisor4j.model.Role;

/** A table of attackers, each of whom asks for {@linkplain Asked#all all that there is}. */
class AttackersTest {
    private static final String LOGIN = "Authorization: Basic dXNlcjoxMjM=\r\n";
    private static final String WRONG_LOGIN = "Authorization: Basic dXNlcjoxMjQ=\r\n";
    private static final String BROWSER = "Accept-Language: en\r\n";
    private static final int OPEN = 0;
    private static final int WITH_LOGIN = 1;
    private static final int READ_ONLY = 2;

    private static final ServerFixture FIXTURE = new ServerFixture();

    /** What of the API changes something. */
    private static final Set<String> CHANGES = Arrays.stream(SupervisorApi.class.getMethods())
            .filter(method -> method.isAnnotationPresent(RpcMethod.class)
                    && method.getAnnotation(RpcMethod.class).role() == Role.CONTROL)
            .map(java.lang.reflect.Method::getName)
            .collect(toSet());

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        FIXTURE.logs.put("main", Files.writeString(folder.resolve("main.log"), "ours"));
        FIXTURE.logs.put("cat STDOUT", Files.writeString(folder.resolve("cat.log"), "ours"));
        FIXTURE.open(
                inet("open", null, Role.CONTROL),
                inet("login", new Login("user", "123"), Role.CONTROL),
                inet("read", new Login("user", "123"), Role.READ));
    }

    private static Inet inet(String name, @Nullable Login login, Role role) {
        return new Inet("inet_http_server:" + name, "127.0.0.1", 0, login, role, null, List.of());
    }

    @AfterAll
    static void close() {
        FIXTURE.close();
    }

    /**
     * Somebody who may not do what he asks for.
     *
     * @param listener which one he comes to
     * @param change what he makes of what there is to ask for
     * @param expected whether a status is the right one
     */
    private record Attacker(
            int listener,
            String host,
            String headers,
            UnaryOperator<Asked> change,
            BiPredicate<Asked, Integer> expected) {}

    private static Arguments row(String who, int listener, String headers, BiPredicate<Asked, Integer> expected) {
        return Arguments.of(who, new Attacker(listener, "localhost", headers, UnaryOperator.identity(), expected));
    }

    private static Arguments row(String who, UnaryOperator<Asked> change, BiPredicate<Asked, Integer> expected) {
        return Arguments.of(who, new Attacker(OPEN, "localhost", "", change, expected));
    }

    static Stream<Arguments> attackers() {
        BiPredicate<Asked, Integer> postIsForbidden =
                (asked, status) -> (asked.method().equals("POST") || asked.changes()) ? status == 403 : status != 500;
        return Stream.of(
                Arguments.of(
                        "a page that has us by its own name",
                        new Attacker(
                                OPEN,
                                "evil.example",
                                BROWSER,
                                UnaryOperator.identity(),
                                (asked, status) -> status == 403)),
                row("a page with another Origin", OPEN, "Origin: http://evil.example\r\n", postIsForbidden),
                row("a page with a Referer only", OPEN, "Referer: http://evil.example/\r\n", postIsForbidden),
                row("a page of another site", OPEN, "Sec-Fetch-Site: cross-site\r\n", postIsForbidden),
                row(
                        "a page of another site, with the login that the browser has",
                        WITH_LOGIN,
                        LOGIN + "Sec-Fetch-Site: cross-site\r\n",
                        postIsForbidden),
                row(
                        "a link that does not say where it stands",
                        OPEN,
                        BROWSER,
                        (asked, status) -> !asked.method().equals("GET") || !asked.changes() || status == 405),
                row("somebody without a login", WITH_LOGIN, "", (asked, status) -> status == 401),
                row("somebody with a wrong login", WITH_LOGIN, WRONG_LOGIN, (asked, status) -> status == 401),
                row("somebody without a login where one may look", READ_ONLY, "", (asked, status) -> status == 401),
                row(
                        "somebody who may look",
                        READ_ONLY,
                        LOGIN,
                        (asked, status) -> (asked.changes() && !asked.isCall()) ? status == 403 : status != 500),
                row(
                        "a method that there is not",
                        asked -> asked.withMethod("BREW"),
                        (asked, status) -> status >= 400 && status < 500),
                row("HEAD", asked -> asked.withMethod("HEAD"), (asked, status) -> status < 500),
                row(
                        "a body that is none",
                        asked -> asked.isCall() ? asked.withBody("<m><methodName>" + asked.rpc()) : asked,
                        (asked, status) -> asked.isCall() ? status == 400 : status != 500),
                // contract: parameters of a wrong type are an internal error of the original's; it comes after the
                // roles.
                Arguments.of(
                        "parameters of wrong types",
                        new Attacker(
                                READ_ONLY,
                                "localhost",
                                LOGIN,
                                asked -> asked.isCall() ? asked.withWrongTypes() : asked,
                                (asked, status) -> status != 500 || (asked.isCall() && !asked.changes()))));
    }

    /** But for those who ask for what they may have: an attack on calls leaves all else as it is. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("attackers")
    void nobodyChangesWhatHeMayNot(String who, Attacker attacker) throws IOException {
        for (Asked asked : Asked.all()) {
            FIXTURE.api.calls.clear();
            Asked changed = attacker.change().apply(asked);
            int status = ask(attacker.listener(), changed.request(attacker.host(), attacker.headers()));
            assertThat(attacker.expected().test(changed, status))
                    .as("%s: %s: %d", who, changed, status)
                    .isTrue();
            boolean legitimate = attacker.listener() == OPEN && changed.equals(asked) && status < 400;
            if (!legitimate) {
                assertThat(changes()).as("%s: %s", who, changed).isEmpty();
            }
        }
        assertThat(FIXTURE.log.lines).noneMatch(line -> line.contains("Server Error"));
    }

    /** Without this, all of the above could be refused for a slip in the requests. */
    @Test
    void whoMayDoItDoesIt() throws IOException {
        for (Asked asked : Asked.all()) {
            FIXTURE.api.calls.clear();
            int status = ask(WITH_LOGIN, asked.request("localhost", LOGIN));
            assertThat(status).as(asked.toString()).isLessThan(asked.method().equals("GET") ? 500 : 400);
            if (asked.method().equals("POST") && !asked.rpc().startsWith("supervisor4j.")) {
                assertThat(changes().isEmpty()).as("%s: %d", asked, status).isNotEqualTo(asked.changes());
            }
        }
    }

    @Test
    void bodyThatIsTooLargeIsRefusedBeforeItIsRead() throws IOException {
        for (Asked asked : Asked.all()) {
            FIXTURE.api.calls.clear();
            int status = ask(OPEN, asked.withBody("").request("localhost", "", RequestBody.MAX_BYTES + 1));
            assertThat(status).as(asked.toString()).isEqualTo(asked.method().equals("POST") ? 413 : status);
            assertThat(status).as(asked.toString()).isNotEqualTo(500);
        }
    }

    @Test
    void halfABodyDoesNothing() throws IOException {
        for (Asked asked : Asked.all()) {
            if (asked.method().equals("POST")) {
                FIXTURE.api.calls.clear();
                try (RawClient client = client(OPEN)) {
                    client.send(asked.request("localhost", "", asked.body().length() + 1));
                }
                assertThat(ask(OPEN, new Asked("GET", "/ok.html", "", "", false).request("localhost", "")))
                        .isEqualTo(200);
                assertThat(changes()).as(asked.toString()).isEmpty();
            }
        }
    }

    /** The table has what the daemon itself says that there is. */
    @Test
    void allMethodsAreInIt() throws IOException {
        try (RawClient client = client(OPEN)) {
            String list = client.ask(XmlRpcOverHttpTest.post("", XmlRpcOverHttpTest.call("system.listMethods")))
                    .body();

            assertThat(list.split("<string>", -1)).hasSize(Asked.methods().size() + 1);
            assertThat(list).contains(Asked.methods().keySet());
        }
    }

    private static List<String> changes() {
        return FIXTURE.api.calls.stream()
                .filter(call -> CHANGES.contains(call.substring(0, call.indexOf('['))))
                .toList();
    }

    private static RawClient client(int listener) throws IOException {
        return RawClient.tcp(FIXTURE.servers().ports().get(listener));
    }

    /** The status, of answers that may not end. */
    private static int ask(int listener, String request) throws IOException {
        try (RawClient client = client(listener)) {
            return Integer.parseInt(client.send(request).readUntil("\r\n\r\n").split(" ", 3)[1]);
        } catch (EOFException refused) {
            throw new AssertionError("no answer to " + request, refused);
        }
    }
}
