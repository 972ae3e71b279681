# fish completion for supervisorctl; works with Supervisor's own, too.

# Prints what the daemon answers to an action; nothing if it does not answer within two seconds.
function __supervisorctl_ask
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    # The options that are there already say which daemon is meant.
    while set -q words[1]
        switch $words[1]
            case -c --configuration -s --serverurl -u --username -p --password
                set -q words[2]; or return
                set -a program $words[1] (string replace -r '^~/' "$HOME/" -- $words[2])
                set -e words[1..2]
            case '-*'
                set -e words[1]
            case '*'
                break
        end
    end
    timeout 2 $program $argv </dev/null 2>/dev/null
end

# Prints the words behind the options: the action, then its arguments.
function __supervisorctl_action
    set -l words (commandline -opc)
    set -e words[1]
    while set -q words[1]
        switch $words[1]
            case -c --configuration -s --serverurl -u --username -p --password -r --history_file
                set -e words[1]
                set -q words[1]; and set -e words[1]
            case '-*'
                set -e words[1]
            case '*'
                break
        end
    end
    set -q words[1]; and printf '%s\n' $words
end

function __supervisorctl_needs_action
    set -l words (__supervisorctl_action)
    not set -q words[1]
end

# Whether one of the given actions has been typed.
function __supervisorctl_has_action
    set -l words (__supervisorctl_action)
    set -q words[1]; and contains -- $words[1] $argv
end

function __supervisorctl_processes
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

function __supervisorctl_groups
    for line in (__supervisorctl_ask avail)
        set -l fields (string match -r '^(\S+)\s+(?:in use|avail)\s' -- $line)
        set -q fields[1]; and string split -m 1 -f 1 : -- (string split -m 1 -f 1 ' ' -- $line)
    end | sort -u
end

complete -c supervisorctl -f
complete -c supervisorctl -s c -l configuration -r -F -d 'Configuration file'
complete -c supervisorctl -s h -l help -d 'Print the usage'
complete -c supervisorctl -s i -l interactive -d 'Ask before a shutdown'
complete -c supervisorctl -s s -l serverurl -x -a 'unix:// http://' -d 'URL of supervisord'
complete -c supervisorctl -s u -l username -x -d 'User name'
complete -c supervisorctl -s p -l password -x -d Password
complete -c supervisorctl -s r -l history_file -r -F -d 'History file'

set -l actions add avail clear doctor exit explain fg help logs maintail mrestart mstart mstatus mstop open pid quit \
    reload remove reread restart shutdown signal start status stop tail update version
complete -c supervisorctl -n __supervisorctl_needs_action -a "$actions"
complete -c supervisorctl -n '__supervisorctl_has_action help' -a "$actions"
complete -c supervisorctl -n '__supervisorctl_has_action start stop restart status clear pid fg explain logs tail signal mrestart mstart mstatus mstop' \
    -a '(__supervisorctl_processes)'
complete -c supervisorctl -n '__supervisorctl_has_action start stop restart status clear pid logs signal update' -a all
complete -c supervisorctl -n '__supervisorctl_has_action signal' -a 'HUP INT QUIT KILL USR1 USR2 TERM CONT STOP'
complete -c supervisorctl -n '__supervisorctl_has_action add remove update' -a '(__supervisorctl_groups)'
complete -c supervisorctl -n '__supervisorctl_has_action tail' -a 'stdout stderr'
complete -c supervisorctl -n '__supervisorctl_has_action tail maintail logs' -a '-f'
complete -c supervisorctl -n '__supervisorctl_has_action logs' -a '-n'
complete -c supervisorctl -n '__supervisorctl_has_action status avail explain doctor' -a '--json'
complete -c supervisorctl -n '__supervisorctl_has_action status' -a '--watch'
complete -c supervisorctl -n '__supervisorctl_has_action open' -a 'http:// unix://'
