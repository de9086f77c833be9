"""A command that a sentence suggests works when somebody copies it, from whichever folder and account the sentence came."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from at_a_desk import ANA, PROJECT, kiosk, machine
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices import qt_libraries
from kiosk.project import DATA
from kiosk.settings.settings import data_folder
from kiosk.staff import suggested_commands
from kiosk.staff.install.plan import SECRETS
from kiosk.staff.installed_kiosk import Installed, written
from kiosk.staff.main import parser, understood
from kiosk.staff.suggested_commands import CommandLine, asked, called_again, of_the_system

PARSER = parser()
SUGGESTED = re.compile(r"`(?:sudo )?python3 main\.py ([^`]+)`")
BARE = re.compile(r"`(?:signups|key|backup|restore|update|review|release|wheels) [^`]*(?:[A-Z]{2}|--)[^`]*`")


def texts(holding: str = "") -> Iterator[tuple[str, str]]:
    """Every text of the program that is no docstring, with what is put into it as X, and where it stands; of the files that hold these letters."""
    for path in [PROJECT / "main.py", *sorted((PROJECT / "kiosk").rglob("*.py"))]:
        if holding not in (code := path.read_text(encoding="utf-8")):
            continue
        tree = ast.parse(code)
        bare = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
        parts = {id(part) for each in ast.walk(tree) if isinstance(each, ast.JoinedStr) for part in each.values}
        for each in ast.walk(tree):
            if isinstance(each, ast.JoinedStr):
                pieces = [part.value if isinstance(part, ast.Constant) else "X" for part in each.values]
                yield "".join(map(str, pieces)), f"{path.name}:{each.lineno}"
            elif isinstance(each, ast.Constant) and isinstance(each.value, str) and not {id(each)} & (bare | parts):
                yield re.sub(r"\{\w+\}", "X", each.value), f"{path.name}:{each.lineno}"


TABLE = suggested_commands.SUGGESTIONS


def judged(holding: str = "") -> list[tuple[str, str]]:
    return [(text, where) for text, where in texts(holding) if not text.startswith("# ") and text not in TABLE]  # these head files that people read


def orders(judged: list[tuple[str, str]]) -> list[str]:
    return sorted({re.sub(r"\{\w+\}", "X", found[1]) for text, _ in judged for found in SUGGESTED.finditer(text)})


ORDERS = orders(judged("python3 main.py"))


def test_every_suggestion_is_found_by_its_marks() -> None:
    every = judged()
    assert len(ORDERS) > 25
    assert orders(every) == ORDERS
    unmarked = [(where, text) for text, where in every if re.search(r"(?<!`)(?<!sudo )python3 main\.py [a-z]", text)]
    assert not unmarked
    assert not [(where, text) for text, where in every if BARE.search(text)]
    assert not [(where, text) for text, where in every if "--name YOU" in SUGGESTED.sub("", text)]


def taken(words: list[str]) -> dict[str, object]:
    """What a command takes from these words, with a number where it wants one."""
    return vars(understood(["7" if before in {"--from-kept", "--number"} else word for before, word in pairwise(["", *words])]))


@pytest.mark.parametrize("words", ORDERS)
def test_every_suggestion_is_a_whole_command(words: str) -> None:
    known = [] if "--help" in words else taken(shlex.split(words))
    assert not known or callable(known["command"])  # type: ignore[call-overload]


FOLDERS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(lambda name: name.strip() and name[0] != "-")


@given(words=st.sampled_from(ORDERS), data=FOLDERS, content=FOLDERS, name=FOLDERS)
def test_it_goes_with_the_folders_and_the_name_of_the_command_that_suggests_it(words: str, data: str, content: str, name: str) -> None:
    given_ = ["--data", data, "signups", f"--content={content}", "list", "--name", name.replace("`", "'")]
    said = asked(PARSER, given_).spelled_out(f"Run `python3 main.py {words}`.")
    _, _, *told = shlex.split(said.removeprefix("Run `").removesuffix("`."))
    if "--help" in words or words.startswith("test"):
        return
    if words.startswith(("publish", "office", "fleet")):  # it is done at another machine, where the key is, or the office is looked after
        assert told == shlex.split(words.replace("YOU", shlex.quote(name.replace("`", "'"))))
        return
    before, now = taken(shlex.split(words)), taken(told)
    assert now["content"] == Path(content)
    assert now["data"] == (before["data"] if "--data " in words else Path(data))
    if before.get("name") == "YOU":
        assert now["name"] == name.replace("`", "'")
    assert now["command"].__qualname__ == before["command"].__qualname__


def test_what_every_command_finds_by_itself_is_left_out() -> None:
    usual = ["doctor", "--data", str(data_folder()), "--content", str(PROJECT / "content")]
    assert asked(PARSER, usual).spelled_out("`python3 main.py check`") == "`python3 main.py check`"


def test_a_key_in_a_file_and_a_copied_drawer_go_along_where_they_are_taken() -> None:
    how = asked(PARSER, ["signups", "list", "--key", "my key", "--drawer", "copy", "--name", "Ana"])
    assert how.spelled_out("`python3 main.py signups verify --name YOU`") == (
        "`python3 main.py signups verify --name Ana --drawer copy --key 'my key'`"
    )
    assert how.spelled_out("`python3 main.py key list`") == "`python3 main.py key list`"


@pytest.mark.parametrize(("words", "start"), [
    ("signups list --name YOU", "sudo -u kiosk python3"), ("doctor", "sudo python3"), ("update --back", "sudo python3"),
    ("backup FILE", "sudo python3"), ("review TOPIC --by NAME", "sudo python3"),
])  # fmt: skip
def test_on_an_installed_kiosk_it_begins_as_readme_says(words: str, start: str) -> None:
    installed = Installed("kiosk", Path("/var/lib/kiosk") / DATA, PROJECT)
    program = shlex.quote(str(PROJECT / "main.py"))
    assert CommandLine(PARSER, {}, installed).spelled_out(f"`python3 main.py {words}`") == f"`{start} {program} {words}`"
    elsewhere = CommandLine(PARSER, {"--data": "/tmp/x"}, installed).spelled_out(f"`python3 main.py {words}`")  # noqa: S108
    assert elsewhere == f"`python3 main.py {words} --data /tmp/x`"


def test_what_is_done_at_a_desk_is_not_sent_to_the_kiosk() -> None:
    installed = Installed("kiosk", Path("/var/lib/kiosk") / DATA, PROJECT)
    suggested = "`python3 main.py publish --from-kept 3`"
    assert CommandLine(PARSER, {}, installed).spelled_out(suggested) == suggested


@pytest.mark.parametrize(("says", "words", "goes_along"), [
    ("take FILE", "publish --from-kept 2", False), ("take --incoming", "publish --public", False), ("doctor", "publish --public", False),
    ("trust Ana RW", "publish --new-key --name YOU", False), ("take FILE", "take --anew FILE", True), ("take FILE", "trust NAME KEY", True),
    ("doctor", "trust NAME KEY", True), ("publish --to /stick", "take --anew FILE", False), ("edit", "take --anew FILE", False),
    ("publish --to /stick", "publish --from-kept 2", True), ("edit", "publish --from-kept 2", True), ("publish", "check", True),
])  # fmt: skip
@pytest.mark.parametrize("first", [True, False])
def test_between_desk_and_kiosk_no_folder_goes_along(says: str, words: str, goes_along: bool, first: bool) -> None:
    folders = ["--data", "/srv/mine", "--content=/srv/words"]
    arguments = [*folders, *says.split()] if first else [*says.split(), *folders]
    said = asked(PARSER, arguments).spelled_out(f"`python3 main.py {words}`")
    assert (said != f"`python3 main.py {words}`") is goes_along
    assert ("--data /srv/mine" in said) is goes_along


def test_an_installed_kiosk_is_known_by_the_record_that_names_this_copy(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    assert asked(PARSER, [], record).installed is None
    own = Installed("kiosk", Path("/var/lib/kiosk") / DATA, PROJECT)
    record.write_text(written(own))
    record.chmod(0o644)
    assert asked(PARSER, ["doctor", "--data", str(own.data)], record) == CommandLine(PARSER, {}, own, "doctor")
    record.write_text(written(Installed("kiosk", own.data, Path("/opt/another"))))
    assert asked(PARSER, [], record).installed is None
    record.write_text("damaged")
    assert asked(PARSER, [], record).installed is None


@pytest.mark.parametrize(
    ("told", "marked"),
    [
        ("sudo -u kiosk python3 '/opt/the kiosk/main.py' signups show 'a b'", True),
        ("sudo python3 '/opt/the kiosk/main.py' signups show 'a b'", True),
        ("sudo -u kiosk python3 '/opt/the kiosk/main.py' signups delete 'a b'", False),
        ("sudo -u eve python3 '/opt/the kiosk/main.py' signups list", False),
        ("sudo python3 /opt/eve/main.py signups show 'a b'", False),
    ],
)  # fmt: skip
def test_what_was_called_is_marked_as_it_works_for_this_machines_kiosk(tmp_path: Path, told: str, marked: bool) -> None:
    record = tmp_path / "record.json"
    assert called_again(["doctor"], record) == ()
    record.write_text(written(Installed("kiosk", Path("/var/lib/kiosk") / DATA, Path("/opt/the kiosk"))))
    record.chmod(0o644)
    again = called_again(["signups", "show", "a b"], record)
    assert (of_the_system(f"Run `{told}`.", again) == f"Run `{told}`.") is marked


def test_nothing_else_is_spelled_out_than_what_our_sentences_suggest() -> None:
    assert sorted(TABLE) == ORDERS


@pytest.mark.parametrize(
    "words",
    [
        "doctor; curl x|sh", "doctor && x", "key drop 12 | sh --name YOU", "check > /etc/passwd", "check $(x)", 'check "$(x)"', "check \\x",
        "check 'x", "check (x)", "doctor & x", "check --restore x#;x", "check --restore a'b \"x' ; x ; 'y\"z'", "check --restore !!",
        "check --restore *", "check --restore ~root", "check --restore {a,b}", "check --restore x'y'", "check  --restore x", "check --restore 'x\ny'",
        "check --restore x --yes", "restore other.zip --replace", "uninstall --yes", "install --accept-drafts",
    ],
)
def test_what_a_name_would_have_a_shell_do_is_not_made_ready(words: str) -> None:
    said = asked(PARSER, ["check", "--data", "x"]).spelled_out(f"The key eve`, run `python3 main.py {words}` now.")
    assert said == f"The key eve`, run 'python3 main.py {words}' now."


@given(st.text("ab '\"\\!#*~$;{}\n\t", min_size=1))
def test_a_value_in_quotes_of_ours_is_made_ready(name: str) -> None:
    assert suggested_commands._is_of_ours(f"check --restore {shlex.quote(name)}") == name.isprintable()
    assert suggested_commands._is_of_ours(f"check --restore {name}") == _is_one_value(name)


def _is_one_value(typed: str) -> bool:
    """Whether it is one word of a shell, quoted the way that we quote."""
    try:
        (value,) = shlex.split(typed)
    except ValueError:
        return False
    return value.isprintable() and shlex.quote(value) == typed


def test_bash_takes_what_is_made_ready_as_it_was_meant() -> None:
    name = "a'b \"c\" $(d) !! * ~root # ; & é"
    words = f"check --restore {shlex.quote(name)}"
    assert suggested_commands._is_of_ours(words)
    told = subprocess.run(["bash", "-c", f"printf '%s|' {words}"], capture_output=True, text=True, check=True).stdout
    assert told == f"check|--restore|{name}|"


def test_what_others_wrote_is_told_as_it_stands() -> None:
    assert suggested_commands.speller(lambda: PARSER, ["check", "--data", "x"])("no command") == "no command"


def test_what_a_command_suggests_works_copied(tmp_path: Path) -> None:
    """In a folder whose name needs quotes, with a name that does."""
    data = tmp_path / "the clinic's data"
    machine(data, "Ana O'Hara")
    refused = kiosk(data, "signups", "mark", "ffff", "done", "--name", "Ana O'Hara", secrets=f"{ANA}\n")
    (suggested,) = re.findall("`python3 main.py ([^`]*)`", refused.stderr)
    done = subprocess.run(
        [sys.executable, "-m", "kiosk.staff", *shlex.split(suggested), "--passphrase-fd", "0"], input=f"{ANA}\n",
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "2 requests"), done.stderr


@pytest.mark.parametrize(
    "package",
    ["libpam-krb5", "libpam-p11", "libnss-db2", "libnss-pgsql2", "libpam-freerdp2", "libgamemode0", "libykpiv2", "'*/libfoo.so.1'", "libegl1-", "-y",
     "./libegl1", "libegl1 libpam-krb5", "openssh-server"],
)  # fmt: skip
def test_no_package_is_suggested_that_we_have_not_named(package: str) -> None:
    """A library may change how one signs in, or start a service."""
    for how in ("apt", "dnf"):
        assert of_the_system(f"Run `sudo {how} install {package}`.") == f"Run 'sudo {how} install {package}'."


def test_a_library_that_this_machine_lacks_is_suggested_by_whoever_has_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qt_libraries, "_found_missing", set())
    told = qt_libraries._sentence("libfoo.so.1", ["xcb"])
    assert "libfoo1" in told
    assert "'*/libfoo.so.1'" in told
    assert of_the_system(told) == told
    assert of_the_system("`sudo apt install libfoo2`") == "'sudo apt install libfoo2'"


SYSTEMS = sorted({f"sudo {found[1]}" for text, _ in judged("`sudo ") for found in re.finditer(r"`sudo (?!python3 main\.py)([^`]+)`", text)})
WITH_CARE = {
    "sudo /usr/bin/python3 X install", "sudo chmod go-w X", "sudo chown X: X", "sudo mv X X", "sudo systemctl disable --now X", "sudo umount X",
    "sudo -u kiosk", "sudo /usr/bin/python3 X check", "sudo python3 X check", "sudo chown -R X: X", "sudo chmod 700 X",
}  # fmt: skip
"""What does harm with other words than ours: it stays in its sentence."""


@pytest.mark.parametrize("line", SYSTEMS)
def test_a_command_of_the_system_is_marked_unless_other_words_would_do_harm(line: str) -> None:
    meant = line
    words = (
        ("root: X", f"root: {SECRETS}"), ("600 X", f"600 {SECRETS}"), ("700 X", "700 /srv/kiosk"), ("apt install X", "apt install libegl1"),
        ("directory X", "directory /srv/kiosk"),
        ("dnf install X", "dnf install xcb-util mesa-libEGL"), ("pythonX", "python3.13"), ("=X", "=kiosk"), (" X", " x"),
    )  # fmt: skip
    for between, filled in words:
        meant = meant.replace(between, filled)
    assert (of_the_system(f"`{meant}`") == f"`{meant}`") == (line not in WITH_CARE)
