"""What shows when no content can be read and none was kept: a calm screen with help, until staff have mended the files."""

from __future__ import annotations

from kiosk.slides.deck import Clinic, Help, HelpLine, Text
from kiosk.slides.library import Library
from kiosk.slides.snapshot import Snapshot


def _both(english: str, spanish: str) -> Text:
    return Text((("en", english), ("es", spanish)))


ASK = _both("Please ask at the front desk.", "Pregunte en la recepción, por favor.")
CLINIC = Clinic(
    name="",
    languages=("en", "es"),
    headline=_both("This screen is resting", "Esta pantalla está en pausa"),
    invitation=ASK,
    consultation=(ASK,),
)
HELP = Help(
    _both("Help is here, day and night", "Hay ayuda, de día y de noche"),
    (
        HelpLine(
            _both("In danger now?", "¿Hay peligro ahora?"),
            _both("Call **911**, or **tell any staff member** here.", "Llame al **911**, o **avise a cualquier persona del equipo** aquí."),
            "siren",
        ),
        HelpLine(
            _both("This screen.", "Esta pantalla."),
            _both("It cannot call anyone, and nobody is watching it.", "No puede llamar a nadie, y nadie la vigila."),
            "monitor-x",
        ),
    ),
    _both(
        "If you or someone you know is struggling or in crisis, help is available. **Call or text 988** or chat 988lifeline.org.",
        "Si usted o alguien que conoce está en crisis, hay ayuda. **Llame al 988 y oprima 2**, o mande la palabra **AYUDA** al 988.",
    ),
)
INTERFACE = (
    ("home_title", ASK),
    ("topics", _both("Topics", "Temas")),
    ("consultation", _both("Ask for a consultation", "Pedir una consulta")),
    ("help", _both("Help now: 988", "Ayuda: 988")),
    ("close", _both("Close", "Cerrar")),
    ("next", _both("Next", "Siguiente")),
    ("back", _both("Back", "Atrás")),
    ("language_name", _both("English", "Español")),
    ("page_of", _both("page {page} of {pages}", "página {page} de {pages}")),
    ("scan_to_call", _both("Scan to call 988", "Escanee, llame al 988 y oprima 2")),
    ("comfort", _both("Easier to read", "Leer mejor")),
    ("comfort_reset", _both("As at the start", "Como al inicio")),
    ("comfort_sample", _both("Text looks like this now.", "Así se ve el texto ahora.")),
    ("comfort_text", _both("Text size", "Tamaño de letra")),
    ("text_normal", _both("A, normal", "A, normal")),
    ("text_large", _both("A, large", "A, grande")),
    ("text_larger", _both("A, larger", "A, más grande")),
    ("text_largest", _both("A, the largest", "A, la más grande")),
    ("comfort_palette", _both("Colors", "Colores")),
    ("palette_paper", _both("Paper", "Papel")),
    ("palette_night", _both("Night", "Noche")),
    ("palette_black", _both("Black", "Negro")),
    ("palette_white", _both("White", "Blanco")),
    ("comfort_lowered", _both("Buttons", "Botones")),
    ("lowered_no", _both("Normal", "Normal")),
    ("lowered_yes", _both("Lower", "Más abajo")),
    ("comfort_calm", _both("Movement", "Movimiento")),
    ("calm_no", _both("A little", "Un poco")),
    ("calm_yes", _both("None", "Nada")),
    ("still_there_title", _both("Are you still there?", "¿Sigue ahí?")),
    (
        "still_there_text",
        _both("In {seconds} seconds this screen starts over. Touch it to stay.", "En {seconds} segundos empieza de nuevo. Tóquela para seguir."),
    ),
    ("im_here", _both("I’m still here", "Aquí sigo")),
    ("start_over", _both("Start over", "Volver a empezar")),
)


def resting() -> Library:
    """A library without a topic; the screens know by that that there is nothing to begin."""
    return Library(Snapshot((), CLINIC, HELP, INTERFACE, (), (), (), ()), lambda _: None)
