"""Picture files: shapes only, whole, and nothing from elsewhere."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import growth
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content.checks import clinic_mark, picture_files

SVG = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"'
LINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def looked(path: Path) -> tuple[picture_files.Fault, ...]:
    return picture_files.faults(path.read_bytes(), path.suffix)


def drawing(folder: Path, inside: str, root: str = SVG) -> tuple[picture_files.Fault, ...]:
    path = folder / "x.svg"
    path.write_text(f"<svg {root}>\n  {inside}\n</svg>\n", encoding="utf-8")
    return looked(path)


@pytest.mark.parametrize(
    "inside",
    [
        '<rect width="3" height="3" fill="#14545C"/>',
        '<!-- chair --><g transform="rotate(3)"><path d="M0 0L5 5"/></g>',
        '<linearGradient id="a"><stop offset="0"/></linearGradient><circle r="3" fill="url(#a)"/>',
        "<title/>",
    ],
)
def test_shapes_are_welcome(tmp_path: Path, inside: str) -> None:
    assert drawing(tmp_path, inside) == ()


@pytest.mark.parametrize(
    ("inside", "wrong"),
    [
        ("<script>alert(1)</script>", "`<script>`"),
        ('<image href="#x"/>', "`<image>`"),
        ("<foreignObject/>", "`<foreignObject>`"),
        ('<defs><filter id="a"/></defs>', "depends on the screen"),
        ('<mask id="a"/>', "depends on the screen"),
        ('<pattern id="a"/>', "depends on the screen"),
        ('<marker id="a"/>', "depends on the screen"),
        ('<switch><g systemLanguage="en"/></switch>', "depends on the screen"),
        ("<text>Hello</text>", "letters"),
        ('<rect onclick="x()"/>', "script in it (`onclick`)"),
        (f'<path {LINK} xlink:href="http://x/y.svg"/>', "another file"),
        ('<path href="file:///etc/passwd"/>', "another file"),
        ('<rect fill="url(http://x/y.svg#a)"/>', "another file"),
        ("<rect style=\"fill: url('other.svg#a')\"/>", "another file"),
        ('<s:script xmlns:s="http://www.w3.org/2000/svg"/>', "`<script>`"),
        ("<?xml-stylesheet href='x.css'?>", "another file"),
        ("<rect", "broken here"),
    ],
)
def test_what_is_no_shape_is_told_with_its_line(tmp_path: Path, inside: str, wrong: str) -> None:
    found = drawing(tmp_path, inside)
    assert [fault for fault in found if wrong in fault.wrong and fault.grave and fault.instead]
    assert found[0].line in (2, 3)


def copied(times: int, inside: str) -> str:
    return f'<g id="a">{inside}</g>' + '<use href="#a"/>' * times


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        (copied(100, "<rect/>" * 100), 0),
        (copied(200, "<rect/>" * 100), 1),
        (copied(19, f'<path d="{"M0 0" * 30_000}"/>'), 0),
        (copied(30, f'<path d="{"M0 0" * 30_000}"/>'), 1),
        (f"<g {LINK}>" + copied(200, "<rect/>" * 100).replace("href", "xlink:href") + "</g>", 1),
        (copied(150, "<g id='b'>" + "<rect/>" * 100 + "</g>" + "<g id='a'/>"), 0),
        ("".join(f'<g id="a{n}"><use href="#a{n + 1}"/></g>' for n in range(40)), 0),
        ("".join(f'<g id="a{n}"><use href="#a{n + 1}"/></g>' for n in range(60)), 1),
        ("".join(f'<g id="a{n}"><use href="#a{(n + 1) % 5}"/><use href="#a{(n + 2) % 5}"/></g>' for n in range(5)), 1),
    ],
)
def test_what_is_copied_counts_as_if_it_were_written_out(tmp_path: Path, inside: str, told: int) -> None:
    assert ["opies (`<use>`)" in fault.wrong for fault in drawing(tmp_path, inside) if fault.grave] == [True] * told


@pytest.mark.parametrize("inside", ['<g clip-path="url(#a)"/>', "<meshgradient/>", "<style>a{fill:hsl(1,2%,3%)}</style>", "<set/>"])
def test_what_the_kiosk_does_not_draw_is_only_warned_of(tmp_path: Path, inside: str) -> None:
    assert [fault.grave for fault in drawing(tmp_path, inside)] == [False]


@pytest.mark.parametrize(
    "root", ['xmlns="http://www.w3.org/2000/svg"', f'{SVG[:-12]}viewBox="0 0 0 10"', f'{SVG[:-12]}viewBox="a b c d"']
)
def test_a_drawing_says_how_large_it_is(tmp_path: Path, root: str) -> None:
    assert "how large" in drawing(tmp_path, "<g/>", root.replace("view viewBox", "viewBox"))[0].wrong


@pytest.mark.parametrize(("box", "told"), [("0 0 40 10", 0), ("0 0 10 40", 0), ("0 0 41 10", 1), ("0 0 10 41", 1), ("0 0 100000 1", 1)])
def test_a_drawing_is_not_far_longer_than_wide(tmp_path: Path, box: str, told: int) -> None:
    assert len(found := drawing(tmp_path, "<g/>", SVG.replace("0 0 10 10", box))) == told
    assert all("4 times as wide" in fault.wrong for fault in found)


def test_other_xml_is_no_drawing(tmp_path: Path) -> None:
    (tmp_path / "x.svg").write_text("<html/>")
    assert "not an SVG" in looked(tmp_path / "x.svg")[0].wrong


def test_a_bomb_of_entities_is_not_lit(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    (tmp_path / "x.svg").write_text(f'<!DOCTYPE svg [<!ENTITY a "x">{entities}]><svg {SVG}>&i;</svg>')
    assert ["DOCTYPE" in fault.wrong for fault in looked(tmp_path / "x.svg")] == [True]


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    packed = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + packed


WHOLE_PNG = png((b"IHDR", bytes(13)), (b"IDAT", b"x" * 40), (b"IEND", b""))
WHOLE_JPEG = b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x0b\x08\x00\x09\x00\x07\x01\x01\x11\x00" + b"x" * 100 + b"\xff\xd9"


def sized(width: int, height: int, bits: int) -> bytes:
    return png((b"IHDR", struct.pack(">IIB", width, height, bits) + bytes(4)), (b"IDAT", b"x" * 40), (b"IEND", b""))


@pytest.mark.parametrize(
    ("width", "height", "bits", "instead"),
    [
        (3840, 2160, 8, ""),
        (2160, 3840, 8, ""),
        (3840, 2161, 8, "at most 3840 x 2160 pixels."),
        (1920, 2160, 16, ""),
        (3840, 2160, 16, "8 bits for each color"),
        (3840, 2600, 16, "8 bits for each color"),
    ],
)
def test_a_photograph_takes_no_more_memory_than_the_largest_screen(tmp_path: Path, width: int, height: int, bits: int, instead: str) -> None:
    (tmp_path / "a.png").write_bytes(sized(width, height, bits))
    told = looked(tmp_path / "a.png")
    assert [instead in fault.instead for fault in told] == ([True] if instead else [])


def part(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def frame(width: int, height: int, marker: int = 0xC0) -> bytes:
    return part(marker, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")


FRAME, HIDDEN = frame(7, 9), frame(20_000, 20_000, 0xC2)


@pytest.mark.parametrize(
    "head",
    [
        b"\xff\x01" + struct.pack(">H", 2 + len(HIDDEN) + 4) + HIDDEN + part(0xE5, FRAME),
        FRAME + HIDDEN, HIDDEN + FRAME, b"\xff\xd8" + FRAME, b"\xff\xd0" + FRAME, part(0xE5, HIDDEN) + b"\xff\x01" + FRAME,
    ],
    ids=["behind a marker without a length", "twice", "twice, large first", "begun twice", "restarted", "behind another part"],
)  # fmt: skip
def test_a_jpeg_that_could_be_read_in_two_ways_is_none(head: bytes) -> None:
    raw = b"\xff\xd8" + head + part(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"x" * 100 + b"\xff\xd9"
    assert picture_files.jpeg_size(raw) is None
    assert [fault.wrong for fault in picture_files.faults(raw, ".jpg")] == ["This is not a whole JPEG picture."]


@pytest.mark.parametrize(("name", "raw"), [("a.png", WHOLE_PNG), ("a.jpg", WHOLE_JPEG), ("a.jpeg", WHOLE_JPEG + b"\n")])
def test_whole_photographs_are_welcome(tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / name).write_bytes(raw)
    assert looked(tmp_path / name) == ()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.png", WHOLE_PNG[:-4]),
        ("a.png", WHOLE_PNG[:30]),
        ("a.png", b""),
        ("a.png", WHOLE_PNG.replace(b"xx", b"xy", 1)),
        ("a.jpg", WHOLE_JPEG[:50]),
        ("a.jpg", b""),
    ],
)
def test_half_photographs_are_told(tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / name).write_bytes(raw)
    assert "not a whole" in looked(tmp_path / name)[0].wrong


@settings(max_examples=150)
@given(st.binary(max_size=80), st.sampled_from(["svg", "png", "jpg"]))
def test_any_bytes_are_a_picture_or_told(raw: bytes, ending: str) -> None:
    assert picture_files.faults(raw, f".{ending}")


@pytest.mark.parametrize(
    ("begins", "suffix", "is_a", "cure"),
    [
        (b"\xff\xd8\xff\xe0", ".png", "a JPEG picture", "ends in .jpg"),
        (b"\x89PNG\r\n\x1a\n", ".jpg", "a PNG picture", "ends in .png"),
        (b"\x89PNG\r\n\x1a\n", ".svg", "a PNG picture", "ends in .png"),
        (b"<svg xmlns=", ".png", "an SVG drawing", "ends in .svg"),
        (b"RIFF1234WEBP", ".jpg", "a WebP picture", "save it from there as JPEG"),
        (b"GIF89a", ".svg", "a GIF picture", "save it from there as PNG"),
        (b"\0\0\0\x18ftypheic", ".jpeg", "HEIC", "save it from there as JPEG"),
    ],
)
def test_a_picture_under_a_wrong_ending_is_called_what_it_is(begins: bytes, suffix: str, is_a: str, cure: str) -> None:
    (fault,) = picture_files.faults(begins + bytes(40), suffix)
    assert fault.grave
    assert is_a in fault.wrong
    assert cure in fault.instead


HOSTILE = {
    "a style sheet without braces": ("<style>", "a", '</style><rect width="9"/>'),
    "braces that nobody closes": ("<style>", "{", "</style>"),
    "comments without an end": ("<style>", "/* ", "</style>"),
    "comments one after another": ("<style>", "/**/", "</style>"),
    "a style of one word": ('<rect style="', "a", '"/>'),
    "a style of colons": ('<rect style="', "a:", '"/>'),
    "a style of unknown colours": ('<rect style="', "fill:var(;", '"/>'),
    "blanks in a length": ('<svg width="1', " ", 'x" height="1"/>'),
    "a length of letters": ('<rect width="', "1", 'e"/>'),
    "an order of outlines": ('<rect paint-order="markers', " ", 'x"/>'),
    "blanks in a reference": ('<rect fill="', "url( ", '"/>'),
    "a reference of blanks": ('<rect fill="url(', " ", '#a"/>'),
    "instructions": ("", "<?a?>", ""),
    "many attributes": ("<rect ", "{name}='1' ", "/>"),
    "many scripts": ("<rect ", "on{name}='1' ", "/>"),
    "a style in pieces": ("<style>", "<![CDATA[a]]>", "</style>"),
    "a name without end": ("<fe", "a", "/>"),
    "copies of everything": ('<g id="a">', "<use href='#a'/>", "</g>"),
    "copies of one after the other": ("", "<g id='{name}'><use href='#{name}'/></g>", ""),
}  # fmt: skip


def hostile(name: str, length: int) -> bytes:
    before, again, after = HOSTILE[name]
    runs = "".join(again.replace("{name}", f"a{number}") for number in range(length // len(again)))
    return f"<svg {SVG}>{before}{runs}{after}</svg>".encode()


@pytest.mark.parametrize("name", HOSTILE)
def test_no_drawing_costs_more_than_its_length(name: str) -> None:
    assert not growth.is_more_than_linear(lambda svg: picture_files.faults(svg.encode(), ".svg"), lambda length: hostile(name, length).decode())


@pytest.mark.parametrize("name", HOSTILE)
def test_of_very_many_faults_some_are_told_in_short_words(name: str) -> None:
    found = picture_files.faults(hostile(name, 300_000), ".svg")
    assert len(found) <= 2 * picture_files.MOST_FAULTS
    assert all(len(fault.wrong) < 200 for fault in found)


def test_many_small_faults_hide_no_grave_one(tmp_path: Path) -> None:
    small = "".join(f'<rect fill="hsl({number},1%,1%)"/>' for number in range(2 * picture_files.MOST_FAULTS))
    assert ["`<script>`" in fault.wrong for fault in drawing(tmp_path, f"{small}<script/>") if fault.grave] == [True]


def test_a_style_sheet_asks_for_no_other_file(tmp_path: Path) -> None:
    assert "another file" in drawing(tmp_path, "<style>@import url(x.css);</style>")[0].wrong


BEGINNINGS = {".jpg": (b"\xff\xd8\xff\xe0\0\x02", b"\xff\xd8\xff\xda\0\x02"), ".png": (b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n\0\0\0\x0deXIfII*\0")}


@pytest.mark.parametrize(("suffix", "begins"), [(suffix, each) for suffix, those in BEGINNINGS.items() for each in those])
@pytest.mark.parametrize("row", [b"\xff", b"\xff\0", b"\xff\xd0", b"\xff\xe0\0\x02", b"\0", b"\0\0\0\x01"])
def test_no_photograph_is_looked_at_twice(suffix: str, begins: bytes, row: bytes) -> None:
    def look(text: str) -> object:
        return picture_files.faults(text.encode("latin-1"), suffix)

    assert not growth.is_more_than_linear(look, lambda length: (begins + row * length).decode("latin-1"))


TINY, HUGE = "0." + "0" * 170 + "1", "9" * 400
ODD = st.sampled_from([".", "..", "8.1.2", "8.", ".8", "-8", "1e999", "1e-999", TINY, HUGE, "nan", "inf", "8", "", "8px", "\N{FULLWIDTH DIGIT ONE}"])


@settings(max_examples=300)
@given(st.tuples(ODD, ODD), st.lists(ODD, max_size=5), st.sampled_from(["", 'preserveAspectRatio="none"']))
def test_no_number_of_a_drawing_is_too_odd(sides: tuple[str, str], box: list[str], more: str) -> None:
    root = f'xmlns="http://www.w3.org/2000/svg" width="{sides[0]}" height="{sides[1]}" viewBox="{" ".join(box)}" {more}'
    raw = f"<svg {root}><rect/></svg>".encode()
    picture_files.faults(raw, ".svg")
    clinic_mark.unfit(raw)
