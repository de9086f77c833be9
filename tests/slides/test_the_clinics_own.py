"""What only the clinic knows, written once in clinic.yaml."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from slides import sample

from kiosk.problems import Problem, Severity
from kiosk.slides.checking import MOST_NOTICE_LETTERS, check
from kiosk.slides.library import Library, open_library
from kiosk.slides.reviews import fingerprint

TODAY = date(2026, 11, 23)
BOTH = "{en: Closed on Thursday, es: Cerrado el jueves}"


def with_lines(folder: Path, *lines: str, **changed: str) -> Path:
    return sample.write(folder / "content", clinic=sample.CLINIC + "".join(f"{line}\n" for line in lines), **changed)


def told(content: Path, today: date = TODAY) -> list[Problem]:
    return [each for each in check(content, today) if each.file == "clinic.yaml"]


def opened(content: Path, today: date = TODAY) -> Library:
    library, problems = open_library(content, content.parent / "data", today)
    assert library, problems
    return library


# -- the notice of the day ------------------------------------------------------------------------------------------

long = "x" * (MOST_NOTICE_LETTERS + 1)
NOTICES = {
    "from a day until a day": (f"notice: {{text: {BOTH}, from: 2026-11-23, until: 2026-11-26}}", []),
    "on a day of each week": (f"notice: {{text: {BOTH}, days: [thu]}}", []),
    "without an end": (f"notice: {{text: {BOTH}}}", ["This notice shows until somebody takes it out."]),
    "a plain line": ("notice: Closed on Thursday", ["The Spanish is missing here.", "This notice shows until somebody takes it out."]),
    "it is over": (f"notice: {{text: {BOTH}, until: 2026-11-22}}", ["The last day of this notice has passed, so nobody sees it."]),
    "too long": (f"notice: {{text: {{en: {long}, es: b}}, until: 2026-11-26}}", [
        f"This notice has {len(long)} letters in English, and the waiting screen has room for {MOST_NOTICE_LETTERS}."]),
    "promises": ("notice: {text: {en: We cure you, es: Vea}, until: 2026-11-26}", ["The kiosk never says “cure” like this."]),
    "the end first": (f"notice: {{text: {BOTH}, from: 2026-11-24, until: 2026-11-23}}", ["It ends before it begins."]),
    "no such name": (f"notice: {{txt: {BOTH}}}", ["`text` is missing here.", "`txt` is not known here."]),
}  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), NOTICES.values(), ids=NOTICES.keys())
def test_what_is_wrong_with_a_notice_is_told(tmp_path: Path, line: str, expected: list[str]) -> None:
    assert sorted(each.wrong for each in told(with_lines(tmp_path, line)) if "fill in" not in each.wrong) == sorted(expected)


def test_a_notice_comes_and_goes_by_its_days(tmp_path: Path) -> None:
    library = opened(with_lines(tmp_path, f"notice: {{text: {BOTH}, from: 2026-11-24, until: 2026-11-26}}"))
    noon = datetime(2026, 11, 23, 12)
    seen = [library.at(noon + timedelta(days=days)).notice.in_("es") for days in range(5)]
    assert seen == ["", "Cerrado el jueves", "Cerrado el jueves", "Cerrado el jueves", ""]
    assert library.changes_after(noon) == datetime(2026, 11, 24)
    assert not library.at(noon).holds_at(datetime(2026, 11, 24))
    assert library.notice.in_("en") == "Closed on Thursday", "who looks before its day sees it"


def test_a_notice_voids_no_signature(tmp_path: Path) -> None:
    def prints(*lines: str) -> list[str]:
        library = opened(with_lines(tmp_path, *lines))
        topics = [topic for head in library.heads if (topic := library.topic(head.id))]
        return [fingerprint(topic, code, library.sources) for topic in topics for code in ("en", "es")]

    assert prints() == prints(f"notice: {{text: {BOTH}}}")


def test_a_file_with_a_notice_that_is_too_long_stays_as_it_was(tmp_path: Path) -> None:
    opened(with_lines(tmp_path))
    content = with_lines(tmp_path, NOTICES["too long"][0])
    assert [each.severity for each in told(content)][:1] == [Severity.ERROR]
    assert not opened(content).notice
