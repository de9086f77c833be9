"""The text that is chosen at the desk, in its languages, with what belongs to its item and what can be done with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from kiosk.content.checks.translations import by_translation, pair_of
from kiosk.content.edits import changes
from kiosk.content.edits.outline import Spot, beside, called, text_at
from kiosk.content.edits.session import Session
from kiosk.content.model.deck import Makes, Text
from kiosk.content.model.facts import may_lack, may_name, missing, names_in
from kiosk.content.model.form import Kind
from kiosk.content.reading.folder import INTERFACE, QUESTIONS, SIGNUP
from kiosk.content.reading.format import LISTS, Block, Point, kind_of
from kiosk.content.reading.result import TOPICS, ReadFolder
from kiosk.staff.content.boxes import in_words, version
from kiosk.staff.content.clinic_facts import FACT_NAMES
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.writing import NotWrittenError, value_at, with_item

MAKES = {"Just practical": None, "Fact": Makes.CLAIM, "Benefit": Makes.BENEFIT, "Limit": Makes.LIMIT, "Risk": Makes.RISK}

HEADED = ("slides", 0, "title")
"""So long is the way to a title of a slide, or of a question of the form, which heads its page; other titles stand further in."""
NO_ANSWER = Spot(INTERFACE, ("only_our_team",))
"""What stands in place of an answer that a question does not have."""


def is_topic(file: str) -> bool:
    """Whether a file of this name is a topic."""
    return file.startswith(f"{TOPICS}/")


def question_of(spot: Spot) -> KeyPath:
    """The way to the question that a place belongs to; empty where it belongs to none."""
    return spot.way[:3] if spot.file == QUESTIONS and spot.way[1:2] == ("questions",) else ()


def _is_point(name: str) -> bool:
    """Whether an item of a list of this name can say something medical, and has an icon and sources."""
    return issubclass(LISTS.get(name, Block), Point)


def _named(value: object) -> dict[str, Any]:
    """The names of an item with what they say; none where a colleague made a mistake, and it is something else."""
    return value if isinstance(value, dict) else {}


def of_item(chosen: Spot, session: Session, pictured: Callable[[str], dict[str, str]]) -> dict[str, Any]:
    """As the window shows it; `pictured` tells where a picture of this name can be loaded from."""
    raw = session.raw(chosen.file)
    item = changes.item_of(chosen.way)
    says = len(item) > 1 and _is_point(str(item[-2])) and (is_topic(chosen.file) or chosen.file == QUESTIONS)
    slide = chosen.way[:2] if chosen.way[:1] == ("slides",) else ()
    with suppress(NotWrittenError):
        there = _named(value_at(raw, item) if item else None)
        topic = is_topic(chosen.file) and chosen.way == ("title",)
        page = _named(value_at(raw, slide) if slide or topic else None)
        show, picture = _named(page.get("show")), page.get("picture")
        picture_file = picture if isinstance(picture, str) else str(_named(picture).get("file") or "")
        names = {source.id: source.cite for source in session.reading.sources.value or ()}
        mine = [each for each in there["sources"] if isinstance(each, str)] if isinstance(there.get("sources"), list) else []
        answer = _named(value_at(raw, question_of(chosen))) if question_of(chosen) else None
        return {
            "keeping": {name: str(page.get(name) or "") for name in ("owner", "checked", "review_by")} if topic else {}, "topic": topic,
            "only_topic": len(session.reading.topics) < 2,
            "item": bool(item) and not changes.is_slide(item), "slide": bool(slide), "says": says, "hidden": page.get("withdraw") == "yes",
            "topic_hidden": bool(slide) and is_topic(chosen.file) and _named(value_at(raw, ())).get("withdraw") == "yes",
            "makes": next((name for name, value in MAKES.items() if value == there.get("makes")), "") if says else "",
            "sources": [{"name": name, "cite": names.get(name, name)} for name in mine] if says else [],
            "icon": str(there.get("icon") or ""), "can_icon": says or bool(there.get("icon")),
            "picture_file": picture_file, **pictured(picture_file),
            "from": str(show.get("from") or ""), "until": str(show.get("until") or ""),
            "days": {end: in_words(show.get(end)) for end in ("from", "until")},
            "unanswered": answer is not None and not answer.get("points"),
            "no_points": bool(slide) and not page.get("points") and kind_of(page) == "points" and "sources" not in page,
        }
    return {"item": False, "slide": False, "says": False}


def text_of(chosen: Spot | None, session: Session) -> Text | None:
    """The chosen text in its languages; None where nothing is chosen, or there is no text."""
    if chosen is None:
        return None
    file = session.file(chosen.file)
    if file.value is not None:
        return text_at(file.value, chosen.way)
    with suppress(NotWrittenError):  # a mistake elsewhere in the file: this text can be changed all the same
        there = value_at(session.raw(file.name), chosen.way)
        said = {session.languages[0]: there} if isinstance(there, str) else there if isinstance(there, dict) else {}
        return Text(tuple((code, said[code]) for code in session.languages if isinstance(said.get(code), str)))
    return None


def has_fallen_behind(text: Text | None, code: str, session: Session) -> bool:
    """Whether the translation was written for another text."""
    first, known = session.languages[0], by_translation(session.reading.translations.value or {})
    pair = pair_of(text, first, code) if text else None
    return bool(pair and code in known and pair[1] in known[code] and pair[0] not in known[code][pair[1]])


def sharers(reading: ReadFolder) -> str:
    """How many questions have no answer of their own."""
    count = sum(not each.points for group in reading.questions.value or () for each in group.questions)
    return f"{count} question{'s' if count != 1 else ''}"


def shared(chosen: Spot, session: Session) -> str:
    """What to know before the chosen text is changed, since it stands elsewhere, too, or binds somebody; else empty."""
    if chosen == NO_ANSWER:
        return (
            f"{sharers(session.reading)} without an answer show this sentence: a change here changes it for all of them. To answer one, choose it"
            " under “Questions people ask”, and touch “Add an answer”."
        )
    form = session.file(SIGNUP).value if chosen.file == SIGNUP and chosen.way[:1] == ("questions",) else None
    if form and form.questions[int(chosen.way[1])].kind is Kind.CONSENT:
        return "People agree to these words. Let whoever is responsible for privacy at the clinic read them before you publish."
    if chosen.file == INTERFACE:
        return "This appears in many places: a change here changes it wherever the kiosk shows it."
    gaps = [f"“{FACT_NAMES[name]}”" for name in lacking(chosen, session)]
    return f"Visitors do not see this until {' and '.join(gaps)} {'is' if len(gaps) == 1 else 'are'} filled in under “Clinic facts”." if gaps else ""


def lacking(chosen: Spot, session: Session) -> list[str]:
    """The facts without which the chosen text does not show: those that it names, and of a question those that all of its answer names."""
    file, clinic = session.file(chosen.file), session.reading.clinic.value
    if file.value is None or clinic is None:
        return []
    text, question = text_at(file.value, chosen.way), question_of(chosen)
    named = names_in(text) if text and may_name(chosen.way) else frozenset()
    if question and chosen.way == (*question, "asks"):
        asked = file.value[question[0]].questions[question[2]]
        answers = [may_lack(point).intersection(missing(clinic)) for point in asked.points]
        named = answers[0] if asked.about_clinic and answers and all(answers) else frozenset()
    return [name for name in missing(clinic) if name in named]


def told(chosen: Spot, session: Session, pictured: Callable[[str], dict[str, str]]) -> dict[str, Any]:
    """The text in its languages, those beside it and its item, as the window shows them; `pictured` as for `of_item`."""
    file, first = session.file(chosen.file), session.languages[0]
    text = text_of(chosen, session)
    versions = dict(text.versions) if text else {}
    where = f"In the file {chosen.file}, line {file.yaml.place(chosen.way)[0]}. Nothing else in it changes." if file.yaml else ""
    return {
        "title": called(chosen.file, chosen.way) if chosen.way else f"mistake in {chosen.file}", "where": where,
        "texts": [version(code, versions.get(code, "")) for code in session.languages if chosen.way],
        "shared": shared(chosen, session), "picture": chosen.way[-2:] == ("picture", "says"),
        "heads": chosen.way[-1:] == ("asks",) or (len(chosen.way) == len(HEADED) and chosen.way[-1] == "title"),
        "beside": [
            {"way": json.dumps(way), "called": called(chosen.file, way), "words": said.in_(first).replace("*", ""), "now": way == chosen.way}
            for way, said in (beside(file.value, chosen.way) if file.value is not None else ())
        ],
        **of_item(chosen, session, pictured),
    }


def retyped(text: Text, language: str, words: str, languages: Sequence[str]) -> Text:
    """The text as it is while somebody types these words over it in one language."""
    versions = dict(text.versions) | {language: " ".join(words.split())}
    return Text(tuple((code, versions[code]) for code in (*languages, *(set(versions) - set(languages))) if versions.get(code)))


def fitting(chosen: Spot | None, language: str, session: Session) -> Callable[[bytes], bytes] | None:
    """The change of the list of translations by which this one fits the text as it is now; None where that is known."""
    text, first = text_of(chosen, session), session.languages[0]
    pair = pair_of(text, first, language) if text else None
    known = (session.reading.translations.value or {}).get(language, ())
    if pair and (line := "-".join(pair)) not in known:
        number = sum(1 for each in known if each < line)
        return lambda raw: with_item(raw, (language,), number, line)
    return None
