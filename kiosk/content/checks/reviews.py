"""Sign-off: which text of a topic a clinician has read, and whether it is still the same.

Source of the rule: standards C18 and C19 (a named clinician, a date, the next date, bound to the text that was read).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache, partial
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from typing import Any

from msgspec import Struct

from kiosk.content.checks.findings import Findings, Unknown, error, notice, warning
from kiosk.content.checks.sound_files import MOST_BYTES as MOST_SOUND_BYTES
from kiosk.content.model.deck import Point, Review, Show, Slide, Source, Text, Topic, Word
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.medicine import medical_slides, medical_words
from kiosk.content.model.signed_apart import FORM, HELP_PANEL
from kiosk.content.model.walk import PICTURES, SOUNDS, picture_files, sound_files
from kiosk.content.reading.result import ReadFolder
from kiosk.files.regular import read_regular
from kiosk.unseen import as_seen
from kiosk.yaml.key_path import KeyPath

_BESIDE = "pictures, recordings, links or hard words"
_AROUND = "picture on the card, the point to keep in mind, the times when slides show, or the words of the screen around it"
_ALWAYS = ("what_it_found", "what_it_says", "what_it_does_not_show", "keep_in_mind")
_OF_KIND = {
    "table": ("compared",),
    "checklist": ("raise_title", "raise_lead", "raise_none"),
    "weighing": (
        "matters_title", "matters_head", "matters_lead", "matters_none", "for_it", "against_it", *(f"weight_{number}" for number in range(3)),
    ),
}  # fmt: skip
"""Words of the screen that stand before or above what a clinician signs, and could say the contrary; of each topic those that it shows."""
_OF_ITS_OWN = {
    HELP_PANEL: ("help", "scan_to_call", "scan_to_text", "more_ways", "calm", "calm_guide", "calm_in", "calm_out", "calm_done", "calm_stop"),
    FORM: (
        "consultation", "only_staff", "forgets", "review_title", "review_help", "not_answered", "send", "stop_and_erase", "erase_answers",
        "erase_answers_text", "take_back", "erase_request", "erase_request_text", "gone_title", "gone_text",
        "failed_title", "failed_text", "busy_text",
    ),
}  # fmt: skip
"""All words of the screen that belong to what is no topic; in it no hard word can be touched."""
SOON = timedelta(days=31)
"""How long before the day a review is due staff are told."""
HEX_DIGITS = 16
"""Of the fingerprint: 64 bits, far more than chance could ever hit in one clinic's texts."""


def fingerprint(topic: Topic, language: str, sources: Iterable[Source]) -> str:
    """Tells one text of a topic from another: all of medicine that is said to a visitor in this language, and what its sources are said to show.

    16 hex digits of SHA-256. What a text looks like (tint, icons) and when it was checked does not count.
    """
    slides = medical_slides(topic)
    told = [_text(topic.title, language), *(_slide(slide, language) for slide in slides), *_sources(slides, language, sources)]
    return _hashed(told)


def _hashed(told: list[Any]) -> str:
    return sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()[:HEX_DIGITS]


class Beside(Struct, frozen=True):
    """What reaches a visitor from a topic beside its own texts: sources, hard words, what lies in files of the content (`pictures/room.svg`), of
    each the digest, and the words of the screen by their names.
    """

    sources: Sequence[Source]
    words: Sequence[Word]
    digest: Callable[[str], str]
    interface: Sequence[tuple[str, Text]] = ()


def beside(reading: ReadFolder, content: Path) -> Beside:
    """The same as it was read; files are looked at only where they are asked for, once."""
    return Beside(reading.sources.value or (), reading.words.value or (), _digests(content), reading.interface.value or ())


def _digests(content: Path) -> Callable[[str], str]:
    return lru_cache(maxsize=None)(partial(_digest, content))


def _digest(content: Path, name: str) -> str:
    """16 hex digits of SHA-256; none for a file that cannot be read."""
    try:
        return digest_of(read_regular(content / name, MOST_SOUND_BYTES, content))
    except OSError:
        return ""


def digest_of(raw: bytes) -> str:
    """16 hex digits of SHA-256."""
    return sha256(raw).hexdigest()[:HEX_DIGITS]


def signature(topic: Topic, language: str, around: Beside) -> str:
    """What a clinician's sign-off is bound to: the fingerprint of the text, one of what lies beside it, and one of how it comes to the screen.

    The second one is of the bytes of its pictures and recordings, the links of its sources, and what the hard words in it are said to mean; the
    third of the picture on its card, what is kept in mind at its end, when its slides show, and the words of the screen around it. They stand
    one behind the other, since sign-offs of earlier versions have the first alone, or the first two.
    """
    return "-".join(_signature(topic, language, around))


def _signature(topic: Topic, language: str, around: Beside) -> Iterator[str]:
    """Its fingerprints one by one, so that what is no longer the same in the first costs no more."""
    yield fingerprint(topic, language, around.sources)
    yield _fingerprint_beside(topic, language, around)
    yield _of_the_screen(topic, language, around)


def screen_words(topic: Topic, language: str, around: Beside) -> list[tuple[str, str]]:
    """The words of the screen around what a clinician signs, by their names."""
    kinds, written = {slide.kind for slide in topic.slides}, dict(around.interface)
    names = _OF_ITS_OWN.get(topic.id) or (*_ALWAYS, *(name for kind, those in _OF_KIND.items() if kind in kinds for name in those))
    return [(name, _text(written[name], language)) for name in names if name in written]


def _of_the_screen(topic: Topic, language: str, around: Beside) -> str:
    slides, words = medical_slides(topic), screen_words(topic, language, around)
    picture = [topic.picture, around.digest(f"{PICTURES}/{topic.picture}")] if topic.picture else []
    return _hashed([picture, _kept_in_mind(topic), [_shown(topic.show), *(_shown(each.show) for each in slides)], words])


def _kept_in_mind(topic: Topic) -> list[object]:
    """Where in the topic it stands, whatever its slide is called."""
    name, _, point = topic.keep.partition("/")
    return [[slide.id for slide in topic.slides].index(name), point] if name in {slide.id for slide in topic.slides} else [topic.keep]


def _shown(show: Show | None) -> list[object]:
    return [str(show.begin), str(show.until), list(show.days), list(show.hours or ())] if show else []


def _fingerprint_beside(topic: Topic, language: str, around: Beside) -> str:
    slides = medical_slides(topic)
    links = sorted([source.id, source.link] for source in _used(slides, around.sources))
    words = [[word.id, _text(word.says, language), _text(word.means, language)] for word in hard_words(topic, language, around)]
    told = [[[name, around.digest(name)] for name in sorted(_files(slides, language))], links, words]
    return _hashed(told)


def files_of(topic: Topic, language: str) -> set[str]:
    """The pictures and recordings that a sign-off of this language is bound to, by their names in the content."""
    return _files(medical_slides(topic), language) | ({f"{PICTURES}/{topic.picture}"} if topic.picture else set())


def _files(slides: Iterable[Slide], language: str) -> set[str]:
    shown = {f"{PICTURES}/{name}" for slide in slides for _, name in picture_files(slide)}
    return shown | {f"{SOUNDS}/{name}" for slide in slides for way, name in sound_files(slide) if way[-1] == language}


def hard_words(topic: Topic, language: str, around: Beside) -> list[Word]:
    """The hard words in what a clinician signs: a visitor touches them to read what they mean."""
    if topic.id in _OF_ITS_OWN:
        return []
    slides = medical_slides(topic)
    told = [text for slide in slides for text in slide.texts()]
    told += [text for source in _used(slides, around.sources) for text in (source.what, source.found, source.not_shown, source.tells)]
    said = "\n".join(_text(text, language) for text in told).replace("*", "")
    return sorted((around.words[number] for number in _held(_pieces(said), _forms(tuple(around.words), language))), key=lambda word: word.id)


_PIECE = re.compile(r"\w+|\W")
_SMALL = str.maketrans("\u0130\u0131\u017f\u00b5\u03c2", "ii" + "s\u03bc\u03c3")
"""Letters of which the small and the capital one are not told apart, beside those that `lower` knows."""


class _Form(Struct):
    """Where the forms of hard words lead that begin alike: on to what follows, and to the numbers of the words that end here."""

    further: dict[str, _Form]
    words: set[int]


def _pieces(text: str) -> list[str]:
    """Words, and what stands between them sign by sign, as a reader sees them, capitals and small letters alike."""
    return _PIECE.findall(as_seen(text).translate(_SMALL).lower().translate(_SMALL))


@lru_cache(maxsize=16)
def _forms(words: tuple[Word, ...], language: str) -> _Form:
    """The beginning of all forms of the words in one language."""
    begin = _Form({}, set())
    for number, word in enumerate(words):
        for form in dict(word.forms).get(language, ()):
            here = begin
            for piece in _pieces(form):
                here = here.further.setdefault(piece, _Form({}, set()))
            here.words.add(number)
    return begin


def _held(said: Sequence[str], begin: _Form) -> set[int]:
    """The numbers of the words of which some form stands in a text, and is no part of a longer word there."""
    found = set[int]()
    for at, first in enumerate(said):
        here, end = begin.further.get(first), at + 1
        if here and at and not _is_word(first) and _is_word(said[at - 1]):
            continue
        while here:
            if end == len(said) or _is_word(said[end - 1]) or not _is_word(said[end]):
                found |= here.words
            here = here.further.get(said[end]) if end < len(said) else None
            end += 1
    return found


def _is_word(piece: str) -> bool:
    return piece[0].isalnum() or piece[0] == "_"


def _text(text: Text, language: str) -> str:
    return text.in_(language)


def _slide(slide: Slide, language: str) -> list[object]:
    picture = [slide.picture.file, _text(slide.picture.says, language)] if slide.picture else []
    dots = [slide.dots.filled, slide.dots.of, _text(slide.dots.says, language)] if slide.dots else []
    columns = [[_text(column.title, language), [_point(point, language) for point in column.points]] for column in slide.columns]
    points = [_point(point, language) for point in slide.points]
    groups = [[*_point(group, language), group.filled, group.of] for group in slide.groups]
    spoken = [name for code, name in slide.clip if code == language]
    told = [slide.kind, _text(slide.title, language), picture, points, columns, dots, _text(slide.ask_us, language), list(slide.sources)]
    intro = [["intro", _text(slide.intro, language)]] if slide.intro else []
    return [*told, *groups, *intro, *spoken]


def _point(point: Point, language: str) -> list[object]:
    said = [_text(text, language) for text in (point.at, point.title, point.text)]
    spoken = [name for code, name in point.clip if code == language]
    return [*said, point.makes.value if point.makes else "", list(point.sources), *spoken]


def _sources(slides: Iterable[Slide], language: str, sources: Iterable[Source]) -> list[list[str]]:
    return sorted(
        [source.id, source.cite, *(_text(text, language) for text in (source.what, source.found, source.not_shown, *filter(None, [source.tells])))]
        for source in _used(slides, sources)
    )


def _used(slides: Iterable[Slide], sources: Iterable[Source]) -> list[Source]:
    used = {name for slide in slides for name in slide.all_sources()}
    return [source for source in sources if source.id in used]


def _parts(review: Review) -> int:
    """How many fingerprints it covers: those of earlier versions the text alone, or what lies beside it, too."""
    return review.text.count("-") + 1


def holds(review: Review, topic: Topic, around: Beside) -> bool:
    """Whether this is the very text that was signed, in all that the sign-off covers."""
    return 1 <= _parts(review) <= len(_NOT_COVERED) + 1 and _same(review, topic, around) == _parts(review)


def _same(review: Review, topic: Topic, around: Beside) -> int:
    """How many of its fingerprints are as they are now, one after the other."""
    pairs = zip(review.text.split("-"), _signature(topic, review.language, around), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


_NOT_COVERED = {1: f"its text alone, not its {_BESIDE}", 2: f"its text, but not the {_AROUND}"}


def signed_off(topic: Topic, reviews: Iterable[Review], around: Beside, languages: Iterable[str]) -> tuple[str, ...]:
    """The languages in which a clinician has read the topic as it stands now; all where there is nothing to sign."""
    if not medical_slides(topic):
        return tuple(languages)
    own = {review.language: review for review in reviews if review.topic == topic.id}
    return tuple(code for code, review in own.items() if holds(review, topic, around))


# -- what check says ------------------------------------------------------------------------------------------------


def files_signed_for(topics: Iterable[Topic], reviews: Iterable[Review], around: Beside) -> tuple[str, ...]:
    """The digests of the files that sign-offs of these topics hang on."""
    whole = {(review.topic, review.language) for review in reviews if _parts(review) > 1}
    names = {name for topic in topics for of, code in whole if of == topic.id for name in files_of(topic, code)}
    return tuple(map(around.digest, sorted(names)))


_CALLED = {HELP_PANEL: "the help panel and the first screen", FORM: "this form"}


def standing(topic: Topic, reviews: Iterable[Review], around: Beside, languages: Sequence[str]) -> Findings:
    """Whether a clinician has read each language of a topic that has something to sign, and whether it has changed since."""
    if not medical_slides(topic):
        return
    own = {review.language: review for review in reviews if review.topic == topic.id}
    if unread := [code for code in languages if code not in own]:
        named = " and ".join(LANGUAGES[code] for code in unread)
        each, one = f"`python3 main.py review {topic.id} --by NAME`", f"`python3 main.py review {topic.id} --language {unread[0]} --by NAME`"
        call = one if len(unread) == 1 and len(languages) > 1 else each
        yield notice((), f"No clinician has signed off the {named} of {_CALLED.get(topic.id, 'this topic')}.", f"Let one read it: {call}")
    for code in languages:
        review = own.get(code)
        again = f"`python3 main.py review {topic.id} --language {code} --by NAME`"
        if review and not holds(review, topic, around):
            what = ("", f"{_BESIDE} of the ", f"{_AROUND}, of the ")[min(_same(review, topic, around), 2)]
            wrong = f"The {what}{LANGUAGES[code]} changed after {review.by} signed it off on {review.on}."
            yield warning((), wrong, f"Let a clinician read it again: {again}")
        elif review and (lacking := _NOT_COVERED.get(_parts(review))):
            wrong = f"The sign-off of the {LANGUAGES[code]} by {review.by} covers {lacking}."
            yield notice((), wrong, f"It counts until it is due on {review.next}; if these changed since, let a clinician read it now: {again}")


def entries(reviews: Sequence[Review], topics: Sequence[str], languages: Sequence[str], today: date) -> Findings:
    """What is wrong with the list of reviews itself, and which are due again."""
    signed: set[tuple[str, str]] = set()
    for number, review in enumerate(reviews):
        if (review.topic, review.language) in signed:
            yield error((number, "topic"), "This topic is signed off twice in one language.", "Keep the newer entry.")
        signed.add((review.topic, review.language))
        if topics and review.topic not in topics:
            yield warning((number, "topic"), f"There is no topic `{review.topic}`.", Unknown(review.topic, topics, "Take the entry out."))
        if review.language not in languages:
            yield warning((number, "language"), f"The clinic has no texts in {LANGUAGES[review.language]}.", "Take the entry out.")
        if review.on > today:
            yield warning((number, "on"), f"`on: {review.on}` lies in the future.", "Write the day on which it was signed off.")
        yield from _due((number, "next"), review, today)


def _due(way: tuple[int, str], review: Review, today: date) -> Findings:
    again = f"Let a clinician read it: `python3 main.py review {review.topic} --language {review.language} --by NAME`"
    if review.next < today:
        yield warning(way, f"The review of `{review.topic}` ({review.language}) was due by {review.next}.", again)
    elif review.next <= today + SOON:
        yield notice(way, f"The review of `{review.topic}` ({review.language}) is due by {review.next}.", again)


# -- the file -------------------------------------------------------------------------------------------------------

HEADER = """\
# yaml-language-server: $schema=schema/reviews.json
# Who has read what: written by `python3 main.py review`, not by hand. When a text changes, `check` says that it must be read again.
"""


def written(reviews: Iterable[Review]) -> str:
    """The text of reviews.yaml."""
    lines = [_line(review) for review in sorted(reviews, key=lambda each: (each.topic, each.language))]
    return HEADER + ("\n".join(lines) if lines else "[]") + "\n"


def _line(review: Review) -> str:
    # A JSON string is a YAML string too, whatever letters and signs a name has.
    by = json.dumps(review.by, ensure_ascii=False)
    return f'- {{topic: {review.topic}, language: {review.language}, by: {by}, on: {review.on}, next: {review.next}, text: "{review.text}"}}'


def with_review(reviews: Iterable[Review], fresh: Review) -> tuple[Review, ...]:
    """The reviews with this one in the place of an older one of the same topic and language."""
    return (*(each for each in reviews if (each.topic, each.language) != (fresh.topic, fresh.language)), fresh)


def of_medicine(way: KeyPath, slide: Slide) -> Findings:
    """What is marked as being about the clinic alone says nothing of medicine."""
    if slide.about_clinic and (said := next(medical_words(slide), "")):
        wrong = f"`about: clinic` does not count here, for this speaks of medicine: “{said}”. A clinician still has to sign it."
        yield warning(way, wrong, "Say it without that, or put what is about medicine on a slide of its own, or take `about: clinic` out.")
