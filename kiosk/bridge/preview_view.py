"""The preview as QML sees it: what is wrong with the content, the place in the file, and how the kiosk beside it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.problems import Problem, Severity

QML_IMPORT_NAME = "kiosk.bridge"
QML_IMPORT_MAJOR_VERSION = 1
Look = Callable[[str, str], None]
"""Takes one choice of staff: `language`, `text`, `theme`, `size` or `place`, and what was chosen."""


@QmlElement
@QmlUncreatable("made by kiosk.staff.content.preview")
class PreviewView(QObject):  # type: ignore[operator]  # the stubs do not know that QmlUncreatable can be called
    """The list of problems, in their order, and the one that was touched.

    `choices` holds the values of each choice by name, `look` is told what was chosen, `place_of` finds the slide
    that a problem is in, `lines_of` the line with a pointer.
    """

    changed = Signal()

    def __init__(
        self, choices: dict[str, list[str]], look: Look, place_of: Callable[[Problem], str], lines_of: Callable[[Problem], str]
    ) -> None:
        super().__init__()
        self._choices = choices
        self._chosen = {name: values[0] for name, values in choices.items()}
        self._look = look
        self._place_of = place_of
        self._lines_of = lines_of
        self._problems: tuple[Problem, ...] = ()
        self._touched = -1
        self._summary = ""

    def tell(self, problems: Sequence[Problem], summary: str) -> None:
        """Takes on the problems that a save left; errors come first."""
        self._problems = tuple(sorted(problems, key=lambda problem: list(Severity).index(problem.severity)))
        self._summary = summary
        self._touched = -1
        self.changed.emit()

    @Slot(int)
    def touch(self, number: int) -> None:
        """A problem was touched: its line shows, and the kiosk goes to its slide."""
        if 0 <= number < len(self._problems):
            self._touched = number
            place = self._place_of(self._problems[number])
            if place:
                self._look("place", place)
            self.changed.emit()

    @Slot(str, str)
    def choose(self, name: str, value: str) -> None:
        self._chosen[name] = value
        self._look(name, value)
        self.changed.emit()

    def _rows(self) -> list[dict[str, object]]:
        return [
            {
                "place": f"{problem.file}:{problem.line}",
                "severity": problem.severity.value,
                "wrong": problem.wrong,
                "instead": problem.instead,
                "touched": number == self._touched,
            }
            for number, problem in enumerate(self._problems)
        ]

    def _offered(self) -> list[dict[str, object]]:
        return [{"name": name, "values": values, "chosen": self._chosen[name]} for name, values in self._choices.items()]

    def _shown(self) -> dict[str, object]:
        lines = self._lines_of(self._problems[self._touched]) if self._touched >= 0 else ""
        return {"problems": self._rows(), "choices": self._offered(), "summary": self._summary, "lines": lines}

    shown = Property(dict, _shown, notify=changed)
