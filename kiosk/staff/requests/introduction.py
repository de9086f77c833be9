"""The journal learns what somebody signs with who has signed in, and tells them what others did about it."""

from __future__ import annotations

import sys
from shlex import quote

from kiosk.signup.drawer import introductions
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.journal.holders import fingerprint
from kiosk.signup.keys.private_keys import Opened
from kiosk.staff.errors import ExpectedError
from kiosk.terminal import on_one_line

_ANOTHER_KEY = "{name} signs here with the passphrase of another key already ({key})."
_SAME_NAME = (
    f"{_ANOTHER_KEY} With this one nobody could tell who did what: it needs a name of its own, such"
    " as {fresh}. Nothing was changed. Make a new, empty folder, and run `python3 main.py key bring-back FILE --data FOLDER`,"
    " `python3 main.py key add {fresh} --name {own} --data FOLDER` and `python3 main.py key move-away NEWFILE --data FOLDER`; then use NEWFILE, with"
    " the new name. But if none of you knows that other key, somebody put it there: take it out with"
    " `python3 main.py key drop {key} --name YOU`, and find out who has access to this machine."
)
_FIRST = (
    "From now on what you do here is signed with a key that is yours alone ({fingerprint}). If you have seen this message here before,"
    " an earlier journal has been lost."
)


def introduce(drawer: Drawer, opened: Opened, *, beside: bool = False) -> None:
    """The journal knows what whoever opened these keys signs with alone; what others did about it is told.

    May raise KeepError; ExpectedError where the same name signs with the passphrase of another key already, unless they may `beside` it: whoever
    takes a key out of the list that somebody put there.
    """
    if other := introductions.other_key(drawer, opened):
        if not beside:
            fresh = quote(f"{other.name} (safe)")
            raise ExpectedError(_SAME_NAME.format(name=other.name, own=quote(other.name), fresh=fresh, key=other.key))
        print(on_one_line(_ANOTHER_KEY.format(name=other.name, key=other.key)), file=sys.stderr)
    told = introductions.introduce(drawer, opened)
    for each in told.about_keys:
        print(on_one_line(each), file=sys.stderr)
    for each in told.news:
        print(f"{on_one_line(each)} If you did not agree to that, what was signed in your name since then may not be yours.", file=sys.stderr)
    if told.first:
        print(_FIRST.format(fingerprint=fingerprint(told.public)), file=sys.stderr)
