package org.supervisor4j.daemon.os.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.kenai.jffi.PageManager;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.ProcessTable;
import org.supervisor4j.daemon.os.files.FileTree;

/** {@code /proc}: one small file for each process, {@code /proc/PID/stat} (proc(5) has its fields). */
final class ProcfsProcessTable implements ProcessTable {
    private static final String FOLDER = "/proc";

    /** Of USER_HZ, which is 100 on every architecture that we have code for. */
    private static final long NANOS_PER_TICK = 10_000_000;

    /** A line of {@code stat} has some 50 numbers and a name of 64 bytes at most. */
    private static final int LONGEST = 2048;

    private static final Pattern PROPORTIONAL = Pattern.compile("\\nPss: +(\\d{1,15}) kB\\n");

    /** States of a process that is no more but for its exit status. */
    private static final String ENDED = "ZXx";

    private static final int PARENT = 1;
    private static final int GROUP = 2;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int THREADS = 17;
    private static final int BORN = 19;
    private static final int RESIDENT_PAGES = 21;

    private final Descriptors descriptors;
    private final FileTree files;

    ProcfsProcessTable(Descriptors descriptors, FileTree files) {
        this.descriptors = descriptors;
        this.files = files;
    }

    @Override
    public List<Entry> read() throws OsException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST);
        List<Entry> entries = new ArrayList<>();
        for (String name : names()) {
            Entry entry = name.charAt(0) <= '9' ? entry(name, buffer) : null;
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private List<String> names() throws OsException {
        int folder = descriptors.open(FOLDER, OpenFlags.PATH | OpenFlags.FOLDER, 0);
        try {
            return files.list(folder);
        } finally {
            descriptors.close(folder);
        }
    }

    @Override
    public Optional<Entry> find(int pid) {
        return Optional.ofNullable(entry(Integer.toString(pid), ByteBuffer.allocateDirect(LONGEST)));
    }

    @Override
    public boolean lives(int pid, long seen) {
        String line = line(Integer.toString(pid), ByteBuffer.allocateDirect(LONGEST));
        if (line == null) {
            return false;
        }
        Entry entry = parse(line);
        return entry != null && entry.born() <= seen && ENDED.indexOf(line.charAt(afterName(line))) < 0;
    }

    /** Null if it has ended meanwhile. */
    private @Nullable Entry entry(String name, ByteBuffer buffer) {
        String line = line(name, buffer);
        return line == null ? null : parse(line);
    }

    private @Nullable String line(String name, ByteBuffer buffer) {
        int descriptor;
        try {
            descriptor = descriptors.open(FOLDER + "/" + name + "/stat", OpenFlags.READ_ONLY, 0);
        } catch (OsException gone) {
            return null;
        }
        try {
            descriptors.read(descriptor, buffer.clear());
            byte[] line = new byte[buffer.flip().remaining()];
            buffer.get(line);
            return new String(line, ISO_8859_1);
        } catch (OsException gone) {
            return null;
        } finally {
            descriptors.close(descriptor);
        }
    }

    /** The name, in parentheses, may hold anything, parentheses too: the fields that we want follow the last one. */
    private static int afterName(String line) {
        return line.lastIndexOf(')') + 2;
    }

    private static @Nullable Entry parse(String line) {
        int from = afterName(line);
        if (from < 2) {
            return null;
        }
        long[] fields = new long[RESIDENT_PAGES + 1];
        for (int field = 0; field <= RESIDENT_PAGES; field++) {
            int blank = line.indexOf(' ', from);
            if (blank < 0) {
                return null;
            }
            // The first one is the state, a letter.
            fields[field] = field == 0 ? 0 : parseField(line, from, blank);
            from = blank + 1;
        }
        return new Entry(
                Integer.parseInt(line, 0, line.indexOf(' '), 10),
                (int) fields[PARENT],
                (int) fields[GROUP],
                fields[BORN],
                (fields[USER_TIME] + fields[SYSTEM_TIME]) * NANOS_PER_TICK,
                fields[RESIDENT_PAGES] * PageManager.getInstance().pageSize(),
                (int) fields[THREADS]);
    }

    /** Newer kernels (6.2) tell it as the folder's size; else the names are counted. */
    @Override
    public int openFiles(int pid) {
        int folder;
        try {
            folder = descriptors.open(FOLDER + "/" + pid + "/fd", OpenFlags.PATH | OpenFlags.FOLDER, 0);
        } catch (OsException gone) {
            return UNTOLD;
        }
        try {
            long size = descriptors.status(folder).size();
            int count = size > 0 ? (int) size : files.count(folder, MOST_COUNTED + 1);
            return size > 0 || count <= MOST_COUNTED ? count : UNTOLD;
        } catch (OsException gone) {
            return UNTOLD;
        } finally {
            descriptors.close(folder);
        }
    }

    @Override
    public long proportionalBytes(int pid) {
        int descriptor;
        try {
            descriptor = descriptors.open(FOLDER + "/" + pid + "/smaps_rollup", OpenFlags.READ_ONLY, 0);
        } catch (OsException gone) {
            return UNTOLD;
        }
        try {
            ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST);
            descriptors.read(descriptor, buffer);
            byte[] text = new byte[buffer.flip().remaining()];
            buffer.get(text);
            Matcher matcher = PROPORTIONAL.matcher(new String(text, ISO_8859_1));
            return matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : UNTOLD;
        } catch (OsException gone) {
            return UNTOLD;
        } finally {
            descriptors.close(descriptor);
        }
    }

    /** Some fields have 64 bits without a sign; none of those that we want comes near that. */
    private static long parseField(String line, int from, int to) {
        return to - from > 18 ? 0 : Long.parseLong(line, from, to, 10);
    }
}
