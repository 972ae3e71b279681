package org.supervisor4j.daemon.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.supervisor4j.daemon.web.StaticAssets;
import org.supervisor4j.daemon.web.StaticAssets.Asset;

/** Everything that is no other route's: the pages' own files, or a 404. */
final class AssetHandler implements Route {
    private final StaticAssets assets = new StaticAssets();

    @Override
    public void serve(Request request, Response response, Callback callback, String path) {
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            ErrorAnswer.send(response, callback, 400);
            return;
        }
        assets.find(SiteHandler.pageOf(path))
                .ifPresentOrElse(
                        asset -> send(response, callback, asset), () -> ErrorAnswer.send(response, callback, 404));
    }

    private static void send(Response response, Callback callback, Asset asset) {
        HttpFields.Mutable headers = response.getHeaders();
        SecurityHeaders.addTo(headers);
        headers.put(HttpHeader.CONTENT_TYPE, asset.contentType());
        headers.put(HttpHeader.CONTENT_LENGTH, asset.content().remaining());
        headers.put(HttpHeader.CACHE_CONTROL, "max-age=3600");
        response.write(true, asset.content().duplicate(), callback);
    }
}
