"""Words that are to stand for others in all of the content: where they do, before anything is replaced."""

from __future__ import annotations

from typing import Any

from kiosk.content.edits.outline import Spot
from kiosk.content.edits.replacement import Hit, as_changes, hits, place
from kiosk.content.edits.session import Session

MOST_HITS_SHOWN = 200
"""More places nobody looks through; all of them are replaced with one touch."""


class Replacement:
    """`fresh` words for those that are searched for in a session. What was replaced just now is no hit: it may have the same words in it again."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.fresh = ""
        self.shown: list[Hit] = []
        self._replaced: set[tuple[Spot, str, str]] = set()

    def forget(self) -> None:
        """What was replaced before is looked at again: other words are searched for, or somebody else wrote."""
        self._replaced.clear()

    def hits(self, searched: str) -> list[Hit]:
        """Where it would change something."""
        found = hits(self._session.reading, searched, self.fresh)
        return [hit for hit in found if (hit.spot, hit.language, hit.before) not in self._replaced]

    def told(self, searched: str) -> dict[str, Any]:
        """As the window shows it; these hits are `shown` from then on."""
        found, first = self.hits(searched), self._session.languages[0]
        self.shown = found[:MOST_HITS_SHOWN]
        shown = [
            {
                "place": place(self._session.reading, hit.spot, hit.language, first),
                "before": hit.before.replace("*", ""), "after": hit.after.replace("*", ""),
            }
            for hit in self.shown
        ]
        return {"searched": searched, "fresh": self.fresh, "count": len(found), "hits": shown}

    def put_in(self, chosen: list[Hit]) -> None:
        """The new words stand there, as one step. Raises NotWrittenError."""
        self._session.change_all(as_changes(chosen, self._session.languages))
        self._replaced |= {(hit.spot, hit.language, hit.after) for hit in chosen}
