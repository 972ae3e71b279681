#compdef supervisorctl
# zsh completion for supervisorctl; works with Supervisor's own, too.

# Prints what the daemon answers to an action; nothing if it does not answer within two seconds.
_supervisorctl_ask() {
    timeout 2 "${program[@]}" "$@" </dev/null 2>/dev/null
}

# These offer the words that they are given, and names.

_supervisorctl_nothing() {
    # No blank after the beginning of a URL.
    if [[ $1 == *:// ]]; then compadd -S '' -- "$@"; else compadd -- "$@"; fi
}

_supervisorctl_actions() {
    _describe -t actions action actions
}

_supervisorctl_processes() {
    local line name state
    local -aU names=("$@")
    for line in "${(@f)$(_supervisorctl_ask status)}"; do
        name=${line%% *}
        state=${${line#"$name"}##[[:blank:]]#}
        case ${state%% *} in
            STOPPED | STARTING | RUNNING | BACKOFF | STOPPING | EXITED | FATAL | UNKNOWN)
                [[ $name != *:* ]] || names+=("${name%%:*}:*")
                names+=("$name")
                ;;
        esac
    done
    compadd -a -- names
}

_supervisorctl_one_process() {
    (( CURRENT > 2 )) || _supervisorctl_processes "$@"
}

_supervisorctl_signal_and_processes() {
    if (( CURRENT > 2 )); then _supervisorctl_processes all; else compadd -- "$@"; fi
}

# Names of groups that match the first argument.
_supervisorctl_matching_groups() {
    local line pattern=$1
    local -aU names=("${@:2}")
    for line in "${(@f)$(_supervisorctl_ask avail)}"; do
        [[ $line != ${~pattern} ]] || names+=("${${line%% *}%%:*}")
    done
    compadd -a -- names
}

_supervisorctl_new_groups() {
    _supervisorctl_matching_groups '* avail *' "$@"
}

_supervisorctl_active_groups() {
    _supervisorctl_matching_groups '* in use *' "$@"
}

_supervisorctl_groups() {
    _supervisorctl_matching_groups '* (in use|avail) *' "$@"
}

_supervisorctl() {
    setopt local_options extended_glob
    local -a actions=(
@actions@
    )
    local -a options=(
@options@
    )
    # _arguments takes from the words what it has understood.
    local -a typed=("${words[@]}")
    local context state line
    typeset -A opt_args
    _arguments -C -S "${options[@]}" '1:action:->action' '*::argument:->argument' && return

    # The options that are there already say which daemon is meant.
    local -a program=("${${(Q)typed[1]}/#\~\//$HOME/}")
    local option
    for option in @values@; do
        (( ! $+opt_args[$option] )) || program+=("$option" "${(Q)${opt_args[$option]/#\~\//$HOME/}}")
    done

    case $state in
        action) _supervisorctl_actions ;;
        argument)
            case $words[1] in
@arguments@
            esac
            ;;
    esac
}

_supervisorctl "$@"
