"""What a command says when it cannot do what was asked, and it is nobody's bug."""

from __future__ import annotations


class ExpectedError(Exception):
    """A failure that staff can mend; its text is one plain sentence for them. Of several, each is told on a line of its own."""

    def __str__(self) -> str:
        return "\n".join(map(str, self.args))
