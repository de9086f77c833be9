"""`picture`: a photograph or a drawing taken into the content."""

from __future__ import annotations

import argparse

from kiosk.files.regular import why
from kiosk.staff.command_line import Adder, path
from kiosk.staff.errors import ExpectedError
from kiosk.staff.shown_content import content_folder
from kiosk.staff.with_qt import needs_qt


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    says = "Adds a photograph or drawing to the content: turned the right way, made small enough, and given a name that works."
    picture = add("picture", says, example="picture IMG_4711.JPG --as our-house", parents=[shared])
    picture.add_argument("file", type=path, metavar="FILE", help="the picture, as it came from a camera, a phone or a program")
    picture.add_argument("--as", dest="name", default="", metavar="NAME", help="the name to give it in content/pictures (default: its own)")
    picture.add_argument("--replace", action="store_true", help="replace a picture that already has this name")
    picture.add_argument("--square", action="store_true", help="take only the middle of a photograph, as the square that a screen across shows")
    picture.set_defaults(command=_picture, as_editor=True)


def _picture(options: argparse.Namespace) -> int:
    needs_qt(screen=False)
    from kiosk.content.model.languages import SHIPPED_LANGUAGES
    from kiosk.content.reading.folder import read_folder
    from kiosk.staff.content import photo
    from kiosk.staff.content.photo_process import Crop

    content = content_folder(options)
    try:
        name, done = photo.take(options.file, content, options.name, replace=options.replace, crop=Crop() if options.square else None)
    except OSError as error:
        raise ExpectedError(f"The picture cannot be put into {content / photo.FOLDER}: {why(error)}.") from error
    print(" ".join([f"The picture is in {content / photo.FOLDER / name}.", *done]))
    clinic = read_folder(content).clinic.value
    says = photo.asked(clinic.languages if clinic else SHIPPED_LANGUAGES)
    where = "Put this into the slide that should show it, below its line `- slide: ...` and in place of any picture it has, with the spaces:"
    print(where, "", *photo.lines(name, says), sep="\n", end="\n\n")
    return 0
