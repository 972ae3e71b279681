package org.supervisor4j.daemon.notice;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.NoticeConfig;
import org.supervisor4j.daemon.config.NoticeConfig.Mail;
import org.supervisor4j.daemon.config.NoticeConfig.Webhook;
import org.supervisor4j.daemon.events.Event.ProcessHealthChanged;
import org.supervisor4j.daemon.events.Event.ProcessStateChanged;
import org.supervisor4j.daemon.events.EventType;
import org.supervisor4j.daemon.listener.EventBus;
import org.supervisor4j.daemon.listener.PublishedEvent;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.WallClock;

/** All whom the configuration wants to be told. Made and heard on the control loop, which waits for none of them. */
public final class Notices implements AutoCloseable {
    private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final List<Postbox> boxes = new ArrayList<>();
    private final Monotonic clock;

    /**
     * Begins to listen.
     *
     * @param host the name of this machine
     * @param identifier the daemon's, as it is at the moment
     */
    public Notices(
            List<NoticeConfig> configs,
            EventBus events,
            String host,
            Supplier<String> identifier,
            Monotonic monotonic,
            WallClock wallClock,
            ActivityLog log) {
        clock = monotonic;
        for (NoticeConfig config : configs) {
            Courier courier = config.receiver() instanceof Webhook webhook
                    ? new WebhookCourier(webhook, config.template(), monotonic)
                    : new MailCourier((Mail) config.receiver(), config.template(), monotonic, wallClock);
            Postbox box = new Postbox(
                    config.section(),
                    host,
                    identifier,
                    courier,
                    config.coalesce().toNanos(),
                    monotonic,
                    log);
            boxes.add(box);
            Ear ear = new Ear(config, box, wallClock);
            config.events().forEach(name -> events.subscribe(EventType.valueOf(name), ear));
        }
    }

    /** Puts into a box what belongs there. */
    private static final class Ear implements EventBus.Subscriber {
        private final NoticeConfig config;
        private final Postbox box;
        private final WallClock clock;
        private @Nullable PublishedEvent lastHeard;

        private Ear(NoticeConfig config, Postbox box, WallClock clock) {
            this.config = config;
            this.box = box;
            this.clock = clock;
        }

        /** Called once for each subscribed name that covers the event. */
        @Override
        public void accept(PublishedEvent published) {
            if (published != lastHeard && isWanted(published)) {
                box.put(Notice.of(published.event(), clock.millis()));
            }
            lastHeard = published;
        }

        private boolean isWanted(PublishedEvent published) {
            if (published.event() instanceof ProcessStateChanged change) {
                return config.includes(change.group(), change.process());
            }
            return !(published.event() instanceof ProcessHealthChanged change)
                    || config.includes(change.group(), change.process());
        }
    }

    /** Delivers what is left, for two seconds at most. */
    @Override
    public void close() {
        boxes.forEach(Postbox::finish);
        long deadline = clock.nanos() + FAREWELL_NANOS;
        try {
            for (Postbox box : boxes) {
                box.awaitEnd(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
