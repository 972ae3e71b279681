package org.supervisor4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.ini.IniReader;

class RecipesTest {
    private static final Path FOLDER = Path.of("src/main/resources/org/supervisor4j/recipe");

    private final Recipes recipes = new Recipes();

    private static Map<String, String> settings(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "stopsignal", "TERM",
                "startsecs", "1",
                "stopwaitsecs", "10",
                "stopasgroup", "false",
                "exitcodes", "0",
                "autorestart", "unexpected",
                "ready", ""));
        for (String one : more) {
            settings.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
        }
        return settings;
    }

    /** The mistakes that are found, as {@code nginx/background}. */
    private List<String> found(String command, String file, String... settings) {
        return recipes.hints(command, settings(settings), name -> file).stream()
                .map(hint -> hint.recipe().name() + "/" + hint.mistake().name())
                .toList();
    }

    static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".ini"))
                    .map(name -> name.replace(".ini", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void theIndexIsWhatTheFilesSay() throws Exception {
        List<String> lines = new ArrayList<>();
        for (String name : names().toList()) {
            IniReader reader = new IniReader();
            reader.read(Files.readAllBytes(FOLDER.resolve(name + ".ini")), name);
            String words = Objects.requireNonNull(
                            Objects.requireNonNull(reader.document().section("recipe"))
                                    .value("words"))
                    .text();
            for (String word : words.split(" ", -1)) {
                lines.add(word + " " + name);
            }
        }

        assertThat(Files.readAllLines(FOLDER.resolve("index")))
                .containsExactlyElementsOf(lines.stream().sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("names")
    void aRecipeKnowsItsProgramAndMakesNoMistakeItself(String name) {
        Recipe recipe = Objects.requireNonNull(recipes.named(name));

        assertThat(recipe.title()).isNotBlank();
        assertThat(recipe.program().isEmpty()
                        && recipe.mistakes().isEmpty()
                        && recipe.notes().isEmpty())
                .isFalse();
        if (!recipe.program().isEmpty()) {
            List<String> keys = new ArrayList<>();
            recipe.program().forEach((key, value) -> keys.add(key + "=" + value));
            String command = Objects.requireNonNull(recipe.program().get("command"));
            assertThat(recipes.hints(command, settings(keys.toArray(String[]::new)), file -> usual(name)))
                    .isEmpty();
        }
    }

    /** What the recipe asks for in the program's own file, because no option would do. */
    private static String usual(String name) {
        return name.equals("stunnel4") ? "foreground = yes\n" : "";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nginx | nginx/background nginx/cut-off nginx/taken-port",
                "/usr/sbin/nginx -g \"daemon off;\" | nginx/cut-off nginx/taken-port",
                "php-fpm8.2 -y /etc/x.conf | php-fpm/background php-fpm/cut-off",
                "redis-server --daemonize yes | redis/option",
                "gunicorn -D app:app | gunicorn/background gunicorn/taken-port",
                "python3 -m gunicorn app:app | gunicorn/taken-port",
                "/srv/venv/bin/python /srv/venv/bin/gunicorn app:app | gunicorn/taken-port",
                "uwsgi --master --http-socket :8000 | uwsgi/term-reloads",
                "npm start | npm/wrapper",
                "env NODE_ENV=production npm run serve | npm/wrapper",
                "sh -c \"cd /srv; ./run\" | sh/wrapper",
                "sh -c \"./run\" | sh/wrapper",
                "bash -c \"./run; ./clean\" | bash/wrapper",
                "bash -c \"./run |tee log\" | bash/wrapper",
                "bash -c \"./run & ./other\" | bash/wrapper",
                "sh -c \"cd /srv && exec nginx\" | nginx/background nginx/cut-off nginx/taken-port",
                "postgres -D /data | postgres/waits",
                "pg_ctl -D /data start | pg_ctl/background",
                "postfix start-fg | postfix/not-supervised",
                "apache2ctl -D FOREGROUND | apache2ctl/wrapper",
                "apache2 | apache2/background",
                "rabbitmq-server | rabbitmq/wrapper",
                "mariadbd-safe | mariadbd-safe/wrapper",
                "bundle exec unicorn -D | unicorn/background unicorn/cut-off unicorn/taken-port",
                "cron | cron/background",
                "sshd | sshd/background",
                "celery multi start w1 | celery/background",
                "nats-server -a 127.0.0.1 | nats-server/status",
                "privoxy --no-daemon /etc/privoxy/config | privoxy/status",
                "tini -- sh -c \"a; b\" | tini/one-child",
                "memcached -dm 64 | memcached/background",
                "sshd -fD | sshd/background",
                "/etc/init.d/nginx start | service/elsewhere",
                "service nginx start | service/elsewhere",
                "systemctl restart nginx | service/elsewhere",
                "sudo -u www-data apache2 | apache2/background",
                "sudo -E -u app -- npm start | npm/wrapper",
                "gosu redis redis-server --daemonize yes | redis/option",
                "setpriv --reuid=1 cron | cron/background",
                "setpriv --reuid 1 --clear-groups cron | cron/background",
                "ionice -c 3 cron | cron/background",
                "timeout -s INT 10 cron | cron/background",
                "taskset -c 0 sshd | sshd/background",
                "env -u X A=1 nice -n 5 cron | cron/background"
            })
    void aClassicMistakeIsFound(String row) {
        String[] cells = row.split(" \\| ", -1);

        assertThat(String.join(" ", found(cells[0], ""))).isEqualTo(cells[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nginx -t",
                "php-fpm8.2 -t --nodaemonize",
                "redis-server --port 1",
                "bash -c ./run",
                "bash -c \"source venv/bin/activate && python app.py\"",
                "bash -c \"cd /srv; export A='x;y'; ./run --flag\"",
                "bash -c \"nginx -g \\\"daemon off;\\\"\"",
                "sh -c \"exit 3\"",
                "sh -c \"echo hello; exit 0\"",
                "dnsmasq -kq",
                "memcached -m 64",
                "systemctl status nginx",
                "sudo -u postgres /srv/mine",
                "sh -c \"exec ./run\"",
                "sh -c \"while sleep 1; do echo hello; done\"",
                "sh -c \"trap 'kill $p' TERM; ./run & p=$!; wait\"",
                "npm install",
                "sshd -D -e",
                "cron -f -L 7",
                "tini -g -- sh -c \"a; b\"",
                "/srv/mine",
                "python3 -c \"import gunicorn\"",
                "dnsmasq -k",
                "unterminated \"quote"
            })
    void whatIsRightOrUnknownIsPassedInSilence(String command) {
        assertThat(found(command, "", "stopsignal=QUIT", "startsecs=9")).isEmpty();
    }

    @Test
    void whatItsOwnFileSaysCounts() {
        assertThat(found("redis-server /etc/r.conf", "port 1\ndaemonize yes\n")).containsExactly("redis/background");
        assertThat(found("redis-server /etc/r.conf", "port 1\ndaemonize no\n")).isEmpty();
        assertThat(found("redis-server /etc/r.conf --daemonize no", "daemonize yes\n"))
                .isEmpty();
        assertThat(found("nginx -c n.conf", "daemon  off;\n", "stopsignal=QUIT", "startsecs=4"))
                .isEmpty();
        assertThat(found("haproxy -W -f h.cfg", "global\n    daemon\n")).containsExactly("haproxy/background-by-file");
        assertThat(found("haproxy -Ws -f h.cfg", "global\n    daemon\n")).isEmpty();
        assertThat(found("uwsgi --ini u.ini", "[uwsgi]\ndie-on-term = true\n")).isEmpty();
        assertThat(found("uwsgi --ini u.ini", "[uwsgi]\ndie-on-term = true\n", "stopsignal=QUIT"))
                .containsExactly("uwsgi/quit-reloads-by-file");
    }

    @Test
    void aStatusThatCountsAsAFailureCountsWhereItDecides() {
        assertThat(found("nats-server", "", "exitcodes=0,1")).isEmpty();
        assertThat(found("nats-server", "", "autorestart=true")).isEmpty();
        assertThat(found("nats-server", "", "autorestart=false")).isEmpty();
    }

    @Test
    void theFileIsTheOneThatTheCommandNames() {
        List<String> asked = new ArrayList<>();
        for (String command : List.of(
                "nginx -c /a",
                "nginx",
                "redis-server /b --port 1",
                "redis-server --port 1",
                "php-fpm8.2 --fpm-config=/c")) {
            recipes.hints(command, settings(), name -> {
                asked.add(name);
                return "";
            });
        }

        assertThat(asked).containsExactly("/a", "/etc/nginx/nginx.conf", "/b", "/c");
    }

    @Test
    void aConditionOnASettingThatIsNotKnownDoesNotHold() {
        assertThat(recipes.hints("npm start", Map.of(), name -> "")).isEmpty();
    }

    @Test
    void aRecipeIsFoundByItsNameAndByItsProgram() {
        assertThat(Objects.requireNonNull(recipes.of("/usr/sbin/php-fpm8.2")).name())
                .isEqualTo("php-fpm");
        assertThat(recipes.of("nosuch")).isNull();
        assertThat(recipes.named("nosuch")).isNull();
        assertThat(recipes.named("index")).isNull();
    }
}
