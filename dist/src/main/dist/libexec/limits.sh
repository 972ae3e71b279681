# shellcheck shell=sh disable=SC3045 # every sh that is in use has these options of ulimit, but for -u
# Sourced by the launchers: the limits (ulimit) under which Java would not begin, or would die later, when children run.
# What Python needs is a tenth of it. Better one sentence now.

# Open files with which the daemon can at least read its configuration and judge by minfds.
s4j_least_files=64

# s4j_heed_limits ADDRESSES DATA TASKS: the least address space and data (KiB), and threads, with which $s4j_program
# works. Where there is more, but not plenty, Java gets a small heap.
s4j_heed_limits() {
    # -u is -p in dash
    s4j_limits=$(
        ulimit -v
        ulimit -d
        ulimit -S -n
        ulimit -H -n
        ulimit -u 2>/dev/null || ulimit -p
    )
    # An IFS that was given to us counts for nothing here; shells begin with their own.
    # shellcheck disable=SC2086 # five words
    s4j_judge_limits "$1" "$2" "$3" $s4j_limits
}

s4j_judge_limits() {
    s4j_judge_memory "$1" "$4" 'address space' -v
    s4j_judge_memory "$2" "$5" 'data' -d
    s4j_judge_files "${6-}" "${7-}"
    if s4j_is_below "${8-}" "$3" && [ "$(id -u)" != 0 ]; then
        s4j_fail "this user may have $8 processes and threads at a time (ulimit -u), and Java alone needs $3; raise that limit"
    fi
}

s4j_judge_memory() {
    ! s4j_is_below "$2" "$1" ||
        s4j_fail "a limit allows it $2 KiB of $3 (ulimit $4), and Java needs $1; raise that limit"
    # The last one counts.
    ! s4j_is_below "$2" 2000000 || s4j_flags="$s4j_flags -Xmx64m"
}

# A container's limit of memory is for all that runs in it: Java's heap gets a quarter of it at most.
s4j_heed_cgroup() {
    s4j_bytes=
    s4j_group=
    s4j_older=
    [ -r /proc/self/cgroup ] || return 0
    # 0::/user.slice/x is the group of version 2; in a container it is /, which is the container's own.
    while IFS=: read -r s4j_number s4j_controllers s4j_path; do
        case $s4j_number:$s4j_controllers in
            0:) s4j_group=${s4j_path%/} ;;
            *:memory) s4j_older=${s4j_path%/} ;;
        esac
    done </proc/self/cgroup
    for s4j_file in "/sys/fs/cgroup$s4j_group/memory.max" /sys/fs/cgroup/memory.max \
        "/sys/fs/cgroup/memory$s4j_older/memory.limit_in_bytes" /sys/fs/cgroup/memory/memory.limit_in_bytes; do
        if [ -r "$s4j_file" ] && read -r s4j_bytes <"$s4j_file"; then
            break
        fi
    done
    # Above a gigabyte the usual heap is a quarter or less. Unlimited is "max", or a number of 19 digits.
    if [ "${#s4j_bytes}" -le 10 ] && s4j_is_below "$s4j_bytes" 1073741824; then
        s4j_heap=$((s4j_bytes / 4194304))
        [ "$s4j_heap" -ge 16 ] || s4j_heap=16
        s4j_flags="$s4j_flags -Xms8m -Xmx${s4j_heap}m"
    fi
}

s4j_judge_files() {
    ! s4j_is_below "$1" "$s4j_least_files" || ulimit -S -n "$s4j_least_files" 2>/dev/null ||
        s4j_fail "a limit allows it $2 open files (ulimit -n), and Java needs $s4j_least_files; raise that limit"
}

# Whether limit $1, which may be "unlimited" or unknown, is below $2.
s4j_is_below() {
    case $1 in
        '' | *[!0-9]*) return 1 ;;
    esac
    [ "$1" -lt "$2" ]
}
