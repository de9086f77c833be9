"""Honest by construction: claims have sources, benefits stand beside limits, and some words are never said."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from kiosk.content.checks.findings import Findings, Unknown, error, warning
from kiosk.content.checks.forbidden_words import never_said, shows
from kiosk.content.model.deck import Help, Makes, Slide, Text
from kiosk.content.model.facts import NAME_ALONE, filled_help, may_lack
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.slide_kinds import slide_kind
from kiosk.content.model.walk import name_in_file, points, texts
from kiosk.unseen import as_seen
from kiosk.yaml.key_path import KeyPath

LEAST_BALANCE = 0.5
"""Limits and risks beside benefits, in words."""
_STANDS_ALONE = "This benefit stands alone: the slide names no limit and no risk.", "Add a point with `makes: limit` or `makes: risk`."
_MAY_STAND_ALONE = (
    "This benefit stands alone where what the limits and risks name in braces is not filled in: they do not show then.",
    "Say one limit or risk without braces.",
)
_SAY_WHO = "Add a line that says who answers at"
_ALWAYS_SEEN = "It stands by itself there, in words that are seen, and the line has no braces."
_NAMED_ON_BUTTONS = (
    ("help", "The help button does", '{en: "Help now: 988", es: "Ayuda: 988"}'),
    ("scan_to_call", "The words below the code that calls 988 do", "{en: Call 988, es: Llamar al 988}"),
)
HELP_WORDS = {
    "en": ("Call or text 988 or chat 988lifeline.org", "help is available"),
    "es": ("Llame al 988 y oprima 2", "AYUDA al 988"),
}
"""How the Lifeline wants to be named (SAMHSA partner toolkit; 988lifeline.org; standards C2 and C3)."""


def unsourced(way: KeyPath, slide: Slide) -> Findings:
    """Whatever is claimed, promised or warned of has a source, its own or the slide's (standards C13)."""
    for place, point in points(slide, way):
        if point.makes in (Makes.CLAIM, Makes.BENEFIT, Makes.RISK) and not (point.sources or slide.sources):
            yield error(place, f"This {point.makes} has no source.", "Add a line such as `sources: [clinic]`.")


def one_sided(way: KeyPath, slide: Slide) -> Findings:
    """A benefit stands beside a limit or a risk, on the same slide, whatever the clinic has filled in (standards C14)."""
    others = [may_lack(point) for _, point in points(slide, way) if point.makes in (Makes.LIMIT, Makes.RISK)]
    for place, point in points(slide, way):
        if point.makes is Makes.BENEFIT and not any(each <= may_lack(point) for each in others):
            yield error(place, *(_MAY_STAND_ALONE if others else _STANDS_ALONE))
            return


def outweighed(way: KeyPath, slide: Slide) -> Findings:
    """Limits and risks have at least half the words of the benefits beside them, and never smaller letters (standards C14)."""
    said = [(point, len(point.text.versions[0][1].split()) if point.text else 0) for _, point in points(slide, way)]
    benefits = sum(words for point, words in said if point.makes is Makes.BENEFIT)
    others = sum(words for point, words in said if point.makes in (Makes.LIMIT, Makes.RISK) and not may_lack(point))
    if 0 < others < benefits * LEAST_BALANCE:
        wrong = f"The benefits take {benefits} words, the limits and risks {others}."
        yield warning(way, wrong, "Say as much of what it cannot do, or less of what it can.")
    if slide_kind(slide.kind).large_first and slide.points[0].makes is Makes.BENEFIT and others:
        first = (*way, name_in_file(slide, "points"), 0)
        yield warning(first, "The benefit is in larger letters than its limits.", "Put the limit or the risk first.")


def unbalanced(way: KeyPath, slide: Slide) -> Findings:
    """Each statement that a visitor weighs has two sides, hope first, each with a source and with about as many words (IPDAS, values and balance)."""
    for number, column in enumerate(slide.columns if slide_kind(slide.kind).weighed else ()):
        place = (*way, name_in_file(slide, "columns"), number, "points")
        hope, limit = column.points
        if hope.makes not in (Makes.CLAIM, Makes.BENEFIT):
            instead = "Write what speaks for it first, with `makes: benefit` or `makes: claim`."
            yield error((*place, 0), "The first point does not say what can be had.", instead)
        if limit.makes not in (Makes.LIMIT, Makes.RISK):
            instead = "Write the limit second, with `makes: limit` or `makes: risk`."
            yield error((*place, 1), "The second point does not say what cannot be had.", instead)
        for at, point in enumerate(column.points):
            if not point.sources:
                yield error((*place, at), "This side has no source.", "Add a line such as `sources: [clinic]`.")
        said = [len(point.text.versions[0][1].split()) for point in column.points]
        if min(said) < max(said) * LEAST_BALANCE:
            wrong = f"What speaks for it takes {said[0]} words, what speaks against it {said[1]}."
            yield warning(place, wrong, "Say about as much of both.")


def unknown_sources(way: KeyPath, slide: Slide, known: Collection[str]) -> Findings:
    """Every source that is named is in sources.yaml."""
    cited = [(way, slide.sources), *((place, point.sources) for place, point in points(slide, way))]
    for place, names in cited:
        for number, name in enumerate(names):
            if name not in known:
                instead = Unknown(name, known, "Add it there, or take it out here.")
                yield error((*place, "sources", number), f"There is no source `{name}` in sources.yaml.", instead)


def lost_sources(slides: Iterable[Slide], lost: Collection[str]) -> Findings:
    """What a file cites and was lost is told once, since one cure brings all of it back."""
    cited = {name for slide in slides for names in (slide.sources, *(point.sources for _, point in points(slide, ()))) for name in names}
    if gone := sorted(cited.intersection(lost)):
        wrong = f"{len(gone)} of the sources that are named here, such as `{gone[0]}`, are gone from sources.yaml."
        yield error((), wrong, "See what `check` says about sources.yaml first; or take them out here.")


def dishonest(way: KeyPath, text: Text) -> Findings:
    """Words the kiosk never says; `forbidden_words` has the list and its source."""
    for code, words in text.versions:
        for said, instead in never_said(words, code):
            yield error((*way, code), f"The kiosk never says “{said}” like this.", instead)


def help_without_numbers(panel: Help, languages: Sequence[str]) -> Findings:
    """The help panel names 988 and 911 in every language, in the Lifeline's own words (standards C1 to C4).

    Only what eyes see of it counts, and only what shows whatever the clinic has filled in.
    """
    said = [text for _, text in texts(replace(filled_help(panel, NAME_ALONE), picture=None))]
    for number, code in unnamed(said, languages):
        yield error((), f"The help panel does not name {number} in {LANGUAGES[code]}.", f"{_SAY_WHO} {number}. {_ALWAYS_SEEN}")
    for code in languages:
        spoken = " ".join(text.in_(code).replace("*", "") for text in said)
        for words in HELP_WORDS.get(code, ()):
            if words.casefold() not in spoken.casefold():
                wrong = f"The help panel does not say it as the Lifeline wants it in {LANGUAGES[code]}."
                yield error((), wrong, f"Write these words in a line without braces: {words}")


def unnamed(said: Collection[Text], languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The numbers for help that these texts do not show, each with the language in which they do not."""
    for code in languages:
        yield from ((number, code) for number in ("988", "911") if not any(shows(number, text.in_(code)) for text in said))


def turned_round(interface: Sequence[tuple[str, Text]], languages: Sequence[str]) -> Findings:
    """Words of the screen that deny, or say that nobody has checked a text, still do: else the slides below them say the contrary."""
    written = dict(interface)
    for name, words in _SAYS.items():
        for code in languages:
            said = as_seen(written.get(name, Text()).in_(code).replace("*", ""))
            if name in written and (pattern := words.get(code)) and not pattern[0].search(said):
                wrong = f"`{name}` has to say “{pattern[1]}” in {LANGUAGES[code]}, for it stands beside what a clinician signs."
                yield error((name, code), wrong, f"Write it with these words: {pattern[1]}")


def _said(pattern: str, words: str) -> tuple[re.Pattern[str], str]:
    return re.compile(pattern, re.IGNORECASE), words


_SAYS = {
    "draft": {"en": _said(r"^(?:draft|not yet)\b", "Draft"), "es": _said(r"^(?:borrador|aún sin|todavía (?:no|sin))\b", "Borrador")},
    "what_it_does_not_show": {"en": _said(r"\bnot\b", "not"), "es": _said(r"\bno\b", "no")},
    "raise_lead": {"en": _said(r"\b(?:not|neither)\b", "not a yes or a no"), "es": _said(r"\b(?:no|ni)\b", "no es un sí ni un no")},
    "matters_lead": {"en": _said(r"\b(?:not|neither)\b", "neither yes nor no"), "es": _said(r"\b(?:no|ni)\b", "ni que sí ni que no")},
}
"""What has to stand in them, in the languages that are known here, and how it is said."""


def button_without_number(interface: Sequence[tuple[str, Text]], languages: Sequence[str]) -> Findings:
    """The help button shows 988 (standards C1), and so do the words below the code that calls it."""
    written = dict(interface)
    for name, what, instead in _NAMED_ON_BUTTONS:
        lacking = [code for code in languages if not shows("988", written.get(name, Text()).in_(code))]
        yield from (error((name, code), f"{what} not show 988.", f"Write `{name}: {instead}`.") for code in lacking)
