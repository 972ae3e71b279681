# shellcheck shell=sh
# Sourced by bin/supervisord: what supervisord got as its environment is what its children get, but a shell is a leaky
# pipe for it. dash drops names that are no shell names (spring.profiles.active), sets some anew (PWD, IFS) and adds
# PWD; others add SHLVL and _.

# Takes out what the shell added. Where it lost or changed something, the whole block as it was goes to Java in
# SUPERVISOR4J_ENVIRONMENT (base64), which the daemon takes apart and hands to nobody. (A command line would not do:
# other users can read those.)
s4j_keep_environment() {
    unset SUPERVISOR4J_ENVIRONMENT
    [ -r "/proc/$$/environ" ] || return 0
    # Line ends in values are carried as \001.
    s4j_block=$(tr '\n\000' '\001\n' <"/proc/$$/environ" 2>/dev/null) || return 0
    s4j_line_end=$(printf '\001')
    s4j_found=' '
    s4j_lossy=${BASH_VERSION:+yes}
    s4j_old_ifs=$IFS
    IFS='
'
    set -f
    for s4j_entry in $s4j_block; do
        s4j_name=${s4j_entry%%=*}
        case $s4j_name in
            '' | [0-9]* | *[!A-Za-z0-9_]*) s4j_lossy=yes ;;
            s4j_*) ;;
            *)
                s4j_found="$s4j_found$s4j_name "
                s4j_keep_variable
                ;;
        esac
    done
    set +f
    IFS=$s4j_old_ifs
    for s4j_name in PWD OLDPWD SHLVL; do
        case $s4j_found in
            *" $s4j_name "*) ;;
            *) unset "$s4j_name" ;;
        esac
    done
    [ -z "$s4j_lossy" ] || s4j_carry_environment
}

# Notes whether the shell's idea of the variable s4j_name differs from s4j_entry.
s4j_keep_variable() {
    case $s4j_entry in
        *"$s4j_line_end"*) return ;;
    esac
    s4j_now=
    eval "s4j_now=\${$s4j_name-}"
    [ "$s4j_name=$s4j_now" = "$s4j_entry" ] || s4j_lossy=yes
}

# One variable may hold 128 KiB; an environment that is larger than that in base64 stays as the shell left it.
s4j_carry_environment() {
    s4j_block=$(base64 -w 0 "/proc/$$/environ" 2>/dev/null) || return 0
    [ "${#s4j_block}" -lt 131000 ] || return 0
    export SUPERVISOR4J_ENVIRONMENT="$s4j_block"
}
