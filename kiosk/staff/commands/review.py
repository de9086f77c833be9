"""`review`: a clinician's sign-off."""

from __future__ import annotations

import argparse

from kiosk.staff.clock import today
from kiosk.staff.command_line import Adder, months
from kiosk.staff.shown_content import content_folder


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    review = add(
        "review",
        "Shows the text of a topic, and notes that a clinician has read it and signs it off.",
        example='review infusion --by "Dr. Ana Flores"',
        parents=[shared],
    )
    review.add_argument("topic", metavar="TOPIC", help="the name of the topic, as `topic:` in its file says, or `questions`")
    review.add_argument("--by", required=True, metavar="NAME", help="who has read it")
    review.add_argument("--language", metavar="CODE", help="sign only this language, such as en (default: one after the other)")
    review.add_argument("--months", type=months, default=6, metavar="N", help="months until it must be read again, 1 to 12 (default: 6)")
    review.add_argument("--yes", action="store_true", help="sign without asking")
    review.set_defaults(command=_review, as_editor=True)


def _review(options: argparse.Namespace) -> int:
    from kiosk.staff.content.review import ReviewOrder, review

    return review(content_folder(options), ReviewOrder(options.topic, options.by, options.language, options.months, options.yes), today())
