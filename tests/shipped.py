"""The content that ships, read once for all tests of a process that only look at it."""

from __future__ import annotations

from kiosk.content.reading.folder import read_folder
from kiosk.project import CONTENT

SHIPPED = read_folder(CONTENT)
