"""`review`: a clinician's sign-off."""

from __future__ import annotations

import argparse

from kiosk.staff.clock import today
from kiosk.staff.command_line import Adder, months, number
from kiosk.staff.errors import ExpectedError
from kiosk.staff.shown_content import content_folder


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    review = add(
        "review",
        "Shows the text of a topic, and notes that a clinician has read it and signs it off.",
        example='review infusion --by "Dr. Ana Flores"',
        parents=[shared],
    )
    named = "the name of the topic, as `topic:` in its file says, or `questions`, `help-panel` or `consultation-form`"
    review.add_argument("topic", metavar="TOPIC", nargs="?", default="", help=named)
    review.add_argument("--by", required=True, metavar="NAME", help="who has read it")
    review.add_argument("--language", metavar="CODE", help="sign this language alone, or take it back, such as en (default: one after the other)")
    review.add_argument("--months", type=months, default=6, metavar="N", help="months until it must be read again, 1 to 12 (default: 6)")
    review.add_argument("--yes", action="store_true", help="sign, or take back, without asking")
    review.add_argument("--withdraw", action="store_true", help="take back what NAME signed: it then counts as not signed")
    review.add_argument("--new-key", action="store_true", help="only give NAME a passphrase, without which nobody signs in that name here")
    review.add_argument("--passphrase-fd", type=number, metavar="N", help="read the passphrase from this file descriptor")
    review.set_defaults(command=_review, as_editor=True)


def _review(options: argparse.Namespace) -> int:
    from kiosk.staff.content.review import ReviewOrder, review, withdraw
    from kiosk.staff.publications.signers import Signers

    signers = Signers(options.data)
    if options.new_key:
        name = signers.make(options.by, options.passphrase_fd)
        print(f"From now on nobody signs a text off as {name} here without this passphrase.")
        return 0
    if not options.topic:
        raise ExpectedError("Name the topic that was read: `python3 main.py review TOPIC --by NAME`.")
    asked = ReviewOrder(options.topic, options.by, options.language, options.months, options.yes)
    if options.withdraw:
        return withdraw(content_folder(options), asked, signers, options.passphrase_fd)
    return review(content_folder(options), asked, today(), signers, options.passphrase_fd)
