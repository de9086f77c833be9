"""Checks of signup.yaml: little is asked, what is asked can be answered, and nobody is left without help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from msgspec.structs import replace

from kiosk.content.checks.findings import Finding, Findings, error, named_again, warning
from kiosk.content.checks.honesty import unnamed
from kiosk.content.model.facts import NAME_ALONE, filled_points
from kiosk.content.model.form import FAILED, GONE, NOTICE, REVIEW, THANKS, Form, FormQuestion, Kind, Notice
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.walk import texts
from kiosk.content.reading.format_errors import did_you_mean
from kiosk.yaml.key_path import KeyPath

MOST_CONSENT_LETTERS = 400
"""A consent that nobody reads to its end is none."""
_FEWEST_OPTIONS = {Kind.ONE: 2, Kind.SOME: 2, Kind.CONSENT: 1}


def form_faults(form: Form, languages: Sequence[str]) -> Findings:
    """All that can be wrong with the form as a whole."""
    yield from chain(_named_twice(form), _kinds(form), _one_of(form), _unsaid(form))
    for number, question in enumerate(form.questions):
        yield from chain(_options(number, question), _needs(number, question, form))
    yield from chain(_numberless("notice", form.notice, languages), _numberless("thanks", form.thanks, languages))


def _named_twice(form: Form) -> Findings:
    yield from _once([(("questions", number), question.id, question) for number, question in enumerate(form.questions)], "question")
    for number, question in enumerate(form.questions):
        if question.id in (NOTICE, REVIEW, THANKS, FAILED, GONE):
            yield error(("questions", number, "question"), f"`{question.id}` is the name of another screen.", "Give the question another name.")
    for number, question in enumerate(form.questions):
        options = [(("questions", number, "options", at), option.id, option) for at, option in enumerate(question.options)]
        yield from _once(options, "option")


def _once(named: Sequence[tuple[KeyPath, str, object]], what: str) -> Findings:
    for name, twice in named_again(named):
        yield error((*twice.second, what), f"`{name}` is here a second time.", twice)


def _kinds(form: Form) -> Findings:
    """A name, a way to reach the person, and consent: no less (standards F7, P18)."""
    kinds = [question.kind for question in form.questions]
    for kind in (Kind.NAME, Kind.PHONE, Kind.EMAIL, Kind.CONSENT):
        if kinds.count(kind) > 1:
            yield error(("questions",), f"There are {kinds.count(kind)} questions of kind {kind}.", "Keep one.")
    if Kind.NAME not in kinds:
        yield error(("questions",), "Nothing asks for a name.", "Add a question of kind name.")
    if not {Kind.PHONE, Kind.EMAIL} & set(kinds):
        yield error(("questions",), "Nothing asks how to reach the visitor.", "Add a question of kind phone or email.")
    if Kind.CONSENT not in kinds:
        yield error(("questions",), "Nothing asks what the visitor agrees to.", "Add a question of kind consent.")
    for number, question in enumerate(form.questions):
        if question.kind is Kind.CONSENT and not question.required:
            yield error(("questions", number), "Without consent nobody may be contacted.", "Add `required: yes`.")


def _one_of(form: Form) -> Findings:
    """Somebody can be reached, whatever is left empty."""
    names = [question.id for question in form.questions]
    for number, name in enumerate(form.at_least_one):
        if name not in names:
            yield error(("at_least_one", number), f"There is no question `{name}`.", did_you_mean(name, names, "Take it out."))
    reaching = [question for question in form.questions if question.kind in (Kind.PHONE, Kind.EMAIL)]
    if reaching and not any(question.required for question in reaching) and not {each.id for each in reaching} <= set(form.at_least_one):
        instead = f"Write `at_least_one: [{', '.join(each.id for each in reaching)}]`."
        yield error(("at_least_one",), "A visitor could leave no way to be reached.", instead)


def _unsaid(form: Form) -> Findings:
    """Whoever leaves out what must be answered is told so (standards F2)."""
    last_chance = [question.id for question in form.questions if question.id in form.at_least_one][-1:]
    for number, question in enumerate(form.questions):
        if not question.error and (question.required or question.id in last_chance):
            instead = "Add a line such as `error: {en: Please touch one., es: ...}`."
            yield warning(("questions", number), "Nothing is said to whoever leaves this empty.", instead)


def _options(number: int, question: FormQuestion) -> Findings:
    way, fewest = ("questions", number, "options"), _FEWEST_OPTIONS.get(question.kind, 0)
    if fewest and len(question.options) < fewest:
        yield error(way, f"There are too few to choose from: {len(question.options)}.", f"Write at least {fewest}.")
    if not fewest and question.options:
        yield error(way, f"A question of kind {question.kind} has nothing to choose from.", "Take the options out, or write `kind: one`.")
    for at, option in enumerate(question.options):
        for code, words in option.says.versions:
            if question.kind is Kind.CONSENT and len(words) > MOST_CONSENT_LETTERS:
                yield error((*way, at, code), f"This is too long to agree to: {len(words)} letters.", f"Keep it under {MOST_CONSENT_LETTERS}.")


def _needs(number: int, question: FormQuestion, form: Form) -> Findings:
    earlier = form.questions[:number]
    yield from _needed(("questions", number, "needs"), question.needs, earlier)
    for at, option in enumerate(question.options):
        yield from _needed(("questions", number, "options", at, "needs"), option.needs, earlier)


def _needed(way: tuple[str | int, ...], needs: str, earlier: Sequence[FormQuestion]) -> Findings:
    if not needs:
        return
    name, *options = needs.split("/")
    question = next((each for each in earlier if each.id == name), None)
    if question is None:
        instead = did_you_mean(name, [each.id for each in earlier], "It must stand above this one.")
        yield error(way, f"No question above is called `{name}`.", instead)
        return
    names = [each.id for each in question.options]
    for option in options:
        if option not in names:
            yield error(way, f"`{name}` has no option `{option}`.", did_you_mean(option, names, f"It has {', '.join(names) or 'none'}."))


def _numberless(where: str, notice: Notice, languages: Sequence[str]) -> Iterator[Finding]:
    """Who needs help now is told so before the form and after it (standards C1, F9)."""
    said = [text for _, text in texts(replace(notice, points=filled_points(notice.points, NAME_ALONE)))]
    for number, code in unnamed(said, languages):
        instead = f"Add a point without braces that says who answers at {number}."
        yield error((where,), f"`{where}` does not name {number} in {LANGUAGES[code]}.", instead)
