"""The commands that a sentence suggests, so that they work when somebody copies them.

Sentences are written with `python3 main.py ...` between backticks, `YOU` for the name of whoever reads them, and other capitals for what only
they know. Here each gets the folders and the name of the command that says the sentence, and on an installed kiosk the account to run it as.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import pairwise, repeat
from pathlib import Path
from shlex import join, quote, split

from msgspec import Struct

from kiosk.devices.qt_libraries import is_named_here
from kiosk.project import BY_PIP, CONTENT, PROJECT, RECORD
from kiosk.settings.settings import data_folder
from kiosk.staff.command_line import CALLED, Parser
from kiosk.staff.errors import ExpectedError
from kiosk.staff.installed_kiosk import Installed, installed

CARRIED = ("--content", "--data", "--drawer", "--key")
"""What goes along with every suggestion that takes it."""
ANY = "X"
SUGGESTIONS = (
    "backup --nightly", "backup FILE", "check", "check --restore X", "doctor", "install", "key add NAME --name X", "key add NAME --name YOU",
    "key add X --name COLLEAGUE", "key add X --name X", "key add X --name X --data FOLDER", "key add X --name YOU", "key add YOU --name COLLEAGUE",
    "key bring-back FILE", "key bring-back FILE --data FOLDER", "key bring-back FILE --name YOU", "key bring-back X --name YOU",
    "key confirm ID --name YOU", "key confirm X --name YOU", "key drop ID --name YOU", "key drop X --name YOU", "key list", "key move-away FILE",
    "key move-away NEWFILE --data FOLDER", "key protect --name YOU", "key public FILE", "office", "office --at ADDRESS", "office --try",
    "office add 'Lobby north'", "office list", "signups list --office --name YOU", "fleet --pair CODE", "fleet --pair X",
    "carrier", "carrier --pair CODE", "carrier --pair X", "carrier --status",
    "key recipient X X --name YOU", "key remove NAME --name YOU",
    "key remove X --name COLLEAGUE", "key rotate --begin-anew --name YOU", "key rotate --name X", "key rotate --name YOU", "picture PHOTO --as X",
    "preview", "review TOPIC --by NAME", "review X --by NAME", "review X --language X --by NAME", "run", "signups assign ID PERSON --name YOU",
    "signups delete --done --name YOU", "signups delete ID --name YOU", "signups list --name YOU", "signups merge X --name YOU",
    "signups note ID 'Works until five' --name YOU", "signups recover --name X", "signups recover --name YOU", "signups recover X --name YOU",
    "signups verify", "signups verify --name X", "signups verify --name YOU", "signups verify --seen ANCHOR --name YOU", "supervise", "translated",
    "uninstall", "update --back", "wheels FOLDER",
    "key remove X --name YOU", "publish", "publish --from-kept X", "publish --from-kept X --number X",
    "publish --new-key --key X --name YOU", "publish --new-key --name YOU",
    "publish --public", "take --anew FILE", "take --incoming", "take --only-look FILE", "trust", "trust --drop X", "trust NAME KEY",
    "backup FILE --with-key", "doctor --desk", "key recipient FILE WORD --name YOU", "picture PHOTO --as NAME", "restore FILE",
    "restore FILE --replace",
)  # fmt: skip
"""All that our sentences suggest beside the advice on wrong usage (`Parser.advised`), with ANY for what comes in from elsewhere. Nothing else is
spelled out, whoever wrote it into a name or a text.
"""
_AT_A_DESK, _AT_A_KIOSK = frozenset({"publish", "edit", "office", "fleet"}), frozenset({"take", "trust", "carrier"})
"""What is done where content is written or kiosks are looked after, and what is done at the kiosk itself. Those are two machines: no folder of the
one belongs into a command for the other, whose sentences come from each.
"""
_INSTALLED = re.compile(r"sudo (?:apt|dnf) install (?P<packages>\S+(?: \S+)*)", re.ASCII)
_PYTHON = re.compile(r"git|systemd-timesyncd|python3(?:\.[0-9]{1,2})?(?:-venv)?", re.ASCII)
"""Besides what Qt, its sound and its voice need, and what a missing library of this machine is named after (`qt_libraries`). Any other package stays
within its sentence: a library may change how one signs in, or start a service. So does a minus at the end, which takes a package away.
"""
_SYSTEMS = re.compile(
    r"sudo (?:"
    r"du -xh / \| sort -h \| tail -30|dmesg \| grep -i drm|poweroff|swapoff -a|update-grub|update-initramfs -u -k all|"
    r"systemctl (?:start|stop|unmask|enable --now) kiosk|"
    r"journalctl --unit=kiosk(?:\.service)? --(?:lines=40|since=-10min)|usermod -aG (?:input|video) USER|"
    r"timedatectl set-(?:ntp (?:true|false)|time 'YEAR-MONTH-DAY HOUR:MINUTE')|"
    r"chown root: /etc/kiosk/secrets && sudo chmod 600 /etc/kiosk/secrets|"
    r"install --directory(?: --owner=[a-z_][a-z0-9_-]* --mode=700)? /(?:srv|mnt|media|var/backups)(?:/[\w-][\w.-]*)*"
    r")", re.ASCII
)  # fmt: skip
"""Commands of the system that our sentences suggest and that do no harm with any of the words that may stand in them. The others stay within their
sentence, in other marks: whoever copies them reads it.
"""
BY_PIPS_NAME = "ketamine-kiosk"
"""How it is called where pip has installed it (pyproject.toml)."""
_SUGGESTED = re.compile(rf"`(?P<root>sudo )?{re.escape(CALLED)} (?P<words>[^`]+)`")
_OTHERS = re.compile(rf"`(?!(?:sudo )?{re.escape(CALLED)} )(?P<line>(?:sudo|python3) [^`]+)`")
_NAME = re.compile(r"(?<=--name )YOU\b")


class CommandLine(Struct, frozen=True):
    """How the command was called that suggests others: the values of its options, the installed kiosk, where there is one, and its first word."""

    parser: Parser
    values: Mapping[str, str]
    installed: Installed | None = None
    said_by: str = ""

    def spelled_out(self, text: str) -> str:
        """The text with each command in it as it works from here. What is none of ours, or could do more in a shell, is no longer marked as one."""
        return _SUGGESTED.sub(self._spelled, of_the_system(text))

    def _spelled(self, found: re.Match[str]) -> str:
        if found["words"] not in self.parser.advised and not _is_of_ours(found["words"]):
            return found[0].replace("`", "'")
        return f"`{self._order(found['words'], root=bool(found['root']))}`"

    def _order(self, words: str, *, root: bool) -> str:
        name, taken = self._command(words)
        is_elsewhere = name in (_AT_A_KIOSK if self.said_by in _AT_A_DESK else _AT_A_DESK)
        mine = [] if is_elsewhere else [each for each in CARRIED if each in self.values and each in taken and f"{each} " not in words]
        carried = [f"{each} {quote(self.values[each])}" for each in mine]
        named = _NAME.sub(quote(self.values["--name"]).replace("\\", r"\\"), words) if self.values.get("--name") else words
        return " ".join([self._start(name, root=root), named, *carried])

    def _command(self, words: str) -> tuple[str, frozenset[str]]:
        """The name of the command that these words call, and the options that it takes."""
        commands, first = self.parser.commands, words.split()
        for length in (2, 1):
            if found := commands.get(" ".join(first[:length])):
                return found.words, frozenset(found.valued)
        return "", frozenset()

    def _start(self, name: str, *, root: bool) -> str:
        if self.installed is None or "--data" in self.values:
            return f"sudo {CALLED}" if root else CALLED
        return self.installed.start(name, root=root)


def of_the_system(text: str, again: Container[str] = ()) -> str:
    """The text, in which of commands that are none of this program only those are marked as commands that we suggest.

    So are those that are called `again` otherwise.
    """

    def marked(found: re.Match[str]) -> str:
        line = found["line"]
        return found[0] if line in again or _SYSTEMS.fullmatch(line) or _installs(line) else found[0].replace("`", "'")

    return _OTHERS.sub(marked, text)


def _installs(line: str) -> bool:
    """Whether it installs nothing but packages that our sentences name."""
    found = _INSTALLED.fullmatch(line)
    return found is not None and all(is_named_here(each) or _PYTHON.fullmatch(each) for each in found["packages"].split(" "))


def called_again(arguments: Sequence[str], record: Path = RECORD) -> tuple[str, ...]:
    """The command of this line once more, as root or as the account of this machine's kiosk; nothing where there is none."""
    with suppress(ExpectedError):
        if kiosk := installed(record):
            line = f"python3 {quote(str(kiosk.program / 'main.py'))} {join(arguments)}"
            return f"sudo {line}", f"sudo -u {quote(kiosk.account)} {line}"
    return ()


def _is_of_ours(words: str) -> bool:
    """Whether these words are one of our suggestions, each plain or wholly in quotes: then any shell takes them as `shlex` does."""
    try:
        parts = split(words)
    except ValueError:  # a quote that is not closed
        return False
    return words.isprintable() and join(parts) == words and any(map(_fits, map(split, SUGGESTIONS), repeat(parts)))


def _fits(suggestion: Sequence[str], parts: Sequence[str]) -> bool:
    return len(suggestion) == len(parts) and all(meant in (ANY, part) for meant, part in zip(suggestion, parts, strict=True))


def speller(parser: Callable[[], Parser], arguments: Sequence[str]) -> Callable[[str], str]:
    """What spells out the commands in the sentences of the command that is called so; nothing is looked up before there is one."""
    how, again = cache(lambda: asked(parser(), arguments)), cache(lambda: called_again(arguments))

    def spell(text: str) -> str:
        if CALLED in text:
            return how().spelled_out(text).replace(CALLED, BY_PIPS_NAME if BY_PIP else CALLED)
        return of_the_system(text, again() if "main.py" in text else ())

    return spell


def asked(parser: Parser, arguments: Sequence[str], record: Path = RECORD) -> CommandLine:
    """From the words of a command line, whatever else is wrong with it. Folders that every command finds by itself are left out."""
    kiosk = _of_this_copy(record)
    values: dict[str, str] = {}
    for at, word in enumerate(arguments):
        option, equals, value = word.partition("=")
        if option in (*CARRIED, "--name"):
            values[option] = value if equals else "".join(arguments[at + 1 : at + 2])
    said_by = next((word for before, word in pairwise(["", *arguments]) if word[:1] != "-" and before not in (*CARRIED, "--name")), "")
    usual = {os.path.realpath(each) for each in (data_folder(), *([kiosk.data] if kiosk else []))}
    for option, found in (("--data", usual), ("--content", {os.path.realpath(CONTENT)})):
        if os.path.realpath(values.get(option, "")) in found:
            del values[option]
    return CommandLine(parser, {option: value for option, value in values.items() if value}, kiosk, said_by)


def _of_this_copy(record: Path) -> Installed | None:
    """The kiosk of this machine; None where this copy of the program is not the one that it starts."""
    with suppress(ExpectedError):
        found = installed(record)
        return found if found and found.program == PROJECT else None
    return None
