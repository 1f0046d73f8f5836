# complete.bash SCRIPT PROGRAM LINE: what bash offers for a line, one a line.
source "$1"
COMP_LINE=$3 COMP_POINT=${#3}
# As bash splits a line: an equals sign is a word of its own.
eval "COMP_WORDS=(${3//=/ = })"
case $3 in *' ') COMP_WORDS+=('') ;; esac
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
COMPREPLY=()
function=$(complete -p "$2" | sed 's/.*-F \([^ ]*\).*/\1/')
"$function" "$2" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
