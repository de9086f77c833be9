"""What stands in a text by mistake is told with what was meant, and what was meant is left alone."""

from __future__ import annotations

from pathlib import Path

import growth
import pytest
from content.test_check import changed, problems
from hypothesis import given
from hypothesis import strategies as st
from shipped import SHIPPED

from content import sample
from kiosk.content.checks.stray_letters import slips, unspoilt
from kiosk.content.model.walk import texts
from kiosk.problems import Severity
from kiosk.yaml.reading import read_yaml

ACCENTED = "áéíóúüñÁÉÍÓÚÑ¿¡“”‘’–—…•äöüßçèàêâîôœæåøłęąşğ°²½€™·´"


@given(st.text("abc xyz" + ACCENTED, max_size=30).filter(lambda text: unspoilt(text) == text))
def test_whatever_was_opened_in_a_wrong_encoding_is_mended(text: str) -> None:
    spoilt = "".join(each.encode().decode("cp1252", "ignore") if cp1252(each) else each for each in text)
    assert unspoilt(spoilt) == text


def cp1252(letter: str) -> bool:
    """Whether all bytes of a letter are letters of Windows-1252."""
    try:
        return bool(letter.encode().decode("cp1252"))
    except UnicodeDecodeError:
        return False


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("¿CÃ³mo serÃ¡?", "Write `¿Cómo` instead of `¿CÃ³mo`; `será?` instead of `serÃ¡?`."),
        ("It isnâ€™t long", "Write `isn’t` instead of `isnâ€™t`."),
        ("â€œCalmâ€\u009d", "“Calm"),
        ("5 Âµg", "Write `µg` instead of `Âµg`."),
        ("A &amp; B", "Write `&` instead."),
        ("caf&eacute;", "Write `é` instead."),
        ("One\\nTwo", "Take `\\n` out."),
        ("A quiet hour”", "Write `A quiet hour` without it."),
        ("Una hora»", "Write `Una hora` without it."),
    ],
)
def test_slips_are_told_with_what_was_meant(text: str, words: str) -> None:
    ((_, _, instead),) = slips(text)
    assert words in instead


@pytest.mark.parametrize(
    "text",
    [
        "“MAÇÃ”", "«CAFÉ»", "‘IRMÃ’", 'A 32" screen is 32"', "We say “calm”", 'We say "calm"', "AT&T; R&D", "«Él dijo “sí”»", "C:\\temp", "Â, Ã",
        "the patients’", "",
    ],
)  # fmt: skip
def test_what_can_be_meant_is_left_alone(text: str) -> None:
    assert slips(text) == ()


def test_all_that_ships_is_left_alone() -> None:
    reading = SHIPPED
    assert [words for file in reading.files for _, text in texts(file.value) for _, words in text.versions if slips(words)] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("infusion", "Puede pedirnos", "CÃ³mo puede pedirnos", (Severity.WARNING, 20)),
        ("infusion", "en: You can ask us to stop.", "en: You can ask us to stop.”", (Severity.NOTICE, 19)),
        ("clinic", "Athens", "AtÃ©ns", (Severity.WARNING, 1)),
        ("sources", "and others", "&amp; others", (Severity.WARNING, 5)),
    ],
)
def test_slips_are_told_where_they_stand(tmp_path: Path, file: str, old: str, new: str, told: tuple[Severity, int]) -> None:
    whole = next(text for name, text in sample.FILES.items() if file in name)
    assert [(each.severity, each.line) for each in problems(tmp_path, **{file: changed(whole, (old, new))})] == [told]


MERGED = {
    "in a text": ("a: |\n  one\n  <<<<<<< HEAD\n  two\n  =======\n  three\n  >>>>>>> theirs\n", [3]),
    "around lines": ("<<<<<<< HEAD\na: one\n=======\na: two\n>>>>>>> theirs\nb: c\n<<<<<<< HEAD\nd: e\n", [1, 7]),
    "what is left": ("a: |\n  one\n  =======\n  two\n", [3]),
    "with what was before": ("a: >\n  one\n  ||||||| base\n  two\n", [3]),
}


@pytest.mark.parametrize("case", MERGED)
def test_two_versions_in_one_file_are_told_and_gone_when_their_marks_are(case: str) -> None:
    text, lines = MERGED[case]
    found = read_yaml(text.encode(), "help.yaml")
    assert found.yaml is None
    assert [problem.line for problem in found.problems if problem.severity is Severity.ERROR and "Two versions" in problem.wrong] == lines
    kept = [line for line in text.splitlines() if not line.strip().startswith(("<<<<", "====", ">>>>", "||||"))]
    assert not [problem for problem in read_yaml("\n".join(kept).encode(), "help.yaml").problems if "versions" in problem.wrong]


@pytest.mark.parametrize("text", ["# =======\na: b\n", "a: ======= x\n", "a: b <<<<<<< c\n", "a: '======='\n"])
def test_signs_within_a_line_are_no_marks(text: str) -> None:
    assert read_yaml(text.encode(), "help.yaml").yaml is not None


@pytest.mark.parametrize("letters", ["Ã»", "Ã» ", "“Ã»", "É»", "â€"])
def test_no_text_that_is_spoilt_throughout_costs_more_than_its_length(letters: str) -> None:
    assert not growth.is_more_than_linear(unspoilt, lambda length: letters * length, short=500)
