# fish completion for supervisord.

complete -c supervisord -f
@options@
