# shellcheck shell=sh
# Sourced by the launchers in bin/, which have set s4j_home: the folder of the distribution.
# Every variable begins with s4j_, because a shell hands an assignment to a variable that came from outside on to what
# it runs. supervisorctl is run in loops by scripts, so nothing here forks on the way that most runs take.

# A descriptor that is closed would be given to the first file that Java opens: its own modules would be our input, and
# the daemon's log might be its output. The tests copy to 3, for to copy a descriptor to itself is nothing in some sh.
true 3>&2 || exec 2>/dev/null
{ true 3<&0; } 2>/dev/null || exec </dev/null
{ true 3>&1; } 2>/dev/null || exec >/dev/null

s4j_fail() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 1
}

case $s4j_home/ in
    *//* | */./* | */../*) s4j_home=$(cd -P -- "$s4j_home" && pwd -P) || exit 1 ;;
esac

# Java does not begin in a folder that has no name: one that was removed, or whose mount is gone. It begins in / then and
# gets the folder as a descriptor. supervisord goes back, since its children inherit the folder; for supervisorctl it is
# enough that names without a slash in front are looked for there.
s4j_leave_nameless_folder() {
    s4j_folder=
    # shellcheck disable=SC3013 # every sh that is in use knows -ef
    if [ -n "${PWD-}" ] && [ "$PWD" -ef . ]; then
        return
    fi
    # The name may only be unreadable for us.
    case $(pwd -P 2>/dev/null) in /*) return ;; esac
    { command exec 9<.; } 2>/dev/null ||
        s4j_fail "the working folder was removed, or cannot be read; go to another one (cd /) and try again"
    cd / || exit 1
    s4j_folder=/proc/self/fd/9
}
s4j_leave_nameless_folder

# Sets s4j_java and s4j_where, from where it is. SUPERVISOR_JAVA is meant for us, so a wrong one is an error; JAVA_HOME may be meant for others.
s4j_find_java() {
    if [ -n "${SUPERVISOR_JAVA-}" ]; then
        s4j_where="SUPERVISOR_JAVA is '$SUPERVISOR_JAVA'"
        s4j_java=$SUPERVISOR_JAVA
        [ ! -d "$s4j_java" ] || s4j_java=$s4j_java/bin/java
        if [ -f "$s4j_java" ] && [ ! -x "$s4j_java" ]; then
            s4j_fail "$s4j_where, but $s4j_java cannot be executed; mend its mode, or set SUPERVISOR_JAVA to another"
        fi
        [ -f "$s4j_java" ] ||
            s4j_fail "SUPERVISOR_JAVA is '$SUPERVISOR_JAVA', which is neither a java program nor a folder with bin/java; mend or unset it"
        return
    fi
    s4j_where="no SUPERVISOR_JAVA is set"
    s4j_java=$s4j_home/runtime/bin/java
    [ ! -x "$s4j_java" ] || return 0
    s4j_where="JAVA_HOME is '${JAVA_HOME-}'"
    s4j_java=${JAVA_HOME-}/bin/java
    if [ -n "${JAVA_HOME-}" ] && [ -x "$s4j_java" ]; then
        return
    fi
    s4j_where="it is the first java in PATH"
    s4j_path=${PATH-}:
    while [ -n "$s4j_path" ]; do
        s4j_java=${s4j_path%%:*}/java
        s4j_path=${s4j_path#*:}
        if [ -f "$s4j_java" ] && [ -x "$s4j_java" ]; then
            return
        fi
    done
    s4j_fail "no Java found by SUPERVISOR_JAVA, $s4j_home/runtime, JAVA_HOME or PATH; install Java 17 or later (Debian: apt-get install openjdk-17-jre-headless) or set SUPERVISOR_JAVA"
}

# Sets s4j_major (17) and s4j_runtime (17.0.15+6-Debian-1deb12u1, or nothing) from the file "release" that a Java
# carries: asking the Java itself would cost as much again as running it.
s4j_read_version() {
    s4j_major=
    s4j_runtime=
    s4j_release=${s4j_java%/*}
    s4j_release=${s4j_release%/*}/release
    if [ ! -r "$s4j_release" ] && [ -h "$s4j_java" ]; then
        s4j_java=$(readlink -f "$s4j_java") || s4j_fail "cannot resolve the link to Java; set SUPERVISOR_JAVA"
        s4j_release=${s4j_java%/*}
        s4j_release=${s4j_release%/*}/release
    fi
    if [ -r "$s4j_release" ]; then
        # shellcheck disable=SC2034 # JAVA_VERSION="17.0.15": nothing stands in the gap between = and "
        while IFS='="' read -r s4j_key s4j_gap s4j_value s4j_rest; do
            case $s4j_key in
                JAVA_VERSION) s4j_major=${s4j_value%%[!0-9]*} ;;
                JAVA_RUNTIME_VERSION) s4j_runtime=$s4j_value ;;
            esac
            [ -z "$s4j_major" ] || [ -z "$s4j_runtime" ] || break
        done <"$s4j_release"
    fi
    [ -n "$s4j_major" ] || s4j_ask_version
    case $s4j_major in
        '' | *[!0-9]*) s4j_refuse "$s4j_release does not tell its version" ;;
    esac
    # 1 is what Java 8 and older begin their version with.
    [ "$s4j_major" -ne 1 ] || s4j_major=8
    [ "$s4j_major" -ge 17 ] ||
        s4j_fail "$s4j_java is Java $s4j_major, but 17 or later is needed; install a newer one (Debian: apt-get install openjdk-17-jre-headless) or set SUPERVISOR_JAVA to it"
}

# The slow way, for a Java without a "release" file. First line: openjdk version "17.0.15" 2025-04-15
s4j_ask_version() {
    s4j_release="$s4j_java -version"
    s4j_patience=
    ! command -v timeout >/dev/null 2>&1 || s4j_patience='timeout 20'
    s4j_status=0
    # shellcheck disable=SC2086 # two words or none
    s4j_answer=$($s4j_patience "$s4j_java" -version 2>&1 </dev/null) || s4j_status=$?
    case $s4j_status$s4j_answer in
        0*'version "'[0-9]*)
            s4j_answer=${s4j_answer#*version \"}
            s4j_major=${s4j_answer%%[!0-9]*}
            return
            ;;
    esac
    # It may be a binary for another processor, which the shell took for a script.
    s4j_said=$(printf '%s\n' "$s4j_answer" | LC_ALL=C tr -cd ' -~\n' | cut -c1-200 | head -n 1)
    s4j_said=${s4j_said:+"said: $s4j_said"}
    case $s4j_patience$s4j_status in
        'timeout 20124') s4j_refuse "'$s4j_release' has not ended within 20 seconds" ;;
    esac
    s4j_refuse "'$s4j_release' ended with status $s4j_status and ${s4j_said:-said nothing}"
}

# $1 says what is wrong with the Java that was found.
s4j_refuse() {
    s4j_fail "$s4j_java is no Java that runs here: $1 ($s4j_where); set SUPERVISOR_JAVA to a Java 17 or later (Debian: apt-get install openjdk-17-jre-headless)"
}

# Sets s4j_archive to the class-data archive of program $1, or to nothing. An archive fits the Java and the place that
# it was made for; a Java that is given any other shares nothing at all, not even its own classes.
s4j_find_archive() {
    s4j_archive=
    s4j_cds=$s4j_home/lib/cds/$s4j_runtime
    if [ -z "$s4j_runtime" ] || [ ! -r "$s4j_cds/made-in" ]; then
        return
    fi
    IFS= read -r s4j_made_in <"$s4j_cds/made-in"
    if [ "$s4j_made_in" != "$s4j_home" ]; then
        s4j_real=$(cd -P -- "$s4j_home" && pwd -P) || return 0
        [ "$s4j_made_in" = "$s4j_real" ] || return 0
        s4j_home=$s4j_real
    fi
    [ ! -r "$s4j_cds/$1.jsa" ] || s4j_archive=$s4j_cds/$1.jsa
}

# Java takes the encoding of arguments and of its working directory from the locale, and outside of UTF-8 it loses bytes
# of them. So where they are not plain ASCII, Java gets a locale in which it does not; children get the one that was.
s4j_keep_bytes() {
    case ${LC_ALL:-${LC_CTYPE:-${LANG-}}} in C.UTF-8 | C.utf8) return ;; esac
    if [ "$s4j_program" = supervisord ] && [ -z "${SUPERVISOR4J_ENVIRONMENT-}" ]; then
        s4j_carry_environment
        [ -n "${SUPERVISOR4J_ENVIRONMENT-}" ] || return 0
    fi
    export LC_ALL=C.UTF-8
}

# Java finds its own parts by /proc, unless it is told where they are. The daemon needs /proc at every turn.
s4j_do_without_proc() {
    [ "$s4j_program" != supervisord ] ||
        s4j_fail "/proc is not there, and supervisord cannot work without it; mount it (mount -t proc proc /proc)"
    s4j_java=$(readlink -f "$s4j_java") || s4j_fail "cannot resolve the link to Java; set SUPERVISOR_JAVA"
    export LD_LIBRARY_PATH="${s4j_java%/*/*}/lib${LD_LIBRARY_PATH:+":$LD_LIBRARY_PATH"}"
}

# Becomes Java. $1 is the program, the rest its arguments; s4j_flags is a list of words without blanks.
s4j_exec() {
    s4j_program=$1
    shift
    s4j_find_java
    s4j_read_version
    s4j_find_archive "$s4j_program"
    [ -e /proc/self/fd ] || s4j_do_without_proc
    case $s4j_folder$s4j_program in
        /*supervisord) s4j_flags="$s4j_flags -Duser.dir=/proc/self/cwd -Dsupervisor4j.folder=$s4j_folder" ;;
        /*) s4j_flags="$s4j_flags -Duser.dir=$s4j_folder" ;;
    esac
    case "$PWD$*" in *[!\ -~]*) s4j_keep_bytes ;; esac
    # JNR and Jetty use memory access that Java 24 began to warn about; native access is granted in the jar's manifest.
    [ "$s4j_major" -lt 23 ] || s4j_flags="$s4j_flags --sun-misc-unsafe-memory-access=allow"
    # Whatever the JVM itself has to say (the archive does not fit, a flag is old) must not get into output that
    # scripts read; what keeps it from working it says all the same, on stderr.
    s4j_conf=$s4j_home/conf/$s4j_program.java
    [ -r "$s4j_conf" ] || s4j_conf=
    # The last word is the operator's. A flag may hold a *, which is no pattern of file names.
    set -f
    # shellcheck disable=SC2086
    set -- $s4j_flags -Xlog:disable -Xlog:all=error:stderr -Xshare:auto \
        ${s4j_archive:+"-XX:SharedArchiveFile=$s4j_archive"} \
        "-Dsupervisor4j.invoked=$0" "-Dsupervisor4j.home=$s4j_home" \
        "-Djffi.boot.library.path=$s4j_home/lib/native/jni" \
        ${SUPERVISOR4J_START_PLUGINS:+"-Dsupervisor4j.plugins=$SUPERVISOR4J_START_PLUGINS"} \
        ${s4j_conf:+"@$s4j_conf"} -jar "$s4j_home/lib/$s4j_program.jar" "$@"
    exec "$s4j_java" "$@"
}
