"""`schema`: the format of the content, for text editors."""

from __future__ import annotations

import argparse
import json

from kiosk.files.foreign_folders import put
from kiosk.files.regular import why
from kiosk.project import icon_files
from kiosk.staff.command_line import Adder
from kiosk.staff.errors import ExpectedError
from kiosk.staff.shown_content import content_folder


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    says = "For text editors: writes the format of the content into content/schema, and all icons with their names into content/icons.html."
    schema = add("schema", says, parents=[shared])
    schema.set_defaults(command=_schema, as_editor=True)


def _schema(options: argparse.Namespace) -> int:
    from kiosk.content.reading.schema import schemas
    from kiosk.staff.content import icon_sheet

    content, made = content_folder(options), schemas()
    written = {f"schema/{name}.json": json.dumps(schema, indent=1, ensure_ascii=False) + "\n" for name, schema in made.items()}
    try:
        for name, text in {**written, icon_sheet.NAME: icon_sheet.page(icon_files())}.items():
            put(content, name, text.encode())
    except OSError as error:
        place = content / "schema"
        raise ExpectedError(f"The schemas cannot be written into {place}, which must be a folder and no link: {why(error)}.") from error
    print(f"{len(made)} schemas in {content / 'schema'}, and all icons with their names in {content / icon_sheet.NAME}")
    return 0
