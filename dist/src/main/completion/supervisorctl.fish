# fish completion for supervisorctl; works with Supervisor's own, too.

# Prints the place of the action among the words, whether it is there yet or not.
function __supervisorctl_place
    set -l words (commandline -opc)
    set -l place 2
    while string match -q -- '-*' "$words[$place]"
        contains -- $words[$place] @values@; and set place (math $place + 1)
        set place (math $place + 1)
    end
    echo $place
end

# Prints what the daemon answers to an action; nothing if it does not answer within two seconds.
function __supervisorctl_ask
    set -l words (commandline -opc)
    # The options that are there already say which daemon is meant.
    set -l options $words[1..(math (__supervisorctl_place) - 1)]
    timeout 2 (string replace -r '^~/' "$HOME/" -- $options) $argv </dev/null 2>/dev/null
end

# Prints the action, then its arguments.
function __supervisorctl_action
    set -l words (commandline -opc)
    set -l place (__supervisorctl_place)
    test $place -gt (count $words); or printf '%s\n' $words[$place..-1]
end

function __supervisorctl_needs_action
    set -l words (__supervisorctl_action)
    not set -q words[1]
end

# These print the words that they are given, and names.

function __supervisorctl_nothing
    printf '%s\n' $argv
end

function __supervisorctl_actions
@actions@
end

function __supervisorctl_processes
    string join \n -- $argv
    set -l groups
    for line in (__supervisorctl_ask status)
        set -l fields (string match -r '^(\S+)\s+(STOPPED|STARTING|RUNNING|BACKOFF|STOPPING|EXITED|FATAL|UNKNOWN)\b' -- $line)
        set -q fields[3]; or continue
        printf '%s\t%s\n' $fields[2] $fields[3]
        set -l group (string split -m 1 : -- $fields[2])
        if set -q group[2]; and not contains -- $group[1] $groups
            set -a groups $group[1]
            printf '%s:*\tgroup\n' $group[1]
        end
    end
end

function __supervisorctl_one_process
    set -l words (__supervisorctl_action)
    set -q words[2]; or __supervisorctl_processes $argv
end

function __supervisorctl_signal_and_processes
    set -l words (__supervisorctl_action)
    if set -q words[2]
        __supervisorctl_processes all
    else
        __supervisorctl_nothing $argv
    end
end

# Names of groups, for which the second column matches the first argument.
function __supervisorctl_matching_groups
    string join \n -- $argv[2..]
    for line in (__supervisorctl_ask avail)
        string match -q -r "^\S+\s+(?:$argv[1])\s" -- $line
        and string split -m 1 -f 1 : -- (string split -m 1 -f 1 ' ' -- $line)
    end | sort -u
end

function __supervisorctl_new_groups
    __supervisorctl_matching_groups avail $argv
end

function __supervisorctl_active_groups
    __supervisorctl_matching_groups 'in use' $argv
end

function __supervisorctl_groups
    __supervisorctl_matching_groups 'in use|avail' $argv
end

function __supervisorctl_arguments
    set -l words (__supervisorctl_action)
    switch $words[1]
@arguments@
    end
end

complete -c supervisorctl -f
@options@
complete -c supervisorctl -n __supervisorctl_needs_action -a '(__supervisorctl_actions)'
complete -c supervisorctl -n 'not __supervisorctl_needs_action' -a '(__supervisorctl_arguments)'
