package org.supervisor4j.daemon.output;

import org.supervisor4j.daemon.config.OutputConfig;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.sink.BracketForm;
import org.supervisor4j.daemon.sink.CommonSink;
import org.supervisor4j.daemon.sink.JsonForm;
import org.supervisor4j.daemon.sink.LineBuffer;
import org.supervisor4j.daemon.sink.LineForm;
import org.supervisor4j.daemon.sink.LineSink;
import org.supervisor4j.daemon.sink.OutputSink;
import org.supervisor4j.daemon.sink.PrefixForm;
import org.supervisor4j.daemon.sink.RawForm;
import org.supervisor4j.daemon.sink.RotatingFileSink;
import org.supervisor4j.daemon.sink.SinkSystem;
import org.supervisor4j.daemon.sink.SyslogSink;
import org.supervisor4j.daemon.sink.TeeSink;

/** Opens what a channel's bytes go to. Belongs to one loop, whose sinks share the room for formatted lines. */
final class LogSinks {
    private final SinkSystem system;
    private final String ident;
    private final LineBuffer room = new LineBuffer();

    /** @param ident what the system's log shows as the sender of children's lines: {@code supervisord} */
    LogSinks(SinkSystem system, String ident) {
        this.system = system;
        this.ident = ident;
    }

    OutputSink open(ChannelSpec spec) throws OsException {
        boolean toSyslog = spec.config().syslog() && !spec.listenerProtocol();
        if (spec.path().isEmpty()) {
            return toSyslog ? syslog(spec) : OutputSink.NONE;
        }
        OutputSink file = formatted(spec, file(spec));
        return toSyslog ? new TeeSink(file, syslog(spec)) : file;
    }

    private RotatingFileSink file(ChannelSpec spec) throws OsException {
        OutputConfig config = spec.config();
        RotatingFileSink file =
                new RotatingFileSink(spec.path(), config.maxbytes(), config.backups(), config.access(), system);
        file.writtenBy(spec.processName() + " " + spec.channel().word());
        if (system.targets().isNews(file)) {
            String option = spec.channel().word() + "_logfile_maxbytes";
            system.problems()
                    .warn("rotation is off for " + spec.path() + " of '" + spec.processName()
                            + "': it is not a file that can be renamed; set " + option + "=0 to say so");
        }
        return file;
    }

    private OutputSink formatted(ChannelSpec spec, RotatingFileSink file) {
        return switch (spec.config().format()) {
            case RAW -> file.isShared() ? new CommonSink(file, lines(file, new RawForm())) : file;
            case PREFIX -> lines(file, prefix(spec, file));
            case JSON ->
                lines(file, new JsonForm(spec.processName(), spec.channel().word()));
        };
    }

    private LineForm prefix(ChannelSpec spec, RotatingFileSink file) {
        return file.isOutputOfTheDaemon()
                ? new BracketForm(spec.processName(), system.targets().wantsColours(file))
                : new PrefixForm(spec.processName());
    }

    private LineSink lines(OutputSink file, LineForm form) {
        return new LineSink(file, form, system.wallClock(), room);
    }

    private SyslogSink syslog(ChannelSpec spec) {
        return new SyslogSink(ident, spec.processName() + " ", system);
    }
}
