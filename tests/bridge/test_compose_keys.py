"""Letters that take more than one key, whatever whoever started the kiosk left in its environment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.bridge import compose_keys
from kiosk.bridge.compose_keys import Composing

DEAD_ACUTE = 0xFE51


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    compose_keys._loaded.cache_clear()
    yield
    compose_keys._loaded.cache_clear()


@pytest.mark.parametrize("locale", ["", "de_DE.UTF-8", "nowhere", "\udcff", "/proc/self/environ", "a" * 5000])
def test_a_dead_key_and_a_letter_make_one_in_any_locale(monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    composing = Composing()
    assert (composing.take(DEAD_ACUTE), composing.take(ord("e"))) == ("", "é")
