"""Sign-off: bound to the text, told when it changes or is due, and nothing else."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest
from growth import spent
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from content import sample
from kiosk.content.checks.check import check, examined
from kiosk.content.checks.reviews import Beside, beside, fingerprint, hard_words, signature, signed_off, standing, with_review, written
from kiosk.content.model.deck import Column, Dots, Group, Makes, Picture, Point, Review, Show, Slide, Source, Text, Topic, Word
from kiosk.content.reading.cache import Memory
from kiosk.content.reading.folder import read_folder, read_reviews
from kiosk.content.store.current import open_library
from kiosk.content.store.library import Library
from kiosk.problems import Problem, Severity
from kiosk.staff.content.review import months_later, sign, topics
from kiosk.unseen import as_seen, has_ink, unseen

TODAY = date(2026, 11, 23)
ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE


def both(english: str, spanish: str = "") -> Text:
    return Text((("en", english), ("es", spanish or f"{english} es")))


SOURCES = (Source("a", "A 2020", both("what"), both("found"), both("not shown"), "10.1/a"), Source("b", "B 2021"))
BESIDE = Beside(SOURCES, (Word("room", (("en", ("room",)),), both("Room"), both("Where you sit")),), str)
SLIDE = Slide(
    "s",
    "points",
    both("Title"),
    Picture("room.svg", both("A room")),
    (Point(both("Said"), both("Head"), both("First"), "droplet", Makes.CLAIM, ("a",)),),
    (Column(both("May help"), (Point(both("Some")),), "sun"),),
    Dots(4, 9, both("4 of 9")),
    both("Ask us"),
    ("a",),
    date(2026, 1, 1),
    date(2027, 1, 1),
    "Lead",
)
TOPIC = Topic("t", both("Topic"), (SLIDE,), "topic.svg", "sun", "Lead", "topics/10-t.yaml")
POINT, COLUMN = SLIDE.points[0], SLIDE.columns[0]
GROUP = Group(both("57 of 100"), both("With it"), makes=Makes.RISK, sources=("a",), filled=57, of=100)


def with_groups(*groups: Group) -> Topic:
    return replace(TOPIC, slides=(replace(SLIDE, groups=groups),))


SEEN = {
    "the topic's title": replace(TOPIC, title=both("Other")),
    "the kind": replace(TOPIC, slides=(replace(SLIDE, kind="statement"),)),
    "the slide's title": replace(TOPIC, slides=(replace(SLIDE, title=both("Other")),)),
    "another picture": replace(TOPIC, slides=(replace(SLIDE, picture=Picture("b.svg", both("A room"))),)),
    "what a picture shows": replace(TOPIC, slides=(replace(SLIDE, picture=Picture("room.svg", both("A hall"))),)),
    "no picture": replace(TOPIC, slides=(replace(SLIDE, picture=None),)),
    "a point's text": replace(TOPIC, slides=(replace(SLIDE, points=(replace(POINT, text=both("Other")),)),)),
    "a point's title": replace(TOPIC, slides=(replace(SLIDE, points=(replace(POINT, title=both("Other")),)),)),
    "a point's time": replace(TOPIC, slides=(replace(SLIDE, points=(replace(POINT, at=both("Other")),)),)),
    "what a point makes": replace(TOPIC, slides=(replace(SLIDE, points=(replace(POINT, makes=Makes.RISK),)),)),
    "a point's sources": replace(TOPIC, slides=(replace(SLIDE, points=(replace(POINT, sources=("b",)),)),)),
    "a column's title": replace(TOPIC, slides=(replace(SLIDE, columns=(replace(COLUMN, title=both("Other")),)),)),
    "a column's points": replace(TOPIC, slides=(replace(SLIDE, columns=(replace(COLUMN, points=()),)),)),
    "the dots": replace(TOPIC, slides=(replace(SLIDE, dots=Dots(5, 9, both("4 of 9"))),)),
    "what the dots say": replace(TOPIC, slides=(replace(SLIDE, dots=Dots(4, 9, both("5 of 9"))),)),
    "a group of people": with_groups(GROUP),
    "what stands above a checklist": replace(TOPIC, slides=(replace(SLIDE, intro=both("Touch")),)),
    "what only the clinic can say": replace(TOPIC, slides=(replace(SLIDE, ask_us=both("Other")),)),
    "the slide's sources": replace(TOPIC, slides=(replace(SLIDE, sources=("b",)),)),
    "a recording of the headline": replace(TOPIC, slides=(replace(SLIDE, clip=(("en", "a.mp3"),)),)),
    "a recording of a point": replace(TOPIC, slides=(replace(SLIDE, points=(replace(POINT, clip=(("en", "a.mp3"),)),)),)),
    "a slide more": replace(TOPIC, slides=(SLIDE, SLIDE)),
    "a slide of the clinic alone that claims something": replace(TOPIC, slides=(SLIDE, replace(SLIDE, about_clinic=True))),
}
UNSEEN = {
    "tint, picture of the card, owner, file": replace(TOPIC, tint="mist", picture="x.svg", owner="x", file="x"),
    "dates and owner of a slide": replace(TOPIC, slides=(replace(SLIDE, checked=None, review_by=None, owner="x"),)),
    "names": replace(TOPIC, id="other", slides=(replace(SLIDE, id="other"),)),
    "icons": replace(TOPIC, slides=(replace(SLIDE, points=(replace(POINT, icon="x"),), columns=(replace(COLUMN, icon="x"),)),)),
    "recordings of the other language": replace(TOPIC, slides=(replace(SLIDE, clip=(("es", "a.mp3"),)),)),
    "a slide of the clinic alone": replace(TOPIC, slides=(SLIDE, Slide("park", "points", both("Where to park"), about_clinic=True))),
    "the other language": replace(TOPIC, title=both("Topic", "Otro")),
}


@pytest.mark.parametrize("other", SEEN.values(), ids=SEEN.keys())
def test_whatever_a_visitor_sees_changes_the_fingerprint(other: Topic) -> None:
    assert fingerprint(other, "en", SOURCES) != fingerprint(TOPIC, "en", SOURCES)


@pytest.mark.parametrize("other", UNSEEN.values(), ids=UNSEEN.keys())
def test_what_no_visitor_sees_does_not(other: Topic) -> None:
    assert fingerprint(other, "en", SOURCES) == fingerprint(TOPIC, "en", SOURCES)


@pytest.mark.parametrize(
    "other", [replace(GROUP, filled=58), replace(GROUP, of=99), replace(GROUP, title=both("Without")), replace(GROUP, text=both("58 of 100"))]
)
def test_whatever_is_seen_of_a_group_changes_the_fingerprint(other: Group) -> None:
    assert fingerprint(with_groups(other), "en", SOURCES) != fingerprint(with_groups(GROUP), "en", SOURCES)


@pytest.mark.parametrize("name", ["cite", "what", "found", "tells", "not_shown"])
def test_what_a_source_is_said_to_show_counts_too(name: str) -> None:
    other = replace(SOURCES[0], **{name: "Other" if name == "cite" else both("Other")})
    assert fingerprint(TOPIC, "en", (other, SOURCES[1])) != fingerprint(TOPIC, "en", SOURCES)
    assert fingerprint(TOPIC, "en", (SOURCES[0],)) == fingerprint(TOPIC, "en", SOURCES)


def test_the_table_above_knows_every_field_of_a_slide() -> None:
    shown = {"id", "kind", "title", "picture", "points", "columns", "dots", "groups", "ask_us", "sources", "clip", "intro"}
    known = shown | {"checked", "review_by", "owner", "withdrawn", "show", "about_clinic"}
    assert {field.name for field in fields(Slide)} == known


def test_the_fingerprint_stays_the_same_from_version_to_version() -> None:
    """Every sign-off hangs on it: when this fails, all clinics must have everything read again."""
    assert fingerprint(TOPIC, "en", SOURCES) == "427a53f3ad8b05ea"


def test_so_does_what_stands_beside_the_text() -> None:
    assert signature(TOPIC, "en", BESIDE) == "427a53f3ad8b05ea-fa1efc8f72264cc9-fe0605f6c05c1b7a"


WORDS = (
    *((name, both(name)) for name in ("what_it_found", "what_it_says", "what_it_does_not_show", "keep_in_mind", "next", "raise_lead")),
    *((name, both(name)) for name in ("for_it", "against_it", "weight_0", "matters_lead", "compared")),
)
SCREEN = replace(BESIDE, interface=WORDS)
WEIGHED = replace(TOPIC, slides=(replace(SLIDE, kind="weighing"),))
TABLED = replace(TOPIC, slides=(replace(SLIDE, kind="table"),))
CHECKED = replace(TOPIC, slides=(replace(SLIDE, kind="checklist"),))


def with_words(*names: str) -> Beside:
    return replace(BESIDE, interface=tuple((name, both("Other") if name in names else text) for name, text in WORDS))


@pytest.mark.parametrize(
    ("topic", "other", "around", "counts"),
    [
        (TOPIC, replace(TOPIC, picture="x.svg"), SCREEN, True),
        (TOPIC, TOPIC, replace(SCREEN, digest=lambda name: "other" if name == "pictures/topic.svg" else name), True),
        (replace(TOPIC, keep="s/1"), replace(TOPIC, keep="s/2"), SCREEN, True),
        (replace(TOPIC, keep="s/1"), replace(TOPIC, keep="z/1", slides=(replace(SLIDE, id="z"),)), SCREEN, False),
        (TOPIC, replace(TOPIC, slides=(replace(SLIDE, show=Show(until=date(2020, 1, 1))),)), SCREEN, True),
        (TOPIC, replace(TOPIC, show=Show(hours=(0, 60))), SCREEN, True),
        *((TOPIC, TOPIC, with_words(name), True) for name in ("what_it_found", "what_it_says", "what_it_does_not_show", "keep_in_mind")),
        *((TOPIC, TOPIC, with_words(name), False) for name in ("next", "for_it", "raise_lead", "compared")),
        *((WEIGHED, WEIGHED, with_words(name), True) for name in ("for_it", "against_it", "weight_0", "matters_lead")),
        (TABLED, TABLED, with_words("compared"), True),
        (CHECKED, CHECKED, with_words("raise_lead"), True),
        (TOPIC, replace(TOPIC, tint="mist", owner="x"), SCREEN, False),
    ],
)
def test_how_a_topic_comes_to_the_screen_is_signed_too(topic: Topic, other: Topic, around: Beside, counts: bool) -> None:
    signed = Review("t", "en", "A", TODAY, TODAY, signature(topic, "en", SCREEN))
    assert signed_off(topic, [signed], SCREEN, ("en",)) == ("en",)
    assert signed_off(other, [signed], around, ("en",)) == (() if counts else ("en",))
    before = replace(signed, text=signed.text.rpartition("-")[0])
    if around.digest is SCREEN.digest:
        assert signed_off(other, [before], around, ("en",)) == ("en",), "as an earlier version signed it"
    assert ["changed after A" in each.wrong for each in standing(other, [signed], around, ("en",))] == [True] * counts


def test_a_sign_off_of_an_earlier_version_counts_for_its_text() -> None:
    review = Review("t", "en", "A", TODAY, TODAY, "427a53f3ad8b05ea")
    other = replace(BESIDE, digest=lambda _: "another")
    for around in (BESIDE, other):
        assert signed_off(TOPIC, [review], around, ("en", "es")) == ("en",)
        (told,) = (each for each in standing(TOPIC, [review], around, ("en",)) if "sign-off" in each.wrong)
        assert (told.severity, "covers its text alone" in told.wrong) == (NOTICE, True)
    fresh = replace(review, text=signature(TOPIC, "en", BESIDE))
    assert (list(standing(TOPIC, [fresh], BESIDE, ("en",))), signed_off(TOPIC, [fresh], other, ("en",))) == ([], ())


BESIDE_TEXT = {
    "what a hard word means": ("words.yaml", "Medicine that drips", "Medicine that flows"),
    "a hard word's name": ("words.yaml", "en: Infusion", "en: Infusions"),
    "where a source leads": ("sources.yaml", "  what: {en: What we do here.", "  link: https://example.com/\n  what: {en: What we do here."),
    "the bytes of a picture": ("pictures/room.svg", "#DDEBEC", "#DDEBED"),
    "the bytes of a recording": ("sounds/a.wav", "mine", "mend"),
}


@pytest.mark.parametrize(("file", "old", "new"), BESIDE_TEXT.values(), ids=BESIDE_TEXT)
def test_whatever_else_reaches_a_visitor_undoes_a_sign_off(tmp_path: Path, file: str, old: str, new: str) -> None:
    infusion = sample.INFUSION.replace("You can ask us to stop.", "You can stop the infusion.").replace(
        "        makes: claim\n", "        makes: claim\n        clip: {en: a.wav}\n", 1
    )
    content = sample.write(tmp_path / "content", infusion=infusion)
    (content / "sounds").mkdir()
    (content / "sounds" / "a.wav").write_text("mine")
    signed_by_hand(content)
    memory = Memory()

    def changed() -> list[str]:
        told = examined(read_folder(content, memory), content, TODAY, memory=memory)
        return [each.wrong for each in told if "signed it off" in each.wrong and each.file.startswith("topics/10")]

    assert changed() == []
    assert opened(content, tmp_path).reviewed("infusion", "en")
    change(content, file, old, new)
    assert {each.partition(" of the ")[0] for each in changed()} == {"The pictures, recordings, links or hard words"}
    assert not opened(content, tmp_path).reviewed("infusion", "en")


def opened(content: Path, folder: Path) -> Library:
    library, _ = open_library(content, folder / "data", TODAY)
    assert library
    return library


names = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=60)
names = names.map(lambda name: normalize("NFC", name)).filter(lambda name: has_ink(name) and unseen(name) is None)


@given(names, st.sampled_from(["en", "es", "fr"]), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_a_sign_off_reads_back_as_it_was_written(by: str, language: str, on: date) -> None:
    review = Review("infusion", language, by.strip(), on, on, "0123456789abcdef")
    read = read_reviews(written([review]).encode())
    assert read.value == (review,), read.problems


def test_no_sign_off_reads_back_as_none() -> None:
    assert read_reviews(written([]).encode()).value == ()


def test_a_newer_sign_off_takes_the_place_of_an_older_one() -> None:
    old = Review("t", "en", "A", TODAY, TODAY, "1")
    assert with_review((old, replace(old, language="es")), replace(old, by="B")) == (replace(old, language="es"), replace(old, by="B"))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ((2026, 11, 23), 6, (2027, 5, 23)),
        ((2026, 8, 31), 6, (2027, 2, 28)),
        ((2027, 8, 31), 6, (2028, 2, 29)),
        ((2026, 12, 1), 12, (2027, 12, 1)),
    ],
)
def test_months_later(day: tuple[int, int, int], months: int, later: tuple[int, int, int]) -> None:
    assert months_later(date(*day), months) == date(*later)


# -- in a folder ----------------------------------------------------------------------------------------------------


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The sample, signed off in both languages, all of it."""
    return signed_by_hand(sample.write(tmp_path / "content"))


def signed_by_hand(folder: Path) -> Path:
    reading = read_folder(folder)
    for topic in topics(reading).values():
        for language in ("en", "es"):
            text = signature(topic, language, beside(reading, folder))
            sign(folder, Review(topic.id, language, "Dr. Ana Núñez", TODAY, date(2027, 5, 23), text))
    return folder


def found(content: Path, today: date = TODAY) -> list[Problem]:
    return [problem for problem in check(content, today, sample.ICONS) if "facts" not in problem.wrong]


def change(content: Path, file: str, old: str, new: str) -> None:
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_is_signed_off_has_no_problem(content: Path) -> None:
    assert found(content) == []


def test_unsigned_topics_are_told_once_for_all_languages(tmp_path: Path) -> None:
    sample.write(tmp_path)
    told = [problem for problem in check(tmp_path, TODAY, sample.ICONS) if "signed off" in problem.wrong]
    assert {(problem.file, problem.severity) for problem in told} == {
        ("topics/10-infusion.yaml", NOTICE),
        ("topics/20-change.yaml", NOTICE),
        ("questions.yaml", NOTICE),
        ("help.yaml", NOTICE),
        ("signup.yaml", NOTICE),
    }
    assert len(told) == 5
    assert all("the English and Spanish of th" in problem.wrong for problem in told)


def test_a_changed_text_must_be_read_again_and_the_other_language_need_not(content: Path) -> None:
    change(content, "topics/10-infusion.yaml", "You can ask us to stop.", "You can ask us to stop it.")
    told = found(content)
    assert [(problem.file, problem.severity) for problem in told] == [("topics/10-infusion.yaml", WARNING)]
    assert "The English changed after Dr. Ana Núñez signed it off on 2026-11-23." in told[0].wrong


def test_a_changed_answer_must_be_read_again(content: Path) -> None:
    change(content, "questions.yaml", "Puede ser.", "Tal vez sí.")
    assert [(problem.file, problem.severity) for problem in found(content)] == [("questions.yaml", WARNING)]


@pytest.mark.parametrize(
    ("file", "old", "new", "languages"),
    [
        ("help.yaml", "It is free and private.", "It costs a little.", {"English"}),
        ("clinic.yaml", "See what it is.", "See why it helps.", {"English"}),
        ("clinic.yaml", "ask at the front desk", "ask nobody", {"English"}),
        ("interface.yaml", 'calm_in: {en: "Word', 'calm_in: {en: "Hold', {"English"}),
        ("interface.yaml", 'erase_request_text: {en: "Word', 'erase_request_text: {en: "Hold', {"English"}),
        ("signup.yaml", "You may call me.", "You may call us.", {"English"}),
        ("signup.yaml", "kind: consent\n    required: yes", "kind: consent\n    required: no", {"English", "Spanish"}),
    ],
)
def test_the_help_panel_and_the_form_must_be_read_again_like_topics(content: Path, file: str, old: str, new: str, languages: set[str]) -> None:
    (own,) = {"signup.yaml"} if file == "signup.yaml" or "erase" in old else {"help.yaml"}
    change(content, file, old, new)
    told = [problem for problem in found(content) if "signed it off" in problem.wrong]
    assert {(problem.file, problem.severity) for problem in told} == {(own, WARNING)}
    assert {language for language in ("English", "Spanish") if any(f"{language} changed" in each.wrong for each in told)} == languages


@pytest.mark.parametrize(
    ("day", "severity"), [(date(2027, 4, 21), None), (date(2027, 4, 22), NOTICE), (date(2027, 5, 23), NOTICE), (date(2027, 5, 24), WARNING)]
)
def test_a_review_is_warned_of_a_month_before_it_is_due(content: Path, day: date, severity: Severity | None) -> None:
    told = [problem for problem in found(content, day) if problem.file == "reviews.yaml"]
    assert {problem.severity for problem in told} == ({severity} if severity else set())
    assert len(told) == (10 if severity else 0)


SLIPS = {
    "a topic that is not there": (("topic: infusion, language: en", "topic: infussion, language: en"), WARNING, "no topic `infussion`"),
    "a language that is not there": (("topic: infusion, language: en", "topic: infusion, language: fr"), WARNING, "no texts in French"),
    "a day to come": (("on: 2026-11-23", "on: 2026-12-24"), WARNING, "lies in the future"),
    "twice": (("topic: infusion, language: en", "topic: infusion, language: es"), ERROR, "signed off twice"),
    "no date": (("on: 2026-11-23", "on: yesterday"), ERROR, "not a date"),
}


@pytest.mark.parametrize(("pair", "severity", "wrong"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_in_the_list_is_told(content: Path, pair: tuple[str, str], severity: Severity, wrong: str) -> None:
    change(content, "reviews.yaml", *pair)
    assert any(problem.file == "reviews.yaml" and problem.severity is severity and wrong in problem.wrong for problem in found(content))


def test_the_library_knows_what_is_signed_off_with_and_without_a_snapshot(content: Path, tmp_path: Path) -> None:
    for _ in range(2):
        library, _ = open_library(content, tmp_path / "data", TODAY)
        assert library
        assert library.reviewed("infusion", "en")
        assert library.reviewed_answers == library.reviewed_form == ("en", "es")
    change(content, "topics/10-infusion.yaml", "You can ask us to stop.", "You can ask us to stop it.")
    library, _ = open_library(content, tmp_path / "data", TODAY)
    assert library
    assert not library.reviewed("infusion", "en")
    assert library.reviewed("infusion", "es")


def test_a_sign_off_of_another_text_is_none() -> None:
    review = Review("t", "en", "A", TODAY, TODAY, fingerprint(TOPIC, "en", SOURCES))
    assert signed_off(TOPIC, [review], BESIDE, ("en", "es")) == ("en",)
    assert signed_off(SEEN["a point's text"], [review], BESIDE, ("en", "es")) == ()


def test_a_withdrawn_sign_off_counts_for_the_last_good_version_too(content: Path, tmp_path: Path) -> None:
    open_library(content, tmp_path / "data", TODAY)
    (content / "topics" / "10-infusion.yaml").write_text("topic: [", encoding="utf-8")
    (content / "reviews.yaml").write_text("# nobody\n", encoding="utf-8")
    library, _ = open_library(content, tmp_path / "data", TODAY)
    assert library
    assert [head.id for head in library.heads] == ["infusion", "change"]
    assert not library.reviewed("infusion", "en")


def test_a_hidden_slide_does_not_undo_a_sign_off(content: Path, tmp_path: Path) -> None:
    change(content, "clinic.yaml", "languages: [en, es]", "languages: [en, es]\nhide_overdue: yes")
    change(content, "topics/20-change.yaml", "  - slide: some\n", "  - slide: some\n    review_by: 2026-11-22\n")
    library, _ = open_library(content, tmp_path / "data", TODAY)
    assert library
    assert library.heads[1].slides == sample.SLIDES_OF_CHANGE - 1
    assert library.reviewed("change", "en")


def test_only_comments_are_no_reviews(tmp_path: Path) -> None:
    sample.write(tmp_path)
    (tmp_path / "reviews.yaml").write_text("# nobody yet\n\n", encoding="utf-8")
    assert not [problem for problem in check(tmp_path, TODAY, sample.ICONS) if problem.file == "reviews.yaml"]


@pytest.mark.parametrize("name", ["Dr.\x07C", "x" * 121])
def test_a_name_that_cannot_be_read_back_is_refused_and_nothing_is_lost(content: Path, name: str) -> None:
    before = (content / "reviews.yaml").read_bytes()
    with pytest.raises(ValueError, match="cannot be kept"):
        sign(content, Review("infusion", "en", name, TODAY, TODAY, "0"))
    assert (content / "reviews.yaml").read_bytes() == before


def test_a_broken_list_is_never_written_over(content: Path) -> None:
    (content / "reviews.yaml").write_text("- {topic: x", encoding="utf-8")
    with pytest.raises(ValueError, match="must be fixed first"):
        sign(content, Review("infusion", "en", "Dr. X", TODAY, TODAY, "0"))
    assert (content / "reviews.yaml").read_text(encoding="utf-8") == "- {topic: x"


def test_the_sign_off_of_a_topic_whose_file_has_an_error_is_not_to_be_taken_out(content: Path) -> None:
    (content / "topics" / "10-infusion.yaml").write_text("topic: [", encoding="utf-8")
    assert not [problem for problem in found(content) if problem.file == "reviews.yaml"]


LETTERS = st.text("aA é-_.Ññ1ſsΣς\n", max_size=14)


@given(st.lists(LETTERS.map(str.strip).filter(bool), min_size=1, max_size=4), LETTERS)
def test_a_hard_word_is_held_where_a_form_of_it_stands_as_a_whole(forms: list[str], said: str) -> None:
    words = tuple(Word(str(number), (("en", (form,)),), both("x"), both("x")) for number, form in enumerate(forms))
    topic = replace(TOPIC, slides=(replace(SLIDE, title=Text((("en", said),)), ask_us=Text()),))
    held = {word.id for word in hard_words(topic, "en", Beside((), words, str))}
    seen = "\n".join(as_seen(text.in_("en")) for text in topic.slides[0].texts())
    wanted = {
        word.id for word in words if re.search(rf"(?<!\w){re.escape(as_seen(word.forms[0][1][0]))}(?!\w)", seen, re.IGNORECASE)
    }  # fmt: skip
    assert held == wanted


def test_very_many_forms_take_no_longer_to_look_for() -> None:
    words = tuple(Word(f"w{n}", (("en", tuple(f"form {n} {each}" for each in range(20))),), both("x"), both("x")) for n in range(200))
    topic = replace(TOPIC, slides=(replace(SLIDE, title=Text((("en", "form " * 5_000 + "form 7 7"),))),))
    few, many = Beside((), words[7:8], str), Beside((), words, str)
    assert [word.id for word in hard_words(topic, "en", many)] == ["w7"]
    assert spent(lambda _: hard_words(topic, "en", many), "") < 10 * spent(lambda _: hard_words(topic, "en", few), "")


def test_what_lies_beside_a_text_that_was_changed_is_not_looked_at() -> None:
    looked = []
    around = replace(BESIDE, digest=lambda name: looked.append(name) or "")
    review = Review(TOPIC.id, "en", "Ana", TODAY, TODAY, f"{'1' * 16}-{'1' * 16}")
    assert signed_off(TOPIC, [review], around, ["en"]) == ()
    assert looked == []
