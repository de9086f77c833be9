"""What was signed is kept, and shown beside what stands there later only where the sign-off proves it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import sample
from kiosk.content.checks.reviews import beside, signature
from kiosk.content.model.deck import Review
from kiosk.content.model.walk import SIGNED
from kiosk.content.reading.folder import read_folder
from kiosk.content.store.signed_texts import SignedText, text_of
from kiosk.staff.content.review import sign, topics

DAY = date(2026, 11, 23)
NAMES = ("infusion", "questions", "help-panel", "consultation-form")


def signed(content: Path, name: str = "infusion", language: str = "en") -> Review:
    reading = read_folder(content)
    text = signature(topics(reading)[name], language, beside(reading, content))
    review = Review(name, language, "Dr. Ana Flores", DAY, DAY, text)
    sign(content, review)
    return review


def kept(content: Path, review: Review) -> SignedText | None:
    return text_of(content, read_folder(content), review)


def packed(content: Path, review: Review) -> Path:
    return content / SIGNED / f"{review.topic}-{review.language}.zip"


def members(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as inside:
        return {name: inside.read(name) for name in inside.namelist()}


def pack(file: Path, of: Mapping[str, bytes]) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as inside:
        for name, raw in of.items():
            inside.writestr(name, raw)
    file.write_bytes(written.getvalue())


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample.write(tmp_path / "content")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", NAMES)
def test_what_was_signed_is_known_when_all_of_it_has_changed(content: Path, name: str, language: str) -> None:
    before = topics(read_folder(content))[name]
    review = signed(content, name, language)
    for file in (*content.glob("*.yaml"), *content.glob("topics/*.yaml")):
        if file.name not in {"reviews.yaml", "clinic.yaml"}:
            file.write_text(file.read_text(encoding="utf-8").replace("hour", "minute").replace("hora", "minuto"), encoding="utf-8")
    old = kept(content, review)
    assert old
    assert [slide.title for slide in old.topic.slides] == [slide.title for slide in before.slides]


def test_its_pictures_are_those_that_were_signed(content: Path) -> None:
    review = signed(content)
    old = kept(content, review)
    assert old
    pictures = {name: raw for name, raw in old.files.items() if name.startswith("pictures/")}
    assert pictures
    name = next(iter(pictures))
    (content / name).write_bytes(b"<svg/>")
    later = kept(content, review)
    assert later
    assert later.files == old.files
    file = packed(content, review)
    pack(file, members(file) | {name: b"<svg/>"})
    other = kept(content, review)
    assert other
    assert name not in other.files


def test_a_kept_text_that_is_not_the_signed_one_counts_as_none(content: Path) -> None:
    review = signed(content)
    file = packed(content, review)
    whole = members(file)
    for name, raw in {"topic.yaml": whole["topic.yaml"].replace(b"hour", b"minute"), "digests.json": b"{}", "interface.yaml": b"[]"}.items():
        assert raw != whole[name]
        pack(file, whole | {name: raw})
        assert kept(content, review) is None
    signed(content, language="es")
    packed(content, review).write_bytes((content / SIGNED / "infusion-es.zip").read_bytes())
    assert kept(content, review)  # of one file both languages are read, and it is the signed one all the same
    packed(content, review).unlink()
    assert kept(content, review) is None


@given(at=st.integers(0, 10_000), byte=st.integers(0, 255), cut=st.booleans())
def test_damage_is_noticed_or_does_no_harm(tmp_path_factory: pytest.TempPathFactory, at: int, byte: int, cut: bool) -> None:
    content = sample.write(tmp_path_factory.mktemp("damaged") / "content")
    review = signed(content)
    whole, file = kept(content, review), packed(content, review)
    raw = bytearray(file.read_bytes())
    at %= len(raw)
    raw[at] = byte
    file.write_bytes(raw[:at] if cut else raw)
    found = kept(content, review)
    assert whole
    assert found is None or found.topic == whole.topic


def test_a_bomb_or_a_link_in_its_place_is_none(content: Path, tmp_path: Path) -> None:
    review = signed(content)
    file = packed(content, review)
    whole = members(file)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as inside:
        for name, raw in whole.items():
            inside.writestr(name, b"#" * 50_000_000 if name == "topic.yaml" else raw)
    assert kept(content, review) is None
    pack(tmp_path / "elsewhere.zip", whole)
    file.unlink()
    file.symlink_to(tmp_path / "elsewhere.zip")
    assert kept(content, review) is None


def test_nothing_is_signed_but_what_was_read(content: Path) -> None:
    reading = read_folder(content)
    text = signature(topics(reading)["infusion"], "en", beside(reading, content))
    topic = next((content / "topics").glob("*infusion.yaml"))
    topic.write_text(topic.read_text(encoding="utf-8").replace("hour", "minute"), encoding="utf-8")
    before = (content / "reviews.yaml").read_bytes() if (content / "reviews.yaml").exists() else b""
    with pytest.raises(ValueError, match="changed while it was being read"):
        sign(content, Review("infusion", "en", "Dr. Ana Flores", DAY, DAY, text))
    assert ((content / "reviews.yaml").read_bytes() if (content / "reviews.yaml").exists() else b"") == before
    assert not (content / SIGNED).exists()
