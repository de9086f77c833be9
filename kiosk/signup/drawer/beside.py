"""A drawer and what SQLite still keeps beside it, put together in memory: a copy that is made on no disk is left on none.

By SQLite's own description of its file format, section 4, "The Write-Ahead Log": https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
"""How a log begins, and in which order of bytes it adds up."""
_HEAD, _FRAME = 32, 24
_VERSIONS = slice(18, 20)
_BY_JOURNAL = b"\1\1"
"""Which a database in memory has: it keeps nothing beside itself."""
_WORD = 0xFFFFFFFF


def merged(drawer: bytes, log: bytes, most: int) -> bytes:
    """The bytes of a drawer with all that was written into it to its end, for `Connection.deserialize`.

    One that was cut, and is shorter than it says, has zeros there: SQLite reads nothing of it otherwise, but most of it so. Longer than
    `most` bytes it never gets, whatever it says.
    """
    whole, size = bytearray(drawer), 0
    page = _page(drawer[16:18])
    for number, length, data in _written(log, page):
        if length:
            size = length * page
        end = number * page
        if end <= most:
            whole.extend(bytes(max(0, end - len(whole))))
            whole[end - page : end] = data
    if size:
        del whole[size:]
    if len(whole) < says(whole) <= most:
        whole.extend(bytes(says(whole) - len(whole)))
    whole[_VERSIONS] = _BY_JOURNAL
    return bytes(whole)


def says(begins: bytes | bytearray) -> int:
    """How long a drawer says to be, in bytes, that begins so."""
    return _page(begins[16:18]) * int.from_bytes(begins[28:32], "big")


def _page(written: bytes | bytearray) -> int:
    size = int.from_bytes(written, "big")
    return 1 << 16 if size == 1 else size


def _written(log: bytes, page: int) -> Iterator[tuple[int, int, bytes]]:
    """The pages that were written and acknowledged: number, how many there were then (0 within one writing), and bytes."""
    order = _MAGIC.get(int.from_bytes(log[:4], "big"))
    if order is None or page < 512 or _page(log[8:12]) != page:
        return
    salts, sums = log[16:24], _added(log[:24], order, (0, 0))
    if struct.pack(">2I", *sums) != log[24:_HEAD]:
        return
    held: list[tuple[int, int, bytes]] = []
    for at in range(_HEAD, len(log) - _FRAME - page + 1, _FRAME + page):
        head, data = log[at : at + _FRAME], log[at + _FRAME : at + _FRAME + page]
        sums = _added(data, order, _added(head[:8], order, sums))
        number, length = struct.unpack(">2I", head[:8])
        if head[8:16] != salts or struct.pack(">2I", *sums) != head[16:] or not number:
            return  # of an earlier log, or torn
        held.append((number, length, data))
        if length:
            yield from held
            held.clear()


def _added(data: bytes, order: str, sums: tuple[int, int]) -> tuple[int, int]:
    one, other = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + other) & _WORD
        other = (other + second + one) & _WORD
    return one, other
