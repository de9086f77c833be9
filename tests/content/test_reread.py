"""A start shows what was kept of unchanged content; what the content does not say is gone seconds later, and what must go shows never."""

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
from kiosk.content.store import content_reader, snapshot
from kiosk.content.store.content_reader import ContentReader
from kiosk.content.store.current import Look, fingerprint, last_shown, open_library, prints_of, read_again
from kiosk.content.store.library import Library
from kiosk.content.store.snapshot import Digests, digests
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


def held(data: Path) -> Digests:
    """What a kiosk has in memory that has just loaded what is kept."""
    kept = snapshot.load(data / "deck")
    return digests(kept) if kept else Digests()


def looked(content: Path, data: Path, today: date = TODAY) -> Look:
    return read_again(content, data, today, held(data))


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


def said(content: Path, data: Path, shown: Digests) -> str:
    command = [sys.executable, "-m", "kiosk.staff.publications.reread", str(content), str(data), shown.files, shown.says]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout


def test_what_somebody_planted_is_told_and_gone(content: Path, data: Path) -> None:
    planted(data)
    reader = ContentReader(content, data, lambda: TODAY)
    library, shown = reader.at_start()
    assert title(library) == "Buy now"
    assert shown == fingerprint(content)
    assert said(content, data, reader.first) == "other\n"
    assert said(content, data, held(data)) == "same\n"
    assert title(last_shown(content, data)) == "A quiet hour"
    assert said(content, data, reader.first) == "other\n", "what shows is proved, and not what lies there by now"


def test_what_changes_between_the_first_picture_and_the_second_look_accuses_nobody(content: Path, data: Path) -> None:
    shown = held(data)
    edited(content)
    assert read_again(content, data, TODAY, shown) is Look.NEWER
    assert title(last_shown(content, data)) == "A calm hour"


def test_what_ends_the_reading_at_a_start_is_not_what_is_proved(content: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where somebody planted what takes the reading too long: what was kept shows for want of anything else, and never counts as the same."""
    planted(data)
    edited(content)
    monkeypatch.setattr(content_reader, "MOST_SECONDS_AT_START", 0.01)
    reader = ContentReader(content, data, lambda: TODAY)
    assert title(reader.at_start()[0]) == "Buy now"
    assert read_again(content, data, TODAY, reader.first) is Look.NEWER
    assert title(last_shown(content, data)) == "A calm hour"


def test_what_could_not_be_kept_is_the_same_as_long_as_it_cannot(content: Path, tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    data = tmp_path / "a file" / "data"
    reader = ContentReader(content, data, lambda: TODAY)
    assert title(reader.at_start()[0]) == "A quiet hour"
    assert read_again(content, data, TODAY, reader.first) is Look.SAME
    assert read_again(content, tmp_path / "room", TODAY, reader.first) is Look.NEWER


def test_where_nothing_can_be_shown_nothing_that_was_kept_of_other_content_shows(content: Path, data: Path) -> None:
    planted(data)
    other = sample.write(content.with_name("other"))
    (other / "clinic.yaml").unlink()
    reader = ContentReader(other, data, lambda: TODAY)
    assert reader.at_start()[0].heads == ()
    assert read_again(other, data, TODAY, reader.first) is Look.SAME
    assert last_shown(other, data) is None


def test_an_index_that_is_larger_than_any_of_ours_counts_as_none(content: Path, data: Path) -> None:
    """It would take whoever reads the content more memory than that has."""
    kept = snapshot.load(data / "deck")
    assert kept
    snapshot.save(data / "deck", replace(kept, reviewed_answers=("zz",) * (snapshot.MOST_KEPT // 5)))
    assert snapshot.load(data / "deck") is None
    snapshot.save(data / "deck", replace(kept, fingerprint=(), reviewed_answers=("zz",) * (snapshot.MOST_KEPT // 5 - 20_000)))
    assert snapshot.load(data / "deck")
    reader = ContentReader(content, data, lambda: TODAY)
    assert title(reader.at_start()[0]) == "A quiet hour"
    assert reader.errors == ()


@pytest.mark.parametrize("spoil", [None, FILE, "words.yaml"])
def test_honest_content_is_the_same_at_every_look(content: Path, data: Path, spoil: str | None) -> None:
    if spoil:
        (content / spoil).write_text("- [")
        open_library(content, data, TODAY)
    assert looked(content, data) is Look.SAME
    assert looked(content, data, date(2030, 1, 1)) is Look.SAME


def test_what_ships_is_the_same_at_every_look(tmp_path: Path) -> None:
    content = PROJECT / "content"
    open_library(content, tmp_path, TODAY)
    before = {path.name: path.read_bytes() for path in (tmp_path / "deck").rglob("*") if path.is_file()}
    assert looked(content, tmp_path) is Look.SAME
    assert {path.name: path.read_bytes() for path in (tmp_path / "deck").rglob("*") if path.is_file()} == before


def test_a_picture_in_the_place_of_another_is_told_and_gone(content: Path, data: Path) -> None:
    folder = data / "deck" / PICTURES
    kept, true = next((path, path.read_bytes()) for path in sorted(folder.iterdir()))
    kept.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert looked(content, data) is Look.OTHER
    assert kept.read_bytes() == true
    assert looked(content, data) is Look.SAME
    assert all(picture_proofs.kept_as(f"{path.stem.rpartition('-')[0]}{path.suffix}", path.read_bytes()) == path.name for path in folder.iterdir())


def test_a_picture_that_cannot_be_read_is_none(content: Path, data: Path) -> None:
    """One that grew beyond all bounds is drawn all the same, by whoever draws."""
    folder = data / "deck" / PICTURES
    large, other = sorted(folder.iterdir())[:2]
    true = large.read_bytes(), other.read_bytes()
    large.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'>" + b" " * 4_000_000 + b"</svg>")
    other.unlink()
    other.mkdir()
    assert looked(content, data) is Look.OTHER
    assert (large.read_bytes(), other.read_bytes()) == true
    assert looked(content, data) is Look.SAME


def test_more_names_than_there_can_be_are_no_proof(content: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.files.regular.MOST_NAMES", 3)
    with pytest.raises(OSError, match="none of them is looked at"):
        looked(content, data)
    assert reread.looked_at(content, data, held(data)) is Look.OTHER
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
    assert looked(content, data) is Look.OTHER
    assert name not in dict(kept_pictures(data))
    assert looked(content, data) is Look.SAME


def kept_pictures(data: Path) -> tuple[tuple[str, str], ...]:
    kept = snapshot.load(data / "deck")
    return kept.pictures if kept else ()


def edited(content: Path, old: str = "A quiet hour", new: str = "A calm hour") -> None:
    text = (content / FILE).read_text()
    assert old in text
    (content / FILE).write_text(text.replace(old, new))


def test_after_a_change_all_is_read_before_the_first_picture(content: Path, data: Path) -> None:
    planted(data)
    edited(content)
    library, shown = ContentReader(content, data, lambda: TODAY).at_start()
    assert title(library) == "A calm hour"
    assert shown == fingerprint(content)


def test_a_start_without_a_change_reads_no_yaml(content: Path, data: Path) -> None:
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
            told = looked(content, data)
            return [told, title(last_shown(content, data) or open_library(content, data, TODAY)[0])]

        assert rights.as_owner(Path(place), lambda _: look())[1] == "A quiet hour"
        subprocess.run(["chmod", "-R", "u+rwX", place], check=True)


def test_on_a_full_disk_what_was_planted_goes_and_is_told(content: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    planted(data)
    monkeypatch.setattr(snapshot, "put", full)
    assert looked(content, data) is Look.OTHER
    assert last_shown(content, data) is None
    assert title(open_library(content, data, TODAY)[0]) == "A quiet hour"


def test_in_the_folder_of_a_publication_no_link_is_followed(content: Path, data: Path) -> None:
    shown = data / "publications" / "shown"
    shutil.copytree(content, shown)
    target, states = data / "target.yaml", list[object]()
    (shown / "topics" / "99-linked.yaml").symlink_to(target)
    (content / "topics" / "99-linked.yaml").symlink_to(target)
    for words in ("one", "two more"):
        target.write_text(words)
        states.append((prints_of(shown, data), prints_of(content, data)))
    (own, linked), (own_later, linked_later) = states  # type: ignore[misc]
    assert own == own_later
    assert linked != linked_later
