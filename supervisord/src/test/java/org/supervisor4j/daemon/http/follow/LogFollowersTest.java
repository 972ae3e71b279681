package org.supervisor4j.daemon.http.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.os.posix.PosixSystem;

class LogFollowersTest {
    @Test
    void followerThatTakesNothingEnds(@TempDir Path folder) throws Exception {
        PosixSystem system = PosixSystem.open();
        OpenLogs logs = new OpenLogs(system.descriptors(), system.paths(), system.logStarts());
        Path log = Files.writeString(folder.resolve("log"), "something", UTF_8);
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        try (LogFollowers followers = new LogFollowers(200)) {
            FollowedFile file = new FollowedFile(logs, log.toString(), 0, size -> 0);

            followers.follow(file, request(), response(), Callback.from(() -> {}, end::complete));

            assertThat(end.get(20, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        }
    }

    private static Request request() {
        Connection connection =
                fake(Connection.class, method -> method.equals("getEndPoint") ? new ByteArrayEndPoint() : null);
        ConnectionMetaData metaData = fake(ConnectionMetaData.class, method -> switch (method) {
            case "getHttpVersion" -> HttpVersion.HTTP_1_0;
            case "getConnection" -> connection;
            default -> null;
        });
        return fake(Request.class, method -> switch (method) {
            case "getHeaders" -> HttpFields.EMPTY;
            case "getConnectionMetaData" -> metaData;
            default -> null;
        });
    }

    /** Nothing that is written is ever taken. */
    private static Response response() {
        return fake(Response.class, method -> null);
    }

    private static <T> T fake(Class<T> type, Function<String, @Nullable Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.apply(method.getName())));
    }
}
