"""From the format that staff write to the values that the kiosk holds."""

from __future__ import annotations

from msgspec.structs import asdict, replace

from kiosk.content.model import deck, form
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.schedule import WEEK
from kiosk.content.model.slide_kinds import slide_kind
from kiosk.content.reading import format as written
from kiosk.content.reading import signup_format
from kiosk.content.reading.format_errors import as_name
from kiosk.content.reading.result import Interface, Languages


def _text(text: written.Text | None, languages: Languages) -> deck.Text:
    """The languages of a text, the clinic's first language first."""
    if text is None:
        return deck.Text()
    said = {code: words for code in LANGUAGES if (words := getattr(text, code))}
    order = sorted(said, key=lambda code: languages.index(code) if code in languages else len(languages))
    return deck.Text(tuple((code, said[code]) for code in order))


def _picture(picture: written.Picture | None, languages: Languages) -> deck.Picture | None:
    return deck.Picture(picture.file, _text(picture.says, languages)) if picture else None


def _point(point: written.Point, languages: Languages) -> deck.Point:
    return deck.Point(
        _text(point, languages),
        _text(getattr(point, "title", None), languages),
        _text(getattr(point, "at", None), languages),
        point.icon or "",
        point.makes,
        point.sources,
        tuple(point.clip.items()),
        _name(point),
    )


def _name(point: written.Point) -> str:
    match point:
        case written.Thing():
            return point.thing
        case written.Choice() | written.Cell():
            return point.choice
        case _:
            return ""


def _group(group: written.Group, languages: Languages) -> deck.Group:
    return deck.Group(**asdict(_point(group, languages)), filled=group.filled, of=group.of)


def _column(column: written.Column, languages: Languages) -> deck.Column:
    return deck.Column(
        _text(column.title, languages),
        tuple(_point(point, languages) for point in column.points),
        column.icon or "",
        column.statement if isinstance(column, written.Statement) else "",
    )


def _columns(slide: written.AnySlide, languages: Languages) -> tuple[deck.Column, ...]:
    """Its columns; in those of a table each point is called what its choice is called."""
    columns = tuple(_column(column, languages) for column in getattr(slide, slide_kind(written.kind_of(slide) or "points").columns, ()))
    if not isinstance(slide, written.TableSlide):
        return columns
    called = {choice.choice: (_text(choice.title, languages), choice.icon or "") for choice in slide.choices}

    def named(point: deck.Point) -> deck.Point:
        title, icon = called[point.name]
        return replace(point, title=title, icon=icon)

    return tuple(replace(column, points=tuple(map(named, column.points))) for column in columns)


def _slide(slide: written.AnySlide, name: str, topic: written.Topic, languages: Languages) -> deck.Slide:
    dots: written.Dots | None = getattr(slide, "dots", None)
    kind = written.kind_of(slide) or "points"
    return deck.Slide(
        id=name,
        kind=kind,
        title=_text(slide.title, languages),
        picture=_picture(slide.picture, languages),
        points=tuple(_point(point, languages) for point in getattr(slide, slide_kind(kind).points, ())),
        columns=_columns(slide, languages),
        dots=deck.Dots(dots.filled, dots.of, _text(dots.says, languages)) if dots else None,
        ask_us=_text(slide.ask_us, languages),
        sources=slide.sources,
        checked=slide.checked or topic.checked,
        review_by=slide.review_by or topic.review_by,
        owner=slide.owner or topic.owner or "",
        withdrawn=slide.withdraw or topic.withdraw,
        show=_show(slide.show),
        clip=tuple(slide.clip.items()),
        about_clinic=(slide.about or topic.about) is not None,
        groups=tuple(_group(group, languages) for group in getattr(slide, "groups", ())),
        intro=_text(getattr(slide, "intro", None), languages),
    )


def _show(show: written.Show | None) -> deck.Show | None:
    return deck.Show(show.begin, show.until, tuple(WEEK.index(day) for day in show.days), show.hours) if show else None


def _slide_names(topic: written.Topic, languages: Languages) -> list[str]:
    """The names of the slides; one that has none is called after its title, with a number where that is taken."""
    taken = {slide.slide for slide in topic.slides if slide.slide}
    names = []
    for number, slide in enumerate(topic.slides, 1):
        name = slide.slide
        if not name:
            base = as_name(_text(slide.title, languages).in_(languages[0])) or f"slide-{number}"
            name = next(
                each
                for each in (base, *(f"{base}-{count}" for count in range(2, len(topic.slides) + 2)))
                if each not in taken
            )
            taken.add(name)
        names.append(name)
    return names


def topic(form: written.Topic, file: str, languages: Languages) -> deck.Topic:
    """A topic with its slides, each under the name that it has or is given."""
    names = _slide_names(form, languages)
    slides = tuple(_slide(slide, name, form, languages) for slide, name in zip(form.slides, names, strict=True))
    return deck.Topic(
        form.topic,
        _text(form.title, languages),
        slides,
        form.picture or "",
        form.tint,
        form.keep or "",
        form.owner or "",
        file,
        form.withdraw,
        _show(form.show),
    )


def clinic(form: written.Clinic) -> deck.Clinic:
    """What is said of the clinic itself."""
    urgent = form.urgent_notice
    return deck.Clinic(
        form.name,
        form.languages,
        _text(form.headline, form.languages),
        _text(form.invitation, form.languages),
        form.pictures,
        form.mark or "",
        tuple(_text(text, form.languages) for text in form.consultation),
        form.hide_overdue,
        deck.Announcement(_text(form.notice.text, form.languages), _show(form.notice)) if form.notice else None,
        deck.Announcement(_text(urgent.text, form.languages), deck.Show(until=urgent.until)) if urgent else None,
        form.phone or "",
        form.after_hours or "",
        form.website or "",
        *(_own(text, form.languages) for text in (form.address, form.hours, form.call_back, form.parking, form.price, form.who_treats)),
    )


def _own(text: written.Text | None, languages: Languages) -> deck.Text:
    """A text of the clinic in its own languages alone: an address that is the same in all has no others."""
    return deck.Text(tuple((code, words) for code, words in _text(text, languages).versions if code in languages))


def help_panel(form: written.Help, languages: Languages) -> deck.Help:
    """The help panel."""
    lines = tuple(
        deck.HelpLine(_text(line.title, languages), _text(line.text, languages), line.icon, line.on_paper) for line in form.lines
    )
    return deck.Help(
        _text(form.title, languages), lines, _text(form.intro, languages), _picture(form.picture, languages)
    )


def interface(form: written.Interface, languages: Languages) -> Interface:
    """The words on the screen, by name."""
    return tuple((name, _text(text, languages)) for name, text in form.root.items())


def word(form: written.Word, languages: Languages) -> deck.Word:
    """A hard word, and what it means."""
    forms = tuple((code, tuple(getattr(form.forms, code))) for code in LANGUAGES if getattr(form.forms, code))
    return deck.Word(form.word, forms, _text(form.says, languages), _text(form.means, languages), tuple(form.sounds.items()))


def source(form: written.Source, languages: Languages) -> deck.Source:
    """A source."""
    return deck.Source(
        form.source,
        form.cite,
        _text(form.what, languages),
        _text(form.found, languages),
        _text(form.not_shown, languages),
        form.link or "",
        _text(form.tells, languages),
    )


def question_group(form: written.QuestionGroup, languages: Languages) -> deck.QuestionGroup:
    """A group of questions with their answers."""
    questions = tuple(
        deck.Question(
            each.question,
            _text(each.asks, languages),
            tuple(_point(point, languages) for point in each.points),
            each.see or "",
            each.about is not None,
            each.often,
        )
        for each in form.questions
    )
    return deck.QuestionGroup(form.group, _text(form.title, languages), questions, form.icon or "")


def signup_form(signup: signup_format.SignUp, languages: Languages) -> form.Form:
    """The consultation form."""
    questions = tuple(_asked(each, languages) for each in signup.questions)
    notice, thanks, picture = _notice(signup.notice, languages), _notice(signup.thanks, languages), _picture(signup.picture, languages)
    return form.Form(notice, questions, thanks, signup.at_least_one, picture)


def _notice(notice: signup_format.Notice, languages: Languages) -> form.Notice:
    points = tuple(_point(point, languages) for point in notice.points)
    return form.Notice(_text(notice.title, languages), points, _picture(notice.picture, languages))


def _asked(question: signup_format.Question, languages: Languages) -> form.FormQuestion:
    return form.FormQuestion(
        question.question,
        question.kind,
        _text(question.title, languages),
        _text(question.label, languages),
        _text(question.help, languages),
        _text(question.error, languages),
        tuple(
            form.Option(option.option, _text(option, languages), option.needs or "", _text(option.note, languages), option.speaks or "")
            for option in question.options
        ),
        question.needs or "",
        question.required,
        question.in_review,
        _text(question.otherwise, languages),
    )
