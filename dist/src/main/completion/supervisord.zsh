#compdef supervisord
# zsh completion for supervisord.

local -a options=(
@options@
)
_arguments -S "${options[@]}"
