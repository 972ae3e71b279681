# bash completion for the command line of @program@.  -*- shell-script -*-

# Sets value to what may follow an option: -W and words, another option of compgen, or ''; to nothing for a flag.
_@program@_value() {
    value=()
    case $1 in
@values@
    esac
}

_@program@() {
    local actions=(@actions@)
    local options=(@options@)
    local line=${COMP_LINE:0:COMP_POINT} words word current program candidates=() value=() index
    # By blanks alone: a colon belongs to a name, whatever COMP_WORDBREAKS says.
    read -ra words <<<"$line"
    [[ $line != *[[:blank:]] ]] || words+=('')
    current=${words[${#words[@]} - 1]}
    program=("${words[0]/#\~\//$HOME/}")
    COMPREPLY=()

    # The options that are there already say which daemon is meant.
    for ((index = 1; index < ${#words[@]} - 1; index++)); do
        word=${words[index]}
        [[ $word == -* ]] || break
        program+=("$word")
        _@program@_value "$word"
        if ((${#value[@]})); then
            word=${words[++index]}
            ((index < ${#words[@]} - 1)) || break
            [[ ${value[0]} != -[df] ]] || word=${word/#\~\//$HOME/}
            program+=("$word")
            value=()
        fi
    done

    if ((${#value[@]})); then
        case ${value[0]} in
            -W) candidates=("${value[@]:1}") ;;
            -*)
                [[ ${value[0]} == -u ]] || compopt -o filenames 2>/dev/null
                while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "${value[0]}" -- "$current")
                return
                ;;
        esac
    elif ((index < ${#words[@]} - 1)); then
        ((${#actions[@]} == 0)) || _@program@_arguments "${words[index]}" $((${#words[@]} - index - 2))
    elif [[ $current == -* ]]; then
        candidates=("${options[@]}")
    else
        candidates=("${actions[@]}")
    fi

    # What stands before the last colon is there already where a colon breaks words.
    local prefix='' typed=${current//\\/} seen=' '
    [[ $COMP_WORDBREAKS != *:* || $typed != *:* ]] || prefix=${typed%"${typed##*:}"}
    for word in "${candidates[@]}"; do
        if [[ $word == "$typed"* && $seen != *" $word "* ]]; then
            seen+="$word "
            COMPREPLY+=("$(printf '%q' "${word#"$prefix"}")")
        fi
    done
    [[ ${COMPREPLY[*]} != *:// && ${COMPREPLY[*]} != // ]] || compopt -o nospace 2>/dev/null
    return 0
}

complete -F _@program@ @program@
