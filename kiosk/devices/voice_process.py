"""The voice, in a process of its own and without Qt: `python -m kiosk.devices.voice_process [--warm VOICE ...] [--kept FOLDER]`.

A speech engine and a sound service are other people's code. Here they can hang or die without the screen noticing, and what they were given to
say is gone with this process, and with whatever it began, at the end of a visit. What makes the sounds is a process further on
(`kiosk.devices.sound_maker`, or a speech service); this one plays them, and is silent when it is told.

Orders come as JSON lines on standard input: `{"do": "say", "id": 7, "words": ..., "language": "es", "voice": "pico", "pace": 1.25, "volume": 0.6}`,
`{"do": "play", "id": 8, "file": ..., "volume": 0.6}`, `{"do": "stop"}`, and `prepare` with what `say` or `play` will soon be told. Each `say` and
`play` that was not stopped is answered on standard output by `{"ended": 7}` or `{"failed": 7}`. The end of the input ends the process.
"""

from __future__ import annotations

import argparse
import json
import os
import selectors
import subprocess
import sys
import time
from array import array
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from kiosk import processes
from kiosk.devices.dispatcher import Dispatcher, NoServiceError
from kiosk.devices.kept_sounds import KeptSounds
from kiosk.devices.sound_output import NoOutputError, Output, Sound
from kiosk.devices.voice_bounds import AGAIN_SECONDS, MAKE_SECONDS, WAKE_SECONDS
from kiosk.devices.voice_choice import DISPATCHER, PICO, Wanted, candidates
from kiosk.project import PROJECT

REST_SECONDS = 5.0
"""So long after the last sound the sound service is asked for no more."""
_LOOK_SECONDS = 0.5
_PAUSE_SECONDS = 1.0
"""After so long without a sentence a speech service that was lost is begun anew: for as long nothing can be said."""
_MOST_FAILED = 2
"""A voice that died of a sentence may have died of something else; once more is tried."""
_MOST_KEPT = 4
"""Sounds that were made ahead and not heard yet."""

Report = Callable[[dict[str, Any]], None]


def wanted(order: dict[str, Any]) -> Wanted:
    """What an order is about."""
    voice, pace = str(order.get("voice") or PICO), round(float(order.get("pace") or 1.0), 3)
    if file := str(order.get("file") or ""):
        return Wanted(PICO, "", "", 1.0, file)
    return Wanted(voice, str(order["words"]), str(order["language"]), pace, "")


class Maker:
    """The process that makes sounds by one voice; `took` is told of each that was asked for, None for one that it could not make.

    When it has died, `renew` begins another one, not more often in a row than `AGAIN_SECONDS` has pauses; an answer starts the count anew.
    """

    def __init__(self, voice: str, took: Callable[[Wanted, Sound | None], None]) -> None:
        self._voice, self._took = voice, took
        self._program: subprocess.Popen[bytes] | None = None
        self._asked: dict[int, Wanted] = {}
        self._number = 0
        self._came = bytearray()
        self._head: dict[str, Any] = {}
        self._since = 0.0
        self._deaths = 0
        self.is_ready = False

    @property
    def file(self) -> int | None:
        """Readable when it says something; None while it does not run."""
        return self._program.stdout.fileno() if self._program and self._program.stdout else None

    @property
    def is_given_up(self) -> bool:
        """Whether it died too often."""
        return self._deaths > len(AGAIN_SECONDS)

    def warm(self) -> None:
        """Begins, so that the first sentence does not wait for it."""
        if self._program is None and not self.is_given_up:
            piper = ["--piper", self._voice] if self._voice != PICO else []
            command = processes.bound([sys.executable, "-m", "kiosk.devices.sound_maker", *piper])
            pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
            self._program = subprocess.Popen(command, bufsize=0, stdin=pipe, stdout=pipe, stderr=nowhere, cwd=PROJECT)
            self._since = time.monotonic()

    def make(self, what: Wanted) -> None:
        """Asks for a sound, unless that is on its way."""
        if what in self._asked.values():
            return
        self.warm()
        if self._program is None:
            self._took(what, None)
            return
        if self.is_ready and not self._asked:
            self._since = time.monotonic()
        self._number += 1
        self._asked[self._number] = what
        order = {"file": what.file} if what.file else {"words": what.words, "language": what.language, "pace": what.pace}
        try:
            cast("IO[bytes]", self._program.stdin).write(json.dumps({"id": self._number, **order}).encode() + b"\n")
        except OSError:
            self.lose()

    def hear(self) -> None:
        """Takes what it says now, and waits for it if there is nothing."""
        came = os.read(self.file, 1 << 16) if self.file is not None else b""
        if not came:
            self.lose()
            return
        self._came += came
        while head := self._whole():
            self._since = time.monotonic()
            if head.get("ready"):
                self.is_ready = True
                continue
            raw = self._taken(head.get("bytes", 0))
            self._deaths = 0
            self._took(self._asked.pop(head["id"]), None if head.get("failed") else Sound(array("h", raw), head["gain"]))

    def _whole(self) -> dict[str, Any]:
        """The head of the next answer once all of it came; empty before. It is read once, however many pieces a long sound comes in."""
        if not self._head and (end := self._came.find(b"\n")) >= 0:
            self._head = json.loads(self._taken(end + 1))
        if not self._head or len(self._came) < self._head.get("bytes", 0):
            return {}
        head, self._head = self._head, {}
        return head

    def _taken(self, count: int) -> bytes:
        taken = bytes(memoryview(self._came)[:count])
        del self._came[:count]
        return taken

    @property
    def is_late(self) -> bool:
        """Whether it hangs: as it wakes up, or as it makes a sound."""
        busy = bool(self._asked) if self.is_ready else self._program is not None
        return busy and time.monotonic() - self._since > (MAKE_SECONDS if self.is_ready else WAKE_SECONDS)

    def lose(self) -> None:
        """It died, or hangs: it is gone, with all that it was asked for."""
        self._deaths, self._since = self._deaths + 1, time.monotonic()
        for what in self._gone():
            self._took(what, None)

    def renew(self) -> None:
        """Begins another one after one that died, once its pause is over."""
        if self._deaths and not self.is_given_up and time.monotonic() - self._since >= AGAIN_SECONDS[self._deaths - 1]:
            self.warm()

    def end(self) -> None:
        """It is not wanted any more."""
        self._gone()

    def _gone(self) -> list[Wanted]:
        program, asked = self._program, list(self._asked.values())
        self._program, self._asked, self._head, self.is_ready = None, {}, {}, False
        self._came.clear()
        if program is not None:
            program.kill()
            program.wait()
            for pipe in (program.stdin, program.stdout):
                with suppress(OSError):
                    if pipe:
                        pipe.close()
        return asked


class Mouth:
    """Says one thing at a time. `report` takes the answers.

    Where the voice that is wanted is waking up, or died, or cannot say it, the next of `candidates` stands in that can say it at once. What it made
    long ago is `lasting`, and nobody waits for that.
    """

    def __init__(self, output: Output, report: Report, lasting: KeptSounds | None = None) -> None:
        self.output, self._report, self._lasting = output, report, lasting
        self.makers: dict[str, Maker] = {}
        self.dispatcher: Dispatcher | None = None
        self._losses = 0
        self._wants_service = False
        self._id: int | None = None
        self._wanted: Wanted | None = None
        self._what: Wanted | None = None
        self._failed: list[str] = []
        self._volume = 0.0
        self._kept: dict[Wanted, Sound] = {}
        self._heard = self._busy = time.monotonic()
        self._reopened = False

    def take(self, order: dict[str, Any]) -> None:
        """One order; a new thing to say ends the last one, which is then not answered."""
        match order.get("do"):
            case "say" | "play":
                self._say(order)
            case "prepare":
                self._prepare(wanted(order))
            case "stop":
                self.stop()

    def warm(self, voice: str) -> None:
        """Gets a voice ready, and the way to the loudspeaker."""
        if voice == DISPATCHER:
            self._wants_service = True
            self._reach_service()
        else:
            self._maker(voice).warm()
        with suppress(NoOutputError):
            self.output.open()

    def stop(self) -> None:
        """Silence, at once."""
        was, self._id, self._wanted, self._what = self._what, None, None, None
        self._failed.clear()
        self.output.stop()
        self.output.ended()  # what came to its end by itself just now is told no more
        if was is not None and was.voice == DISPATCHER and self.dispatcher:
            try:
                self.dispatcher.stop()
            except NoServiceError:
                self._lose_service()

    def look(self) -> None:
        """What time alone brings: somebody hangs, the sound service is gone, or nothing was said for a while."""
        if self.output.ended() and not self.output.plays and self._id is not None:
            self._end("ended")
        for maker in list(self.makers.values()):
            if maker.is_late:
                maker.lose()
            maker.renew()
        if self.output.is_lost:
            self._play_again()
        now = time.monotonic()
        if self.output.plays:
            self._heard = now
        elif now - self._heard > REST_SECONDS:
            self.output.rest()
        if self._id is not None:
            self._busy = now
        elif now - self._busy > _PAUSE_SECONDS and self._wants_service and not self._is_given_up(DISPATCHER):
            self._reach_service()

    def hear_service(self) -> None:
        """The speech service tells something."""
        try:
            ended = bool(self.dispatcher and self.dispatcher.ended())
        except NoServiceError:
            self._lose_service()
            return
        if ended and self._is_of_service:
            self._losses = 0
            self._end("ended")

    def close(self) -> None:
        self.output.close()
        for maker in self.makers.values():
            maker.end()
        if self.dispatcher:
            self.dispatcher.close()

    # -- saying -----------------------------------------------------------------------------------------------------------

    def _say(self, order: dict[str, Any]) -> None:
        self.stop()
        self._id, self._volume, self._reopened = int(order["id"]), float(order.get("volume", 0.6)), False
        self._wanted = wanted(order)
        self._wants_service |= self._wanted.voice == DISPATCHER
        self._begin(self._wanted)

    def _begin(self, what: Wanted) -> None:
        """By the voice that it is wanted of, or by who stands in; nobody has to be waited for where it is made already."""
        made = self._kept.pop(what, None) or self._made_long_ago(what)
        by = what.voice if made else self._by(what)
        if not by:
            self._end("failed")
            return
        self._what = now = what._replace(voice=by)
        if made:
            self._play(made)
        elif by == DISPATCHER:
            self._leave_to_service(now)
        else:
            self._maker(by).make(now)

    def _by(self, what: Wanted) -> str:
        """Who says it now, empty if nobody can: the best who is ready, as the voice in the box soon is. Whoever failed at it is not asked again."""
        voices = (PICO,) if what.file else candidates(what.language, what.voice)
        able = [voice for voice in voices if self._failed.count(voice) < _MOST_FAILED and not self._is_given_up(voice)]
        return next((voice for voice in able if voice == PICO or self._is_ready(voice)), able[0] if able else "")

    def _is_ready(self, voice: str) -> bool:
        return self.dispatcher is not None if voice == DISPATCHER else self._maker(voice).is_ready

    def _is_given_up(self, voice: str) -> bool:
        return self._losses > len(AGAIN_SECONDS) if voice == DISPATCHER else self._maker(voice).is_given_up

    def _prepare(self, what: Wanted) -> None:
        if what.voice == DISPATCHER or what in self._kept:
            return
        if made := self._made_long_ago(what):
            self._keep(what, made)
        else:
            self._maker(what.voice).make(what)

    def _made_long_ago(self, what: Wanted) -> Sound | None:
        return self._lasting.get(what) if self._lasting else None

    def _made(self, what: Wanted, sound: Sound | None) -> None:
        if what == self._what and self._id is not None and not self.output.plays:
            if sound is None:
                self._fail(what.voice, died=not self._maker(what.voice).is_ready and not what.file)
            else:
                self._play(sound)
        elif sound is not None:
            self._keep(what, sound)

    def _keep(self, what: Wanted, sound: Sound) -> None:
        self._kept[what] = sound
        while len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]

    def _fail(self, voice: str, *, died: bool) -> None:
        """A voice did not say what is to be said now: another one does, or a new one of the same if it died of words."""
        self._failed += [voice] * (1 if died else _MOST_FAILED)
        if self._wanted:
            self._begin(self._wanted)

    def _play(self, sound: Sound) -> None:
        self._heard = time.monotonic()
        self._sound = sound
        try:
            self.output.play(sound, self._volume)
        except NoOutputError:
            self._end("failed")

    def _play_again(self) -> None:
        """Nothing takes the sound: the sound service ended, and perhaps there is a new one."""
        self.output.close()
        if self._reopened:
            self._end("failed")
            return
        self._reopened = True
        self._play(self._sound)

    def _end(self, how: str) -> None:
        number, self._id, self._wanted, self._what = self._id, None, None, None
        self._failed.clear()
        self._report({how: number})

    def _maker(self, voice: str) -> Maker:
        return self.makers.setdefault(voice, Maker(voice, self._made))

    # -- a speech service, which plays by itself --------------------------------------------------------------------------

    @property
    def _is_of_service(self) -> bool:
        """Whether the service says what is being said."""
        return self._id is not None and self._what is not None and self._what.voice == DISPATCHER

    def _service(self) -> Dispatcher:
        """Raises NoServiceError."""
        if self.dispatcher is None:
            self.dispatcher = Dispatcher()
        return self.dispatcher

    def _reach_service(self) -> None:
        try:
            self._service()
        except NoServiceError:
            self._lose_service()

    def _leave_to_service(self, what: Wanted) -> None:
        try:
            self._service().say(what.words, what.language, what.pace, self._volume)
        except NoServiceError:
            self._lose_service()

    def _lose_service(self) -> None:
        """It died, or cannot say it. What another voice is saying goes on; the service is begun anew when nothing is being said."""
        if self.dispatcher:
            self.dispatcher.close()
        self.dispatcher = None
        self._losses += 1
        if self._is_of_service:
            self._fail(DISPATCHER, died=False)


def listen(mouth: Mouth) -> None:
    """Takes orders, line by line as they come, until their end."""
    rest = b""
    with selectors.PollSelector() as ears:  # epoll would not see that a file of the same number is another one
        ears.register(0, selectors.EVENT_READ)
        ears.register(mouth.output.woken, selectors.EVENT_READ)
        while True:
            _attend(ears, mouth)
            for key, _ in ears.select(_LOOK_SECONDS):
                if key.fd == 0:
                    came = os.read(0, 1 << 16)
                    if not came:
                        return
                    *lines, rest = (rest + came).split(b"\n")
                    for line in lines:
                        mouth.take(json.loads(line))
                elif key.data is not None:
                    key.data()
            mouth.look()


def _attend(ears: selectors.BaseSelector, mouth: Mouth) -> None:
    """Listens to all that runs now, and to nothing that does not."""
    open_now: dict[int, Callable[[], None]] = {maker.file: maker.hear for maker in mouth.makers.values() if maker.file is not None}
    if mouth.dispatcher:
        open_now[mouth.dispatcher.file] = mouth.hear_service
    known = {key.fd: key.data for key in ears.get_map().values() if key.data is not None}
    for file in known.keys() - open_now.keys():
        ears.unregister(file)
    for file in open_now.keys() - known.keys():
        ears.register(file, selectors.EVENT_READ, open_now[file])


def _answer(said: dict[str, Any]) -> None:
    print(json.dumps(said), flush=True)


def main(arguments: list[str]) -> int:
    """Speaks until the input ends."""
    parser = argparse.ArgumentParser(prog="voice_process")
    parser.add_argument("--output", default="")
    parser.add_argument("--warm", nargs="+", default=[])
    parser.add_argument("--kept", type=Path)
    asked = parser.parse_args(arguments)
    mouth = Mouth(Output(asked.output), _answer, KeptSounds(asked.kept) if asked.kept else None)
    for voice in dict.fromkeys((PICO, *asked.warm)):
        mouth.warm(voice)
    try:
        listen(mouth)
    finally:
        mouth.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
