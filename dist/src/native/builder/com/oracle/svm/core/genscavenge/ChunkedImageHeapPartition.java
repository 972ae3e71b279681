package com.oracle.svm.core.genscavenge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.oracle.svm.core.image.ImageHeapLayouter.ImageHeapLayouterControl;
import com.oracle.svm.core.image.ImageHeapObject;
import com.oracle.svm.core.image.ImageHeapPartition;

/**
 * A part of the image's heap. What a usual run reads or writes ({@link HeapOrder}) comes first and the rest after it, so
 * that the pages that are needed lie together; in each group the greatest first, so that chunks are filled.
 */
public class ChunkedImageHeapPartition implements ImageHeapPartition {
    /** Bytes. The kernel maps what lies around a page that is asked for: a window of so many. */
    private static final long AROUND_HEAD = 65536;

    private final String name;
    private final boolean writable;
    private final boolean ofHugeObjects;
    private final List<ImageHeapObject> members = new ArrayList<>();
    private long begin = -1;
    private long end = -1;

    /** What stands at the partition's edges, for the heap's own table; null if it is empty. */
    Object firstObject;

    Object lastObject;

    ChunkedImageHeapPartition(String name, boolean writable, boolean ofHugeObjects) {
        this.name = name;
        this.writable = writable;
        this.ofHugeObjects = ofHugeObjects;
    }

    void assign(ImageHeapObject member) {
        members.add(member);
    }

    void layout(ChunkedImageHeapAllocator allocator, ImageHeapLayouterControl control) {
        if (!ofHugeObjects) {
            allocator.maybeStartAlignedChunk();
            begin = allocator.getPosition();
            fillChunks(allocator, control);
        } else if (members.isEmpty()) {
            begin = allocator.getPosition();
        } else {
            allocator.finishAlignedChunk();
            begin = allocator.getPosition();
            for (ImageHeapObject huge : members) {
                place(huge, allocator.allocateUnalignedChunkForObject(huge, writable));
                control.poll();
            }
        }
        end = allocator.getPosition();
        HeapOrder.write(members);
    }

    private void fillChunks(ChunkedImageHeapAllocator allocator, ImageHeapLayouterControl control) {
        Stock needed = new Stock();
        Stock others = new Stock();
        for (ImageHeapObject each : members) {
            (HeapOrder.isNeeded(each) ? needed : others).add(each);
        }
        // The collector looks at the head of each chunk that can be written to: there the needed ones stand around it.
        long keptForOthers = writable && HeapOrder.isKnown() ? AROUND_HEAD : 0;
        while (!needed.isEmpty() || !others.isEmpty()) {
            long room = allocator.getRemainingBytesInAlignedChunk();
            ImageHeapObject next = needed.take(room - keptForOthers);
            if (next == null && (needed.isEmpty() || keptForOthers > 0)) {
                next = others.take(room);
            }
            if (next == null) {
                next = needed.take(room);
            }
            if (next == null) {
                allocator.startNewAlignedChunk();
                control.poll();
            } else {
                place(next, allocator.allocateObjectInAlignedChunk(next, writable));
            }
        }
    }

    /** Objects by their sizes. */
    private static final class Stock {
        private final TreeMap<Long, Deque<ImageHeapObject>> bySize = new TreeMap<>();

        void add(ImageHeapObject object) {
            bySize.computeIfAbsent(object.getSize(), size -> new ArrayDeque<>()).add(object);
        }

        boolean isEmpty() {
            return bySize.isEmpty();
        }

        /** The greatest that has so many bytes at most; null if there is none. */
        ImageHeapObject take(long most) {
            Map.Entry<Long, Deque<ImageHeapObject>> fitting = bySize.floorEntry(most);
            if (fitting == null) {
                return null;
            }
            ImageHeapObject object = fitting.getValue().remove();
            if (fitting.getValue().isEmpty()) {
                bySize.remove(fitting.getKey());
            }
            return object;
        }
    }

    private void place(ImageHeapObject object, long offset) {
        if (firstObject == null) {
            firstObject = object.getWrapped();
        }
        lastObject = object.getWrapped();
        object.setOffsetInPartition(offset - begin);
    }

    @Override
    public String getName() {
        return name;
    }

    boolean isWritable() {
        return writable;
    }

    boolean usesUnalignedObjects() {
        return ofHugeObjects;
    }

    @Override
    public long getStartOffset() {
        return begin;
    }

    long getEndOffset() {
        return end;
    }

    @Override
    public long getSize() {
        return end - begin;
    }

    @Override
    public String toString() {
        return name;
    }
}
