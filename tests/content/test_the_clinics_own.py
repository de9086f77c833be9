"""What only the clinic knows, written once in clinic.yaml."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT
from content.every_text import TOPIC
from msgspec.structs import replace
from shipped import SHIPPED

from content import sample
from kiosk.content.checks.check import check
from kiosk.content.checks.clinic import misnamed_facts
from kiosk.content.checks.cures import applied
from kiosk.content.checks.reviews import fingerprint, written
from kiosk.content.model.deck import MOST_NOTICE_LETTERS, Clinic, Review, Text
from kiosk.content.model.facts import SHIPPED_NAME, Facts, facts_of, filled_clinic, filled_form, filled_help, filled_questions, filled_topic
from kiosk.content.model.questions import answers, as_topic
from kiosk.content.model.walk import retold, texts
from kiosk.content.reading.folder import read_folder, read_topic
from kiosk.content.store.current import open_library
from kiosk.content.store.library import Library
from kiosk.problems import Problem, Severity
from kiosk.staff.content.paper import Paper
from kiosk.staff.content.review import ReviewOrder, review
from kiosk.staff.errors import ExpectedError
from kiosk.staff.publications.signers import Signers

TODAY = date(2026, 11, 23)
BOTH = "{en: Closed on Thursday, es: Cerrado el jueves}"


def with_lines(folder: Path, *lines: str, **changed: str) -> Path:
    return sample.write(folder / "content", clinic=sample.BARE_CLINIC + "".join(f"{line}\n" for line in lines), **changed)


def told(content: Path, today: date = TODAY) -> list[Problem]:
    return [each for each in check(content, today) if each.file == "clinic.yaml"]


def opened(content: Path, today: date = TODAY) -> Library:
    library, problems = open_library(content, content.parent / "data", today)
    assert library, problems
    return library


def prints_of(content: Path) -> list[str]:
    """What is signed of each topic, in each language."""
    reading = read_folder(content)
    topics = [file.value for file in reading.topics if file.value]
    return [fingerprint(topic, code, reading.sources.value or ()) for topic in topics for code in ("en", "es")]


# -- the notice of the day ------------------------------------------------------------------------------------------

long = "x" * (MOST_NOTICE_LETTERS + 1)
NOTICES = {
    "from a day until a day": (f"notice: {{text: {BOTH}, from: 2026-11-23, until: 2026-11-26}}", []),
    "on a day of each week": (f"notice: {{text: {BOTH}, days: [thu]}}", []),
    "without an end": (f"notice: {{text: {BOTH}}}", ["This notice shows until somebody takes it out."]),
    "not yet": (f"notice: {{text: {BOTH}, from: 2026-12-17, until: 2026-12-24}}", []),
    "never": (f"notice: {{text: {BOTH}, from: 2026-11-23, until: 2026-11-24, days: [thu]}}", [
        "Nobody will ever see this notice: none of its days of the week lies between its first and its last day.",
    ]),
    "urgent": (f"urgent_notice: {{text: {BOTH}, until: 2026-11-26}}", []),
    "both": (f"urgent_notice: {{text: {BOTH}, until: 2026-11-26}}\nnotice: {{text: {BOTH}, from: 2026-12-17, until: 2026-12-24}}", []),
    "urgent and over": (f"urgent_notice: {{text: {BOTH}, until: 2026-11-22}}", ["The last day of this urgent notice has passed, so nobody sees it."]),
    "urgent and too long": (f"urgent_notice: {{text: {{en: {long}, es: b}}, until: 2026-11-26}}", [
        f"This urgent notice has {len(long)} letters in English, and the waiting screen has room for {MOST_NOTICE_LETTERS}."]),
    "urgent from a day": (f"urgent_notice: {{text: {BOTH}, from: 2026-11-24}}", [
        "`from` does not belong here: an urgent notice shows at once, until its last day.",
    ]),
    "urgent without an end": (f"urgent_notice: {{text: {BOTH}}}", [
        "This urgent notice has no last day, so it would stand over every screen until somebody takes it out.",
    ]),
    "a plain line": ("notice: Closed on Thursday", ["The Spanish is missing here.", "This notice shows until somebody takes it out."]),
    "it is over": (f"notice: {{text: {BOTH}, until: 2026-11-22}}", ["The last day of this notice has passed, so nobody sees it."]),
    "too long": (f"notice: {{text: {{en: {long}, es: b}}, until: 2026-11-26}}", [
        f"This notice has {len(long)} letters in English, and the waiting screen has room for {MOST_NOTICE_LETTERS}."]),
    "promises": ("notice: {text: {en: We cure you, es: Vea}, until: 2026-11-26}", ["The kiosk never says “cure” like this."]),
    "the end first": (f"notice: {{text: {BOTH}, from: 2026-11-24, until: 2026-11-23}}", ["It ends before it begins."]),
    "no such name": (f"notice: {{txt: {BOTH}}}", ["`txt` is not known here."]),
}  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), NOTICES.values(), ids=NOTICES.keys())
def test_what_is_wrong_with_a_notice_is_told(tmp_path: Path, line: str, expected: list[str]) -> None:
    assert sorted(each.wrong for each in told(with_lines(tmp_path, line)) if "can still fill in" not in each.wrong) == sorted(expected)


def test_a_notice_comes_and_goes_by_its_days(tmp_path: Path) -> None:
    library = opened(with_lines(tmp_path, f"notice: {{text: {BOTH}, from: 2026-11-24, until: 2026-11-26}}"))
    noon = datetime(2026, 11, 23, 12)
    seen = [library.at(noon + timedelta(days=days)).notice.in_("es") for days in range(5)]
    assert seen == ["", "Cerrado el jueves", "Cerrado el jueves", "Cerrado el jueves", ""]
    assert library.changes_after(noon) == datetime(2026, 11, 24)
    assert not library.at(noon).holds_at(datetime(2026, 11, 24))
    assert library.notice.in_("en") == "Closed on Thursday", "who looks before its day sees it"


def test_a_notice_voids_no_signature(tmp_path: Path) -> None:
    assert prints_of(with_lines(tmp_path)) == prints_of(with_lines(tmp_path, f"notice: {{text: {BOTH}}}"))


def test_a_file_with_a_notice_that_is_too_long_stays_as_it_was(tmp_path: Path) -> None:
    opened(with_lines(tmp_path))
    content = with_lines(tmp_path, NOTICES["too long"][0])
    assert Severity.ERROR in [each.severity for each in told(content)]
    assert not opened(content).notice


FORMER = {
    "in lines": (f"notice:\n  text: {BOTH}\n  until: 2026-11-26\n  urgent: yes", f"urgent_notice:\n  text: {BOTH}\n  until: 2026-11-26\n"),
    "in braces": (f"notice: {{text: {BOTH}, until: 2026-11-26, urgent: yes}}", f"urgent_notice: {{text: {BOTH}, until: 2026-11-26}}"),
    "first in braces": (f"notice: {{'urgent': 'true', text: {BOTH}, until: 2026-11-26}}", f"urgent_notice: {{text: {BOTH}, until: 2026-11-26}}"),
    "not urgent": (f"notice: {{text: {BOTH}, until: 2026-11-26, urgent: no}}", f"notice: {{text: {BOTH}, until: 2026-11-26}}"),
    "beside the new one": (
        f"urgent_notice: {{text: {BOTH}, until: 2026-11-26}}\nnotice:\n  text: {BOTH}\n  urgent: yes",
        f"urgent_notice: {{text: {BOTH}, until: 2026-11-26}}\nnotice:\n  text: {BOTH}\n",
    ),
    "planned for later": (f"notice:\n  text: {BOTH}\n  from: 2026-12-17\n  until: 2026-12-24\n  urgent: yes", ""),
}  # fmt: skip


@pytest.mark.parametrize(("line", "cured"), FORMER.values(), ids=FORMER.keys())
def test_how_an_urgent_notice_was_written_once_is_told_with_what_to_write_now(tmp_path: Path, line: str, cured: str) -> None:
    (problem,) = [each for each in told(with_lines(tmp_path, line)) if each.severity is Severity.ERROR]
    assert problem.wrong == "`urgent` is not known here: an urgent notice stands beside the notice, as `urgent_notice:`."
    assert problem.instead.startswith(("Write `urgent_notice:`", "Delete `urgent:`"))
    text = (tmp_path / "content" / "clinic.yaml").read_text()
    if not cured:  # it would show at once: that is nobody's to decide but whoever planned it
        assert "`from:`" in problem.instead
        assert not problem.cure
        return
    fresh = applied(text, problem.cure)
    assert fresh.rstrip() == text.replace(line, cured).rstrip()
    (tmp_path / "content" / "clinic.yaml").write_text(fresh)
    assert not [each for each in told(tmp_path / "content") if each.severity is Severity.ERROR]


def test_an_urgent_notice_shows_beside_the_other_until_its_last_day(tmp_path: Path) -> None:
    urgent = "urgent_notice: {text: {en: Power cut, es: No hay luz}, until: 2026-11-24}"
    library = opened(with_lines(tmp_path, f"notice: {{text: {BOTH}, from: 2026-11-24}}", urgent))
    noon = datetime(2026, 11, 23, 12)
    seen = [(at.urgent.in_("en"), at.notice.in_("en")) for days in range(3) if (at := library.at(noon + timedelta(days=days)))]
    assert seen == [("Power cut", ""), ("Power cut", "Closed on Thursday"), ("", "Closed on Thursday")]
    assert library.changes_after(noon) == datetime(2026, 11, 24)
    assert not library.at(noon).holds_at(datetime(2026, 11, 25))


# -- facts ----------------------------------------------------------------------------------------------------------

FACTS = {
    "a number, however it is written": ("phone: 706.555.0123", "phone", "(706) 555-0123"),
    "a number without any signs": ("phone: 7065550123", "phone", "(706) 555-0123"),
    "a number with an extension": ("after_hours: (706) 555-0123 ext. 4", "after_hours", "(706) 555-0123 ext. 4"),
    "a number from abroad": ("phone: +52 55 5061 1122", "phone", "+52 55 5061 1122"),
    "an address is the same in each language": ("address: 1 Main St", "address", "1 Main St"),
    "an address by language": ("address: {en: House 1, es: Casa 1}", "address", "Casa 1"),
    "hours": ("hours: Mon-Fri 8:00-12:00, 13:00-17:00, Sat 9:00-13:00", "hours",
              "lunes a viernes, de 8:00 a. m. a 12:00 p. m. y de 1:00 p. m. a 5:00 p. m.; sábado, de 9:00 a. m. a 1:00 p. m."),
    "hours of single days": ("hours: Mon,Wed,Fri 9:00-24:00", "hours", "lunes, miércoles y viernes, de 9:00 a. m. a 12:00 a. m."),
    "hours to noon in Spanish": ("hours: lunes a viernes de 9:00 al mediodía", "hours", "lunes a viernes, de 9:00 a. m. a 12:00 p. m."),
    "hours through the night that are meant": ("hours: Mon 6 pm - 8 am", "hours", "lunes, de 6:00 p. m. a 8:00 a. m."),
    "hours in words": ("hours: {en: By appointment, es: Con cita}", "hours", "Con cita"),
    "when somebody calls": ("call_back: {en: in two days, es: en dos días}", "call_back", "en dos días"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "name", "expected"), FACTS.values(), ids=FACTS.keys())
def test_a_fact_is_taken_and_said_in_its_way(tmp_path: Path, line: str, name: str, expected: str) -> None:
    content = with_lines(tmp_path, line)
    value = getattr(opened(content).clinic, name)
    assert (value if isinstance(value, str) else value.in_("es")).replace("\u00a0", " ") == expected
    assert [each.wrong for each in told(content) if "can still fill in" not in each.wrong] == []


SLIPS = {
    "no number": ("phone: call us", "`call us` is not a phone number."),
    "a digit is missing": ("after_hours: 706 555 012", "`706 555 012` is not a phone number."),
    "hours that nobody understands": ("hours: when the sun shines", "not understood among the hours. -> Write days and times, such as `hours:"),
    "hours with a slip": ("hours: Mon-Fri 8-17", "is not a time as it is written here"),
    "hours through the night": ("hours: 18:00-8:00", "from 6:00 pm until 8:00 am the next morning"),
    "a text in one language": ("parking: Behind the house", "The Spanish is missing here."),
    "a promise": ("price: {en: A cure costs $4, es: Cuesta 4}", "The kiosk never says “cure” like this."),
    "itself in braces": ("parking: {en: 'Call {phone}', es: 'Llame al {phone}'}", "`{phone}` cannot stand here."),
}


@pytest.mark.parametrize(("line", "expected"), SLIPS.values(), ids=SLIPS.keys())
def test_what_is_wrong_with_a_fact_is_told(tmp_path: Path, line: str, expected: str) -> None:
    assert any(expected in f"{each.wrong} -> {each.instead}" for each in told(with_lines(tmp_path, line)))


def test_what_a_clinic_can_fill_in_is_told_once(tmp_path: Path) -> None:
    some = ("phone: 706 555 0123", "hours: Mon-Fri 8:00-17:00", f"price: {BOTH}", f"parking: {BOTH}")
    gaps = [each for each in told(with_lines(tmp_path, *some)) if each.severity is Severity.NOTICE]
    assert [each.wrong for each in gaps] == ["Your clinic can still fill in here: address, after_hours, call_back, who_treats, website."]


def test_an_address_needs_no_other_language_than_the_clinics(tmp_path: Path) -> None:
    assert [code for code, _ in opened(with_lines(tmp_path, "address: 1 Main St")).clinic.address.versions] == ["en", "es"]


POINT = "      - en: You can ask us to stop.\n        es: Puede pedirnos que paremos.\n"
CALL = '      - {en: "Call {phone}.", es: "Llame al {phone}."}\n'
ASKED = "      asks: {en: How long should I leave free?, es: ¿Cuánto tiempo reservo?}\n"


def naming(folder: Path, *lines: str, call: str = CALL) -> Path:
    return with_lines(folder, *lines, infusion=sample.INFUSION.replace(POINT, call), questions=f"{sample.QUESTIONS}      points:\n{call}")


def said(library: Library) -> tuple[list[str], list[str]]:
    topic, question = library.topic("infusion"), library.question("ask-time")
    assert topic
    assert question
    return [each.text.in_("en").replace("\u00a0", " ") for each in topic.slides[0].points][1:], [each.text.in_("es") for each in question.points]


def test_a_text_names_a_fact_and_shows_it(tmp_path: Path) -> None:
    content = naming(tmp_path, "phone: 706 555 0123")
    assert not [each for each in check(content, TODAY) if each.severity is Severity.ERROR]
    assert said(opened(content)) == (["Call (706) 555-0123."], ["Llame al (706)\u00a0555-0123."])


def test_a_fact_that_ends_in_a_stop_brings_no_second_one(tmp_path: Path) -> None:
    call = '      - {en: "{hours}.", es: "{hours}."}\n'
    english, spanish = said(opened(naming(tmp_path, "hours: Mon-Fri 8:00-17:00", call=call)))
    assert english == ["Monday to Friday, 8:00 am to 5:00 pm."]
    assert spanish == ["Lunes a viernes, de 8:00\u00a0a.\u00a0m. a 5:00\u00a0p.\u00a0m."]


def test_a_point_that_names_what_is_not_filled_in_is_left_out(tmp_path: Path) -> None:
    assert said(opened(naming(tmp_path))) == ([], []), "a question without points is for the clinic's team"


def test_a_slide_with_no_point_left_does_not_show_and_does_not_count(tmp_path: Path) -> None:
    bare = sample.INFUSION.replace(POINT, "").replace("en: The drip runs for **about an hour** here.", "en: Call {phone}.")
    content = with_lines(tmp_path, infusion=bare)
    library = opened(content)
    head = library.heads[0]
    assert (head.slides, library.first_slide(head.id)) == (1, "the-day")
    library = opened(with_lines(tmp_path, "phone: 706 555 0123", infusion=bare))
    head = library.heads[0]
    assert (head.slides, library.first_slide(head.id)) == (2, "in-the-room")


def test_a_new_number_voids_no_signature(tmp_path: Path) -> None:
    assert prints_of(naming(tmp_path)) == prints_of(naming(tmp_path, "phone: 706 555 0123"))


WRONGLY_NAMED = {
    "nothing of that name": (CALL.replace("{phone}", "{phon}"), "Nothing in clinic.yaml is called `{phon}`. Did you mean `phone`?"),
    "nothing like it": (CALL.replace("{phone}", "{xyz}"), "Nothing in clinic.yaml is called `{xyz}`. What can stand in braces: name, phone"),
}


@pytest.mark.parametrize(("call", "expected"), WRONGLY_NAMED.values(), ids=WRONGLY_NAMED.keys())
def test_what_is_wrong_in_braces_is_told(tmp_path: Path, call: str, expected: str) -> None:
    found = [each for each in check(naming(tmp_path, call=call), TODAY) if expected in f"{each.wrong} {each.instead}"]
    assert {each.file for each in found} == {"topics/10-infusion.yaml", "questions.yaml"}


def test_a_recording_of_what_stands_in_braces_is_told(tmp_path: Path) -> None:
    content = naming(tmp_path, "phone: 706 555 0123", call=CALL.replace("{en:", "{clip: {en: a.mp3}, en:"))
    assert {each.file for each in check(content, TODAY) if "goes on saying" in each.wrong} == {"topics/10-infusion.yaml", "questions.yaml"}


def test_braces_in_a_headline_are_told(tmp_path: Path) -> None:
    content = with_lines(tmp_path, infusion=sample.INFUSION.replace("{en: A quiet hour,", '{en: "Call {phone}",'))
    assert [each.line for each in check(content, TODAY) if "cannot stand here" in each.wrong] == [11]


FILLED: dict[str, Callable[[Any, Facts], Any]] = {"clinic": filled_clinic, "help": filled_help, "questions": filled_questions, "signup": filled_form}


def as_it_is(value: Any, _: Facts) -> Any:
    """Words and sources are not filled in."""
    return value


def test_a_text_may_name_a_fact_where_it_is_filled_in_and_nowhere_else(tmp_path: Path) -> None:
    reading = read_folder(with_lines(tmp_path, f"notice: {{text: {BOTH}}}", f"parking: {BOTH}", infusion=TOPIC))
    assert reading.clinic.value
    known = facts_of(replace(reading.clinic.value, phone="706 555 0123"))
    may, may_not = set(), set()
    for file in reading.files:
        fill = FILLED.get(file.name.removesuffix(".yaml"), filled_topic if file in reading.topics else as_it_is)
        for way, _ in texts(file.value) if file.name != "interface.yaml" else ():
            naming_it = Text((("en", "Call {phone}."), ("es", "Llame al {phone}.")))
            shown = fill(retold(file.value, way, naming_it), known)
            stays = [text for _, text in texts(shown) if "{phone}" in text.in_("en")]
            assert bool(stays) is any(misnamed_facts(way, naming_it)), (file.name, way)
            (may_not if stays else may).update(step for step in way if isinstance(step, str))
    assert {"groups", "choices", "rows", "columns", "statements", "lines", "notice"} <= may
    assert {"title", "intro", "picture", "parking"} <= may_not


@pytest.mark.parametrize(("old", "gone"), [("en: You swallow it.", "slide"), ("en: After weeks.", "row")])
def test_a_table_with_a_hole_compares_nothing(old: str, gone: str) -> None:
    more = "      - {title: {en: And?, es: ¿Y?}, points: [{choice: talk, en: So., es: Así.}, {choice: pill, en: So., es: Así.}]}\n"
    rows = sample.CHANGE.replace("  - slide: the-room\n", f"{more}  - slide: the-room\n")
    read = read_topic(rows.replace(old, f'en: "{{parking}} {old[4:]}"').encode(), "x.yaml")
    assert read.value, read.problems
    left = filled_topic(read.value, {})
    assert left
    tables = [slide for slide in left.slides if slide.kind == "table"]
    assert [[len(column.points) for column in slide.columns] for slide in tables] == ([] if gone == "slide" else [[2]])


def test_the_paper_says_how_to_reach_the_clinic(tmp_path: Path) -> None:
    lines = ("phone: 706 555 0123", "address: 1 Main St", "hours: Mon-Fri 8:00-17:00", "after_hours: 706 555 0124")
    head = Paper(opened(with_lines(tmp_path, *lines)), "es", TODAY).cover()[0][0]
    for each in ("Athens Ketamine Center", "(706) 555-0123", "1 Main St", "Lunes a viernes", "(706) 555-0124"):
        assert each in head


# -- what no clinician signs ----------------------------------------------------------------------------------------

PARKING = """\
  - slide: where-to-park
    about: clinic
    title: {en: Where to park, es: Dónde estacionar}
    picture: {file: room.svg, says: {en: A chair., es: Un sillón.}}
    points:
      - {en: Behind the house. An hour is $2., es: Detrás de la casa. Una hora son 2 dólares.}
"""
ALL_OF_THE_CLINIC = f"""\
topic: visit
title: {{en: Finding us, es: Cómo llegar}}
picture: room.svg
owner: Front desk
checked: 2026-11-01
review_by: 2027-05-01
slides:
{PARKING}"""


def signed(folder: Path, **changed: str) -> Path:
    """The sample, of which a clinician has signed the topic `infusion`; then these changes."""
    content = with_lines(folder)
    reading = read_folder(content)
    topic = next(file.value for file in reading.topics if file.value and file.value.id == "infusion")
    entries = [
        Review("infusion", code, "Dr. A", TODAY, date(2027, 5, 1), fingerprint(topic, code, reading.sources.value or ())) for code in ("en", "es")
    ]
    with_lines(folder, **changed)
    (content / "reviews.yaml").write_text(written(entries), encoding="utf-8")
    return content


def standing(content: Path) -> list[str]:
    """What is said about signatures and about medicine on slides of the clinic."""
    files = ("topics/10-infusion.yaml", "topics/20-change.yaml")
    told = (each for each in check(content, TODAY) if each.file in files)
    return [f"{each.file[7:9]}: {each.wrong}" for each in told if "signed" in each.wrong or "about: clinic" in each.wrong]


MEDICINE = {
    "words": ("An hour is $2.", "It helps with depression.", "depression"),
    "words of the other language": ("Una hora son 2 dólares.", "Pregunte por la dosis.", "dosis"),
    "a share of people": ("An hour is $2.", "7 of 10 park here.", "7 of 10"),
    "what is claimed": ("2 dólares.}", "2 dólares., makes: claim, sources: [clinic]}", "makes: claim"),
    "a paper": ("2 dólares.}", "2 dólares., sources: [zarate-2006]}", "sources: [zarate-2006]"),
}


def test_a_slide_about_the_clinic_voids_no_signature(tmp_path: Path) -> None:
    others = ["20: No clinician has signed off the English and Spanish of this topic."]
    assert standing(signed(tmp_path, infusion=sample.INFUSION + PARKING)) == others
    library = opened(tmp_path / "content")
    assert library.reviewed("infusion", "es")


@pytest.mark.parametrize(("old", "new", "word"), MEDICINE.values(), ids=MEDICINE.keys())
def test_a_slide_about_the_clinic_that_speaks_of_medicine_must_be_signed(tmp_path: Path, old: str, new: str, word: str) -> None:
    assert old in PARKING
    content = signed(tmp_path, infusion=sample.INFUSION + PARKING.replace(old, new))
    told = [each for each in standing(content) if each.startswith("10: ")]
    assert any(f"this speaks of medicine: “{word}”" in each for each in told), told
    assert sum("changed after Dr. A signed it off" in each for each in told) == 2


def test_a_topic_about_the_clinic_needs_no_signature(tmp_path: Path) -> None:
    content = signed(tmp_path, change=ALL_OF_THE_CLINIC, questions=sample.QUESTIONS.replace("see: change/both-sides", ""))
    assert standing(content) == []
    assert opened(content).reviewed("visit", "en")
    whole = ALL_OF_THE_CLINIC.replace("    about: clinic\n", "").replace("tint", "").replace("slides:", "about: clinic\nslides:")
    assert standing(signed(tmp_path, change=whole, questions=sample.QUESTIONS.replace("see: change/both-sides", ""))) == []
    with pytest.raises(ExpectedError, match="nothing to sign in 'visit'"):
        review(content, ReviewOrder("visit", "Dr. A", None, 6, yes=True), TODAY, Signers(tmp_path))


def test_a_question_about_the_clinic_voids_no_signature(tmp_path: Path) -> None:
    def print_of(questions: str) -> str:
        reading = read_folder(with_lines(tmp_path, questions=questions))
        return fingerprint(as_topic(reading.questions.value or ()), "en", reading.sources.value or ())

    parking = "    - {question: park, about: clinic, asks: {en: Where do I park?, es: ¿Dónde estaciono?}}\n"
    assert print_of(sample.QUESTIONS + parking) == print_of(sample.QUESTIONS)
    assert print_of(sample.QUESTIONS + parking.replace("about: clinic, ", "")) != print_of(sample.QUESTIONS)


# -- the name -------------------------------------------------------------------------------------------------------


def test_the_name_of_another_clinic_is_told_wherever_it_stands(tmp_path: Path) -> None:
    changed = {
        "infusion": sample.INFUSION.replace("en: You can ask us to stop.", f"en: You can ask {SHIPPED_NAME} to stop."),
        "sources": sample.SOURCES.replace("cite: Our clinic's own practice", f"cite: {SHIPPED_NAME}"),
    }
    content = with_lines(tmp_path, **changed)
    assert not [each for each in check(content, TODAY) if SHIPPED_NAME in each.wrong]
    clinic = content / "clinic.yaml"
    clinic.write_text(clinic.read_text(encoding="utf-8").replace(f"name: {SHIPPED_NAME}", "name: Tula Clinic"), encoding="utf-8")
    found = [each for each in check(content, TODAY) if SHIPPED_NAME in each.wrong]
    lines = [(content / each.file).read_text(encoding="utf-8").splitlines()[each.line - 1] for each in found]
    assert len(lines) == 2
    assert all(SHIPPED_NAME in line for line in lines)


def test_the_clinic_is_a_source_by_its_own_name_and_a_new_name_voids_no_signature(tmp_path: Path) -> None:
    content = with_lines(tmp_path, sources=sample.SOURCES.replace("cite: Our clinic's own practice", 'cite: "{name}"'))
    before = prints_of(content)
    clinic = content / "clinic.yaml"
    clinic.write_text(clinic.read_text(encoding="utf-8").replace(f"name: {SHIPPED_NAME}", "name: Tula Clinic"), encoding="utf-8")
    assert opened(content).sources[0].cite == "Tula Clinic"
    assert prints_of(content) == before


def test_what_ships_names_the_clinic_in_one_place() -> None:
    files = [path for path in (PROJECT / "content").rglob("*") if path.suffix in {".yaml", ".svg"}]
    assert [path.name for path in files if SHIPPED_NAME in path.read_text(encoding="utf-8")] == ["clinic.yaml"]


# -- the content that ships, before a clinic has filled anything in -------------------------------------------------

CALLING = re.compile(r"\bcall us\b|\bcall the clinic\b|\bllámenos\b|\bllamar a la clínica\b|which number|qué número", re.IGNORECASE)
ASKING = re.compile(r"front desk|ask us|recepción|pregúntenos|pídanos", re.IGNORECASE)


@pytest.mark.parametrize("language", ["en", "es"])
def test_nobody_is_told_to_call_a_clinic_without_being_told_where_its_number_is(language: str) -> None:
    deck = SHIPPED.deck
    assert deck
    lacking = facts_of(Clinic(SHIPPED_NAME, ("en", "es"), Text(), Text()))
    slides = [slide for topic in deck.topics if (told := filled_topic(topic, lacking)) for slide in told.slides]
    slides += [answer for _, answer in answers(filled_questions(deck.questions, lacking))]
    said = [(slide.id, " ".join(text.in_(language) for text in slide.texts())) for slide in slides]
    calling = [(name, words) for name, words in said if CALLING.search(words)]
    assert {"call-the-clinic", "call-about-your-body", "get-ready"} <= {name for name, _ in calling}
    assert [name for name, words in calling if not ASKING.search(words)] == []


def test_what_the_clinic_has_not_filled_in_is_no_question() -> None:
    """Nobody is sent to the front desk for the hours, a number or where to park: each is asked here once it can be answered."""
    deck, clinic = SHIPPED.deck, Clinic(SHIPPED_NAME, ("en", "es"), Text(), Text())
    assert deck
    assert "finding-us" not in {group.id for group in filled_questions(deck.questions, facts_of(clinic))}
    told = facts_of(replace(clinic, parking=Text((("en", "Behind the house."), ("es", "Detrás de la casa.")))))
    asked = {group.id: [each.id for each in group.questions] for group in filled_questions(deck.questions, told)}
    assert asked["finding-us"] == ["where-to-park"]
