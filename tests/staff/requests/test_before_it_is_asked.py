"""What `key` and `signups` say before anything is asked or done: whose file that is, that it is not needed, that nothing has come yet."""

from __future__ import annotations

from base64 import b64encode
from contextlib import closing
from pathlib import Path

import pytest
from at_a_desk import ANA, BOB, QUICK, TODAY, kiosk, machine, record

from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import list_changes, public_keys, rotation, try_out_key
from kiosk.staff.main import main
from kiosk.staff.requests import passphrases
from kiosk.staff.requests.at_the_desk import at_the_desk
from kiosk.staff.requests.listing import arrivals
from kiosk.terminal import BELL, on_one_line, plainly


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A machine with two requests, and Ana's passphrase."""
    return machine(tmp_path / "data")


@pytest.fixture
def safe(tmp_path: Path) -> Path:
    """The folder of a kiosk that has but a key, which lies in a safe."""
    rotation.new_key(tmp_path / "safe" / "keys", "safe", "Bob", BOB, TODAY, stretching=QUICK)
    return tmp_path / "safe"


def public_key(safe: Path) -> Path:
    """The file that `key public` writes."""
    file = safe.parent / "safe.pub"
    told = kiosk(safe, "key", "public", str(file))
    assert told.returncode == 0, told.stderr
    return file


def test_a_public_key_is_text_that_says_what_it_is_and_whose(safe: Path) -> None:
    (key,) = public_keys.recipients(safe / "keys")
    first, *rest = public_key(safe).read_text("ascii").splitlines()
    assert first == f"Public key of a kiosk, which is no secret. Fingerprint: {key.fingerprint}"
    assert all(line.isprintable() and len(line) <= 64 for line in rest)


AS_IT_CAME = {
    "as it was written": lambda raw: raw,
    "from another system": lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"),
    "copied from a letter": lambda raw: b"\n" + raw.replace(b"\n", b" \n  ").rstrip(),
}


@pytest.mark.parametrize("how", AS_IT_CAME)
def test_a_public_key_is_taken_as_text(data: Path, safe: Path, how: str) -> None:
    file = public_key(safe)
    file.write_bytes(AS_IT_CAME[how](file.read_bytes()))
    told = kiosk(data, "key", "recipient", str(file), "safe", "--yes", "--name", "Ana", secrets=f"{ANA}\n")
    assert told.returncode == 0, told.stderr
    assert public_keys.recipients(data / "keys")[1].public == public_keys.recipients(safe / "keys")[0].public


def test_a_public_key_of_before_is_taken_as_it_was_written(data: Path, safe: Path) -> None:
    file = safe.parent / "old.pub"
    file.write_bytes(list_changes.exported(safe / "keys")[1])
    told = kiosk(data, "key", "recipient", str(file), "safe", "--yes", "--name", "Ana", secrets=f"{ANA}\n")
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("command", ["signups list", "signups verify", "key confirm 3fa9c2d19b7e04c2", "key rotate", "key protect"])
@pytest.mark.parametrize("content", [None, "no key"])
def test_a_file_without_a_key_is_told_before_a_passphrase_is_asked(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, content: str | None
) -> None:
    if content:
        (data / "stick.key").write_text(content)
    for name in ("ask", "new"):
        monkeypatch.setattr(passphrases, name, lambda *_: pytest.fail("nothing is asked"))
    assert main([*command.split(), "--name", "Ana", "--key", str(data / "stick.key"), "--data", str(data)]) == 1
    assert "stick.key" in capsys.readouterr().err or command == "key protect"


def test_nobody_else_reads_along_before_somebody_agreed(data: Path, safe: Path) -> None:
    told = kiosk(data, "key", "recipient", str(public_key(safe)), "safe", "--name", "Ana", secrets=f"{ANA}\n")
    asked = f"whoever has the other part of the key {public_keys.recipients(safe / 'keys')[0].fingerprint} (safe) can read all new requests"
    assert (told.returncode, asked in told.stderr, "add --yes" in told.stderr) == (1, True, True), told.stderr
    assert len(public_keys.recipients(data / "keys")) == 1


def test_a_fingerprint_above_another_key_is_told(data: Path, safe: Path, tmp_path: Path) -> None:
    rotation.new_key(tmp_path / "other", "other", "Eve", BOB, TODAY, stretching=QUICK)
    file = public_key(safe)
    file.write_bytes(file.read_bytes().splitlines()[0] + b"\n" + b64encode(list_changes.exported(tmp_path / "other")[1]))
    told = kiosk(data, "key", "recipient", str(file), "safe", "--name", "Ana", secrets=f"{ANA}\n")
    assert (told.returncode, len(public_keys.recipients(data / "keys"))) == (1, 1)
    assert "is not that of the key below it" in told.stderr


@pytest.mark.parametrize("raw", [b"", b"!!!", b"AAAA"])
def test_a_public_key_that_was_cut_short_is_refused(data: Path, safe: Path, raw: bytes) -> None:
    file = public_key(safe)
    file.write_bytes(file.read_bytes().splitlines()[0] + b"\n" + raw)
    told = kiosk(data, "key", "recipient", str(file), "safe", "--name", "Ana", secrets=f"{ANA}\n")
    assert (told.returncode, told.stdout) == (1, "")
    assert "This is not a public key of a kiosk." in told.stderr


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked for at a terminal, in order; the answer is always Ana's passphrase."""
    prompts = list[str]()

    def answer(prompt: str) -> str:
        prompts.append(prompt)
        return ANA

    monkeypatch.setattr("getpass.getpass", answer)
    return prompts


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("protect", "--name", "Ana"), "every key has a passphrase already"),
        (("protect", "--name", "Bob"), "Ana can read already"),
        (("add", "", "--name", "Ana"), "Say whose passphrase it is."),
        (("add", "\xa0", "--name", "Ana"), "Say whose passphrase it is."),
        (("add", "An\u0430", "--name", "Ana"), "Write it with letters of one alphabet only."),
        (("rotate", "--begin-anew", "--yes", "--name", ""), "Say whose passphrase it is."),
    ],
)
def test_what_cannot_be_is_said_before_a_passphrase_is_asked_for(
    data: Path, asked: list[str], capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    assert main(["key", *words, "--data", str(data)]) == 1
    assert says in capsys.readouterr().err
    assert asked == []


def test_the_first_passphrase_needs_a_name_before_it_is_typed(tmp_path: Path, asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["key", "protect", "--name", "", "--data", str(tmp_path)]) == 1
    assert "Say whose passphrase it is." in capsys.readouterr().err
    assert asked == []


@pytest.mark.parametrize("rest", [(), ("--begin-anew",)], ids=["rotate", "anew"])
def test_whoever_has_only_the_key_to_try_it_out_is_asked_for_no_passphrase(
    tmp_path: Path, asked: list[str], capsys: pytest.CaptureFixture[str], rest: tuple[str, ...]
) -> None:
    try_out_key.make_try_out(tmp_path / "keys", TODAY)
    assert main(["key", "rotate", "--name", "Ana", *rest, "--data", str(tmp_path)]) == 1
    assert "only for trying the kiosk out" in capsys.readouterr().err
    assert asked == []


@pytest.mark.parametrize("command", [("signups", "list"), ("key", "rotate")], ids=" ".join)
@pytest.mark.parametrize(("typed", "code"), [(["x", ANA], 0), (["x", "y", "z"], 1)], ids=["the second time", "never"])
def test_a_passphrase_that_was_mistyped_at_a_terminal_is_asked_for_again(  # noqa: PLR0917
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: list[str], code: int, command: tuple[str, str]
) -> None:
    answers = iter(typed)
    monkeypatch.setattr("getpass.getpass", lambda _: next(answers))
    monkeypatch.setattr("kiosk.staff.requests.passphrases.can_ask", lambda: True)
    assert main([*command, "--name", "Ana", "--data", str(data)]) == code
    assert next(answers, "") == ""
    assert "Try again, or press Ctrl+C" in capsys.readouterr().err


MAKES_A_PASSPHRASE = {
    "for requests": ["key", "protect", "--name", "Ana", "--data", "HERE/kiosk"],
    "for publishing": ["publish", "--new-key", "--name", "Ana", "--key", "HERE/new.key", "--data", "HERE/kiosk"],
}


@pytest.mark.parametrize("command", MAKES_A_PASSPHRASE)
@pytest.mark.parametrize(
    ("typed", "says"),
    [(["short"], "at least 12 letters: three or four words are easy to remember. Nothing was"), ([ANA, BOB], "The two do not match. Nothing was")],
    ids=["too short", "mistyped"],
)
def test_a_new_passphrase_is_typed_twice_whatever_it_is_for(  # noqa: PLR0917
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: list[str], says: str, command: str
) -> None:
    answers, prompts = iter(typed), list[str]()
    (tmp_path / "kiosk").mkdir()
    monkeypatch.setattr("getpass.getpass", lambda prompt: prompts.append(prompt) or next(answers))
    assert main([word.replace("HERE", str(tmp_path)) for word in MAKES_A_PASSPHRASE[command]]) == 1
    assert says in capsys.readouterr().err
    assert next(answers, "") == "", "one that is no good is not asked for again"
    assert prompts[0].endswith(" (nothing shows while you type): ")
    assert not [*tmp_path.rglob("*.key")]


def test_a_key_that_nothing_is_sealed_for_yet_is_told_without_alarm(data: Path, safe: Path, tmp_path: Path) -> None:
    away = tmp_path / "safe.key"
    assert kiosk(safe, "key", "move-away", str(away)).returncode == 0
    told = kiosk(data, "signups", "list", "--key", str(away), "--name", "Bob", secrets=f"{BOB}\n")
    assert (told.returncode, "key recipient FILE WORD --name Bob" in told.stderr, "find out who" in told.stderr) == (1, True, False), told.stderr


def test_a_key_moves_onto_no_file_and_no_option_is_named_that_is_not_there(data: Path, tmp_path: Path) -> None:
    (tmp_path / "kiosk.key").touch()
    told = kiosk(data, "key", "move-away", str(tmp_path / "kiosk.key"))
    assert (told.returncode, told.stderr) == (1, f"{tmp_path / 'kiosk.key'} is there already. Name another file.\n")


def not_begun(data: Path) -> str:
    elsewhere = "A kiosk elsewhere keeps its requests in a drawer of its own: read those in a terminal of that kiosk."
    return f"0 requests: the kiosk has not been started here yet, so none can have come. This is the drawer in {data / 'drawer'}. {elsewhere}\n"


@pytest.mark.parametrize("words", [("list",), ("verify",), ("waiting",)])
def test_before_the_kiosk_ever_ran_there_are_no_requests(safe: Path, words: tuple[str, ...]) -> None:
    told = kiosk(safe, "signups", *words, "--name", "Bob", secrets=f"{BOB}\n")
    assert (told.returncode, told.stdout, told.stderr) == (0, not_begun(safe), "")


@pytest.mark.parametrize("words", [("show", "a"), ("mark", "a", "called"), ("export", "FILE"), ("delete", "--done"), ("recover",)])
def test_before_the_kiosk_ever_ran_nothing_can_be_done_with_requests(safe: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    line = [str(tmp_path / "requests.csv") if word == "FILE" else word for word in words]
    told = kiosk(safe, "signups", *line, "--name", "Bob", secrets=f"{BOB}\n")
    assert (told.returncode, told.stdout, told.stderr) == (1, "", not_begun(safe))


@pytest.mark.parametrize("words", [("list",), ("verify",), ("waiting",)])
def test_a_drawer_that_was_seen_and_is_gone_is_no_kiosk_that_never_ran(data: Path, words: tuple[str, ...]) -> None:
    assert kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n").returncode == 0
    (data / "drawer").rename(data.parent / "taken")
    told = kiosk(data, "signups", *words, "--name", "Ana", secrets=f"{ANA}\n")
    assert told.returncode == 1
    assert "there is no drawer in that folder" in told.stderr


def test_a_new_request_rings_at_the_desk_and_names_nobody(data: Path) -> None:
    desk = at_the_desk(data, "", data)
    with closing(Drawer(data / "drawer", data / "keys")) as lobby:
        comes = iter([(), ("Eve",), (), ("Ida", "Al")])
        told = arrivals(desk, lambda: [lobby.keep(record(name)) for name in next(comes)])
        assert plainly(next(told)) == "\a1 new request came in. 3 requests now wait for a call."
        assert plainly(next(told)) == "\a2 new requests came in. 5 requests now wait for a call."


def test_who_watches_before_anything_came_hears_of_the_first(tmp_path: Path) -> None:
    try_out_key.make_try_out(tmp_path / "keys", TODAY)
    desk = at_the_desk(tmp_path, "", tmp_path)

    def comes() -> None:
        with closing(Drawer(tmp_path / "drawer", tmp_path / "keys")) as lobby:
            lobby.keep(record("Eve"))

    assert next(arrivals(desk, comes, "")) == "1 new request came in. 1 request now waits for a call."


def test_a_name_rings_no_bell() -> None:
    assert on_one_line(f"Eve{BELL}\a") == "Eve?\\x07"


@pytest.mark.parametrize(
    ("words", "code"),
    [(("list",), 0), (("waiting",), 0), (("export", "FILE"), 0), (("show", "a"), 1), (("mark", "a", "called"), 1), (("delete", "--done"), 1)],
)
def test_a_drawer_with_nothing_in_it_is_named_so_that_nobody_takes_it_for_that_of_a_kiosk(tmp_path: Path, words: tuple[str, ...], code: int) -> None:
    data = machine(tmp_path / "data", records=())
    line = [str(tmp_path / "requests.csv") if word == "FILE" else word for word in words]
    told = kiosk(data, "signups", *line, "--name", "Ana", secrets=f"{ANA}\n")
    assert told.returncode == code, told.stderr
    assert f"This is the drawer in {data / 'drawer'}. A kiosk elsewhere keeps its requests" in told.stdout + told.stderr
