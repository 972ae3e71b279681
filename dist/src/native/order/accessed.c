/*
 * accessed MAP OUT PROGRAM [ARGUMENT...]: runs a native image under valgrind and writes down which objects of its heap it
 * reads or writes: their keys, in the order of their first access. MAP has lines "OFFSET SIZE KEY" and is of the same
 * build. Threads are followed, children until they become another program. Linux on x86_64.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where the first chunk of the image's heap begins: -H:AlignedHeapChunkSize. */
#define CHUNK 131072

struct object {
    unsigned long offset, size;
    char key[9];
    int accessed;
};

static struct object *objects;
static size_t count;
static unsigned long begin, end; /* of the heap in memory; 0 until it is there */
static unsigned long offset_of_begin;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static int by_offset(const void *a, const void *b) {
    unsigned long x = ((const struct object *)a)->offset, y = ((const struct object *)b)->offset;
    return (x > y) - (x < y);
}

static void read_map(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) fail(path);
    size_t room = 0;
    struct object next = {0, 0, "", 0};
    while (fscanf(file, "%lu %lu %8s", &next.offset, &next.size, next.key) == 3) {
        if (count == room) {
            room = room ? 2 * room : 1 << 16;
            objects = realloc(objects, room * sizeof *objects);
            if (!objects) fail("realloc");
        }
        objects[count++] = next;
    }
    fclose(file);
    if (!count) {
        fprintf(stderr, "%s: no objects\n", path);
        exit(1);
    }
    qsort(objects, count, sizeof *objects, by_offset);
    offset_of_begin = objects[0].offset / CHUNK * CHUNK;
}

/* The loader maps the heap's part of the file once, and the image once more, read-only at its beginning, to live with. */
static void look_for_heap(pid_t process) {
    char path[64], line[4096], permissions[8];
    unsigned long from, to, offset, offsets[64];
    int known = 0;
    snprintf(path, sizeof path, "/proc/%d/maps", process);
    FILE *maps = fopen(path, "r");
    while (maps && fgets(line, sizeof line, maps)) {
        if (!strstr(line, "/supervisord") || sscanf(line, "%lx-%lx %7s %lx", &from, &to, permissions, &offset) != 4) continue;
        for (int i = 0; i < known && !begin; i++) {
            if (offset && offsets[i] == offset && permissions[1] == '-' && permissions[2] == '-') begin = from;
        }
        if (known < 64) offsets[known++] = offset;
    }
    if (maps) fclose(maps);
    if (begin) end = begin + objects[count - 1].offset + objects[count - 1].size - offset_of_begin;
}

static void note(unsigned long address, FILE *out) {
    unsigned long offset = address - begin + offset_of_begin;
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (objects[middle].offset + objects[middle].size <= offset) low = middle + 1;
        else high = middle;
    }
    if (low < count && objects[low].offset <= offset && !objects[low].accessed++) fprintf(out, "%s\n", objects[low].key);
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: %s MAP OUT PROGRAM [ARGUMENT...]\n", argv[0]);
        return 2;
    }
    read_map(argv[1]);
    FILE *out = fopen(argv[2], "w");
    int ends[2];
    if (!out || pipe(ends) != 0) fail(argv[2]);
    pid_t child = fork();
    if (child < 0) fail("fork");
    if (child == 0) {
        char *words[argc + 4];
        int next = 0;
        char log[32];
        snprintf(log, sizeof log, "--log-fd=%d", ends[1]);
        close(ends[0]);
        words[next++] = "valgrind";
        words[next++] = "--tool=lackey";
        words[next++] = "--trace-mem=yes";
        words[next++] = log;
        for (int i = 3; i <= argc; i++) words[next++] = argv[i];
        execvp(words[0], words);
        perror(words[0]);
        _exit(127);
    }
    close(ends[1]);
    FILE *in = fdopen(ends[0], "r");
    if (!in) fail("fdopen");
    char line[256];
    unsigned long lines = 0;
    /* " L ADDRESS,SIZE", S for a store, M for both; what is fetched as an instruction begins with I. */
    while (fgets(line, sizeof line, in)) {
        if (line[0] != ' ') continue;
        if (!begin) {
            if (++lines % 100000 != 1) continue;
            look_for_heap(child);
            if (!begin) continue;
        }
        unsigned long address = strtoul(line + 3, NULL, 16);
        if (address >= begin && address < end) note(address, out);
    }
    int status;
    if (fclose(out) != 0 || waitpid(child, &status, 0) < 0) fail(argv[2]);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
