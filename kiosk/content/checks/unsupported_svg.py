"""What Qt 6.11 leaves out of a drawing, or draws otherwise than it was meant.

Each rule is a row of `tests/content/drawn.py`, where Qt draws it, so that a Qt that draws it otherwise fails there. What a drawing says by
`<use>` and `<style>` is drawn well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from msgspec import Struct

Complaint = tuple[str, str]
"""What is not drawn as it was meant, and what to do instead."""

NUMBER = re.compile(r"(?:\d++(?:\.\d*+)?|\.\d++)")
"""What stands for a number here, without sign or power."""
LENGTH = re.compile(rf"({NUMBER.pattern})(?:\s*+(px|mm|cm|in|pt))?")
"""A number of pixels, or with its unit."""
_XLINK = "http://www.w3.org/1999/xlink href"
_SHAPES = "Draw it with plain shapes."
_CUT = "Cut the shapes themselves (in Inkscape: Path, Intersection)."
_COLOUR = "Write the color as #rrggbb, and how much shows through as `fill-opacity` or `stroke-opacity`."
_SHARE = "Write it as a number from 0 to 1."
_PLAIN_CSS = "Write the color on the shape itself: fill=..."
_FLAT = "Ungroup it, so that the shapes are in the outermost <svg>."
_STILL = "Pictures here do not move: take it out, and draw it as it should look."
_NUMBERS = "Write plain numbers."

_MOVING = frozenset({"animate", "animateTransform", "animateMotion", "set"})
_UNKNOWN = frozenset({"meshgradient", "mesh", "hatch"})
_DRAWN_SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use"})
_GEOMETRY = frozenset({"x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "x2", "y1", "y2"})
_COLOURED = frozenset({"fill", "stroke", "color", "stop-color"})
_SHARES = frozenset({"opacity", "fill-opacity", "stroke-opacity", "stop-opacity"})
_COLOUR_KNOWN = re.compile(
    r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})|rgb\([^/()]*\)|url\(.*|(?!currentcolor|rebeccapurple|[Cc]anvas)[a-zA-Z]+", re.DOTALL
)
_OUTLINE_FIRST = re.compile(r"(?:markers\s+)?stroke")
_FILTER_KNOWN = re.compile(r"url\(|none")
_OF_LETTERS_OR_WINDOWS = re.compile(r"[\d.](?:em|ex|rem|ch|vw|vh)$")
_MOST_TOLD = 40
"""Letters of what stands in a drawing that are told."""


class Walk(Struct):
    """What was met of a drawing so far."""

    shapes: int = 0
    defs: int = 0
    first: bool = True

    def begins(self, tag: str, attributes: Mapping[str, str]) -> Iterator[Complaint]:
        """What is not drawn well of an element that begins here; attributes of other namespaces have these in front."""
        yield from _element(tag, attributes)
        if tag == "svg" and not self.first:
            yield "an <svg> inside another", _FLAT
        elif tag == "svg" and _is_stretched(attributes):
            yield "the proportions of its viewBox", "Take `width` and `height` out of its first line."
        if tag == "clipPath" and not self.defs:
            yield "clip-path", _CUT
        if tag == "style" and self.shapes:
            yield "a <style> that comes after shapes", "Put it before the first shape."
        self.shapes += tag in _DRAWN_SHAPES
        self.defs += tag == "defs"
        for name, value in attributes.items():
            if name == "style":
                yield from _declared(value, beside_shape=not self.first)
            else:
                yield from _property(name, value.strip())
        self.first = False

    def ends(self, tag: str) -> None:
        self.defs -= tag == "defs"


def style_sheet(text: str) -> Iterator[Complaint]:
    """What is not drawn well of what a <style> says."""
    plain = _without_comments(text)
    if any(word in plain for word in ("@media", "@supports", "@container")):
        yield "@media", _PLAIN_CSS
    for rule in plain.split("}"):
        for selector, block in pairwise(rule.split("{")):
            if ":" in selector and "@" not in selector:
                yield f"a rule for `{selector.strip()[:_MOST_TOLD]}`", _PLAIN_CSS
            yield from _declared(block, important=True)


def _without_comments(text: str) -> str:
    """What CSS heeds of a text; a comment that does not end takes all behind it away (CSS Syntax 3, section 4.3.2)."""
    kept, at = [], 0
    while (begins := text.find("/*", at)) >= 0:
        kept.append(text[at:begins])
        ends = text.find("*/", begins + 2)
        at = ends + 2 if ends >= 0 else len(text)
    return "".join([*kept, text[at:]])


def _element(tag: str, attributes: Mapping[str, str]) -> Iterator[Complaint]:
    if tag in _MOVING:
        yield f"<{tag}>", _STILL
    elif tag in _UNKNOWN:
        yield f"<{tag}>", _SHAPES
    elif tag == "symbol" and "viewBox" in attributes:
        yield "a <symbol> with a viewBox", "Draw it in its full size, without a viewBox."
    elif tag in ("linearGradient", "radialGradient"):
        yield from _gradient(attributes)
    if "pathLength" in attributes and "stroke-dasharray" in attributes:
        yield "pathLength", "Write the dashes in the drawing's own units."


def _gradient(attributes: Mapping[str, str]) -> Iterator[Complaint]:
    if "href" in attributes and _XLINK not in attributes:
        yield "a gradient that refers to another by `href`", "Write `xlink:href`, or give it stops of its own."
    if attributes.get("gradientUnits") == "userSpaceOnUse" and any("%" in attributes.get(name, "") for name in _GEOMETRY):
        yield "percents in a gradient with userSpaceOnUse", _NUMBERS
    if attributes.get("fr", "0").strip("0.%"):
        yield "fr", "Leave it out, and put the first stop further out."


def _declared(text: str, *, beside_shape: bool = True, important: bool = False) -> Iterator[Complaint]:
    """What is not drawn well of properties of CSS."""
    for written in text.split(";"):
        name, colon, value = map(str.strip, written.partition(":"))
        if not colon:
            continue
        if name == "transform" and value != "none":
            yield "transform in a style", "Write it on the shape itself: transform=..."
        elif beside_shape and name in _GEOMETRY | {"d"}:
            yield "a size or place in a style", f"Write it on the shape itself: {name}=..."
        elif "!" in value and not important:
            yield "!important", "Take it out."
        else:
            yield from _property(name, value.replace("!important", "").strip())


def _property(name: str, value: str) -> Iterator[Complaint]:
    """What is not drawn well of one property, wherever it stands."""
    if "var(" in value or "calc(" in value:
        yield value[: value.index("(")][:_MOST_TOLD] + "()", "Write the value itself."
    elif name == "clip-path" and value != "none":
        yield "clip-path", _CUT
    elif name == "mix-blend-mode" and value != "normal":
        yield "mix-blend-mode", _SHAPES
    elif name == "paint-order" and _OUTLINE_FIRST.match(value):
        yield "paint-order", "Draw the outline as a shape of its own, under the other."
    elif name == "transform-origin":
        yield "transform-origin", "Write the point into `rotate(angle x y)`."
    elif name == "filter" and not _FILTER_KNOWN.match(value):
        yield "filter", _SHAPES
    elif name in _SHARES and value.endswith("%"):
        yield f"{name} in percent", _SHARE
    elif name in _COLOURED and value and not _COLOUR_KNOWN.fullmatch(value):
        yield f"the color {value[:_MOST_TOLD]}", _COLOUR
    elif name in _GEOMETRY and _OF_LETTERS_OR_WINDOWS.search(value):
        yield "lengths that depend on letters or windows", _NUMBERS


def _is_stretched(attributes: Mapping[str, str]) -> bool:
    """Whether a drawing has another shape than its viewBox: Qt stretches it, whatever preserveAspectRatio says."""
    sides = [LENGTH.fullmatch(attributes.get(side, "").strip()) for side in ("width", "height")]
    box = NUMBER.findall(attributes.get("viewBox", ""))
    if attributes.get("preserveAspectRatio") == "none" or len(box) != 4 or not all(sides):
        return False
    (width, height), (wide, high) = ((float(side[1]) for side in sides if side), (float(each) for each in box[2:]))
    return min(width, height, wide, high) > 0 and abs(width * high - height * wide) > 0.02 * height * wide
