package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a screen, with a profile of its own. */
final class Browser implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-breakpad",
            "--disable-dev-shm-usage",
            "--hide-scrollbars");

    private final Path profile;
    private final ChromeDriver driver;

    private Browser(Path profile, ChromeDriver driver) {
        this.profile = profile;
        this.driver = driver;
    }

    static Browser open() throws IOException {
        return open(true, List.of());
    }

    /** Of somebody who has switched scripts off. */
    static Browser withoutJavaScript() throws IOException {
        return open(false, List.of());
    }

    /**
     * For which each of these names is this machine's; none of them is one that browsers trust, as they do localhost.
     */
    static Browser withNames(String... names) throws IOException {
        String rules =
                Stream.of(names).map(name -> "MAP " + name + " 127.0.0.1").collect(Collectors.joining(", "));
        return open(
                true,
                List.of(
                        "--host-resolver-rules=" + rules,
                        "--no-proxy-server",
                        "--disable-features=HttpsUpgrades,HttpsFirstBalancedMode,HttpsFirstBalancedModeAutoEnable"));
    }

    private static Browser open(boolean javaScript, List<String> flags) throws IOException {
        Path profile = Files.createTempDirectory("supervisor4j-browser-");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Needed.file("/usr/bin/chromium").toString());
        options.addArguments(FLAGS);
        options.addArguments(flags);
        options.addArguments("--user-data-dir=" + profile);
        if (!javaScript) {
            options.setExperimentalOption("prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Needed.file("/usr/bin/chromedriver").toFile())
                .usingAnyFreePort()
                .build();
        Browser browser = new Browser(profile, new ChromeDriver(service, options));
        browser.size(1280, 800);
        return browser;
    }

    /** The page's width and height, whatever the window's. */
    Browser size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        return this;
    }

    Browser dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        return this;
    }

    /** Goes there and waits until the page is connected, if it has a script that connects. */
    Browser live(String url) {
        driver.get(url);
        await("the page is live", "return document.body.dataset.connection === 'live'");
        return this;
    }

    Browser get(String url) {
        driver.get(url);
        return this;
    }

    /** Leaves the page, which may still look for a daemon that is gone, and forgets what it complained of. */
    void leave() {
        driver.get("about:blank");
        var unused = complaints();
    }

    void reload() {
        driver.navigate().refresh();
        await("the page is live again", "return document.body.dataset.connection === 'live'");
    }

    String url() {
        return Objects.requireNonNull(driver.getCurrentUrl());
    }

    String title() {
        return Objects.requireNonNull(driver.getTitle());
    }

    /** The text of the first element that fits; empty where there is none, or none yet. */
    String text(String css) {
        try {
            return driver.findElement(By.cssSelector(css)).getText();
        } catch (NoSuchElementException | StaleElementReferenceException notNow) {
            return "";
        }
    }

    List<String> texts(String css) {
        return Stream.of(run(
                                "return [...document.querySelectorAll(arguments[0])]"
                                        + ".filter(e => e.offsetParent).map(e => e.textContent).join('\\u0001')",
                                css)
                        .split("\u0001", -1))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    int count(String css) {
        return driver.findElements(By.cssSelector(css)).size();
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    void click(String css) {
        find(css).click();
    }

    void type(String css, CharSequence... keys) {
        find(css).sendKeys(keys);
    }

    String run(String script, Object... arguments) {
        return String.valueOf(driver.executeScript(script, arguments));
    }

    /** Waits until a script says {@code true}. */
    void await(String what, String script) {
        Await.until(what, () -> run(script).equals("true"));
    }

    void awaitText(String css, String text) {
        Await.until(css + " says " + text, () -> text(css).contains(text));
    }

    /** Begins to measure how long it takes from one picture to the next. */
    void watchPauses() {
        run("""
                window.longestPause = 0; let last = performance.now();
                (function look() {
                    const now = performance.now();
                    window.longestPause = Math.max(window.longestPause, now - last); last = now;
                    requestAnimationFrame(look);
                })();""");
    }

    /** The longest time since then from one picture to the next, in milliseconds. */
    long longestPause() {
        return Math.round(Double.parseDouble(run("return window.longestPause")));
    }

    /** Writes what is to be seen now into a PNG. */
    void screenshot(Path file) throws IOException {
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** What axe finds that keeps people from using the page, one line each; only what it calls serious or worse. */
    List<String> seriousBarriers() {
        driver.executeScript(axe());
        Object found = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document).then((result) => done(result.violations
                    .filter((violation) => ["serious", "critical"].includes(violation.impact))
                    .map((violation) => `${violation.id}: ${violation.help}: ${violation.nodes.map((node) =>
                        node.html + " " + node.failureSummary).slice(0, 3).join(" | ")}`)));
                """);
        return ((List<?>) Objects.requireNonNull(found))
                .stream().map(String::valueOf).toList();
    }

    private static String axe() {
        try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the browser complains of since the last look: errors of scripts, violations of the policy. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getMessage())
                .toList();
    }

    void assertNoComplaints() {
        assertThat(complaints()).isEmpty();
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        // Chromium's helpers may still write while they go.
        Await.settle(() -> deleted(profile));
    }

    private static boolean deleted(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException stillBusy) {
            return false;
        }
        return !Files.exists(folder);
    }
}
