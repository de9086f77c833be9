"""The urgent notice that staff set at the kiosk: it ends whatever the clocks do, and of a file that no kiosk wrote nothing shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import json
from msgspec.structs import replace

from kiosk.content.model.deck import MOST_NOTICE_LETTERS
from kiosk.content.store import urgent_notice
from kiosk.content.store.urgent_notice import FILE, MOST_SECONDS, Moment, UrgentNotice, as_kept, end_notice, set_notice, standing

HOUR = 3600.0
SET = Moment(wall=1_800_000_000.0, boot="one", clock=500.0)
NOTICE = UrgentNotice({"en": "Closed today: power cut", "es": "Cerrado hoy: apagón"}, SET, HOUR)
OTHER_BOOT = replace(SET, boot="two", clock=20.0)


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (SET, HOUR),
        (replace(SET, wall=SET.wall + HOUR - 60, clock=SET.clock + HOUR - 60), 60),
        (replace(SET, wall=SET.wall + HOUR, clock=SET.clock + HOUR), 0),
        (replace(SET, wall=SET.wall + 90 * 86_400, clock=SET.clock + 60), HOUR - 60),
        (replace(SET, wall=0.0, clock=SET.clock + 60), HOUR - 60),
        (replace(SET, wall=0.0, clock=SET.clock + 2 * HOUR), 0),
        (replace(OTHER_BOOT, wall=SET.wall + 600), HOUR - 600),
        (replace(OTHER_BOOT, wall=SET.wall + HOUR), 0),
        (replace(OTHER_BOOT, wall=86_400.0), HOUR - 20),
        (replace(OTHER_BOOT, wall=86_400.0, clock=HOUR), 0),
        (replace(SET, wall=SET.wall + 600, clock=3.0), HOUR - 600),
    ],
    ids=[
        "just set", "nearly over", "over", "the clock jumped on", "the clock jumped back", "the clock stands", "started anew", "over meanwhile",
        "started anew with a clock that lost its time", "such a clock goes on", "a name of the boot that is no name",
    ],
)  # fmt: skip
def test_it_ends_when_it_was_set_to_end(now: Moment, left: float) -> None:
    assert NOTICE.seconds_left(now) == left


MOMENTS = st.builds(Moment, st.floats(-1e12, 1e12), st.sampled_from(["one", "two"]), st.floats(0, 1e9))


@given(MOMENTS, MOMENTS, st.floats(1, MOST_SECONDS))
def test_it_never_stands_for_longer_than_it_was_set_for(begun: Moment, now: Moment, seconds: float) -> None:
    """Nor, however often the machine is started anew, for longer than that since its last start."""
    notice = UrgentNotice({"en": "Closed"}, begun, seconds)
    assert 0 <= notice.seconds_left(now) <= seconds
    assert notice.seconds_left(replace(now, wall=max(now.wall, begun.wall) + 2e12, clock=now.clock + 2e9)) == 0


def test_what_was_set_is_there_after_a_restart_until_it_is_ended(tmp_path: Path) -> None:
    set_notice(tmp_path, NOTICE)
    assert standing(tmp_path, SET) == NOTICE
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert standing(tmp_path, replace(SET, clock=SET.clock + HOUR)) is None
    end_notice(tmp_path)
    assert standing(tmp_path, SET) is None
    end_notice(tmp_path)


GOOD = json.decode(json.encode(NOTICE))
STRANGE = {
    "nothing": b"", "no JSON": b"{", "deep": b"[" * 19_000, "a list": b"[]", "huge": b" " * 100_000 + json.encode(GOOD), "not UTF-8": b"\xff\xfe",
    **{name: json.encode(GOOD | change) for name, change in {
        "no text": {"texts": {}}, "an empty text": {"texts": {"en": ""}}, "blanks": {"texts": {"en": " \u3164 "}},
        "too long": {"texts": {"en": "a" * (MOST_NOTICE_LETTERS + 1)}}, "no language": {"texts": {"xx": "Closed"}},
        "marks": {"texts": {"en": "**Closed**"}}, "turned round": {"texts": {"en": "Call \u202e889"}}, "two lines": {"texts": {"en": "Closed\nnow"}},
        "struck through": {"texts": {"en": "Call 9\u03388\u03388\u0338"}}, "a number": {"texts": {"en": 7}},
        "for ever": {"seconds": 1e300}, "for no time": {"seconds": 0}, "backwards": {"seconds": -5}, "no seconds": {"seconds": "3600"},
        "another field": {"more": 1}, "no clock": {"begun": {"wall": 1, "boot": "one"}},
    }.items()},
    "no number": json.encode(GOOD).replace(b"3600.0", b"NaN"),
    "endless": json.encode(GOOD).replace(b"1800000000.0", b"1e999"),
}  # fmt: skip


@pytest.mark.parametrize("kind", list(STRANGE))
def test_of_a_file_that_no_kiosk_wrote_nothing_shows(tmp_path: Path, kind: str) -> None:
    (tmp_path / FILE).write_bytes(STRANGE[kind])
    with pytest.raises((ValueError, OSError)):
        urgent_notice.urgent_notice(tmp_path)
    assert standing(tmp_path, SET) is None


BROKEN = st.builds(lambda name, value: json.encode(GOOD | {name: value}), st.sampled_from([*GOOD, "x"]), st.none() | st.text())


@given(st.binary(max_size=300) | BROKEN)
def test_any_bytes_are_a_notice_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / FILE).write_bytes(raw)
    found = standing(folder, SET)
    assert found is None or found == NOTICE


@given(st.text())
def test_what_is_kept_is_one_line_of_plain_text(typed: str) -> None:
    kept = as_kept(typed)
    assert as_kept(kept) == kept
    assert "*" not in kept
    assert kept == " ".join(kept.split())
