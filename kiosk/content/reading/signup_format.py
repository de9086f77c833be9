"""What may stand in content/signup.yaml: the consultation form, described as data for the reader and for editors."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from kiosk.content.reading.format import Block, Name, Point, Text, meant

Needs = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=121)]
_LIST = "a list, each item beginning with a dash"
_NEEDS = "Only where this question was answered, or answered so: question, or question/option."


class Option(Text):
    """Something to choose."""

    option: Name = meant("The option's own name.", "morning")
    needs: Needs | None = meant(_NEEDS, "phone", None)


class Question(Block):
    """One question, on a screen of its own."""

    question: Name = meant("The question's own name.", "phone")
    kind: Literal["name", "phone", "email", "one", "some", "consent"] = meant("What kind of answer it wants.", "phone")
    title: Text = meant("The question, as a headline.", "{en: What number can we call?, es: ...}")
    label: Text = meant("The same in a word, for the review.", "{en: Phone, es: Teléfono}")
    help: Text | None = meant("An example, or what else to know.", "{en: For example (706) 555-0123., es: ...}", None)
    error: Text | None = meant("What is said to a missing answer.", "{en: Please give a number., es: ...}", None)
    options: tuple[Option, ...] = meant("What there is to choose.", _LIST, (), max_length=8)
    needs: Needs | None = meant(_NEEDS, "phone", None)
    required: bool = meant("Whether it must be answered.", "yes", False)


class Notice(Block):
    """A headline and a few points."""

    title: Text = meant("The headline.", "{en: Ask us to contact you, es: ...}")
    points: tuple[Point, ...] = meant("What is said.", _LIST, min_length=1, max_length=6)


class SignUp(Block):
    """content/signup.yaml: the form with which visitors ask for a consultation."""

    notice: Notice = meant("What is said before the first question.", "title and points")
    at_least_one: tuple[Name, ...] = meant("Of these questions one must be answered.", "[phone, email]", (), max_length=20)
    questions: tuple[Question, ...] = meant("The questions, in order.", _LIST, min_length=1, max_length=20)
    thanks: Notice = meant("What is said after sending.", "title and points")
