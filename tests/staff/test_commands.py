"""The command line, as a member of staff or another program meets it: real processes."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import nursery
import pytest
from msgspec.structs import replace

from kiosk.content.reading.folder import read_folder
from kiosk.content.store.shown_here import Held, is_shown
from kiosk.devices import qt_libraries as environment
from kiosk.devices.qt_libraries import NO_SCREEN, lacks_libraries
from kiosk.settings.settings import Settings
from kiosk.signup.keys.public_keys import recipients
from kiosk.staff.commands.run import INSTALLED, _desk
from kiosk.staff.content import review
from kiosk.staff.errors import ExpectedError
from kiosk.staff.main import main
from kiosk.staff.publications.signers import Signers

PROJECT = Path(__file__).resolve().parents[2]
NOBODY = Signers(Path("no folder"))
"""Nobody's name has a passphrase."""


def kiosk(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return nursery.run(nursery.COMMAND, *arguments, environment=os.environ | more)


def a_content(folder: Path) -> Path:
    import shutil

    return Path(shutil.copytree(PROJECT / "content", folder / "content"))


def test_check_finds_nothing_in_what_ships_but_what_only_the_clinic_can_do(tmp_path: Path) -> None:
    done = kiosk("check", "--strict", "--all", "--data", str(tmp_path))
    assert done.returncode == 0, done.stdout
    *lines, summary = filter(None, done.stdout.splitlines())
    assert summary.startswith("0 errors, 0 warnings")
    gaps = ("Only the clinic can say this", "No clinician has signed off", "Your clinic can still fill in here")
    assert all(any(gap in line for gap in gaps) for line in lines)


def test_check_names_file_line_column_what_is_wrong_and_what_to_write(tmp_path: Path) -> None:
    content = a_content(tmp_path)
    topic = content / "topics" / "50-after.yaml"
    topic.write_text(topic.read_text(encoding="utf-8").replace("\n    points:", "\n    pionts:", 1), encoding="utf-8")
    done = kiosk("check", "--content", str(content), "--data", str(tmp_path))
    assert done.returncode == 1
    line = next(line for line in done.stdout.splitlines() if "error" in line)
    assert line.startswith("topics/50-after.yaml:")
    assert "points" in line


def test_check_tells_of_the_settings_of_the_machine_too(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("idle_seconds: 90\nlower_edge: 700\n", encoding="utf-8")
    done = kiosk("check", "--quick", "--data", str(tmp_path))
    assert done.returncode == 1
    assert "settings.yaml:2" in done.stdout
    assert "lower_edge_mm: 700" in done.stdout


def test_check_shows_the_line_and_points_at_the_place(tmp_path: Path) -> None:
    content = a_content(tmp_path)
    topic = content / "topics" / "50-after.yaml"
    topic.write_text(topic.read_text(encoding="utf-8").replace("tint: rose", "tint: rsoe", 1), encoding="utf-8")
    lines = kiosk("check", "--content", str(content), "--data", str(tmp_path)).stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if "error" in line)
    column = int(lines[at].split(":")[2])
    assert lines[at + 1].endswith("| tint: rsoe")
    assert lines[at + 2].index("^") - lines[at + 1].index("tint") == column - 1
    assert "\033" not in "".join(lines)


def test_check_watches_until_it_is_stopped(tmp_path: Path) -> None:
    content = a_content(tmp_path)
    command = [sys.executable, "-m", "kiosk.staff", "check", "--watch", "--content", str(content), "--data", str(tmp_path)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            while "0 errors" not in process.stdout.readline():
                pass
            (content / "topics" / "50-after.yaml").write_text("topic: [", encoding="utf-8")
            while "topics/50-after.yaml:1" not in process.stdout.readline():
                pass
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0


def test_check_speaks_json(tmp_path: Path) -> None:
    problems = json.loads(kiosk("check", "--json", "--data", str(tmp_path)).stdout)
    assert {"file", "line", "column", "severity", "message", "hint"} <= set(problems[0])


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("check", "--content", "/nowhere"), 1, "There is no folder"),
        (("dance",), 2, "There is no command"),
        (("run", "--window", "big"), 2, "not a size"),
        (("pictures", "x", "--language", "xx"), 1, "no language 'xx'"),
    ],
)
def test_wrong_use_is_one_plain_sentence(tmp_path: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    data = () if "--content" in arguments and code == 2 else ("--data", str(tmp_path))
    done = kiosk(*arguments, *(data if code == 1 else ()), QT_QPA_PLATFORM="offscreen")
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


OF_SCREENS = {"WAYLAND_DISPLAY": "wayland", "'DISPLAY'": "xcb", "'xcb'": "xcb"}
"""Which libraries are needed for what is named: without them, that is what the kiosk says first."""
NOWHERE: dict[str, tuple[dict[str, str], str]] = {
    "no X server": ({"DISPLAY": ":999"}, "`DISPLAY=:0`"),
    "no name of one": ({"QT_QPA_PLATFORM": "xcb"}, "`DISPLAY=:0`"),
    "no compositor": ({"WAYLAND_DISPLAY": "wayland-9"}, "`WAYLAND_DISPLAY=wayland-0`"),
    "neither": ({"WAYLAND_DISPLAY": "wayland-9", "DISPLAY": ":999"}, "WAYLAND_DISPLAY"),
    "a slip": ({"QT_QPA_PLATFORM": "xbc"}, "`unset QT_QPA_PLATFORM`"),
    "two slips": ({"QT_QPA_PLATFORM": "xbc;yyy"}, "`unset QT_QPA_PLATFORM`"),
    "nothing named": ({}, "There is no screen here"),
}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
@pytest.mark.parametrize(("variables", "cure"), NOWHERE.values(), ids=NOWHERE.keys())
def test_without_a_screen_the_kiosk_ends_with_one_sentence(tmp_path: Path, variables: dict[str, str], cure: str) -> None:
    bare = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE"}}
    command = [sys.executable, "-m", "kiosk.staff", "run", "--data", str(tmp_path)]
    done = subprocess.run(command, cwd=PROJECT, env={**bare, **variables}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    lacking = any(name in str(variables) and lacks_libraries(platform) for name, platform in OF_SCREENS.items())
    assert ("sudo apt install" if lacking else cure) in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_a_screen_that_keeps_silent_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_SECONDS_TO_ANSWER", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("DISPLAY", f"127.0.0.1:{silent.getsockname()[1] - 6000}")
        assert not environment._answers_x()
    with socket.socket(socket.AF_UNIX) as full, socket.socket(socket.AF_UNIX) as first:
        full.bind(str(tmp_path / "wayland-0"))
        full.listen(0)
        first.connect(str(tmp_path / "wayland-0"))
        assert not environment._answers_wayland({"XDG_RUNTIME_DIR": str(tmp_path)})


DRAWS_NOTHING = {
    "run": (["kiosk.staff", "run", "--window=640x400"], {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "bogus", "QT_LOGGING_RULES": "*=true"}),
    "probe": (["tests.benchmark.window", "0", "640x400", "floor"], {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "bogus"}),
    "probe nowhere": (["tests.benchmark.window", "0", "640x400", "floor"], {"QT_QPA_PLATFORM": "xbc"}),
}


@pytest.mark.parametrize(("words", "variables"), DRAWS_NOTHING.values(), ids=DRAWS_NOTHING)
def test_where_qt_cannot_draw_it_ends_with_one_sentence(tmp_path: Path, words: list[str], variables: dict[str, str]) -> None:
    command = [sys.executable, "-m", *words, *(["--data", str(tmp_path)] if "run" in words else [])]
    done = subprocess.run(command, cwd=PROJECT, env=os.environ | variables, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, f"{NO_SCREEN}\n")


STOPPED_WHILE_QT_IS_READ = """
import os, signal, sys
from kiosk.staff.main import main
from kiosk.staff.publications.signers import Signers
files = []
def count(event, arguments):
    if event == "open" and "shiboken" in str(arguments[0]):
        files.append(arguments)
        if len(files) == 2:
            os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(count)
sys.exit(main(["handout", "nowhere/papers"]))
"""


def test_ctrl_c_while_qt_is_read_ends_with_a_sentence_and_no_dump() -> None:
    command = [sys.executable, "-c", STOPPED_WHILE_QT_IS_READ]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "Stopped.\n")


STARTS_WITHOUT = """
from PySide6.QtCore import qFatal
from kiosk import app
class Broken:
    instance = staticmethod(lambda: None)
    def __init__(self, arguments):
        {how}
    def screens(self):
        return []
app.QGuiApplication = Broken
try:
    app.application(["kiosk"])
except app.NoScreenError as error:
    raise SystemExit(str(error))
"""


@pytest.mark.parametrize("how", ["qFatal('no EGL')", "pass"], ids=["Qt gives up", "Qt goes on without one"])
def test_where_qt_itself_finds_no_screen_it_ends_with_a_sentence_and_no_dump(how: str) -> None:
    command = [sys.executable, "-X", "faulthandler", "-c", STARTS_WITHOUT.format(how=how)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("Qt finds no screen")
    assert "Fatal Python error" not in done.stderr


def test_a_broken_file_keeps_its_last_good_version_and_the_others_go_on(tmp_path: Path) -> None:
    from datetime import date

    from kiosk.content.store.current import open_library

    content, today = a_content(tmp_path), date(2026, 11, 23)
    before, _ = open_library(content, tmp_path, today)
    (content / "topics" / "50-after.yaml").write_text("topic: [", encoding="utf-8")
    library, problems = open_library(content, tmp_path, today)
    assert library
    assert before
    assert library.heads == before.heads
    assert any(problem.file == "topics/50-after.yaml" for problem in problems)


def test_review_shows_the_text_and_binds_the_sign_off_to_it(tmp_path: Path) -> None:
    content = a_content(tmp_path)
    both = ("--content", str(content), "--data", str(tmp_path))
    done = kiosk("review", "infusion", "--by", 'Dr. Ana "Nina" Núñez: MD', "--yes", *both)
    assert done.returncode == 0, done.stderr
    assert "About an hour: The drip: Here it runs for about an hour." in done.stdout
    assert "Aquí dura alrededor de una hora." in done.stdout
    assert "It does not show:" in done.stdout
    told = kiosk("check", *both).stdout
    assert "topics/40-infusion.yaml:2:1" not in told
    topic = content / "topics" / "40-infusion.yaml"
    topic.write_text(topic.read_text(encoding="utf-8").replace("for **about an hour**", "for **an hour**"), encoding="utf-8")
    told = kiosk("check", *both).stdout
    assert 'The English changed after Dr. Ana "Nina" Núñez: MD signed it off' in told
    assert "The Spanish changed" not in told


def test_a_signature_is_taken_back_by_whoever_gave_it_and_counts_no_more(tmp_path: Path) -> None:
    content = a_content(tmp_path)
    both = ("--content", str(content), "--data", str(tmp_path))
    for code, name in (("en", "Dr. Ana Flores"), ("es", "Dr. Eve Ruiz")):
        assert kiosk("review", "infusion", "--language", code, "--by", name, "--yes", *both).returncode == 0
    kept = (content / "signed" / "infusion-en.zip").read_bytes()
    done = kiosk("review", "infusion", "--withdraw", "--by", "dr. ana flores", "--yes", *both)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("The English of infusion is no longer signed. Dr. Ana Flores had signed it on ")
    assert done.stdout.count("\n") == 1
    told = kiosk("check", *both).stdout
    assert "No clinician has signed off the English of this topic." in told
    assert [each.language for each in read_folder(content).reviews.value or ()] == ["es"]
    assert (content / "signed" / "infusion-en.zip").read_bytes() == kept
    again = kiosk("review", "infusion", "--language", "en", "--by", "Dr. Ana Flores", "--yes", *both)
    assert again.returncode == 0, again.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("infusion", "--by", "Dr. Eve Ruiz", "--yes"), "Dr. Eve Ruiz has not signed this text: Dr. Ana Flores did"),
        (("infusion", "--by", "Dr. Ana Flores", "--language", "es", "--yes"), "Nobody has signed this text"),
        (("start", "--by", "Dr. Ana Flores", "--yes"), "Nobody has signed this text"),
        (("infussion", "--by", "Dr. Ana Flores", "--yes"), "Did you mean `infusion`?"),
        (("infusion", "--by", "Dr. Ana Flores"), "Nobody can be asked here: run this at a terminal, or add --yes."),
    ],
)
def test_a_signature_that_cannot_be_taken_back_says_why_and_stays(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    content = a_content(tmp_path)
    both = ("--content", str(content), "--data", str(tmp_path))
    assert kiosk("review", "infusion", "--language", "en", "--by", "Dr. Ana Flores", "--yes", *both).returncode == 0
    before = (content / "reviews.yaml").read_bytes()
    done = kiosk("review", *arguments, "--withdraw", *both)
    assert done.returncode == 1, done.stdout
    assert words in done.stderr
    assert (content / "reviews.yaml").read_bytes() == before


def test_a_signature_of_a_topic_that_is_gone_can_be_taken_back(tmp_path: Path) -> None:
    content = a_content(tmp_path)
    both = ("--content", str(content), "--data", str(tmp_path))
    assert kiosk("review", "infusion", "--language", "en", "--by", "Dr. Ana Flores", "--yes", *both).returncode == 0
    (content / "topics" / "40-infusion.yaml").unlink()
    done = kiosk("review", "infusion", "--withdraw", "--by", "Dr. Ana Flores", "--yes", *both)
    assert done.returncode == 0, done.stderr
    assert not read_folder(content).reviews.value


@pytest.mark.parametrize("answer", ["no", "yes"])
def test_whoever_takes_a_signature_back_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    content = Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))
    order, asked = review.ReviewOrder("start", "Dr. X", None, 12, yes=False), list[str]()
    review.review(content, replace(order, yes=True), date(2026, 11, 23), NOBODY)
    monkeypatch.setattr(review, "_can_agree", lambda: True)
    monkeypatch.setattr("builtins.input", lambda words: asked.append(words) or answer)
    if answer == "yes":
        review.withdraw(content, order, NOBODY)
    else:
        with pytest.raises(ExpectedError, match=r"^No signature was taken back\. To take it back, type yes"):
            review.withdraw(content, order, NOBODY)
    assert len(asked) == 1
    assert bool(read_folder(content).reviews.value) == (answer == "no")


def test_who_says_no_to_a_review_is_not_sent_to_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(review, "_can_agree", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: "no")
    with pytest.raises(ExpectedError, match=r"was not signed\. To sign, type yes when"):
        review.review(PROJECT / "content", review.ReviewOrder("infusion", "Dr. X", "en", 12, yes=False), date(2026, 11, 23), NOBODY)
    assert not re.search(r"It does not show: *$", capsys.readouterr().out, re.MULTILINE)


@pytest.mark.parametrize(
    ("command", "says"), [(["supervise"], "There is no screen here")]
)
def test_what_cannot_start_says_so_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str], says: str
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main(command) == 1
    assert says in capsys.readouterr().err


def test_who_says_no_to_one_language_is_asked_about_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content = Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))
    answers = iter(["no", "yes"])
    monkeypatch.setattr(review, "_can_agree", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    with pytest.raises(ExpectedError, match=r"^The English was not signed\."):
        review.review(content, review.ReviewOrder("start", "Dr. X", None, 12, yes=False), date(2026, 11, 23), NOBODY)
    assert "Signed off by Dr. X" in capsys.readouterr().out
    assert "language: es" in (content / "reviews.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("way", "why"), [("signed/start-en.zip", "Is a directory"), ("signed", "Not a directory")])
def test_what_was_signed_and_cannot_be_kept_is_named_with_a_cure(tmp_path: Path, way: str, why: str) -> None:
    content = Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))
    before = (content / "reviews.yaml").read_bytes()
    if way == "signed":
        (content / way).write_bytes(b"")
    else:
        (content / way).mkdir(parents=True)
    order = review.ReviewOrder("start", "Dr. X", "en", 12, yes=True)
    with pytest.raises(ExpectedError) as refused:
        review.review(content, order, date(2026, 11, 23), NOBODY)
    told = str(refused.value)
    assert told == f"signed/start-en.zip cannot be written: {why}. Move {way} in the content folder to another place, and do this again."
    assert (content / "reviews.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("infusion", "--by", "Dr. X"), "was not signed. Nobody can be asked here"),
        (("infussion", "--by", "Dr. X", "--yes"), "Did you mean `infusion`?"),
        (("infusion", "--by", "  ", "--yes"), "Say who has read it"),
        (("infusion", "--by", "\u3164", "--yes"), "Say who has read it"),
        (("infusion", "--by", "Dr.\nX", "--yes"), "Say who has read it"),
        (("infusion", "--by", "Dr. X", "--yes", "--language", "fr"), "no language 'fr'"),
    ],
)
def test_a_review_that_cannot_be_says_why_and_signs_nothing(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    content = a_content(tmp_path)
    before = (content / "reviews.yaml").read_bytes()
    done = kiosk("review", *arguments, "--content", str(content), "--data", str(tmp_path))
    assert done.returncode == 1
    assert words in done.stderr
    assert (content / "reviews.yaml").read_bytes() == before


MEND = "Fix that first: `python3 main.py check --content {content} --data {data}` says what to write.\n"
BROKEN = {
    "topic, a source": ("topics/40-infusion.yaml", "sources: [parikh-2021]", "sources: [nobody]", "This text has an error in"),
    "topic, YAML": ("topics/40-infusion.yaml", "\ntitle:", "\ntitle: [", "The topic 'infusion' has"),
    "topic, a field": ("topics/40-infusion.yaml", "\ntitle:", "\ntitel:", "The topic 'infusion' has"),
    "sources": ("sources.yaml", "- ", "- {", "This text has"),
    "clinic": ("clinic.yaml", "name:", "nmae:", "This text has"),
}


@pytest.mark.parametrize("what", BROKEN)
@pytest.mark.parametrize("more", [(), ("--language", "es")], ids=["all languages", "one"])
def test_nothing_is_signed_while_the_text_has_errors(tmp_path: Path, what: str, more: tuple[str, ...]) -> None:
    content, (name, before, after, says) = a_content(tmp_path), BROKEN[what]
    file = content / name
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    done = kiosk("review", "infusion", "--by", "X", "--yes", *more, "--content", str(content), "--data", str(tmp_path))
    assert done.returncode == 1, done.stdout
    assert done.stderr.startswith(says)
    assert f" in {name}" in done.stderr
    assert done.stderr.endswith(MEND.format(content=content, data=tmp_path))
    assert done.stderr.count("\n") == 1


def test_a_slip_in_the_name_of_a_topic_whose_file_has_an_error_is_told_with_both(tmp_path: Path) -> None:
    content = a_content(tmp_path)
    (content / "topics" / "40-infusion.yaml").write_text("topic: [", encoding="utf-8")
    done = kiosk("review", "infussion", "--by", "X", "--yes", "--content", str(content), "--data", str(tmp_path))
    assert "There is no topic 'infussion'. Did you mean `infusion`?" in done.stderr
    assert "topics/40-infusion.yaml" in done.stderr


def test_a_broken_list_of_reviews_is_not_written_over(tmp_path: Path) -> None:
    content = a_content(tmp_path)
    (content / "reviews.yaml").write_text("- {topic: x", encoding="utf-8")
    done = kiosk("review", "infusion", "--by", "X", "--yes", "--content", str(content), "--data", str(tmp_path))
    assert done.returncode == 1
    assert "must be fixed first" in done.stderr
    assert (content / "reviews.yaml").read_text(encoding="utf-8") == "- {topic: x"


def test_translated_ends_the_warning_about_a_translation(tmp_path: Path) -> None:
    content = a_content(tmp_path)
    both = ("--content", str(content), "--data", str(tmp_path))
    topic = content / "topics" / "40-infusion.yaml"
    topic.write_text(topic.read_text(encoding="utf-8").replace("You can stop at any time.", "You can always stop."), encoding="utf-8")
    assert "was written for a different English text" in kiosk("check", *both).stdout
    assert "1 more marked as up to date" in kiosk("translated", *both).stdout
    assert "was written for a different English text" not in kiosk("check", *both).stdout


@pytest.mark.parametrize("command", [("translated",), ("review", "infusion", "--by", "Dr. Ana", "--yes"), ("check", "--quick")], ids=" ".join)
def test_no_command_waits_for_a_kiosk_that_shows_the_folder(tmp_path: Path, command: tuple[str, ...]) -> None:
    content, lobby = a_content(tmp_path), Held()
    lobby.take(content)
    assert is_shown(content)
    said = kiosk(*command, "--content", str(content), "--data", str(tmp_path / "data"))
    lobby.let_go()
    assert "too long" not in said.stderr
    assert said.returncode == 0, said.stderr


def test_ctrl_c_ends_the_kiosk_at_once_and_cleanly(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "kiosk.staff", "run", "--window", "1280x720", "--data", str(tmp_path)]
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("The kiosk is running")
        assert is_shown(PROJECT / "content")
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in said[1]
    assert "null" not in said[1]


def test_pictures_draws_every_screen(tmp_path: Path) -> None:
    done = kiosk("pictures", str(tmp_path / "out"), "--size", "640x360", "--language", "es", "--data", str(tmp_path), QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names[0] == "es-001-attract.png"
    assert any("when-to-call" in name for name in names)


@pytest.mark.parametrize("variable", [INSTALLED, "OTHER"])
def test_an_installed_kiosk_never_makes_a_key_without_a_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], variable: str
) -> None:
    monkeypatch.setenv(variable, "1")
    desk = _desk(tmp_path, Settings(phone_region="MX"))
    with closing(desk.drawer):
        assert desk.region == "MX"
        assert ("There is no key" in capsys.readouterr().err) is (variable == INSTALLED)
        assert bool(recipients(tmp_path / "keys")) is (variable != INSTALLED)
