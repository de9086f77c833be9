"""A picture as it comes from a camera, a phone or a program is taken into the content fit for the screen, or refused in a sentence."""

from __future__ import annotations

import gzip
import hashlib
import re
import struct
from pathlib import Path

import msgspec
import pytest
from conftest import TODAY
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray, QSize
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from content import sample
from kiosk.content.checks import check, picture_files
from kiosk.staff.content import photo
from kiosk.staff.content.photo_process import LONGEST, PLENTY_BYTES, Crop, PhotoMade, answered
from kiosk.staff.errors import ExpectedError
from kiosk.staff.main import main

GPS = b"N 33.95 W 83.37"
UPRIGHT, ON_ITS_SIDE, UPSIDE_DOWN = 1, 6, 3


def drawn(width: int, height: int, image_format: QImage.Format = QImage.Format.Format_RGB32) -> QImage:
    """Red in its upper left corner, blue elsewhere."""
    image = QImage(width, height, image_format)
    image.fill(QColor("blue"))
    painter = QPainter(image)
    painter.fillRect(0, 0, width // 2, height // 2, QColor("red"))
    painter.end()
    return image


def noise(width: int, height: int) -> QImage:
    """What no format makes small."""
    return QImage(hashlib.shake_128(b"noise").digest(width * height * 4), width, height, QImage.Format.Format_RGB32).copy()


def encoded(image: QImage, kind: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(buffer.data().data())


def from_a_camera(image: QImage, way_up: int) -> bytes:
    """As a JPEG with what cameras note: which way is up, and where it was (Exif 2.32, section 4.6)."""
    raw = encoded(image, "jpeg")
    tags = struct.pack(">HHII", 0x0112, 3, 1, way_up << 16) + struct.pack(">HHII", 0x010E, 2, len(GPS) + 1, 38)
    exif = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 2) + tags + struct.pack(">I", 0) + GPS + b"\0"
    return raw[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + raw[2:]


def seen(data: bytes) -> QImage:
    """As the kiosk would show it."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    image = reader.read()
    assert not image.isNull(), reader.errorString()
    return image


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample.write(tmp_path / "content")


def put(tmp_path: Path, name: str, data: bytes) -> Path:
    (tmp_path / name).write_bytes(data)
    return tmp_path / name


@pytest.mark.parametrize(
    ("way_up", "size", "red"), [(UPRIGHT, (640, 480), (10, 10)), (ON_ITS_SIDE, (480, 640), (470, 10)), (UPSIDE_DOWN, (640, 480), (630, 470))]
)
def test_a_photograph_lies_as_its_camera_says_and_tells_nothing_else(way_up: int, size: tuple[int, int], red: tuple[int, int]) -> None:
    fit = photo.fitted(from_a_camera(drawn(640, 480), way_up), "IMG_4711.JPG")
    image = seen(fit.data)
    assert (image.width(), image.height()) == size
    assert image.pixelColor(*red).red() > 200
    assert b"Exif" not in fit.data
    assert GPS not in fit.data
    assert ("It was turned the way its camera says." in fit.done) == (way_up != UPRIGHT)
    assert "What the camera stored in it, such as the place, was taken out." in fit.done


@pytest.mark.parametrize(
    ("size", "now"), [((4000, 3000), (2560, 1920)), ((3000, 6000), (1280, 2560)), ((12000, 90), (2560, 19)), ((640, 480), (640, 480))]
)
def test_it_gets_as_small_as_it_may_be_and_no_smaller(size: tuple[int, int], now: tuple[int, int]) -> None:
    fit = photo.fitted(encoded(drawn(*size), "jpeg"), "large.jpg")
    assert seen(fit.data).size() == QSize(*now)
    told = f"It was made smaller: {now[0]} x {now[1]} pixels instead of {size[0]} x {size[1]}."
    assert (told in fit.done) == (size != now)


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_whatever_is_in_it_the_file_is_small(kind: str) -> None:
    fit = photo.fitted(encoded(noise(1500, 1100), kind), "noise")
    assert len(fit.data) <= PLENTY_BYTES
    assert fit.ending == ".jpg"
    assert picture_files.faults(fit.data, fit.ending) == ()


def test_what_shines_through_still_does() -> None:
    image = noise(700, 700).convertToFormat(QImage.Format.Format_ARGB32)
    image.setPixelColor(699, 699, QColor(0, 0, 0, 0))
    fit = photo.fitted(encoded(image, "png"), "logo.png")
    assert fit.ending == ".png"
    assert len(fit.data) <= PLENTY_BYTES
    assert seen(fit.data).hasAlphaChannel()


@pytest.mark.parametrize(("kind", "ending"), [("jpeg", ".jpg"), ("png", ".png"), ("bmp", ".jpg")])
def test_the_ending_tells_the_format_whatever_its_name_says(kind: str, ending: str) -> None:
    fit = photo.fitted(encoded(drawn(300, 200), kind), "wrong.heic")
    assert fit.ending == ending
    assert picture_files.faults(fit.data, ending) == ()
    assert ("Its format was changed." in fit.done) == (kind == "bmp")


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "bmp"])
def test_a_part_of_a_picture_is_none(kind: str) -> None:
    raw = from_a_camera(noise(90, 60), UPRIGHT) if kind == "jpeg" else encoded(noise(90, 60), kind)
    assert photo.fitted(raw + bytes(9), "that.jpg").done is not None
    for part in (len(raw) // 2, len(raw) - 3):
        with pytest.raises(ExpectedError, match="only part of one"):
            photo.fitted(raw[:part], "that.jpg")


def test_a_small_picture_within_a_photograph_is_not_its_end() -> None:
    inner, raw = encoded(drawn(16, 12), "jpeg"), encoded(noise(90, 60), "jpeg")
    nested = raw[:2] + b"\xff\xe2" + struct.pack(">H", len(inner) + 2) + inner + raw[2:]
    assert picture_files.is_whole(nested, "JPEG")
    assert not any(picture_files.is_whole(nested[:-cut], "JPEG") for cut in range(2, len(raw) // 2, 97))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\0\0\0\x18ftypheic" + bytes(100), "Most Compatible"),
        (b"", "not a picture that can be read"),
        (b"%PDF-1.7 and more", "not a picture that can be read"),
        (encoded(drawn(300, 200), "png")[:200], "only part of one"),
        (b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 60000, 60000, 8, 6, 0, 0, 0) + bytes(40), "not a picture that can be read"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "cannot be shown"),
        (b"<svg", "cannot be shown"),
        (b'\n<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>', "not a picture that can be read"),
        (gzip.compress(b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'), "not a picture that can be read"),
    ],
    ids=["heic", "empty", "pdf", "half", "bomb", "script", "half a drawing", "a drawing behind a line", "a packed drawing"],
)
def test_what_cannot_be_shown_is_refused_by_its_name(data: bytes, told: str) -> None:
    with pytest.raises(ExpectedError, match=told) as refused:
        photo.fitted(data, "that.jpg")
    assert "that.jpg" in str(refused.value)


@pytest.mark.parametrize(
    ("raw", "crop", "side", "colour"),
    [
        (from_a_camera(drawn(400, 200), ON_ITS_SIDE), Crop(1, 0, 0.5), 100, "red"),  # as it is looked at, it stands
        (from_a_camera(drawn(400, 200), ON_ITS_SIDE), Crop(0, 1, 0.5), 100, "blue"),
        (encoded(drawn(6000, 4000), "jpeg"), Crop(0, 0, 0.5), 2000, "red"),  # no pixel of the part is lost
        (encoded(drawn(6000, 4000), "jpeg"), Crop(), LONGEST, "blue"),
        (encoded(drawn(300, 200), "png"), Crop(0.1, 0.1, 0.001), 20, "red"),
    ],
)
def test_a_part_is_taken_of_what_is_seen(raw: bytes, crop: Crop, side: int, colour: str) -> None:
    fit = photo.fitted(raw, "photo", crop)
    assert fit.size == (side, side)
    image = seen(fit.data)
    assert (image.width(), image.height()) == (side, side)
    corner = image.pixelColor(side - side // 8, side - side // 8)
    assert abs(corner.red() - QColor(colour).red()) + abs(corner.blue() - QColor(colour).blue()) < 40
    assert "It was cropped to a square." in fit.done


@given(st.floats(), st.floats(), st.floats(), st.integers(1, 9000), st.integers(1, 9000))
def test_any_part_lies_within_its_picture(x: float, y: float, side: float, width: int, height: int) -> None:
    try:
        crop = msgspec.json.decode(msgspec.json.encode(Crop(x, y, side)), type=Crop)
    except msgspec.ValidationError:
        return  # what is no number cannot be said
    left, top, long = crop.box(width, height)
    assert 1 <= long <= min(width, height)
    assert 0 <= left <= width - long
    assert 0 <= top <= height - long


def test_only_a_photograph_is_cropped() -> None:
    with pytest.raises(ExpectedError, match="only photographs can be cropped"):
        photo.fitted(sample.DRAWING.encode(), "nice.svg", Crop())
    assert photo.fitted(sample.DRAWING.encode(), "nice.svg").ending == ".svg"


def test_the_middle_is_taken_at_a_terminal(content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "Wide.JPG").write_bytes(encoded(drawn(640, 400), "jpeg"))
    assert main(["picture", str(tmp_path / "Wide.JPG"), "--square", "--content", str(content)]) == 0
    assert "It was cropped to a square." in capsys.readouterr().out
    assert QImage(str(content / "pictures/wide.jpg")).size() == QSize(400, 400)


def test_a_drawing_comes_as_it_is() -> None:
    raw = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#123456"/></svg>'
    assert photo.fitted(raw, "drawing.svg") == photo.Fit(raw, ".svg")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("IMG_4711", "img-4711"), ("Der Ärztin Büro!", "der-arztin-buro"), ("图", "picture"), ("../../etc/passwd", "etc-passwd"),
        ("a" * 300, "a" * 60), ("", "picture"), ("Nuestro cuarto ñ.JPG", "nuestro-cuarto-n"), ("a.b.png", "a-b"),
    ],
)
def test_names_are_plain(words: str, name: str) -> None:
    assert photo.plain_name(words) == name


@given(words=st.text(max_size=80))
def test_every_name_is_one_that_content_may_have(words: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", photo.plain_name(words))


def test_it_is_taken_under_a_name_that_is_free_and_what_is_printed_is_what_a_slide_needs(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(tmp_path, "Unsere Praxis.JPG", from_a_camera(drawn(800, 600), ON_ITS_SIDE))
    taken = ["picture", str(file), "--content", str(content), "--data", str(tmp_path / "data")]
    assert main(taken) == 0
    printed = capsys.readouterr().out
    assert "    picture:\n      file: unsere-praxis.jpg\n      says: {en: ..., es: ...}" in printed
    assert (content / "pictures" / "unsere-praxis.jpg").is_file()
    assert main(taken) == 1
    assert "There is a picture unsere-praxis.jpg already." in capsys.readouterr().err
    assert main([*taken, "--as", "Our House"]) == 0
    assert (content / "pictures" / "our-house.jpg").is_file()
    assert main([*taken, "--replace"]) == 0
    topic = next((content / "topics").glob("*.yaml"))
    says = "\n".join(photo.lines("our-house.jpg", {"en": 'A "house": ours, \\o', "es": "Una casa."}))
    slide = f"  - slide: a-house\n    kind: picture\n    title: {{en: A house, es: Una casa}}\n{says}\n"
    topic.write_text(topic.read_text(encoding="utf-8") + slide, encoding="utf-8")
    assert [problem for problem in check.check(content, TODAY) if problem.severity.value == "error"] == []


def test_a_file_that_is_not_there_is_told_with_the_folder(content: Path, tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match=rf"no file IMG_1\.JPG in {tmp_path}"):
        photo.take(tmp_path / "IMG_1.JPG", content)


def test_a_link_in_the_folder_of_pictures_leads_nowhere(content: Path, tmp_path: Path) -> None:
    (victim := tmp_path / "victim.jpg").write_text("mine")
    (content / "pictures" / "house.jpg").symlink_to(victim)
    photo.take(put(tmp_path, "house.jpg", encoded(drawn(80, 60), "jpeg")), content, replace=True)
    assert victim.read_text() == "mine"


@pytest.mark.parametrize("stopped", [EOFError, KeyboardInterrupt])
def test_whoever_is_at_the_terminal_is_asked_what_it_shows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], stopped: type[BaseException]
) -> None:
    answers = iter(["  A house   by the road. "])

    def says(_: str) -> str:
        if answer := next(answers, ""):
            return answer
        raise stopped

    monkeypatch.setattr(photo, "can_ask", lambda: True)
    monkeypatch.setattr("builtins.input", says)
    assert photo.asked(["en", "es"]) == {"en": "A house by the road.", "es": ""}
    assert "for those who cannot see it" in capsys.readouterr().out


def test_a_picture_that_takes_too_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo, "SECONDS", 0.0)
    with pytest.raises(ExpectedError, match="too long"):
        photo.fitted(encoded(drawn(64, 48), "jpeg"), "slow.jpg")


@pytest.mark.parametrize("said", [b"", b"{}\n", b"nonsense", b'{"ending":".jpg"}\nmore'])
def test_an_answer_that_is_none_is_none(said: bytes) -> None:
    assert answered(said) == (None, b"")


def test_an_answer_is_read_as_it_was_said() -> None:
    answer = PhotoMade(".jpg", (3, 4), (30, 40), turned=True, noted=False)
    assert answered(msgspec.json.encode(answer) + b"\n\x00\n\xff") == (answer, b"\x00\n\xff")
