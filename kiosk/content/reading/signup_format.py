"""What may stand in content/signup.yaml: the consultation form, described as data for the reader and for editors."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from kiosk.content.model.form import Kind
from kiosk.content.reading.format import Block, Language, Name, Picture, Point, Text, meant

Needs = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$", max_length=600)]
_LIST = "a list, each item beginning with a dash"
_SHOWN = "{file: thanks.svg, says: {en: ..., es: ...}}"
_NEEDS = "Only where this question was answered, or answered so: question, question/option, or question/option/option for either."


class Option(Text):
    """Something to choose."""

    option: Name = meant("The option's own name.", "morning")
    needs: Needs | None = meant(_NEEDS, "phone", None)
    note: Text | None = meant("What else to know about it, in small letters.", "{en: Please ask together with a parent., es: ...}", None)
    speaks: Language | None = meant("Chosen already where the screen is in this language.", "en", None)


class Question(Block):
    """One question, on a screen of its own."""

    question: Name = meant("The question's own name.", "phone")
    kind: Kind = meant("What kind of answer it wants.", "phone")
    title: Text = meant("The question, as a headline.", "{en: What number can we call?, es: ...}")
    label: Text = meant("The same in a word, for the review.", "{en: Phone, es: Teléfono}")
    help: Text | None = meant("An example, or what else to know.", "{en: For example (706) 555-0123., es: ...}", None)
    error: Text | None = meant("What is said to a missing answer.", "{en: Please give a number., es: ...}", None)
    options: tuple[Option, ...] = meant("What there is to choose.", _LIST, (), max_length=8)
    needs: Needs | None = meant(_NEEDS, "phone", None)
    required: bool = meant("Whether it must be answered.", "yes", False)
    in_review: bool = meant("Not asked in its turn: it stands among the answers at the end, to be changed there.", "yes", False)
    otherwise: Text | None = meant("What stands among the answers where nothing was chosen.", "{en: Any time, es: A cualquier hora}", None)


class Notice(Block):
    """A headline, a few points and perhaps a picture."""

    title: Text = meant("The headline.", "{en: Ask us to contact you, es: ...}")
    points: tuple[Point, ...] = meant("What is said.", _LIST, min_length=1, max_length=6)
    picture: Picture | None = meant("A picture beside it, and what it shows.", _SHOWN, None)


class SignUp(Block):
    """content/signup.yaml: the form with which visitors ask for a consultation."""

    notice: Notice = meant("What is said before the first question.", "title and points")
    at_least_one: tuple[Name, ...] = meant("Of these questions one must be answered.", "[phone, email]", (), max_length=20)
    questions: tuple[Question, ...] = meant("The questions, in order.", _LIST, min_length=1, max_length=20)
    thanks: Notice = meant("What is said after sending.", "title and points")
    picture: Picture | None = meant("Over the questions, where there is room.", "{file: room.svg, says: {en: A chair, es: ...}}", None)
