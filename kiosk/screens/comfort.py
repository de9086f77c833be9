"""The panel for reading comfort: what can be chosen, what is in force, and a line that shows its effect where the page is covered."""

from __future__ import annotations

from msgspec import Struct

from kiosk.layout.options import Group, GroupShown, Option, OptionShown, Placed, PlacedGroup, choice_pages
from kiosk.layout.typeset import NOTHING, SetText, Style
from kiosk.screens.context import Stage
from kiosk.visit.actions import action
from kiosk.visit.comfort import FASTEST, LOUDEST, SLOWEST, Comfort, Palette, TextSize
from kiosk.visit.moves import ChoseLanguage, ChoseOption

_PARTS_OF_THE_AREA = (0.46, 0.56)
"""Across, the panel leaves the words of the page in sight; it grows once if that saves a page."""
_PAD_UNITS = 8


class ComfortShown(Struct, frozen=True):
    """What ComfortPanel.qml draws; without pages there is nothing.

    The groups begin `top` below the padding; `sample` shows the effect where the page is covered.
    """

    left: float = 0.0
    width: float = 0.0
    height: float = 0.0
    pad: float = 0.0
    heading: SetText = NOTHING
    sample: SetText = NOTHING
    top: float = 0.0
    groups: tuple[GroupShown, ...] = ()
    number: int = 0
    pages: int = 0
    page_note: str = ""


class _Laid(Struct, frozen=True):
    """The panel in one width."""

    width: float
    heading: SetText
    sample: SetText
    top: float
    pages: list[tuple[PlacedGroup, ...]]


def comfort_panel(stage: Stage, *, speaks: bool) -> ComfortShown:
    """The panel, if it is open. `speaks`: whether there is a voice in the visitor's language."""
    at = stage.visit.comfort_page
    if at is None:
        return ComfortShown()
    area, pad = stage.area, stage.measures.unit * _PAD_UNITS
    groups = _groups(stage, speaks=speaks)
    widths = (area.width,) if area.tall else tuple(area.width * part for part in _PARTS_OF_THE_AREA)
    laid = min((_laid(stage, groups, width) for width in widths), key=lambda each: len(each.pages))
    at = min(max(at, 0), len(laid.pages) - 1)
    tallest = max(max(group.box.bottom for group in page) for page in laid.pages)
    return ComfortShown(
        left=area.width - laid.width,
        width=laid.width,
        height=min(area.height - area.touchable_from, laid.top + tallest + 2 * pad),
        pad=pad,
        heading=laid.heading,
        sample=laid.sample,
        top=laid.top,
        groups=tuple(_shown(stage, group) for group in laid.pages[at]),
        number=at,
        pages=len(laid.pages),
        page_note=stage.word("page_of", page=at + 1, pages=len(laid.pages)) if len(laid.pages) > 1 else "",
    )


def _laid(stage: Stage, groups: list[Group], width: float) -> _Laid:
    measures, area = stage.measures, stage.area
    pad, space = measures.unit * _PAD_UNITS, measures.sizes.space
    inner = width - 2 * pad
    heading = stage.set(stage.word("comfort"), Style(measures.title * 0.7, 700, 1.2), inner)
    sample = stage.set(stage.word("comfort_sample"), Style(measures.body, 400, measures.leading), inner) if area.tall else NOTHING
    top = heading.height + space + (sample.height + space if sample.lines else 0.0)
    room = area.height - area.touchable_from - (2 * pad + top)
    return _Laid(width, heading, sample, top, choice_pages(groups, measures, inner, room, stage.typesetter))


def _groups(stage: Stage, *, speaks: bool) -> list[Group]:
    comfort = stage.visit.comfort
    steps = {"step": comfort.rate - SLOWEST + 1, "steps": FASTEST - SLOWEST + 1}
    text = tuple(Option(f"text:{size.value}", "A", stage.word(f"text_{size.value}")) for size in TextSize)
    voice = [
        Group(stage.word("comfort_aloud"), _either(stage, "aloud")),
        Group(stage.word("comfort_rate", **steps), (Option("rate:-1", stage.word("slower")), Option("rate:+1", stage.word("faster")))),
        Group(
            stage.word("comfort_volume", step=comfort.volume, steps=LOUDEST),
            (Option("volume:-1", stage.word("quieter")), Option("volume:+1", stage.word("louder"))),
        ),
    ]
    if comfort.aloud:
        voice.append(Group(stage.word("comfort_curtain"), _either(stage, "curtain")))
    return [
        *_languages(stage),
        Group(stage.word("comfort_text"), text),
        Group(stage.word("comfort_palette"), tuple(Option(f"palette:{each.value}", stage.word(f"palette_{each.value}")) for each in Palette)),
        Group(stage.word("comfort_lowered"), _either(stage, "lowered")),
        Group(stage.word("comfort_calm"), _either(stage, "calm")),
        *(voice if speaks else ()),
    ]


def _languages(stage: Stage) -> list[Group]:
    """All of them, each by its own name, where the switch beside the panel cannot lead to every one."""
    codes, name = stage.library.clinic.languages, stage.library.interface_text("language_name")
    options = tuple(Option(f"language:{code}", name.in_(code)) for code in codes)
    return [Group(stage.word("comfort_language"), options)] if len(codes) > 2 else []


def _either(stage: Stage, kind: str) -> tuple[Option, ...]:
    return tuple(Option(f"{kind}:{answer}", stage.word(f"{kind}_{answer}")) for answer in ("no", "yes"))


_TOLD = {"rate": "rate", "volume": "volume", "text": "text_size", "palette": "palette", "lowered": "lowered", "calm": "calm", "curtain": "curtain"}
"""The kinds of options of which a voice tells that they were chosen, and what of `Comfort` each changes. What the voice itself does goes first."""


def chosen_words(stage: Stage, before: Comfort, now: Comfort) -> str:
    """What a voice says of a choice that was just made; nothing where only the voice itself came or went."""
    return " ".join(standing_words(stage, kind, now) for kind, name in _TOLD.items() if getattr(now, name) != getattr(before, name))


def standing_words(stage: Stage, kind: str, now: Comfort) -> str:
    """What a voice says of how a kind of option stands; nothing of other kinds."""
    match kind:
        case "rate":
            return stage.word("comfort_rate", step=now.rate - SLOWEST + 1, steps=FASTEST - SLOWEST + 1) + "."
        case "volume":
            return stage.word("comfort_volume", step=now.volume, steps=LOUDEST) + "."
        case "text" | "palette":
            chosen = now.text_size.value if kind == "text" else now.palette.value
        case "lowered" | "calm" | "aloud" | "curtain":
            chosen = "yes" if getattr(now, kind) else "no"
        case _:
            return ""
    return f"{stage.word(f'comfort_{kind}')}: {stage.word(f'{kind}_{chosen}')}."


def _shown(stage: Stage, group: PlacedGroup) -> GroupShown:
    return GroupShown(group.heading, group.box, tuple(_option(stage, group, placed) for placed in group.options))


def _option(stage: Stage, group: PlacedGroup, placed: Placed) -> OptionShown:
    name = placed.option.name
    kind, _, choice = name.partition(":")
    return OptionShown(
        kind,
        choice,
        _asks(name),
        placed.label,
        f"{group.heading.plain}: {placed.option.spoken or placed.option.label}",
        placed.box,
        chosen=_chosen(stage, name),
        steps=kind in ("rate", "volume"),
    )


def _asks(option: str) -> str:
    kind, _, value = option.partition(":")
    return action(ChoseLanguage(value) if kind == "language" else ChoseOption(option))


def _chosen(stage: Stage, option: str) -> bool:
    kind, _, value = option.partition(":")
    return value == stage.language if kind == "language" else stage.visit.comfort.has(option)
