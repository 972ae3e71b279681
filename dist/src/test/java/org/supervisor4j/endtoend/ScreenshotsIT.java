package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Makes the pictures of docs/images, or others like them in a folder of its own (CONTRIBUTING.md has the command). */
class ScreenshotsIT {
    private static final String APPLICATION = """
            import sys, time
            number = 0
            while True:
                number += 1
                stamp = time.strftime('\\x1b[90m%H:%M:%S\\x1b[0m ')
                print(stamp + '\\x1b[32mINFO\\x1b[0m  GET /api/orders/%d \\x1b[1m200\\x1b[0m in %d ms' % (
                    number * 37 % 1000, number % 50), flush=True)
                if number % 5 == 0:
                    print(stamp + '\\x1b[33mWARN\\x1b[0m  slow query: SELECT * FROM orders WHERE id = %d' % number, flush=True)
                if number % 9 == 0:
                    print(stamp + '\\x1b[31mERROR\\x1b[0m connection reset by peer, attempt %d' % (number // 9), flush=True)
                sum(range(number * 377777 % 3000000))
                time.sleep(0.05 if number < 100 else 0.3)
            """;

    private static final String MAILER = """
            import socket
            print('mailer 2.4 for shop.example.net', flush=True)
            socket.create_connection(('127.0.0.1', 1))
            """;

    private static final String BUSY = """
            import time
            memory = bytearray(60_000_000)
            while True:
                end = time.time() + 0.25
                while time.time() < end:
                    pass
                time.sleep(0.75)
            """;

    private static final String PROGRAMS = """
            [program:api]
            command=python3 %(here)s/application.py
            process_name=api-%(process_num)d
            numprocs=4
            environment=LOG_LEVEL="info",WORKERS="4",API_KEY="x",DATABASE_URL="postgres://shop:x@db/shop"
            [program:worker]
            command=python3 %(here)s/busy.py
            process_name=worker-%(process_num)d
            numprocs=2
            [program:scheduler]
            command=/bin/sleep 100000
            [program:mailer]
            command=python3 %(here)s/mailer.py
            startretries=1
            [program:migrate]
            command=/bin/true
            autorestart=false
            startsecs=0
            [program:cron]
            command=/bin/sleep 50000
            autostart=false
            [program:nightly-report]
            command=/usr/local/bin/report
            startretries=0
            """;

    @Test
    void pagesAreDrawn() throws IOException {
        Path folder =
                Files.createDirectories(Path.of(System.getProperty("supervisor4j.screenshots", "target/screenshots")));
        try (WebSite site = WebSite.open("");
                Browser browser = Browser.open()) {
            site.sandbox().write("application.py", APPLICATION);
            site.sandbox().write("busy.py", BUSY);
            site.sandbox().write("mailer.py", MAILER);
            site.update(PROGRAMS);
            site.daemon().rpc().awaitState("mailer", "FATAL");

            browser.live(site.page(""));
            browser.awaitText("tbody[data-group=worker] td.cpu", "%");
            browser.size(1280, 640).screenshot(folder.resolve("status-light.png"));
            browser.dark(true).size(390, 844).screenshot(folder.resolve("status-phone.png"));

            browser.dark(false).live(site.page("process.html?processname=mailer"));
            browser.awaitText("#log", "mailer 2.4");
            browser.size(1280, 680).screenshot(folder.resolve("process-fatal.png"));

            browser.live(site.page("process.html?processname=api:api-0"));
            browser.type("#search", "orders");
            Await.until("a line of a minute", () -> browser.count(".block > div") > 150);
            browser.dark(true).size(1280, 900).screenshot(folder.resolve("process-dark.png"));
        }
        assertThat(List.of("status-light.png", "process-dark.png"))
                .allSatisfy(name -> assertThat(folder.resolve(name)).isNotEmptyFile());
    }
}
