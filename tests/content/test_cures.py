"""Every cure that `check` proposes cures: taken as it stands, the problem is gone, no new one comes, and nothing that was written is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from cures import KINDS, outcomes, shifted

from content import sample
from kiosk.content.checks import cures
from kiosk.content.checks.check import cured
from kiosk.content.checks.cures import applied
from kiosk.content.reading.folder import read_folder
from kiosk.problems import Problem, Severity
from kiosk.yaml.reading import in_curly_quotes

TODAY = date(2026, 11, 29)
FILE = "topics/10-infusion.yaml"
TITLE = "title: {en: Your infusion, es: Su infusión}"
SLIDE = sample.INFUSION[sample.INFUSION.index("  - slide: the-day") :]


def moved(lines: str, by: int, but: int = 0) -> str:
    """These lines further to the right, but for the first ones."""
    return "".join(line if number < but else shifted(line, by) for number, line in enumerate(lines.splitlines(keepends=True)))


CURES = {
    "bold begins a text in braces": (TITLE, "title: {en: **Your** infusion, es: x}", 'title: {en: "**Your** infusion", es: x}', "begins with *"),
    "brackets begin a text in braces": (TITLE, "title: {en: [x] y, es: z}", 'title: {en: "[x] y", es: z}', "begins with ["),
    "no colon before a quote": (TITLE, 'title: {en "Your infusion", es: x}', 'title: {en: "Your infusion", es: x}', "no colon after `en`"),
    "no colon before braces": (TITLE, "title {en: Your infusion, es: x}", "title: {en: Your infusion, es: x}", "no colon after `title`"),
    "braces in braces": (TITLE, "title: {en: Bus {12}, es: Bus {12}}", 'title: {en: "Bus {12}", es: "Bus {12}"}', "A { is inside"),
    "no comma": (TITLE, "title: {en: Your infusion es: Su infusión}", TITLE, "no comma before `es:`"),
    "no brace": (TITLE, "title: en: Your infusion, es: Su infusión}", TITLE, "no { before `en:`"),
    "no closing brace": (TITLE, "title: {en: Your infusion, es: Su infusión", TITLE, "not closed"),
    "a stray quote": (TITLE, TITLE.replace(", es", '", es'), TITLE.replace("Your infusion", '"Your infusion"'), 'A " in this text has no'),
    "a colon behind a comma": (
        "en: You can ask us to stop.", "en: You can ask us, please: stop.", 'en: "You can ask us, please: stop."', "There is a colon",
    ),
    "a stray quote in a text": ("A friend takes you", 'A friend" takes you', "A friend takes you", 'A " in this text has no partner'),
    "a stray brace in a text": ("can ask us to stop.", "can ask us} to stop.", "can ask us to stop.", "A } in this text has no partner"),
    "a comma in braces": (TITLE, "title: {en: First, a talk, es: x}", 'title: {en: "First, a talk", es: x}', "a comma ends a text"),
    "curly quotes": (TITLE, "title: {en: “First, a talk”, es: x}", 'title: {en: "First, a talk", es: x}', "a comma ends a text"),
    "curly quotes around more of them": (
        TITLE, "title: {en: “Your “calm” day”, es: “Su día”}", 'title: {en: "Your “calm” day", es: "Su día"}', "curly quotes around",
    ),
    "single curly quotes": (TITLE, "title: {en: ‘Your day’, es: ‘Su día’}", "title: {en: 'Your day', es: 'Su día'}", "curly quotes around"),
    "a curly quote that opens": (TITLE, 'title: {en: “Your day", es: “Su día"}', 'title: {en: "Your day", es: "Su día"}', "has no partner"),
    "a curly quote that closes": (TITLE, 'title: {en: "Your day”, es: "Su día”}', 'title: {en: "Your day", es: "Su día"}', "after its closing quote"),
    "curly quotes around a name": (TITLE, "title: {“en”: Your day, “es”: Su día}", "title: {en: Your day, es: Su día}", "is not known here"),
    "curly quotes around braces": (TITLE, "title: “{en: Your infusion, es: Su infusión}”", TITLE, "There is a colon"),
    "curly quotes around a colon": ("en: You can ask us to stop.", "en: “Ask us: we stop.”", 'en: "Ask us: we stop."', "There is a colon"),
    "curly quotes before a colon": ("en: You can ask us to stop.", "en: “Stop”: say so.", 'en: "“Stop”: say so."', "There is a colon"),
    "a slide two spaces short": (SLIDE, moved(SLIDE, -2), SLIDE, "does not line up"),
    "a slide too deep": (SLIDE, moved(SLIDE, 2), SLIDE, ""),
    "a slide two spaces short but for its first line": (SLIDE, moved(SLIDE, -2, but=1), SLIDE, "does not line up"),
    "a slide too deep but for its first line": (SLIDE, moved(SLIDE, 2, but=1), SLIDE, "does not line up"),
    "a Cyrillic letter": ("tint: apricot", "tint: аpricot", "tint: apricot", "cannot stand after"),
    "a Cyrillic name": ("topic: infusion", "tоpic: infusion", "topic: infusion", "is not known"),
    "a capital": ("tint: apricot", "tint: Apricot", "tint: apricot", "cannot stand after"),
    "an en dash": ("  - slide: the-day", "  – slide: the-day", "  - slide: the-day", "does not line up"),
    "a tab": ("    kind: steps", "\tkind: steps", "    kind: steps", "a tab"),
    "a lost dash": ("  - slide: the-day", "    slide: the-day", "  - slide: the-day", "dash is missing"),
    "a day of the week": ("tint: apricot", "show: {days: Thursday}", "show: {days: [thu]}", "A list belongs"),
    "days of the week": ("tint: apricot", "show: {days: [Monday, thu]}", "show: {days: [mon, thu]}", "cannot stand after"),
    "a date": ("checked: 2026-11-01", "checked: 13.11.2026", "checked: 2026-11-13", "is not a date"),
    "sources without a comma": ("sources: [clinic]", "sources: [clinic zarate-2006]", "sources: [clinic, zarate-2006]", "cannot be a name"),
}


def cures_of(content: Path, text: str) -> tuple[Problem, ...]:
    sample.write(content)
    (content / FILE).write_text(text, encoding="utf-8")
    reading = read_folder(content)
    return cured(reading.problems or warnings(content), reading, content, TODAY, sample.ICONS)


def warnings(content: Path) -> tuple[Problem, ...]:
    from kiosk.content.checks.check import check

    return sample.apart_from_sign_off(check(content, TODAY, sample.ICONS))


@pytest.mark.parametrize(("good", "slip", "cure", "wrong"), CURES.values(), ids=CURES)
def test_the_cure_is_written_out_and_leaves_nothing_wrong(tmp_path: Path, good: str, slip: str, cure: str, wrong: str) -> None:
    assert good in sample.INFUSION
    text = sample.INFUSION.replace(good, slip, 1)
    first = next(each for each in cures_of(tmp_path, text) if wrong in each.wrong)
    assert first.cure
    fresh = applied(text, first.cure)
    assert fresh == sample.INFUSION.replace(good, cure, 1)
    (tmp_path / FILE).write_text(fresh, encoding="utf-8")
    assert warnings(tmp_path) == ()


NONE = {
    "half a file": (sample.INFUSION[: sample.INFUSION.index("Primero")], "only in part", "last good version"),
    "half a file within a quote": (sample.INFUSION[:60] + '"', "", ""),
    "a spreadsheet": ("\n".join(f"{line};;;" for line in sample.INFUSION.splitlines()) + "\n", "spreadsheet", "last good version"),
    "a table": ("a;b;c\nd;e;f\n", "spreadsheet", "last good version"),
    "a name twice": (sample.INFUSION.replace("es: Su infusión", "en: Su infusión"), "second time", "Keep one of the two"),
    "a date that can be read in two ways": (sample.INFUSION.replace("2026-11-01", "03/04/2026"), "is not a date", "year, month and day"),
    "a picture from a camera": (sample.INFUSION.replace("room.svg", "IMG_4711.JPG"), "name of a picture", "small letters: rename the file"),
}


@pytest.mark.parametrize(("text", "wrong", "instead"), NONE.values(), ids=NONE)
def test_where_nothing_is_certain_no_cure_is_proposed(tmp_path: Path, text: str, wrong: str, instead: str) -> None:
    first, *_ = cures_of(tmp_path, text)
    assert not first.cure
    assert "Write line" not in first.instead
    assert wrong in first.wrong
    assert instead in first.instead


ROOM = "    title: {en: A quiet hour, es: Una hora tranquila}\n"
LIST = "  - slide: the-day\n"
MORE = "      - {en: Ring us., es: Llámenos.}\n"
TWICE = {
    "another title": (ROOM, f"{ROOM}    title: {{en: Calm, es: Calma}}\n", "delete line 11 or line 12."),
    "a title at the end": (LIST, f"    title: {{en: Calm, es: Calma}}\n{LIST}", "delete line 11 or line 21."),
    "a sentence": ("        en: The drip", "        en: It drips.\n        en: The drip", "delete line 15 or line 16."),
    "a sentence after a dash": ("      - en: You can", "      - en: You may.\n        en: You can", "Delete line 20, or copy what"),
    "points further up": (ROOM, f"{ROOM}    points:\n{MORE}", "Cut lines 16 to 22 out and paste what you cut below line 13;"),
    "points at another indent": (LIST, f"    points:\n{MORE[2:]}{LIST}", "paste what you cut below line 20, each line with 2 spaces more before it;"),
}


@pytest.mark.parametrize(("good", "slip", "instead"), TWICE.values(), ids=TWICE)
def test_a_name_that_stands_twice_in_a_slide_never_tears_it_in_two(tmp_path: Path, good: str, slip: str, instead: str) -> None:
    (told,) = (each for each in cures_of(tmp_path, sample.INFUSION.replace(good, slip, 1)) if "second time" in each.wrong)
    assert not told.cure
    assert instead in told.instead


@pytest.mark.parametrize(
    ("good", "slip", "instead"),
    [(ROOM, ROOM * 2, "Both say the same: delete line 12."), (LIST, f"    points:\n{MORE}{LIST}", "Delete line 21: then what")],
    ids=["word for word", "points one below the other"],
)
def test_what_stands_twice_and_loses_nothing_is_put_together(tmp_path: Path, good: str, slip: str, instead: str) -> None:
    text = sample.INFUSION.replace(good, slip, 1)
    (told,) = (each for each in cures_of(tmp_path, text) if "second time" in each.wrong)
    assert instead in told.instead
    (tmp_path / FILE).write_text(applied(text, told.cure), encoding="utf-8")
    assert warnings(tmp_path) == ()


def test_two_mistakes_do_not_hide_each_others_cures(tmp_path: Path) -> None:
    text = sample.INFUSION.replace("en: Your infusion,", "en: Your, infusion,", 1).replace("        makes: claim", "        makes claim", 1)
    told = [each for each in cures_of(tmp_path, text) if each.cure]
    assert [each.line for each in told] == [2, 17]
    for each in told:
        text = applied(text, each.cure)
    assert text == sample.INFUSION.replace("en: Your infusion", 'en: "Your, infusion"', 1)


@pytest.mark.parametrize(("text", "around"), [
    ("“A day”", True), ("‘A day’", True), ("”A day”", True), ("„A day“", True), ("«A day»", True), ("“A “quiet” day”", True), ("‘It’s a day’", True),
    ("“A” day, “B” day”", False), ("“A” or “B”", False), ("„A“ or „B“", False), ("“A day", False), ("A day”", False), ("“", False), ("", False),
])  # fmt: skip
def test_quotes_are_around_a_text_only_if_they_are_one_pair(text: str, around: bool) -> None:
    assert in_curly_quotes(text) is around


def test_slips_of_every_kind_are_cured_or_left_alone(tmp_path: Path) -> None:
    came = list(outcomes(sample.write(tmp_path), 1, seed=4, kinds=KINDS[::6]))
    assert [each for each in came if each.what == "harm"] == []
    assert sum(each.what == "as before" for each in came) > len(came) / 2


@pytest.mark.parametrize("bound", ["MOST_TRIED_TOGETHER", "MOST_SECONDS_TOGETHER"])
def test_all_cures_together_end_and_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    good, slip, _, wrong = CURES["a date"]
    text = sample.INFUSION.replace(good, slip, 1)
    monkeypatch.setattr(cures, bound, 0)
    told = cures_of(tmp_path, text)
    assert [bool(each.cure) for each in told if wrong in each.wrong] == [False]
    assert [(each.file, each.severity) for each in told if "none is proposed" in each.wrong] == [(FILE, Severity.NOTICE)]


def test_what_was_found_before_is_proposed_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (good, slip, *_), (fine, other, *_) = CURES["a date"], CURES["a capital"]
    monkeypatch.setattr(cures, "MOST_TRIED_TOGETHER", 1)
    told = cures_of(tmp_path, sample.INFUSION.replace(good, slip, 1).replace(fine, other, 1))
    assert [bool(each.cure) for each in told if each.severity is Severity.ERROR] == [True, False]
