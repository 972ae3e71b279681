# bash completion for supervisorctl; works with Supervisor's own, too.  -*- shell-script -*-
# Names come from the daemon, so they are never expanded by the shell: no compgen -W.
# shellcheck disable=SC2119,SC2120 # functions that are called with words or without

# Prints what the daemon answers to an action; nothing if it does not answer within two seconds.
_supervisorctl_ask() {
    timeout 2 "${program[@]}" "$@" </dev/null 2>/dev/null
}

# These add to candidates the words that they are given, and names. count is how many arguments were typed already.

_supervisorctl_nothing() {
    candidates+=("$@")
}

_supervisorctl_actions() {
    candidates+=("${actions[@]}")
}

# Names of processes, and of their groups as group:*.
_supervisorctl_processes() {
    local name state rest last=''
    candidates+=("$@")
    while read -r name state rest; do
        case $state in
            STOPPED | STARTING | RUNNING | BACKOFF | STOPPING | EXITED | FATAL | UNKNOWN)
                if [[ $name == *:* && ${name%%:*} != "$last" ]]; then
                    last=${name%%:*}
                    candidates+=("$last:*")
                fi
                candidates+=("$name")
                ;;
        esac
    done < <(_supervisorctl_ask status)
}

_supervisorctl_one_process() {
    ((count)) || _supervisorctl_processes "$@"
}

_supervisorctl_signal_and_processes() {
    if ((count)); then _supervisorctl_processes all; else candidates+=("$@"); fi
}

# Names of groups that match the first argument: active ones are followed by "in use", others by "avail".
_supervisorctl_matching_groups() {
    local name rest pattern=$1
    candidates+=("${@:2}")
    while read -r name rest; do
        # shellcheck disable=SC2053 # a pattern
        [[ $rest != $pattern ]] || candidates+=("${name%%:*}")
    done < <(_supervisorctl_ask avail)
}

_supervisorctl_new_groups() {
    _supervisorctl_matching_groups 'avail *' "$@"
}

_supervisorctl_active_groups() {
    _supervisorctl_matching_groups 'in use *' "$@"
}

_supervisorctl_groups() {
    _supervisorctl_matching_groups '@(avail|in use) *' "$@"
}

_supervisorctl_arguments() {
    local count=$2
    case $1 in
@arguments@
    esac
}

