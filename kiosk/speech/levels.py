"""How loud a sound is, and what makes all voices and recordings equally loud. Sounds are 16-bit samples of one channel."""

from __future__ import annotations

import math
from array import array

TARGET = -18.0
"""LUFS, as loud as speech is made for small loudspeakers (EBU R 128 has -23 for television, streams -14 to -18)."""
_FULL = 32768.0
_MEASURED_HERTZ = 16_000
_BLOCK_SECONDS, _BLOCKS = 0.1, 4
"""Loudness is that of blocks of 0.4 s, each beginning 0.1 s after the one before (ITU-R BS.1770-5, annex 1)."""
_GATE, _BELOW = -70.0, 10.0
"""What is softer than that is silence; and what is so much softer than the rest is a pause (the same)."""
_SHELF, _OFFSET = 0.8, -0.95
"""How much the upper half of speech counts for more, and the constant: the filter of BS.1770, as a difference of neighbours at 16 kHz. Within
0.5 LU of pyloudnorm for sentences of Pico in English and Spanish (tests/speech/test_levels.py has some of its numbers)."""
_MOST_GAIN = 12.0
"""dB: what is softer than that below the target is noise as much as speech."""
_ROOM = 1.25
"""How far the largest sample may go, of what there is room for: 2 dB of the peak of a short word are cut off by the loudspeaker's part
(`kiosk.devices.sound_output`), and at the usual loudness nothing, so that a word is not softer than a sentence for the sake of its "k".
"""
_QUIET = 330
"""A hundredth of the greatest sample: before and after it a sound has not begun."""


def loudness(samples: array[int], hertz: int) -> float:
    """In LUFS, nearly as ITU-R BS.1770 measures it; -inf for silence."""
    step = max(1, round(hertz / _MEASURED_HERTZ))
    measured = samples[::step]
    block = round(hertz / step * _BLOCK_SECONDS)
    energies = [_energy(measured[at : at + block]) / block for at in range(0, max(1, len(measured) - block + 1), block)]
    windows = [sum(energies[at : at + _BLOCKS]) / _BLOCKS for at in range(max(1, len(energies) - _BLOCKS + 1))]
    if len(energies) < _BLOCKS:
        windows = [sum(energies) / len(energies)]
    loud = [energy for energy in windows if _lufs(energy) > _GATE]
    if not loud:
        return -math.inf
    gate = _lufs(sum(loud) / len(loud)) - _BELOW
    above = [energy for energy in loud if _lufs(energy) > gate]
    return _lufs(sum(above) / len(above))


def gain(samples: array[int], hertz: int) -> float:
    """What each sample is to be multiplied by, so that the sound is as loud as all others; 1 for silence."""
    loud = loudness(samples, hertz)
    peak = max(max(samples, default=0), -min(samples, default=0))
    if not peak or loud == -math.inf:
        return 1.0
    wanted = 10 ** (min(TARGET - loud, _MOST_GAIN) / 20)
    return min(wanted, _ROOM * _FULL / peak)


def trimmed(samples: array[int], hertz: int, *, before: float, after: float) -> array[int]:
    """The sound with that many seconds of silence before and after it, whatever there was."""
    block = max(1, hertz // 200)
    loud = [at for at in range(0, len(samples), block) if max(samples[at : at + block]) > _QUIET or min(samples[at : at + block]) < -_QUIET]
    if not loud:
        return samples[:0]
    first = loud[0] - round(before * hertz)
    last = loud[-1] + block + round(after * hertz)
    lead, rest = array("h", bytes(2 * max(0, -first))), array("h", bytes(2 * max(0, last - len(samples))))
    return lead + samples[max(0, first) : last] + rest


def _energy(samples: array[int]) -> float:
    """The sum of squares, with what counts for more added."""
    return (math.hypot(*samples) ** 2 + _SHELF * math.dist(samples[1:], samples[:-1]) ** 2) / _FULL**2


def _lufs(energy: float) -> float:
    return _OFFSET + 10 * math.log10(energy) if energy > 0 else -math.inf
