"""The last good version of a content file is kept, shown beside the broken one, and put back on the word of staff."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import nursery
import pytest

from content import sample
from kiosk.content.reading.folder import read_folder
from kiosk.content.store import last_texts
from kiosk.content.store.current import open_library
from kiosk.staff.content.restore_text import MOST_COMPARED, bring_back, what_can_come_back
from kiosk.staff.errors import ExpectedError
from kiosk.terminal import guard

TODAY, NOW = date(2026, 11, 29), datetime(2026, 11, 29, 9, tzinfo=UTC)
NAME = "topics/10-infusion.yaml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample.write(tmp_path / "content")


@pytest.fixture
def data(tmp_path: Path, content: Path) -> Path:
    """What the kiosk keeps when it has shown the content."""
    open_library(content, tmp_path / "data", TODAY)
    return tmp_path / "data"


def back(content: Path, data: Path, file: str | Path = NAME) -> str:
    with guard():
        return bring_back(content, data, Path(file), NOW, agreed=True)


def seen(content: Path, data: Path, text: str) -> None:
    """The kiosk reads this."""
    (content / NAME).write_text(text, encoding="utf-8")
    open_library(content, data, TODAY)


@pytest.mark.parametrize("written", [lambda text: text[: len(text) // 2], lambda _: "", lambda _: "topic: [\n", lambda text: text + "\0"])
def test_a_broken_file_is_put_back_and_kept_beside(
    content: Path, data: Path, capsys: pytest.CaptureFixture[str], written: Callable[[str], str]
) -> None:
    broken = written(sample.INFUSION)
    seen(content, data, broken)
    told = back(content, data)
    assert (content / NAME).read_text(encoding="utf-8") == sample.INFUSION
    beside = content / f"{NAME}.set-aside-2026-11-29"
    assert beside.read_text(encoding="utf-8") == broken
    assert f"kept as {NAME}.set-aside-2026-11-29" in told
    assert "+" in capsys.readouterr().out


def test_a_file_that_is_gone_comes_back(content: Path, data: Path) -> None:
    (content / NAME).unlink()
    back(content, data, content / NAME)
    assert (content / NAME).read_text(encoding="utf-8") == sample.INFUSION


def test_a_file_named_without_its_folder_is_guessed(content: Path, data: Path) -> None:
    with pytest.raises(ExpectedError, match=r"Did you mean topics/10-infusion\.yaml\?"):
        back(content, data, "10-infusion")


def test_that_a_file_is_gone_is_told_with_the_command_that_brings_it_back(content: Path) -> None:
    (content / "clinic.yaml").unlink()
    (told,) = read_folder(content).clinic.problems
    assert "`python3 main.py check --restore clinic.yaml`" in told.instead


def test_of_a_file_that_is_good_the_version_before_comes_back(content: Path, data: Path) -> None:
    shorter = sample.INFUSION[: sample.INFUSION.index("  - slide: the-day")]
    seen(content, data, shorter)
    back(content, data)
    assert (content / NAME).read_text(encoding="utf-8") == sample.INFUSION


def test_what_has_an_error_is_never_kept_as_good(content: Path, data: Path) -> None:
    seen(content, data, sample.INFUSION.replace("an hour", "a cure for all"))
    assert [each.raw.decode() for each in last_texts.versions(data / "deck", content, NAME)] == [sample.INFUSION]


def test_what_is_as_it_was_stays(content: Path, data: Path) -> None:
    with pytest.raises(ExpectedError, match="nothing older is kept"):
        back(content, data)


def linked(content: Path) -> str:
    (content / NAME).rename(content / "elsewhere.yaml")
    (content / NAME).symlink_to("../elsewhere.yaml")
    return NAME


def folder_linked(content: Path) -> str:
    (content / "topics").rename(content.parent / "elsewhere")
    (content / "topics").symlink_to("../elsewhere")
    return NAME


def named(name: str) -> Callable[[Path], str]:
    return lambda _: name


WAYS: dict[str, Callable[[Path], str]] = {
    "a link": linked,
    "behind a link": folder_linked,
    **{name: named(name) for name in ("../content/clinic.txt", "/etc/passwd", "..", ".", "topics", "README.md", "topics/10-infusion.yam")},
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_nothing_but_a_file_of_the_content_is_written(content: Path, data: Path, way: Callable[[Path], str]) -> None:
    name = way(content)
    before = {path: path.read_bytes() for path in content.parent.rglob("*") if path.is_file()}
    with pytest.raises(ExpectedError, match=r"link|No good version"):
        back(content, data, name)
    assert {path: path.read_bytes() for path in content.parent.rglob("*") if path.is_file()} == before


def test_what_another_content_folder_had_is_not_its(content: Path, data: Path, tmp_path: Path) -> None:
    other = sample.write(tmp_path / "other")
    (other / NAME).write_text("x", encoding="utf-8")
    with pytest.raises(ExpectedError, match="No good version"):
        back(other, data)


def test_only_so_many_texts_are_kept(content: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_texts, "MOST_FILES", 3)
    last_texts.keep(data / "deck", content, [(f"topics/{number}.yaml", b"x") for number in range(9)])
    assert sum(name.startswith("topics/") for name in last_texts.names_kept(data / "deck", content)) == 3


def test_without_a_file_it_is_listed_what_can_come_back_with_an_example_that_works(content: Path, data: Path) -> None:
    (content / NAME).write_text("topic: [", encoding="utf-8")
    lines = what_can_come_back(content, data)
    assert any(line.startswith(f"  {NAME}") for line in lines)
    assert lines[-1] == f"For example: `python3 main.py check --restore {NAME}`"
    back(content, data, NAME)


def test_before_the_kiosk_has_shown_anything_it_is_said_where_a_copy_may_be(content: Path, tmp_path: Path) -> None:
    data = tmp_path / "fresh"
    data.mkdir()
    for ask in (lambda: what_can_come_back(content, data), lambda: back(content, data)):
        with pytest.raises(ExpectedError, match=r"folder `content`. The kiosk keeps one whenever"):
            ask()
    (data / "settings.yaml").write_text(f"backup_folder: {tmp_path}\n", encoding="utf-8")
    copies = [tmp_path / "kiosk-2026-11-27.zip", tmp_path / "kiosk-2026-11-28.zip", data / "before-update.zip"]
    for copy in copies:
        copy.write_bytes(b"PK")
    with pytest.raises(ExpectedError) as told:
        back(content, data)
    assert f"inside {copies[2]}: open that ZIP file, and copy {NAME} out of it." in str(told.value)


def test_the_command_tells_of_the_good_version_and_asks_before_it_writes(content: Path, data: Path) -> None:
    (content / NAME).write_text(sample.INFUSION.replace("kind: steps", "kind steps"), encoding="utf-8")
    folders = ("--content", str(content), "--data", str(data))
    checked = nursery.run(nursery.COMMAND, "check", "--quick", *folders, environment=os.environ)
    assert f"python3 main.py check --restore {NAME}" in checked.stdout
    listed = nursery.run(nursery.COMMAND, "check", *folders, "--restore", environment=os.environ)
    assert (listed.returncode, f"For example: `python3 main.py check --restore {NAME}" in listed.stdout) == (0, True), listed.stderr
    asked = nursery.run(nursery.COMMAND, "check", "--restore", NAME, *folders, environment=os.environ)
    assert asked.returncode == 1
    assert "-    kind steps" in asked.stdout
    assert "+    kind: steps" in asked.stdout
    assert "Nothing was changed." in asked.stderr
    assert nursery.run(nursery.COMMAND, "check", "--restore", NAME, "--yes", *folders, environment=os.environ).returncode == 0
    assert (content / NAME).read_text(encoding="utf-8") == sample.INFUSION


def tampered(data: Path, text: str) -> None:
    """Somebody who runs as the kiosk writes into what it keeps."""
    kept = next(data.glob(f"deck/texts/*/now/{NAME}"))
    kept.write_text(text, encoding="utf-8")


def test_comments_hide_nothing_of_what_comes_back(content: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tampered(data, "# read me\n" * 500 + sample.INFUSION.replace("an hour", "two hours"))
    with pytest.raises(ExpectedError, match="--yes does not count"):
        back(content, data)
    shown = capsys.readouterr().out
    assert "two hours" in shown
    assert (content / NAME).read_text(encoding="utf-8") == sample.INFUSION


def test_of_very_long_texts_all_that_comes_is_new(content: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tampered(data, sample.INFUSION.replace("an hour", "two hours"))
    (content / NAME).write_text("x\n" * MOST_COMPARED, encoding="utf-8")
    back(content, data)
    assert "two hours" in capsys.readouterr().out


@pytest.mark.parametrize(("spoil", "told"), [
    (lambda text: text.replace("an hour", "a cure for all"), "has an error today"), (lambda text: text[: len(text) // 2], "has an error today"),
])  # fmt: skip
def test_what_is_kept_is_looked_at_before_it_comes_back(content: Path, data: Path, spoil: Callable[[str], str], told: str) -> None:
    tampered(data, spoil(sample.INFUSION))
    (content / NAME).unlink()
    with pytest.raises(ExpectedError, match=told):
        back(content, data)
    assert not (content / NAME).exists()


def test_what_is_no_file_of_the_content_does_not_come(content: Path, data: Path) -> None:
    next(data.glob("deck/texts/*/now")).joinpath("other.yaml").write_text("a: b\n")
    with pytest.raises(ExpectedError, match="is not a file of the content"):
        back(content, data, "other.yaml")


def test_it_is_said_where_the_text_comes_from(content: Path, data: Path) -> None:
    (content / NAME).unlink()
    with pytest.raises(ExpectedError, match=r"texts/[0-9a-f]+/now/topics/10-infusion.yaml: whoever runs as the kiosk can write there"):
        bring_back(content, data, Path(NAME), NOW, agreed=False)
