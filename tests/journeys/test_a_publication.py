"""Somebody publishes at a desk, and the kiosk in the lobby shows it: not under the eyes of a reader, but at once where something was withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from conftest import TODAY, Clock
from msgspec import Struct
from publishing_desk import NOW, WORDS, typed
from visitor import Visitor

from content import sample
from kiosk.content.store.content_reader import ContentReader
from kiosk.content.store.current import fingerprint
from kiosk.content.store.publications import claimed, shown_folder
from kiosk.devices.content_watch import ContentWatch
from kiosk.staff.publications import publishing_key, take
from kiosk.staff.publications.publish import Order, publish
from kiosk.staff.publications.publishers import trust
from kiosk.staff.publications.take import Kiosk

Make = Callable[..., Visitor]
FILE, SENTENCE, CHANGED = "topics/10-infusion.yaml", "You can ask us to stop.", "You can ask us to stop at any time."


class Lobby(Struct, frozen=True):
    """The kiosk with somebody before it, the desk, and what lies between them."""

    here: Visitor
    desk: Path
    kiosk: Kiosk
    watch: ContentWatch
    clock: Clock

    def publishes(self, old: str, new: str) -> None:
        """The sentence is another one at the desk; the publication comes to the kiosk by a folder, and is taken by the door."""
        path = self.desk / "content" / FILE
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        publish(Order(self.desk / "content", self.desk, self.desk / "key", self.desk / "share", secrets=typed(WORDS), agreed=True), NOW)
        assert take.incoming(self.kiosk, self.desk / "share", NOW + timedelta(minutes=1))

    def looks(self) -> None:
        """The kiosk sees that something was taken, and again when that has been quiet for two seconds."""
        self.watch.look()
        self.clock.wind(2.0)
        self.watch.look()
        self.here.rest()


@pytest.fixture
def lobby(visitor: Make, clock: Clock, tmp_path: Path) -> Iterator[Lobby]:
    kiosk = Kiosk(sample.write(tmp_path / "content"), tmp_path / "kiosk", tmp_path / ".publishers")
    reader = ContentReader(kiosk.content, kiosk.data, lambda: TODAY)
    library, _ = reader.at_start()
    desk = tmp_path / "desk"
    sample.write(desk / "content")
    (desk / "share").mkdir()
    trust("Ana", publishing_key.make(desk / "key", "Ana", typed(WORDS)).public, kiosk.publishers)
    here, folder = visitor(own=library), partial(shown_folder, kiosk.content, kiosk.data)
    watch = ContentWatch(folder, lambda: fingerprint(folder()), reader.read, clock, aside=lambda work: work())
    watch.came.connect(here.kiosk.stage)
    yield Lobby(here, desk, kiosk, watch, clock)
    watch.deleteLater()


def at_the_talk(here: Visitor) -> Visitor:
    here.kiosk.visit.act("wake:en")
    here.kiosk.visit.act("go:reading/infusion/in-the-room/0")
    return here.rest()


def test_it_shows_when_nobody_is_there_any_more_and_a_withdrawal_at_once(lobby: Lobby) -> None:
    here = at_the_talk(lobby.here)
    lobby.publishes(SENTENCE, CHANGED)
    lobby.looks()
    assert here.sees("You can ask us to stop."), "somebody reads"
    here.kiosk.visit.act("finish")
    assert at_the_talk(here).sees("You can ask us to stop at any time.")
    lobby.publishes("  - slide: in-the-room\n", "  - slide: in-the-room\n    withdraw: yes\n")
    assert claimed(lobby.kiosk.data).number == 2  # type: ignore[union-attr]
    lobby.looks()
    assert not here.sees("You can ask us to stop at any time."), "at once"
