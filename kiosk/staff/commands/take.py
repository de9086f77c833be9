"""`take`: a publication comes to this kiosk."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.staff.clock import now
from kiosk.staff.command_line import Adder, path
from kiosk.staff.errors import ExpectedError
from kiosk.staff.machine_settings import settings_with
from kiosk.terminal import as_it_is, on_one_line

if TYPE_CHECKING:
    from kiosk.staff.publications.standing import Kiosk
    from kiosk.staff.publications.take import Taken

_NO_FOLDER = "No folder is named for that. Write a line such as `publications_folder: /srv/kiosk/publications` into settings.yaml."

_BUSY = "A publication is being tried just now, and what was said of it before is old. Until it is taken, what showed shows. Ask again in a minute."


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    says = "Takes a publication: its content shows at this kiosk as soon as nobody is at the screen. Without a file it says which one shows."
    take = add("take", says, example="take ~/publication-12.kiosk.zip", parents=[shared])
    take.add_argument("file", nargs="?", type=path, metavar="FILE", help="the publication; its signature lies beside it")
    take.add_argument("--incoming", action="store_true", help="the newest in the folder that `publications_folder` in the settings names")
    take.add_argument("--office", action="store_true", help="the newest that came from the office (`carrier`)")
    take.add_argument("--only-look", action="store_true", help="say whether it would be taken, and change nothing")
    take.add_argument("--anew", action="store_true", help="take FILE whatever its number is, and count from there: after a number by mistake")
    take.add_argument("--json", action="store_true", help="write it for other programs")
    take.set_defaults(command=_take, with_root=True)


def _take(options: argparse.Namespace) -> int:
    from kiosk.staff.publications.publishers import file_of
    from kiosk.staff.publications.standing import BusyError, Kiosk

    if bool(options.file) + options.incoming + options.office > 1:
        raise ExpectedError("Name one publication, or add --incoming for the newest in the folder that the settings name, or --office.")
    if options.anew and not options.file:
        raise ExpectedError("Name the publication that is to be taken whatever its number is.")
    kiosk = Kiosk(options.content.absolute(), options.data.absolute(), file_of())
    try:
        told = _told(_taken(options, kiosk), only_look=options.only_look) if options.file or options.incoming or options.office else _standing(kiosk)
    except ExpectedError as error:
        if not options.json:
            raise
        told = {"wrong": str(error), "busy": isinstance(error, BusyError)}
    print(*(as_it_is(json.dumps(told)) if options.json else map(on_one_line, told["says"])), sep="\n")
    return int("wrong" in told)


def _taken(options: argparse.Namespace, kiosk: Kiosk) -> Taken | None:
    """Files are opened by whoever may; from then on it is the kiosk's own account that works."""
    from kiosk.staff import rights
    from kiosk.staff.publications.take import incoming, source_at, take

    if options.office:
        from kiosk.office.publications import came_to

        rights.become_owner(options.data)
        return incoming(kiosk, came_to(options.data), now())
    if options.incoming:
        rights.become_owner(options.data)
        own = settings_with(options.data, ("publications_folder",), _NO_FOLDER)
        return incoming(kiosk, Path(own.publications_folder), now())
    with source_at(options.file) as source:
        rights.become_owner(options.data)
        return take(kiosk, source, now(), only_look=options.only_look, anew=options.anew)


def _told(taken: Taken | None, *, only_look: bool) -> dict[str, Any]:
    if taken is None:
        return {"says": ["Nothing newer than what shows is in that folder."]}
    each = taken.publication
    how = "shows already" if taken.already else "would be taken" if only_look else "is taken, and shows as soon as nobody is at the screen"
    differ = "" if taken.already else f" {_differing(taken.differ)}"
    says = [f"Publication {each.number}, made by {taken.by} on {each.at[:16].replace('T', ' at ')}, {how}.{differ}"]
    return {"number": each.number, "by": taken.by, "at": each.at, "note": each.note, "differ": taken.differ, "already": taken.already, "says": says}


def _differing(count: int) -> str:
    match count:
        case 0:
            return "Nothing that visitors read or see differs."
        case 1:
            return "One slide, answer or other part differs."
        case _:
            return f"{count} slides, answers and other parts differ."


def _standing(kiosk: Kiosk) -> dict[str, Any]:
    """What shows, what is kept, and what was refused last."""
    from kiosk.content.store.publications import publications_in, refusal, shown_folder
    from kiosk.staff import rights
    from kiosk.staff.publications import refusals
    from kiosk.staff.publications.standing import BusyError, in_words, kept, standing

    rights.become_owner(kiosk.data)
    try:
        there, refused = standing(kiosk), refusal(kiosk.data)
    except BusyError:
        return {"number": 0, "says": [_BUSY], "busy": True}
    says = [*in_words(there)] or [f"No publication shows here, but what is in {kiosk.content}."]
    if shown := there.publication:
        says += [f"What its maker says of it: {shown.note or 'nothing'}. It lies in {shown_folder(kiosk.content, kiosk.data)}."]
    says += [f"Kept in {publications_in(kiosk.data)}: {', '.join(map(str, numbers))}." for numbers in [kept(kiosk.data)] if numbers]
    says += [f"Refused on {refused.at[:16].replace('T', ' at ')}. {refusals.told(refused, trusted=kiosk.publishers)}"] if refused else []
    return {"number": shown.number if shown else 0, "says": says}
