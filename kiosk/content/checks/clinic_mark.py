"""The clinic's mark: what shape it is good in, and what the one that is there is like."""

from __future__ import annotations

from itertools import islice
from xml.parsers import expat

from kiosk.content.checks.picture_files import jpeg_size, kind_of, png_size
from kiosk.content.checks.unsupported_svg import LENGTH, NUMBER

Complaint = tuple[str, str]
"""What is not good, and what to do instead."""

WIDEST, NARROWEST = 4.0, 0.9
"""How many times as wide as high a mark may be: it stands beside the name, 15 mm high (ui/controls/ClinicMark.qml)."""
LEAST_PIXELS = 120
"""Height of a mark on the finest screen, of 3840 x 2160 pixels; a smaller picture is blurred there."""
_GOOD = "A good mark is anything from square to four times as wide as it is tall."


def size_of(raw: bytes) -> tuple[float, float] | None:
    """Width and height of a picture file as it is drawn, in pixels or in a drawing's own units; None where the bytes tell none."""
    match kind_of(raw):
        case "PNG":
            width, height = png_size(raw)
        case "JPEG":
            width, height = jpeg_size(raw) or (0, 0)
        case _:
            return _drawing_size(raw)
    return (width, height) if width and height else None


def unfit(raw: bytes) -> tuple[Complaint, ...]:
    """Why these bytes of a sound picture make no good mark."""
    size = size_of(raw)
    if size is None:
        return ()
    return tuple(told for told in (_misshapen(*size), _small(*size, kind_of(raw)), _boxed(kind_of(raw))) if told)


def _misshapen(width: float, height: float) -> Complaint | None:
    if width > height * WIDEST:
        wrong = f"The clinic's mark is {_times(width / height)} times as wide as it is tall, so beside the name it is only a thin line. {_GOOD}"
        return wrong, "If the logo has words in it, use the symbol alone, or a version with the words under the symbol."
    if width < height * NARROWEST:
        wrong = f"The clinic's mark is {_times(height / width)} times as tall as it is wide, so beside the name it is narrow and small. {_GOOD}"
        return wrong, "If the logo has words in it, use the symbol alone, or a version with the words beside the symbol."
    return None


def _small(width: float, height: float, kind: str) -> Complaint | None:
    if kind not in ("PNG", "JPEG") or height >= LEAST_PIXELS:
        return None
    wrong = f"The clinic's mark has only {width:.0f} x {height:.0f} pixels, so it looks blurred on a large screen."
    return wrong, f"Use one that is at least {LEAST_PIXELS} pixels high; enlarging this one does not help. A drawing (SVG) is always sharp."


def _boxed(kind: str) -> Complaint | None:
    if kind != "JPEG":
        return None
    wrong = "The clinic's mark is a photograph (JPEG), which cannot have a transparent background: it shows in a box of its own color."
    return wrong, "Ask whoever made the logo for a drawing (SVG), or a PNG with a transparent background."


def _times(share: float) -> str:
    return f"{share:.1f}".removesuffix(".0")


def _drawing_size(raw: bytes) -> tuple[float, float] | None:
    """Of the first element, by `width` and `height` as Qt takes them, else by its viewBox."""
    first: list[dict[str, str]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _, attributes: first.append(attributes)
    try:
        parser.Parse(raw, True)
    except expat.ExpatError:
        return None
    sides = [LENGTH.fullmatch(first[0].get(side, "").strip()) for side in ("width", "height")]
    if all(sides):
        width, height = (float(side[1]) for side in sides if side)
    else:
        box = [float(each[0]) for each in islice(NUMBER.finditer(first[0].get("viewBox", "")), 4)]
        width, height = box[2:] if len(box) == 4 else (0.0, 0.0)
    return (width, height) if width and height else None
