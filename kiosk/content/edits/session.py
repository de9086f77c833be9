"""The content while staff change it: every step can be undone, drafts are kept, and what others write meanwhile is taken in."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.edits.changes import still_new
from kiosk.content.edits.drafts import Draft, Drafts
from kiosk.content.edits.merging import merged
from kiosk.content.edits.outline import Spot
from kiosk.content.edits.step_words import DRAFT, SETTLED, several, step_words
from kiosk.content.edits.whereabouts import way_after
from kiosk.content.model.languages import SHIPPED_LANGUAGES
from kiosk.content.reading.cache import Memory
from kiosk.content.reading.folder import NAMES, may_be_topic, read_any, read_folder
from kiosk.content.reading.one_file import looked_at
from kiosk.content.reading.result import TOPICS, ReadFile, ReadFolder
from kiosk.files.foreign_folders import put, remove
from kiosk.files.regular import read_regular
from kiosk.problems import Severity
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.reading import MOST_BYTES, Plain
from kiosk.yaml.writing import NotWrittenError, value_at

_KEPT_BYTES = "surrogateescape"


class Step(Struct, frozen=True):
    """One change of a file: at this letter `gone` made room for `came`. `way` leads to what was changed; others' steps are not undone here."""

    file: str
    at: int
    gone: str
    came: str
    way: KeyPath = ()
    others: bool = False
    together: int = 0
    """Steps of several files that are one to whoever took it have the same number; 0 is a step by itself."""
    words: str = ""
    """What it did, as staff say it."""
    when: float = 0.0
    """When it was taken, in seconds since 1970."""

    def done(self, text: str) -> str:
        return text[: self.at] + self.came + text[self.at + len(self.gone) :]

    def undone(self, text: str) -> str:
        return text[: self.at] + self.gone + text[self.at + len(self.came) :]


class Conflict(Struct, frozen=True):
    """A file that somebody else changed in the same lines: the text here and the text there."""

    file: str
    mine: str
    theirs: str


def _are_one(step: Step, other: Step) -> bool:
    return bool(step.together) and step.together == other.together


def _step(file: str, before: str, after: str, way: KeyPath = (), *, others: bool = False, together: int = 0) -> Step:
    most = min(len(before), len(after))
    start = _first_apart(most, lambda count: before[:count] == after[:count])
    end = _first_apart(most - start, lambda count: not count or before[-count:] == after[-count:])
    return Step(file, start, before[start : len(before) - end], after[start : len(after) - end], way, others, together, when=time.time())


def _first_apart(most: int, same: Callable[[int], bool]) -> int:
    """How many letters are the same, found by halves: whoever types waits for it with every key."""
    return bisect_left(range(1, most + 1), True, key=lambda count: not same(count))


class Session:
    """All files of the content folder, as they are here. `reading` is what the project's own reader makes of them.

    `before_drafts` is what it made of the folder: a draft may have a mistake.
    """

    def __init__(self, content: Path, drafts: Drafts) -> None:
        self._content, self._drafts = content, drafts.of(content)
        self._memory = Memory()
        self.reading: ReadFolder = read_folder(content, self._memory)
        self._saved = {file.name: _text(file.raw) for file in self.reading.files}
        self._now = dict(self._saved)
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._together = count(1)
        self._typed: tuple[str, KeyPath, str] | None = None
        self._typed_from = ReadFile[Any]("", None)
        self._kept: dict[str, str] = {}
        self._unsound = {file.name for file in self.reading.files if _is_wrong(file)}
        self.conflicts: dict[str, Conflict] = {}
        self.chosen: Spot | None = None
        """What somebody is at. It is found again whenever others wrote; none where it is gone."""
        self.taken_in = 0
        """How often others' changes came in."""
        self._whole: dict[str, Plain] = {}
        """What files said that have a mistake now: places in them are those of then."""
        self.before_drafts = self.reading
        self.found_again: tuple[str, ...] = tuple(file for draft in self._drafts.left() if (file := self._take_up(draft)))

    # -- what there is ----------------------------------------------------------------------------------------------------

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the clinic, the first one first."""
        return tuple(self.reading.clinic.value.languages if self.reading.clinic.value else SHIPPED_LANGUAGES)

    def raw(self, file: str) -> bytes:
        """The bytes of a file as they would be saved now; none of one that is gone."""
        return _bytes(self._now.get(file, ""))

    def file(self, name: str) -> ReadFile[Any]:
        """A file as it reads now; without a value where it is gone."""
        return next((file for file in self.reading.files if file.name == name), ReadFile(name, None))

    @property
    def unsaved(self) -> tuple[str, ...]:
        """The files that differ from what was saved last."""
        return tuple(name for name, text in self._now.items() if text != self._saved.get(name, ""))

    @property
    def is_typing(self) -> bool:
        """Whether somebody types and has not paused yet, so that what stands there may be half of what is meant."""
        return self._typed is not None

    @property
    def can_undo(self) -> bool:
        return any(not step.others for step in self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    @property
    def steps(self) -> list[Step]:
        """Our own steps that are done, the first one first; of those that are one to whoever took them the last."""
        own = [step for step in self._done if not step.others]
        after = [*own[1:], None]
        return [step for step, next_one in zip(own, after, strict=False) if not (next_one and _are_one(step, next_one))]

    @property
    def taken_back(self) -> list[Step]:
        """Those that can be done again, the next one first."""
        back = self._undone[::-1]
        return [step for before, step in zip([None, *back], back, strict=False) if not (before and _are_one(before, step))]

    # -- changes ----------------------------------------------------------------------------------------------------------

    def change(self, file: str, change: Callable[[bytes], bytes], way: KeyPath = ()) -> None:
        """Changes a file as a step of its own. Raises NotWrittenError, and then nothing is changed."""
        self.pause()
        before = self.file(file)
        self._take(file, _text(change(self.raw(file))), way)
        self.reread(file)
        self._say(before, way)

    def change_all(self, changes: Iterable[tuple[str, Callable[[bytes], bytes], KeyPath]]) -> None:
        """Changes several files as one step. Raises NotWrittenError, and then nothing is changed."""
        self.pause()
        fresh: dict[str, tuple[bytes, KeyPath]] = {}
        fresh_ways = []
        for file, change, way in changes:
            fresh_ways.append(way)
            fresh[file] = change(fresh[file][0] if file in fresh else self.raw(file)), way
        together = next(self._together)
        for file, (raw, way) in fresh.items():
            self._take(file, _text(raw), way, together=together, words=several(len(fresh_ways)))
            self.reread(file)

    def begin(self, file: str, text: str) -> None:
        """A new file of the content, as a step of its own; an empty text takes a file away."""
        self.pause()
        before = self.file(file)
        self._take(file, text, ())
        self.reread(file)
        self._say(before, ())

    def _say(self, before: ReadFile[Any], way: KeyPath) -> None:
        """What the last step did, in words."""
        if self._done and self._done[-1].file == before.name and not self._done[-1].words:
            words = step_words(before, self.file(before.name), way, self.languages[0])
            self._done[-1] = replace(self._done[-1], words=words)

    def type_over(self, file: str, change: Callable[[bytes], bytes], way: KeyPath) -> None:
        """Changes a text with every key, all of them one step until `pause`; the file is read again only then. Raises NotWrittenError."""
        if self._typed is None or self._typed[:2] != (file, way):
            self.pause()
            self._typed, self._typed_from = (file, way, self._now[file]), self.file(file)
            self._done.append(Step(file, 0, "", "", way))
        before = self._typed[2]
        after = _text(change(_bytes(before)))
        self._done[-1] = _step(file, before, after, way)
        self._undone.clear()
        self._now[file] = after

    def hold(self, file: str, value: Any) -> None:
        """What a file says while somebody types in it."""
        self.reading = self.reading.with_file(replace(self.file(file), value=value))

    def pause(self) -> None:
        """What is typed from now on is another step."""
        if self._typed is None:
            return
        file, _, before = self._typed
        self._typed = None
        taken = self._now[file] != before
        if not taken:
            self._done.pop()
        self.reread(file)
        if taken:
            self._say(self._typed_from, self._done[-1].way)

    def _take(
        self, file: str, after: str, way: KeyPath, *, others: bool = False, together: int = 0, words: str = ""
    ) -> None:
        before = self._now.get(file, "")
        if after == before:
            return
        self._done.append(replace(_step(file, before, after, way, others=others, together=together), words=words))
        if others:
            self._undone = [step for step in self._undone if step.file != file]
        else:
            self._undone.clear()
        self._now[file] = after

    def reread(self, file: str) -> None:
        """Reads a file anew, as its bytes are here now; one without any is gone."""
        if self._now[file]:
            self.reading = self.reading.with_file(self._read(file, self.raw(file)))
        elif file in NAMES:
            self.reading = self.reading.with_file(ReadFile(file, None))
        else:
            self.reading = replace(self.reading, topics=tuple(each for each in self.reading.topics if each.name != file))

    def _read(self, file: str, raw: bytes) -> ReadFile[Any]:
        """What these bytes of the file say; the same ones are not read twice, which takes seconds of the worst ones."""
        return self._memory.file(file, raw, self.languages, lambda: read_any(raw, file, self.languages))

    # -- undo -------------------------------------------------------------------------------------------------------------

    def undo(self) -> Step | None:
        """Takes back the last step of ours, whatever others did since. Raises NotWrittenError where theirs stands in its lines."""
        self.pause()
        last = next((at for at in range(len(self._done) - 1, -1, -1) if not self._done[at].others), None)
        if last is None:
            return None
        step = self._done[last]
        numbers = [at for at in range(last, -1, -1) if at == last or (step.together and self._done[at].together == step.together)]
        for number, before in [(number, self._before(number)) for number in numbers]:
            each = self._done.pop(number)
            back = _step(each.file, before, self._now[each.file], each.way, together=each.together)
            self._undone.append(replace(back, words=each.words, when=each.when))
            self._now[each.file] = before
            self.reread(each.file)
        return step

    def _before(self, number: int) -> str:
        """A file without this step, whatever others did since. Raises NotWrittenError where theirs stands in its lines."""
        step, now = self._done[number], self._now[self._done[number].file]
        after = now
        for each in reversed(self._done[number + 1 :]):
            after = each.undone(after) if each.file == step.file else after
        before = merged(after, now, step.undone(after)) if after != now else step.undone(now)
        if before is None:
            raise NotWrittenError("Somebody else changed these lines since then, so this step cannot be taken back by itself.")
        return before

    def redo(self) -> Step | None:
        """Does again what was taken back last."""
        self.pause()
        if not self._undone:
            return None
        step = self._undone[-1]
        while self._undone and (self._undone[-1] is step or (step.together and self._undone[-1].together == step.together)):
            each = self._undone.pop()
            self._now[each.file] = each.done(self._now[each.file])
            self._done.append(each)
            self.reread(each.file)
        return step

    # -- drafts -----------------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """What is not saved yet lies on the disk when this returns. May raise OSError."""
        for name in self.unsaved:
            if self._kept.get(name) != self._now[name]:
                self._drafts.keep(Draft(name, _bytes(self._saved.get(name, "")), self.raw(name)))
                self._kept[name] = self._now[name]
        for name in [name for name in self._kept if name not in self.conflicts and self._now.get(name, "") == self._saved.get(name, "")]:
            self._drafts.forget(name)
            del self._kept[name]

    @property
    def is_kept(self) -> bool:
        """Whether all that is not saved yet lies on the disk as a draft."""
        return all(self._kept.get(name) == self._now[name] for name in self.unsaved)

    def _take_up(self, draft: Draft) -> str:
        """Goes on with what was not saved when the program ended; the name of the file, empty where it was saved after all."""
        there, base, text = self._saved.get(draft.file, ""), _text(draft.base), _text(draft.text)
        if draft.file in self._kept:  # of another window, that ended as well
            return self._take_up_more(draft, merged(base, text, self._now[draft.file]))
        if there == text or _is_strange(draft.file):
            self._drafts.forget(draft.file)
            return ""
        self._kept[draft.file] = text
        both = merged(base, text, there)
        if both is None:  # as if the program had never ended: what it saved last is what the draft came from
            self._saved[draft.file] = self._now[draft.file] = base
            self.conflicts[draft.file] = Conflict(draft.file, text, there)
        self._take(draft.file, text if both is None else both, (), words=DRAFT)
        self.reread(draft.file)
        return draft.file

    def _take_up_more(self, draft: Draft, both: str | None) -> str:
        if both is None:
            self._drafts.set_aside(draft)
        else:
            self._take(draft.file, both, (), words=DRAFT)
            self.reread(draft.file)
        return ""

    # -- the folder -------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Writes what was changed; a file that somebody else changed in the same lines waits (`conflicts`), and so does one that is
        not ready (`waits`). What others wrote is taken in, as by `look`.

        May raise OSError; `is_kept` says whether what is not saved then lies on the disk all the same.
        """
        self.pause()
        self.look(self.unsaved)
        with suppress(OSError):  # what cannot be kept may be saved all the same; what is neither is told below
            self.keep()
        for name in self.unsaved:
            if name not in self.conflicts and not self.waits(name):
                self._write(name)
        self.keep()

    def _write(self, name: str) -> None:
        if self._now[name]:
            put(self._content, name, self.raw(name))
        else:
            folder, _, own = name.rpartition("/")
            remove(self._content, folder, own.__eq__)
        self._saved[name] = self._now[name]
        self._note_soundness(name)

    def waits(self, name: str) -> str:
        """Why a file is not saved yet, in a sentence: nobody wrote over what is new, or it would take the place of one without a mistake."""
        if new := still_new(self.raw(name)):
            return f"Write over {' and '.join(f'“{words}”' for words in new)}, and it will be saved."
        if name not in self._unsound and (wrong := _is_wrong(self.file(name))):
            return f"Not saved: {wrong}"
        return ""

    def _note_soundness(self, name: str) -> None:
        if _is_wrong(self.file(name)):
            self._unsound.add(name)
        else:
            self._unsound.discard(name)

    def look(self, names: Iterable[str] | None = None) -> None:
        """Takes in what others wrote into these files, or any."""
        for name in self._saved if names is None else names:
            self._take_in(name)

    def _take_in(self, name: str) -> None:
        saved = self._saved.get(name, "")
        try:
            there = _text(read_regular(self._content / name, MOST_BYTES, self._content))
        except OSError:
            return  # it is written again with the next save
        if there == saved:
            self.conflicts.pop(name, None)  # they took it back
            return
        both = looked_at(name, partial(merged, saved, self._now[name], there), None)
        if both is None:
            self.conflicts[name] = Conflict(name, self._now[name], there)
            return
        self.pause()
        self._saved[name] = there
        self._unsound = self._unsound - {name} | ({name} if _is_wrong(self._read(name, _bytes(there))) else set())
        self.conflicts.pop(name, None)
        if both != self._now[name]:
            looked_at(name, partial(self._find_again, name, both), None)
            self._take(name, both, (), others=True)
            self.reread(name)
            self.taken_in += 1

    def settle(self, file: str, *, mine: bool) -> bool:
        """Chooses between the two texts of a file; the other one is a step away. False where others changed it since: nothing is chosen then."""
        seen = self.conflicts[file]
        self.look([file])
        if file not in self.conflicts or self.conflicts[file].theirs != seen.theirs:
            return False
        theirs = self.conflicts.pop(file).theirs
        self.pause()
        ours = self._now[file]
        if not mine:
            self._find_again(file, theirs)
        if mine:  # theirs first, so that a step back leads to it
            self._take(file, theirs, (), others=True)
        self._saved[file] = theirs
        self._kept[file] = theirs
        self._take(file, ours if mine else theirs, (), words=SETTLED)
        self.reread(file)
        return True

    def _find_again(self, file: str, after: str) -> None:
        """What is chosen, and where steps led to, stands elsewhere in this file when this is what it says."""
        kept = self._whole.pop(file, None)
        before, now = _said(self._now[file]) or kept, _said(after)
        if before is None:
            return
        if now is None:
            self._whole[file] = before
            return
        if self.chosen and self.chosen.file == file:
            way = way_after(self.chosen.way, before, now)
            self.chosen = None if way is None else Spot(file, way)
        self._done = [replace(step, way=way_after(step.way, before, now) or ()) if step.file == file else step for step in self._done]


def _said(text: str) -> Plain:
    """What a file of this text says; None where it has a mistake."""
    try:
        said: Plain = value_at(_bytes(text), ())
    except NotWrittenError:
        return None
    return said


def _is_wrong(file: ReadFile[Any]) -> str:
    """The first thing that keeps a file off the screen, and its cure."""
    return next((f"{problem.wrong} {problem.instead}".strip() for problem in file.problems if problem.severity is Severity.ERROR), "")


def _is_strange(file: str) -> bool:
    """Whether a draft is of no file of the content, so that somebody else wrote it."""
    folder, _, name = file.rpartition("/")
    return not (file in NAMES or (folder == TOPICS and may_be_topic(name)))


def _text(raw: bytes) -> str:
    """Every byte is kept, also of a file that is no text."""
    return raw.decode("utf-8", _KEPT_BYTES)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", _KEPT_BYTES)
