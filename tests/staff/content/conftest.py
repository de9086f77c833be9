"""A desk for the tests of a module: opening one takes a second."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from editing_desk import Desk


@pytest.fixture(scope="module")
def whole(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk"))
    yield made
    made.judged()
    made.editor.close()
