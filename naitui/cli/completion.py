"""Completion for bash, zsh and fish, made from the command line's own outline. No press of Tab runs naitui.

Each script walks the words that stand there to the command they name, and offers what that command takes. shtab, the
known library for this, knows no fish; one walk for all three is shorter than it and a second way beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from naitui.cli.outline import Argument, Command

Write = Callable[[Command], str]


def bash(program: Command) -> str:
    """For ``eval`` in ~/.bashrc, or as a file of bash-completion, which is not needed for it."""
    return f"""\
# bash completion for naitui, made by: naitui completion bash
_naitui() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} at='' i
    [[ $cur == = ]] && cur=''
    [[ $prev == = ]] && prev=${{COMP_WORDS[COMP_CWORD-2]}}
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "$at ${{COMP_WORDS[i]}}" in
{_arms(_walk(program), '            {}) at="$at ${{COMP_WORDS[i]}}" ;;')}
{_arms(_valued(program), "            {}) ((i++)) ;;")}
        esac
    done
    COMPREPLY=()
    case "$at $prev" in
{_bash_values(program)}
    esac
    local flags='' words='' files=''
    case "$at" in
{_bash_commands(program)}
    esac
    if [[ $cur == -* ]]; then
        COMPREPLY=($(compgen -W "$flags" -- "$cur"))
    else
        COMPREPLY=($(compgen -W "$words" -- "$cur"))
        [[ $files ]] && _naitui_paths -f
    fi
}}
_naitui_paths() {{
    local line
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen "$1" -- "$cur")
}}
complete -F _naitui naitui
"""


def zsh(program: Command) -> str:
    """For ``eval`` behind compinit, or as ``_naitui`` in a folder of ``$fpath``."""
    return f"""\
#compdef naitui
# zsh completion for naitui, made by: naitui completion zsh
_naitui() {{
    local at='' i prev=${{words[CURRENT-1]}}
    local -a flags commands choices
    for ((i = 2; i < CURRENT; i++)); do
        case "$at ${{words[i]}}" in
{_arms(_walk(program), '            ({}) at="$at ${{words[i]}}" ;;')}
{_arms(_valued(program), "            ({}) ((i++)) ;;")}
        esac
    done
    case "$at $prev" in
{_zsh_values(program)}
    esac
    local files=''
    case "$at" in
{_zsh_commands(program)}
    esac
    if [[ ${{words[CURRENT]}} == -* ]]; then
        _describe -o option flags
    else
        (( $#commands )) && _describe command commands
        (( $#choices )) && compadd -a choices
        [[ -n $files ]] && _files
    fi
}}
if [[ ${{zsh_eval_context[-1]}} == loadautofunc ]]; then _naitui "$@"; else compdef _naitui naitui; fi
"""


def fish(program: Command) -> str:
    """For ``~/.config/fish/completions/naitui.fish``."""
    lines = [line for command in program.all() for line in _fish_lines(command)]
    told = "\n".join(lines)
    return f"""\
# fish completion for naitui, made by: naitui completion fish
function __naitui_at
    set -l at ''
    for word in (commandline -opc)[2..-1]
        if contains -- "$at $word" {" ".join(_quoted(name) for name in _walk(program))}
            set at "$at $word"
        end
    end
    test "$at" = "$argv[1]"
end
complete -c naitui -f
{told}
"""


SHELLS: dict[str, Write] = {"bash": bash, "zsh": zsh, "fish": fish}


def _walk(program: Command) -> list[str]:
    """What leads from command to command: `` auth``, `` auth set``."""
    return [f" {command.name}" for command in program.all() if command.path]


def _at(command: Command) -> str:
    return f" {command.name}" if command.path else ""


def _valued(program: Command) -> list[str]:
    """Options whose value is the next word, behind the command that they belong to."""
    return [
        f"{_at(command)} {flag}"
        for command in program.all()
        for one in command.options
        if one.shown
        for flag in one.flags
    ]


def _arms(cases: Iterable[str], arm: str) -> str:
    joined = "|".join(map(_quoted, cases))
    return arm.replace("{}", joined).replace("{{", "{").replace("}}", "}")


def _quoted(text: str) -> str:
    """As a word of any of the three shells, in single quotes."""
    return "'" + text.replace("\\", "\\\\").replace("'", "'\\''") + "'"


def _cases(program: Command) -> dict[str, list[str]]:
    """Options with a value by what completes it: choices with blanks between, ``-f`` files, ``-d`` folders."""
    found: dict[str, list[str]] = {}
    for command in program.all():
        for one in command.options:
            for flag in one.flags if one.shown else ():
                found.setdefault(_completed(one), []).append(f"{_at(command)} {flag}")
    return found


def _completed(one: Argument) -> str:
    return " ".join(one.choices) if one.choices else {"file": "-f", "folder": "-d"}.get(one.kind, "")


def _bash_values(program: Command) -> str:
    lines = []
    for what, cases in _cases(program).items():
        does = (
            f"_naitui_paths {what}" if what in ("-f", "-d") else f'COMPREPLY=($(compgen -W {_quoted(what)} -- "$cur"))'
        )
        lines.append(_arms(cases, f"        {{}}) {does if what else ':'}; return ;;"))
    return "\n".join(lines)


def _bash_commands(program: Command) -> str:
    lines = []
    for command in program.all():
        flags = " ".join(flag for one in command.options for flag in one.flags)
        words = " ".join((*(one.path[-1] for one in command.below), *_choices(command)))
        files = "files=1 " if _takes_files(command) else ""
        lines.append(f"        {_quoted(_at(command))}) flags={_quoted(flags)} words={_quoted(words)} {files};;")
    return "\n".join(lines)


def _choices(command: Command) -> list[str]:
    return [choice for one in command.places for choice in one.choices]


def _takes_files(command: Command) -> bool:
    return any(one.kind for one in command.places)


def _zsh_values(program: Command) -> str:
    does = {"": "_message value", "-f": "_files", "-d": "_files -/"}
    return "\n".join(
        _arms(cases, f"        ({{}}) {does.get(what, f'compadd -- {what}')}; return ;;")
        for what, cases in _cases(program).items()
    )


def _zsh_commands(program: Command) -> str:
    lines = []
    for command in program.all():
        flags = " ".join(_told(flag, one.help) for one in command.options for flag in one.flags)
        commands = " ".join(_told(one.path[-1], one.help) for one in command.below)
        files = "files=1 " if _takes_files(command) else ""
        choices = " ".join(_choices(command))
        lines.append(
            f"        ({_quoted(_at(command))}) flags=({flags}) commands=({commands}) choices=({choices}) {files};;"
        )
    return "\n".join(lines)


def _told(word: str, help: str) -> str:
    return _quoted(f"{word}:{help}".replace("\n", " ")).replace("\\\\", "\\")


def _fish_lines(command: Command) -> list[str]:
    here = f"complete -c naitui -n {_quoted(f'__naitui_at {_quoted(_at(command))}')}"
    lines = [f"{here} -a {_quoted(one.path[-1])} -d {_quoted(one.help)}" for one in command.below]
    if _choices(command):
        lines.append(f"{here} -a {_quoted(' '.join(_choices(command)))}")
    if _takes_files(command):
        lines.append(f"{here} -F")
    for one in command.options:
        flags = " ".join(f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in one.flags)
        given = (
            {"file": "-r -F", "folder": "-x -a '(__fish_complete_directories)'"}.get(one.kind, "-x")
            if one.shown
            else ""
        )
        if one.choices:
            given = f"-x -a {_quoted(' '.join(one.choices))}"
        lines.append(" ".join(filter(None, (here, flags, given, f"-d {_quoted(one.help)}"))))
    return lines
