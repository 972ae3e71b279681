package org.supervisor4j.daemon.http.routes;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.supervisor4j.daemon.http.listening.ErrorAnswer;
import org.supervisor4j.daemon.web.StaticAssets;
import org.supervisor4j.daemon.web.StaticAssets.Asset;

/** Everything that is no other route's: the pages' own files, or a 404. */
public final class AssetHandler implements Route {
    private final StaticAssets assets = new StaticAssets();

    @Override
    public void serve(Request request, Response response, Callback callback, String path) {
        assets.find(SiteHandler.pageOf(path))
                .ifPresentOrElse(
                        asset -> send(request, response, callback, asset),
                        () -> ErrorAnswer.send(response, callback, 404));
    }

    private static void send(Request request, Response response, Callback callback, Asset asset) {
        HttpFields.Mutable headers = response.getHeaders();
        SecurityHeaders.addTo(headers);
        headers.put(HttpHeader.ETAG, asset.tag());
        // Asked for each time, and mostly answered in a word: after an upgrade no old script meets a new page.
        headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
        if (asset.tag().equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
            response.setStatus(304);
            response.write(true, null, callback);
            return;
        }
        headers.put(HttpHeader.CONTENT_TYPE, asset.contentType());
        headers.put(HttpHeader.CONTENT_LENGTH, asset.content().remaining());
        response.write(true, asset.content().duplicate(), callback);
    }
}
