"""A start shows what was kept of the content; what it shows that the content does not say is gone seconds later, and what must go shows never."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import hostile
import pytest
from msgspec.structs import replace

from content import sample
from kiosk.content.checks import picture_proofs
from kiosk.content.model.deck import Text, Topic
from kiosk.content.model.walk import PICTURES
from kiosk.content.store import snapshot
from kiosk.content.store.content_reader import ContentReader
from kiosk.content.store.current import fingerprint, last_shown, open_library, read_again
from kiosk.content.store.library import Library
from kiosk.staff import rights
from kiosk.staff.publications import reread

TODAY = date(2026, 11, 23)
PROJECT = Path(__file__).resolve().parents[2]
FILE = "topics/10-infusion.yaml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample.write(tmp_path / "content")


@pytest.fixture
def data(content: Path, tmp_path: Path) -> Path:
    """With what a kiosk has shown."""
    assert open_library(content, tmp_path / "data", TODAY)[0]
    return tmp_path / "data"


def title(library: Library | None) -> str:
    assert library
    topic = library.topic("infusion")
    return topic.slides[0].title.in_("en") if topic else ""


def planted(data: Path, words: str = "Buy now") -> None:
    """Whoever owns the data folder puts another slide in, with an index that fits the content."""
    folder = data / "deck"
    kept = snapshot.load(folder)
    assert kept

    def other(topic: Topic) -> str:
        slides = (replace(topic.slides[0], title=Text((("en", words),))), *topic.slides[1:])
        return snapshot.keep_topic(folder, replace(topic, slides=slides))

    topics = [(each, snapshot.load_topic(folder, each.kept_as)) for each in kept.topics]
    snapshot.save(folder, replace(kept, topics=tuple(replace(each, kept_as=other(topic)) for each, topic in topics if topic)))


def test_what_somebody_planted_is_told_and_gone(content: Path, data: Path) -> None:
    planted(data)
    library, shown = ContentReader(content, data, lambda: TODAY).at_start()
    assert title(library) == "Buy now"
    assert shown == fingerprint(content)
    command = [sys.executable, "-m", "kiosk.staff.publications.reread", str(content), str(data)]
    told = [subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert told == ["other\n", "same\n"]
    assert title(last_shown(content, data)) == "A quiet hour"


@pytest.mark.parametrize("spoil", [None, FILE, "words.yaml"])
def test_honest_content_is_the_same_at_every_look(content: Path, data: Path, spoil: str | None) -> None:
    if spoil:
        (content / spoil).write_text("- [")
        open_library(content, data, TODAY)
    assert not read_again(content, data, TODAY)
    assert not read_again(content, data, date(2030, 1, 1))


def test_what_ships_is_the_same_at_every_look(tmp_path: Path) -> None:
    content = PROJECT / "content"
    open_library(content, tmp_path, TODAY)
    before = {path.name: path.read_bytes() for path in (tmp_path / "deck").rglob("*") if path.is_file()}
    assert not read_again(content, tmp_path, TODAY)
    assert {path.name: path.read_bytes() for path in (tmp_path / "deck").rglob("*") if path.is_file()} == before


def test_a_picture_in_the_place_of_another_is_told_and_gone(content: Path, data: Path) -> None:
    folder = data / "deck" / PICTURES
    kept, true = next((path, path.read_bytes()) for path in sorted(folder.iterdir()))
    kept.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert read_again(content, data, TODAY)
    assert kept.read_bytes() == true
    assert not read_again(content, data, TODAY)
    assert all(picture_proofs.kept_as(f"{path.stem.rpartition('-')[0]}{path.suffix}", path.read_bytes()) == path.name for path in folder.iterdir())


def test_a_picture_that_cannot_be_read_is_none(content: Path, data: Path) -> None:
    """One that grew beyond all bounds is drawn all the same, by whoever draws."""
    folder = data / "deck" / PICTURES
    large, other = sorted(folder.iterdir())[:2]
    true = large.read_bytes(), other.read_bytes()
    large.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'>" + b" " * 4_000_000 + b"</svg>")
    other.unlink()
    other.mkdir()
    assert read_again(content, data, TODAY)
    assert (large.read_bytes(), other.read_bytes()) == true
    assert not read_again(content, data, TODAY)


def test_more_names_than_there_can_be_are_no_proof(content: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.files.regular.MOST_NAMES", 3)
    with pytest.raises(OSError, match="none of them is looked at"):
        read_again(content, data, TODAY)
    assert reread.is_other(content, data)
    assert not (data / "deck").exists()


def test_a_picture_that_is_refused_shows_by_no_name_in_the_folder(content: Path, data: Path) -> None:
    folder, raw = data / "deck" / PICTURES, hostile.COSTLY["19,000 gradients"][1]
    before = dict(kept_pictures(data))
    name = next(name for name in before if name.endswith(".svg"))
    (content / PICTURES / name).write_bytes(raw)
    (folder / picture_proofs.kept_as(name, raw)).write_bytes(raw)
    for _ in range(2):
        told = subprocess.run(
            [sys.executable, "-m", "kiosk.content.store.read_process", str(content), str(data), TODAY.isoformat()],
            cwd=PROJECT, capture_output=True, check=True,
        ).stdout  # fmt: skip
        assert b"too long to draw" in told
        assert dict(kept_pictures(data)) == before


def test_a_picture_that_somebody_named_good_in_the_index_is_tried_at_the_second_look(content: Path, data: Path) -> None:
    raw = hostile.COSTLY["19,000 gradients"][1]
    name = next(name for name, _ in kept_pictures(data) if name.endswith(".svg"))
    forged = picture_proofs.kept_as(name, raw)
    for place in (content / PICTURES / name, data / "deck" / PICTURES / forged):
        place.write_bytes(raw)
    kept = snapshot.load(data / "deck")
    assert kept
    pictures = tuple((each, forged if each == name else state) for each, state in kept.pictures)
    snapshot.save(data / "deck", replace(kept, fingerprint=fingerprint(content), pictures=pictures))
    assert read_again(content, data, TODAY)
    assert name not in dict(kept_pictures(data))
    assert not read_again(content, data, TODAY)


def kept_pictures(data: Path) -> tuple[tuple[str, str], ...]:
    kept = snapshot.load(data / "deck")
    return kept.pictures if kept else ()


def edited(content: Path, old: str = "A quiet hour", new: str = "A calm hour") -> None:
    text = (content / FILE).read_text()
    assert old in text
    (content / FILE).write_text(text.replace(old, new))


def test_after_a_change_the_last_good_content_shows_at_once(content: Path, data: Path) -> None:
    edited(content)
    library, shown = ContentReader(content, data, lambda: TODAY).at_start()
    assert title(library) == "A quiet hour"
    assert shown != fingerprint(content)
    assert title(open_library(content, data, TODAY)[0]) == "A calm hour"
    assert ContentReader(content, data, lambda: TODAY).at_start()[1] == fingerprint(content)


def test_a_start_after_a_change_reads_no_yaml(content: Path, data: Path) -> None:
    edited(content)
    program = (
        "import sys; from pathlib import Path; from datetime import date; from kiosk.content.store.content_reader import ContentReader;"
        f"ContentReader(Path(sys.argv[1]), Path(sys.argv[2]), lambda: date({TODAY.year}, {TODAY.month}, {TODAY.day})).at_start();"
        "print({'yaml', 'pydantic'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", program, str(content), str(data)], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert told.stdout == "set()\n"


def with_a_slip(text: str) -> bytes:
    return f"{text}\n  - slide: [\n    Withdraw: yes\n".encode()


WISHES: dict[str, Callable[[str], bytes]] = {
    "of a topic": lambda text: f"{text}\nwithdraw: yes\n".encode(),
    "in capitals, with a slip": with_a_slip,
    "in UTF-16": lambda text: f"{text}\nwithdraw: yes\n".encode("utf-16"),
}


@pytest.mark.parametrize("wish", WISHES)
def test_what_is_to_go_does_not_show_once(content: Path, data: Path, wish: str) -> None:
    (content / FILE).write_bytes(WISHES[wish]((content / FILE).read_text()))
    library, shown = ContentReader(content, data, lambda: TODAY).at_start()
    assert title(library) == ""
    assert shown == fingerprint(content)


def too_large(content: Path, _: Path) -> None:
    with (content / FILE).open("a") as file:
        file.write("\n# " + "x" * (1 << 20))


def locked(content: Path, _: Path) -> None:
    (content / FILE).unlink()
    os.mkfifo(content / FILE)


def never_shown(_: Path, data: Path) -> None:
    shutil.rmtree(data)


def of_another_version(_: Path, data: Path) -> None:
    kept = snapshot.load(data / "deck")
    assert kept
    prints = tuple((name, size + name.endswith(".py"), when) for name, size, when in kept.fingerprint)
    snapshot.save(data / "deck", replace(kept, fingerprint=prints))


def of_a_day_that_is_over(_: Path, data: Path) -> None:
    kept = snapshot.load(data / "deck")
    assert kept
    snapshot.save(data / "deck", replace(kept, until=date(2026, 11, 22), fingerprint=(*kept.fingerprint, ("topics/x.yaml", 1, 1))))


@pytest.mark.parametrize("change", [too_large, locked, never_shown, of_another_version, of_a_day_that_is_over])
def test_where_it_cannot_be_known_all_is_read_before_the_first_picture(content: Path, data: Path, change: Callable[[Path, Path], None]) -> None:
    change(content, data)
    library, shown = ContentReader(content, data, lambda: TODAY).at_start()
    assert library
    assert shown == fingerprint(content)


@pytest.mark.parametrize("mode", [0o000, 0o100, 0o300, 0o500], ids=oct)
@pytest.mark.parametrize("name", ["deck", "deck/pictures"])
def test_whoever_closes_the_folder_has_nothing_shown_that_the_content_does_not_say(name: str, mode: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        content, data = sample.write(Path(place, "content")), Path(place, "data")
        assert open_library(content, data, TODAY)[0]
        planted(data)
        if os.geteuid() == 0:
            for path in (Path(place), *Path(place).rglob("*")):
                os.chown(path, 64_998, 64_998)

        def look() -> list[object]:
            (data / name).chmod(mode)
            told = read_again(content, data, TODAY)
            return [told, title(last_shown(content, data) or open_library(content, data, TODAY)[0])]

        assert rights.as_owner(Path(place), lambda _: look())[1] == "A quiet hour"
        subprocess.run(["chmod", "-R", "u+rwX", place], check=True)


def test_on_a_full_disk_what_was_planted_goes_and_is_told(content: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    planted(data)
    monkeypatch.setattr(snapshot, "put", full)
    assert read_again(content, data, TODAY)
    assert last_shown(content, data) is None
    assert title(open_library(content, data, TODAY)[0]) == "A quiet hour"
