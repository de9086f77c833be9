"""Letters that the bundled faces cannot draw are told, each with a cure that is drawn; all others come from these faces."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from conftest import PROJECT
from content.test_check import changed, problems
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtGui import QRawFont, QTextLayout

from content import sample
from kiosk.app import load_fonts
from kiosk.bridge.typesetting import FAMILY, FURTHER, font
from kiosk.content.checks.letters import cure, undrawn
from kiosk.problems import Severity
from kiosk.unseen import unseen

FACES = PROJECT / "assets" / "fonts"
SEEN = [chr(code) for code in range(0x30000) if unicodedata.category(chr(code))[0] not in "CZ"]
COMMON = "µμ≥≤≈≠→←↑↓✓✔✗αβγΔΩ×÷±°²³½⅓€₱\u2010\u2011–—…•·™℃№☎ₓ⁶Nguyễn Đặng Иван Ґ Łódź Ňę"


def drawn_by(family: str) -> set[str]:
    """The letters that every face of a family has, by Qt."""
    faces = [QRawFont(str(path), 16.0) for path in FACES.glob(f"{family}-*.ttf")]
    assert all(face.isValid() for face in faces)
    each = [{letter for letter in SEEN if face.supportsCharacter(ord(letter))} for face in faces]
    assert all(letters == each[0] for letters in each), family
    return each[0]


def test_what_is_taken_to_be_drawn_is_what_qt_finds_in_the_faces(qapp: object) -> None:
    there = drawn_by("AtkinsonHyperlegibleNext") | drawn_by("KioskLetters")
    believed = set(SEEN) - set(undrawn("".join(SEEN)))
    assert {letter for letter in believed ^ there if unseen(f"a{letter}") is None} == set()


@pytest.mark.parametrize("weight", [400, 600, 700])
def test_common_signs_come_from_our_own_faces(qapp: object, weight: int) -> None:
    load_fonts()
    layout = QTextLayout(COMMON, font(40, weight))
    layout.beginLayout()
    layout.createLine().setLineWidth(20_000)
    layout.endLayout()
    for run in layout.glyphRuns():
        assert run.rawFont().familyName() in (FAMILY, FURTHER)
        assert all(run.glyphIndexes())


@given(st.text(st.sampled_from(SEEN), max_size=20))
@example("a✅b❌c⚠️👍")
@example("５㎎ ﬃ ḥ 𝗕𝗼𝗹𝗱 日本語")
def test_what_the_cures_say_is_drawn(text: str) -> None:
    for letter in undrawn(text):
        said = cure(letter)
        assert said == f"Write `{letter}` in words, or leave it out." or not undrawn(said.removeprefix("Write `").rpartition("` instead of `")[0])


# which file, what in it becomes what, and what is told
SIGNS = {
    "a slide": ("infusion", "You can ask us", "✅ You can ask us", "In English a sign of slide `in-the-room`", "✅", "Write `✓` instead of `✅`."),
    "its Spanish": ("infusion", "Puede pedirnos", "Puede 👍 pedirnos", "In Spanish a sign of slide `in-the-room`", "👍", "in words"),
    "the name of the clinic": ("clinic", "Athens", "Athens 😀", "A sign would show", "😀", "☺"),
    "a citation": ("sources", "and others", "日 others", "A sign would show", "日", "in words"),
    "a hard word": ("words", "Medicine that", "Medicine 💉 that", "In English", "💉", "in words"),
    "a button": ("interface", "Palabra  988", "Palabra ⓧ 988", "In Spanish", "ⓧ", "Write `x`"),
    "a question": ("questions", "It may.", "It may. 5 ㎎", "In English", "㎎", "Write `mg`"),
    "the form": ("signup", "Mornings", "𝗠ornings", "In English", "𝗠", "Write `M`"),
    "the help panel": ("help", "Help is here", "Help is here 🆘", "In English", "🆘", "in words"),
}  # fmt: skip


@pytest.mark.parametrize("case", SIGNS)
def test_a_sign_that_would_show_as_a_box_is_told(tmp_path: Path, case: str) -> None:
    file, old, new, where, sign, instead = SIGNS[case]
    whole = next(text for name, text in sample.FILES.items() if file in name)
    (told,) = problems(tmp_path, **{file: changed(whole, (old, new))})
    assert told.severity is Severity.WARNING
    assert where in told.wrong
    assert f"`{sign}`, {unicodedata.name(sign).lower()} (U+{ord(sign):04X})" in told.wrong
    assert instead in told.instead
    assert new.split()[0] in (tmp_path / told.file).read_text().splitlines()[told.line - 1]


def test_a_letter_that_only_looks_like_ours_is_told_within_a_word(tmp_path: Path) -> None:
    (told,) = problems(tmp_path, words=changed(sample.WORDS, ("Medicine that", "Mediсine that")))
    assert (told.severity, told.instead) == (Severity.WARNING, "Type the word again: `Medicine`.")
    assert "cyrillic small letter es" in told.wrong


@pytest.mark.parametrize("words", ["NF-κB and TNF-α", "5 µg of Ω", "Москва"])
def test_a_word_that_mixes_nothing_up_is_left(tmp_path: Path, words: str) -> None:
    assert problems(tmp_path, words=changed(sample.WORDS, ("Medicine that", f"{words} that"))) == ()


def test_signs_of_medicine_and_hard_hyphens_are_drawn(tmp_path: Path) -> None:
    assert problems(tmp_path, clinic=changed(sample.CLINIC, ("Athens", "5 µg ≥ α → ✓ one\u2011on\u2011one 3\u202fmg be\xadfore"))) == ()
