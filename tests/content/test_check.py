"""Checks over the whole content: each slip is found at its place and weighs what it should."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from content import sample
from kiosk.content.checks.check import check
from kiosk.problems import Problem, Severity

TODAY = date(2026, 11, 23)
ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE


def problems(
    folder: Path, today: date = TODAY, icons: frozenset[str] = sample.ICONS, **changed: str
) -> tuple[Problem, ...]:
    return sample.apart_from_sign_off(check(sample.write(folder, **changed), today, icons))


def changed(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_the_sample_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path) == ()


ROOM = "picture: {file: room.svg, says: {en: A chair by a window., es: Un sillón junto a una ventana.}}"
LONG_EN = "This is a long way to say that you can rest in a chair for the whole time. " * 5
HARD_EN = "Intravenous administration necessitates continuous professional observation throughout the procedure " * 4
HARD_ES = "La administración intravenosa necesita observación profesional durante la totalidad del procedimiento " * 4

INFUSION = {
    "a claim without a source": (("        sources: [clinic]\n", ""), ERROR, (14, 9), "This claim has no source"),
    "a risk without a source": (
        ("makes: claim\n        sources: [clinic]", "makes: risk"),
        ERROR,
        (14, 9),
        "This risk has no source",
    ),
    "a misspelt source": (("[clinic]", "[clinci]"), ERROR, (18, 19), "no source `clinci`"),
    "a source of the slide that is not there": (
        ("kind: points", "kind: points\n    sources: [zarate]"),
        ERROR,
        (11, 15),
        "no source `zarate`",
    ),
    "a promise": (("You can ask us to stop.", "It cures you."), ERROR, (19, 13), "never says “cures”"),
    "a promise in Spanish": (
        ("Puede pedirnos que paremos.", "Es un milagro."),
        ERROR,
        (20, 13),
        "never says “milagro”",
    ),
    "a promise in a picture's words": (("A chair by a window.", "A safe cure."), ERROR, (12, 42), "never says “cure”"),
    "a slide twice": (("slide: the-day", "slide: in-the-room"), ERROR, (21, 12), "is called `in-the-room` too"),
    "no Spanish": (("        es: Puede pedirnos que paremos.\n", ""), WARNING, (19, 9), "The Spanish is missing here"),
    "no English": (
        ("en: You can ask us to stop.\n        es:", "es:"),
        WARNING,
        (19, 9),
        "The English is missing here",
    ),
    "no Spanish in a plain line": (
        ("{en: A quiet hour, es: Una hora tranquila}", "A quiet hour"),
        WARNING,
        (11, 12),
        "The Spanish is missing",
    ),
    "no Spanish in a step": (
        ("en: The drip runs., es: El goteo corre.}", "en: The drip runs.}"),
        WARNING,
        (28, 9),
        "The Spanish is missing",
    ),
    "a lonely star": (("**about an hour**", "**about an hour*"), WARNING, (15, 13), "no partner"),
    "HTML": (("**about an hour**", "<b>about</b> an hour"), WARNING, (15, 13), "`<b>` will show"),
    "a long headline": (
        ("en: A quiet hour", "en: A quiet hour in a big chair by the window"),
        WARNING,
        (11, 17),
        "headline has 10 words in English",
    ),
    "many words": (("You can ask us to stop.", LONG_EN), WARNING, (9, 5), "words at once in English"),
    "English in pieces": (
        ("You can ask us to stop.", "A pause at any time\n        es: Puede parar.\n      - en: No hurry"),
        WARNING,
        (9, 5),
        "Most of the English of this slide is in pieces and not in sentences",
    ),
    "Spanish in pieces": (
        ("Puede pedirnos que paremos.", "Un descanso en cualquier momento\n      - {en: We stay with you., es: Sin prisa.}"),
        WARNING,
        (9, 5),
        "Most of the Spanish of this slide is in pieces and not in sentences, such as “Un descanso en cualquier momento”",
    ),
    "hard English": (
        ("You can ask us to stop.", HARD_EN),
        WARNING,
        (9, 5),
        "The English of this slide takes",
    ),
    "hard English in the topic": (
        ("You can ask us to stop.", HARD_EN),
        WARNING,
        (1, 1),
        "The English of this topic takes",
    ),
    "hard Spanish": (
        ("Puede pedirnos que paremos.", HARD_ES),
        WARNING,
        (9, 5),
        "Spanish of this slide is hard to read",
    ),
    "no picture": ((f"    {ROOM}\n", ""), NOTICE, (9, 5), "has no picture"),
    "nothing but a headline": (("  - slide: the-day\n", "  - title: {en: Hi, es: Hola}\n  - slide: the-day\n"), ERROR, (21, 5), "nothing to show"),
    "a picture without words": ((ROOM, "picture: room.svg"), WARNING, (12, 14), "says nothing to those who cannot see"),
    "a point to keep in mind that is not there": (
        ("tint: apricot\n", "tint: apricot\nkeep: in-the-room/9\n"), WARNING, (5, 7), "no point `in-the-room/9`",
    ),
    "a misspelt picture": (("room.svg", "rooms.svg"), WARNING, (12, 21), "no picture `rooms.svg`"),
    "a picture in capitals": (("room.svg", "Room.svg"), WARNING, (12, 21), "no picture `Room.svg`"),
    "a card without a picture": (
        ("picture: topic-infusion.svg\n", ""),
        WARNING,
        (1, 1),
        "card of this topic has no picture",
    ),
    "a misspelt icon": (("icon: droplet", "icon: dropplet"), WARNING, (14, 15), "no icon `dropplet`"),
    "a misspelt icon of a step": (
        ("icon: droplet,\n         en: We", "icon: drop,\n         en: We"),
        WARNING,
        (26, 89),
        "no icon `drop`",
    ),
    "no owner": (("owner: Clinical lead\n", ""), WARNING, (1, 1), "Nobody answers"),
    "no date": (("review_by: 2027-05-01\n", ""), WARNING, (1, 1), "must be checked again"),
    "an overdue date": (("2027-05-01", "2026-11-22"), WARNING, (7, 12), "should have been checked again by 2026-11-22"),
    "a date this month": (("2027-05-01", "2026-11-23"), NOTICE, (7, 12), "must be checked again by 2026-11-23"),
    "a date within a month": (("2027-05-01", "2026-12-24"), NOTICE, (7, 12), "must be checked again by 2026-12-24"),
    "an overdue slide": (
        ("kind: points", "kind: points\n    review_by: 2026-01-01"),
        WARNING,
        (11, 16),
        "by 2026-01-01",
    ),
    "a check in the future": (("2026-11-01", "2026-11-24"), WARNING, (6, 10), "lies in the future"),
    "a year and two days between checks": (("2027-05-01", "2027-11-03"), WARNING, (7, 12), "More than a year"),
    "two years between checks": (("2027-05-01", "2028-05-01"), WARNING, (7, 12), "More than a year"),
    "a gap": (
        ("kind: points", "kind: points\n    ask_us: {en: Ask us., es: Pregunte.}"),
        NOTICE,
        (11, 13),
        "Only the clinic can say this: Ask us.",
    ),
}


@pytest.mark.parametrize(("change", "severity", "place", "wrong"), INFUSION.values(), ids=INFUSION)
def test_a_slip_in_a_topic_is_found(
    tmp_path: Path, change: tuple[str, str], severity: Severity, place: tuple[int, int], wrong: str
) -> None:
    found = problems(tmp_path, infusion=changed(sample.INFUSION, change))
    told = next((problem for problem in found if wrong in problem.wrong), None)
    assert told, found
    assert (told.file, told.severity) == ("topics/10-infusion.yaml", severity)
    assert (told.line, told.column) == place
    assert told.instead


def test_a_year_between_checks_is_fair(tmp_path: Path) -> None:
    assert problems(tmp_path, infusion=changed(sample.INFUSION, ("2027-05-01", "2027-11-02"))) == ()


def test_a_benefit_stands_beside_a_limit_or_a_risk(tmp_path: Path) -> None:
    alone = changed(
        sample.CHANGE,
        (
            "{en: It may not last., es: Puede no durar., makes: limit, sources: [zarate-2006]}",
            "{en: It may not last., es: Puede no durar.}",
        ),
    )
    found = problems(tmp_path, change=alone)
    assert [(problem.severity, problem.line, problem.column) for problem in found] == [(ERROR, 15, 13)]
    risky = changed(sample.CHANGE, ("makes: limit", "makes: risk"))
    assert problems(tmp_path, change=risky) == ()


BESIDE = [("", "{parking}", 1), ("{price}", "{parking}", 1), ("{price}", "{price}", 0), ("{price}", "", 0)]


@pytest.mark.parametrize(("benefit", "limit", "errors"), BESIDE)
def test_what_a_benefit_stands_beside_shows_whenever_the_benefit_does(tmp_path: Path, benefit: str, limit: str, errors: int) -> None:
    pairs = [("Some people feel better in a day.", f'"It helps in a day. {benefit}"'), ("It may not last.", f'"It may not last. {limit}"')]
    found = problems(tmp_path, change=changed(sample.CHANGE, *pairs))
    assert [problem.severity for problem in found if "stands alone" in problem.wrong] == [ERROR] * errors


def test_a_source_of_the_whole_slide_stands_for_its_points(tmp_path: Path) -> None:
    text = changed(
        sample.INFUSION, ("        sources: [clinic]\n", ""), ("kind: points", "kind: points\n    sources: [clinic]")
    )
    assert problems(tmp_path, infusion=text) == ()


def test_without_sources_nothing_is_said_of_each_that_is_named(tmp_path: Path) -> None:
    assert {problem.file for problem in problems(tmp_path, sources="- [\n")} == {"sources.yaml"}


def test_only_the_open_step_and_the_open_card_count_as_seen(tmp_path: Path) -> None:
    twenty = "You rest in a chair for the whole time and can ask us to stop, or for a cup of tea."
    text = sample.INFUSION
    for said in ("We check your heart.", "The drip runs.", "A friend takes you home."):
        text = changed(text, (said, f'"{twenty} {twenty}"'))
    assert not [problem for problem in problems(tmp_path, infusion=text) if "at once" in problem.wrong]


def test_the_glossary_makes_hard_words_easier(tmp_path: Path) -> None:
    hard = "Dissociation is odd. " * 12
    plain = problems(tmp_path, infusion=changed(sample.INFUSION, ("You can ask us to stop.", hard)))
    words = changed(sample.WORDS, ("[infusion]", "[infusion, dissociation]"))
    known = problems(tmp_path, infusion=changed(sample.INFUSION, ("You can ask us to stop.", hard)), words=words)
    assert [problem for problem in plain if "years of school" in problem.wrong]
    assert not [problem for problem in known if "years of school" in problem.wrong]


def test_two_topics_of_one_name_are_told_at_the_second(tmp_path: Path) -> None:
    found = problems(tmp_path, change=changed(sample.CHANGE, ("topic: change", "topic: infusion")))
    assert [(problem.file, problem.line, problem.column, problem.severity) for problem in found if problem.severity is ERROR] == [
        ("topics/20-change.yaml", 1, 8, ERROR)
    ]


SLIDE = sample.INFUSION[sample.INFUSION.index("  - slide: in-the-room") : sample.INFUSION.index("  - slide: the-day")]
ASKED = sample.QUESTIONS[sample.QUESTIONS.index("    - question: ask-time") :]
AGAIN = {
    "a slide": ({"infusion": sample.INFUSION + SLIDE}, "The same is in lines 9 to 20 already: delete lines 32 to 43."),
    "a slide that says more": ({"infusion": sample.INFUSION + SLIDE + "      - {en: Ring., es: Llame.}\n"}, "The first is in lines 9 to 20."),
    "a word": ({"words": sample.WORDS * 2}, "The same is in lines 1 to 4 already: delete lines 5 to 8."),
    "a question": ({"questions": sample.QUESTIONS + ASKED}, "The same is in lines 11 to 12 already: delete lines 13 to 14."),
    "a group": ({"questions": sample.QUESTIONS * 2}, "The same is in lines 1 to 12 already: delete lines 13 to 24."),
    "an option": (
        {"signup": changed(sample.SIGNUP, ("evening, en: Evenings, es: En la tarde", "morning, en: Mornings, es: En la mañana"))},
        "The same is in line 18 already: delete line 19.",
    ),
}


@pytest.mark.parametrize(("files", "instead"), AGAIN.values(), ids=AGAIN)
def test_what_stands_there_twice_is_told_with_the_lines_to_delete(tmp_path: Path, files: dict[str, str], instead: str) -> None:
    found = problems(tmp_path, **files)
    assert any(instead in problem.instead for problem in found if problem.severity is ERROR)


@pytest.mark.parametrize(("old", "new", "instead"), [("", "", "delete this file."), ("A quiet hour", "Our new room", "“Our new room”.")])
def test_of_two_files_of_one_topic_the_one_that_shows_is_named_and_what_is_new_in_the_other(tmp_path: Path, old: str, new: str, instead: str) -> None:
    content = sample.write(tmp_path)
    (content / "topics" / "10-infusion.yml").write_text(sample.INFUSION.replace(old, new, 1), encoding="utf-8")
    (told,) = (problem for problem in check(content, TODAY, sample.ICONS) if problem.severity is ERROR)
    assert told.file == "topics/10-infusion.yml"
    assert told.wrong == "topics/10-infusion.yaml is the topic `infusion` that shows; nothing in this file does."
    assert told.instead.endswith(instead)


@pytest.mark.parametrize(("name", "text"), [("words", sample.WORDS), ("sources", sample.SOURCES)])
def test_a_word_or_source_twice_is_told(tmp_path: Path, name: str, text: str) -> None:
    found = problems(tmp_path, **{name: text + text})
    assert {(problem.file, problem.severity) for problem in found} == {(f"{name}.yaml", ERROR)}


def test_a_word_without_forms_in_a_language_is_warned_of(tmp_path: Path) -> None:
    found = problems(tmp_path, words=changed(sample.WORDS, (", es: [infusión]", "")))
    assert [(problem.severity, problem.line) for problem in found] == [(WARNING, 2)]


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("988", "989", "988 in English"),
        ("988", "989", "988 in Spanish"),
        ("Call or text 988 or chat", "Call 988 or chat", "wants it in English"),
        ("oprima 2", "oprima 3", "wants it in Spanish"),
        ("Call 911", "Call 912", "911 in English"),
        ("al 911", "al 912", "911 in Spanish"),
    ],
)
def test_help_without_its_numbers_is_an_error(tmp_path: Path, old: str, new: str, wrong: str) -> None:
    found = problems(tmp_path, help=sample.HELP.replace(old, new))
    assert {(problem.file, problem.severity) for problem in found} == {("help.yaml", ERROR)}
    assert any(wrong in problem.wrong for problem in found)


SAID_EN = "Call or text 988 or chat 988lifeline.org."
TITLES = ("Call or text 988", "Call"), ("Llame al 988", "Llame")
IN_A_PICTURE = f"picture: {{file: room.svg, says: {{en: {SAID_EN}, es: Llame al 988.}}}}\n"
UNSEEN_HELP = {
    "a line that names what is not filled in": (("Call 911 or tell the staff.", '"Call 911, or us: {after_hours}."'), "911 in English"),
    "a title that names what is not filled in": (("en: In danger now?", 'en: "In danger? {phone}"'), "911 in English"),
    "a longer number": ((SAID_EN, "Call 1-900-988-0147."), "988 in English"),
    "an address": ((SAID_EN, "Chat at 988lifeline.org."), "988 in English"),
    "what only a voice says": ((SAID_EN, "Call us."), "988 in English"),
}


@pytest.mark.parametrize(("change", "wrong"), UNSEEN_HELP.values(), ids=UNSEEN_HELP)
def test_help_counts_as_it_is_seen_while_the_clinic_has_filled_in_nothing(tmp_path: Path, change: tuple[str, str], wrong: str) -> None:
    for clinic in (sample.CLINIC, sample.BARE_CLINIC):
        found = problems(tmp_path, help=changed(sample.HELP, change, *TITLES) + IN_A_PICTURE, clinic=clinic)
        assert any(wrong in problem.wrong for problem in found if (problem.file, problem.severity) == ("help.yaml", ERROR))


def test_words_below_the_code_that_calls_without_988_are_an_error(tmp_path: Path) -> None:
    text = re.sub(r"(?m)^scan_to_call: .*$", 'scan_to_call: {en: "Call 1-900-988-0147", es: Llame al 988}', sample.interface())
    found = problems(tmp_path, interface=text)
    assert [(problem.file, problem.severity, "code that calls 988" in problem.wrong) for problem in found] == [("interface.yaml", ERROR, True)]


@pytest.mark.parametrize("spanish", ["", ": 9880", ": 1988", ": 1-900-988-0147", ": 988 (555) 0123", ": 9 88"])
def test_a_help_button_without_988_is_an_error(tmp_path: Path, spanish: str) -> None:
    text = re.sub(r"(?m)^help: .*$", f'help: {{en: "Help now: 988", es: "Ayuda{spanish}"}}', sample.interface())
    found = problems(tmp_path, interface=text)
    assert [(problem.file, problem.severity, problem.column) for problem in found] == [("interface.yaml", ERROR, 33)]


def test_a_help_button_whose_digits_are_turned_round_is_an_error(tmp_path: Path) -> None:
    found = problems(tmp_path, interface=sample.interface().replace("988", "\u202e988\u202c"))
    assert [(problem.file, problem.severity) for problem in found if "U+202E" in problem.wrong] == [("interface.yaml", ERROR)]


@pytest.mark.parametrize("spanish", ["**988**", "9**88**", "9\u00ad88"])
def test_a_help_button_says_988_as_it_is_seen(tmp_path: Path, spanish: str) -> None:
    text = re.sub(r"(?m)^help: .*$", f'help: {{en: "Help now: 988", es: "{spanish}"}}', sample.interface())
    assert not [problem for problem in problems(tmp_path, interface=text) if problem.severity is ERROR]


def test_only_the_languages_of_the_clinic_are_asked_for(tmp_path: Path) -> None:
    text = re.sub(r", es: [^}\n]*}", "}", changed(sample.INFUSION, ("        es: Puede pedirnos que paremos.\n", "")))
    found = problems(tmp_path, infusion=text, clinic=changed(sample.CLINIC, ("[en, es]", "[en]")))
    assert found == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("clinic", changed(sample.CLINIC, ("clinic-mark.svg", "gone.svg"))),
        ("clinic", changed(sample.CLINIC, ("[attract-morning.svg]", "[gone.svg]"))),
        ("help", sample.HELP + "picture: {file: gone.svg, says: {en: A phone., es: Un teléfono.}}\n"),
    ],
)
def test_pictures_and_texts_of_the_other_files_are_checked_too(tmp_path: Path, name: str, text: str) -> None:
    found = problems(tmp_path, **{name: text})
    assert [(problem.file, problem.severity) for problem in found] == [(f"{name}.yaml", WARNING)]
    assert "gone.svg" in found[0].wrong


def test_a_broken_picture_is_told_once_in_its_own_file(tmp_path: Path) -> None:
    sample.write(tmp_path)
    (tmp_path / "pictures" / "room.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">\n<text>Hi</text></svg>'
    )
    (tmp_path / "pictures" / "unused.svg").write_text("rubbish")
    found = sample.apart_from_sign_off(check(tmp_path, TODAY, sample.ICONS))
    assert [(problem.file, problem.line, problem.severity) for problem in found] == [("pictures/room.svg", 2, ERROR)]


def test_icons_go_unchecked_where_none_are_named(tmp_path: Path) -> None:
    text = changed(sample.INFUSION, ("icon: droplet", "icon: dropplet"))
    assert problems(tmp_path, icons=frozenset(), infusion=text) == ()


def test_the_same_content_gives_the_same_problems_in_the_same_order(tmp_path: Path) -> None:
    text = changed(
        sample.INFUSION, ("apricot", "sun"), ("[clinic]", "[x]"), ("room.svg", "y.svg"), ("owner: Clinical lead\n", "")
    )
    found = problems(tmp_path, infusion=text, help=changed(sample.HELP, ("911", "112")))
    assert list(found) == sorted(found)
    assert found == sample.apart_from_sign_off(check(tmp_path, TODAY, sample.ICONS))
    assert len(found) > 3


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("draft", "{en: Approved by doctors, es: Borrador}", ["en"]),
        ("draft", '{en: "Not yet read by a clinician", es: Aún sin revisar}', []),
        ("draft", "{en: This is no draft, es: Revisado}", ["en", "es"]),
        ("what_it_does_not_show", '{en: "What it proves:", es: "Lo que no demuestra:"}', ["en"]),
        ("raise_lead", "{en: This is a yes., es: Esto es un sí.}", ["en", "es"]),
        ("matters_lead", "{en: It says **neither** yes nor no., es: No dice **ni** que sí}", []),
    ],
)
def test_words_of_the_screen_deny_what_they_have_to_deny(tmp_path: Path, name: str, words: str, told: list[str]) -> None:
    content = sample.write(tmp_path / "content")
    file = content / "interface.yaml"
    file.write_text(re.sub(rf"(?m)^{name}: .*$", f"{name}: {words}", file.read_text(encoding="utf-8")), encoding="utf-8")
    found = [each for each in check(content, TODAY) if f"`{name}` has to say" in each.wrong]
    assert [each.severity for each in found] == [Severity.ERROR] * len(told)
    assert len(found) == len(told)
