# complete.zsh SCRIPT PROGRAM LINE: what an interactive zsh makes of a line after a press of Tab.
zmodload zsh/zpty
out=$(mktemp)
zpty shell zsh -f -i
zpty -w shell "PS1= ; fpath=(${1:h} \$fpath); autoload -Uz compinit; compinit -u -D; unsetopt beep"
zpty -w shell "show() { print -r -- \"\$BUFFER\" > $out; exit }; zle -N show; bindkey '^X' show"
zpty -w shell "setopt noautomenu noalwayslastprompt; LISTMAX=10000"
zpty -w shell "print rea''dy"
while zpty -r shell line; do [[ $line = *ready* ]] && break; done
zpty -w -n shell "$3"$'\t'$'\x18'
while zpty -r shell line; do :; done
cat $out
rm -f $out
