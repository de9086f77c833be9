"""Every example in content/README.md is what the real reader takes: staff copy them."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from kiosk.content.checks.check import check
from kiosk.problems import Severity
from kiosk.project import icons

CONTENT = Path(__file__).resolve().parents[2] / "content"
EXAMPLES = re.findall(r"```yaml\n# (in |to )?(\S+)\n(.*?)```", (CONTENT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


def put(content: Path, file: str, text: str, where: str) -> None:
    """Puts an example where the guide says: into a file, to its lines, or as a file; a list is added to what the file holds."""
    path = content / file
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if where == "to ":
        path.write_text(before + text, encoding="utf-8")
    elif where and file == "signup.yaml":
        path.write_text(before.replace("  - question: consent\n", f"{text}\n  - question: consent\n"), encoding="utf-8")
    elif where:
        name = re.search(r"slide: (\S+)", text)
        assert name
        before = before.replace(f"slide: {name[1]}\n", f"slide: {name[1]}-before\n")
        path.write_text(before.rstrip("\n") + "\n" + text, encoding="utf-8")
    elif text.startswith("- "):
        key, name = re.findall(r"^- (\w+): (\S+)", text)[0]
        path.write_text(before.replace(f"- {key}: {name}\n", f"- {key}: {name}-before\n") + text, encoding="utf-8")
    else:
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("where", "file", "text"), EXAMPLES, ids=[f"{file}-{number}" for number, (_, file, _) in enumerate(EXAMPLES)])
def test_an_example_of_the_guide_is_taken(tmp_path: Path, where: str, file: str, text: str) -> None:
    content = shutil.copytree(CONTENT, tmp_path / "content")
    put(content, file, text, where)
    found = [problem for problem in check(content, date(2026, 11, 23), icons()) if problem.severity is not Severity.NOTICE]
    assert not [problem for problem in found if not re.search("The French is missing|no forms in French|There is no recording", problem.wrong)]


def test_the_guide_has_an_example_for_each_thing_that_staff_do() -> None:
    text = (CONTENT / "README.md").read_text(encoding="utf-8")
    headings = ("Change a sentence", "Add a slide", "Replace a picture", "Let a person read it aloud")
    clinics = ("Tell everybody something today", "What only your clinic knows")
    for heading in (*headings, *clinics, "Add a topic", "Add a question", "Add a source", "Change the form", "Add a third language"):
        section = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
        assert "```yaml" in section, heading
