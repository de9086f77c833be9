"""What shows when no content can be read and none was kept: a calm screen with help, until staff have mended the files."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.content.model.deck import Clinic, Help, HelpLine, Text
from kiosk.content.store.library import Library
from kiosk.content.store.snapshot import Snapshot


def _both(english: str, spanish: str) -> Text:
    return Text((("en", english), ("es", spanish)))


ASK = "Please ask at the front desk.", "Pregunte en la recepción, por favor."
CLINIC = Clinic(
    name="",
    languages=("en", "es"),
    headline=_both("This screen is resting", "Esta pantalla está en pausa"),
    invitation=_both(*ASK),
    consultation=(_both(*ASK),),
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
        "Si usted o alguien que conoce está en crisis, hay ayuda. **Llame al 988 y oprima 2**, o mande por mensaje de texto **AYUDA** al 988.",
    ),
)
_WORDS = (
    ("language_name", "English", "Español"),
    ("help", "Help now: 988", "Ayuda: 988"),
    ("consultation", "Ask for a consultation", "Pedir una consulta"),
    ("topics", "Topics", "Temas"),
    ("next", "Next", "Siguiente"),
    ("back", "Back", "Atrás"),
    ("close", "Close", "Cerrar"),
    ("home_title", *ASK),
    ("page_of", "page {page} of {pages}", "página {page} de {pages}"),
    ("scan_to_call", "Call 988", "Llamar al 988 y oprimir 2"),
    ("scan_to_text", "Text 988", "Texto: AYUDA"),
    ("more_ways", "More", "Más ayuda"),
    ("calm", "A calm minute", "Un respiro"),
    ("calm_in", "Breathe in", "Tome aire"),
    ("calm_out", "Breathe out", "Suelte el aire"),
    ("calm_done", "That was a minute. You can do it again as often as you like.", "Ya pasó un minuto. Puede repetirlo cuantas veces quiera."),
    (
        "calm_guide",
        "Breathe in through your nose and count to 4. Breathe out slowly and count to 6. Six breaths take about a minute.",
        "Tome aire por la nariz y cuente hasta 4. Suéltelo despacio y cuente hasta 6. Seis veces son más o menos un minuto.",
    ),
    ("calm_stop", "Touch anywhere to stop.", "Toque en cualquier parte para parar."),
    ("urgent_title", "Important notice", "Aviso importante"),
    ("comfort", "Easier to read", "Leer mejor"),
    ("comfort_reset", "Reset", "Como estaba"),
    ("comfort_sample", "This is how text looks now.", "Así se ve ahora el texto."),
    ("comfort_text", "Text size", "Tamaño de letra"),
    ("text_normal", "A, normal", "A, normal"),
    ("text_large", "A, large", "A, grande"),
    ("text_larger", "A, larger", "A, más grande"),
    ("text_largest", "A, largest", "A, la más grande"),
    ("comfort_palette", "Colors", "Colores"),
    ("palette_paper", "Paper", "Papel"),
    ("palette_night", "Night", "Noche"),
    ("palette_black", "Black", "Negro"),
    ("palette_white", "White", "Blanco"),
    ("comfort_lowered", "Height of the buttons", "Altura de los botones"),
    ("lowered_no", "Normal", "Normal"),
    ("lowered_yes", "Lower", "Más abajo"),
    ("comfort_calm", "Moving pictures", "Movimiento"),
    ("calm_no", "A little", "Un poco"),
    ("calm_yes", "None", "Nada"),
    ("comfort_aloud", "Read to me", "Leer en voz alta"),
    ("aloud_no", "No", "No"),
    ("aloud_yes", "Yes", "Sí"),
    ("comfort_rate", "Voice speed: {step} of {steps}", "Velocidad de voz: {step} de {steps}"),
    ("slower", "Slower", "Más lento"),
    ("faster", "Faster", "Más rápido"),
    ("comfort_volume", "Loudness: {step} of {steps}", "Volumen: {step} de {steps}"),
    ("quieter", "Quieter", "Más bajo"),
    ("louder", "Louder", "Más alto"),
    ("pause", "Pause", "Pausa"),
    ("go_on_reading", "Go on", "Continuar"),
    ("from_start", "From the top", "Desde el inicio"),
    ("stop_reading", "Stop reading", "Dejar de leer"),
    ("comfort_curtain", "Dark screen", "Pantalla oscura"),
    ("curtain_no", "No", "No"),
    ("curtain_yes", "Yes", "Sí"),
    ("voice_language", "For English, press the select key now.", "Para español, oprima ahora la tecla de selección."),
    (
        "voice_keys",
        (
            "The voice is on. Up and down move from button to button. The select key presses a button. Left and right turn the page; "
            "where you answer or choose, they move from button to button, too. The help key opens help."
        ),
        (
            "La voz está activada. Con arriba y abajo pasa de un botón a otro. La tecla de selección oprime el botón. "
            "Con izquierda y derecha cambia de página; donde usted contesta o elige, también pasa de un botón a otro. "
            "La tecla de ayuda abre la ayuda."
        ),
    ),
    (
        "voice_touch",
        "The voice is on. Touch something to hear what it is. Touch it again to press it.",
        "La voz está activada. Toque algo para oír qué es. Tóquelo otra vez para oprimirlo.",
    ),
    (
        "only_in_headphones",
        "Your answers are read aloud only through headphones. Plug them in to hear them.",
        "Sus respuestas solo se leen por los audífonos. Conéctelos para oírlas.",
    ),
    ("role_button", "Button", "Botón"),
    ("role_word", "Hard word", "Palabra difícil"),
    ("role_stop", "Step", "Paso"),
    ("role_letter", "A letter key", "Una tecla de letra"),
    ("state_chosen", "Chosen", "Elegido"),
    ("state_open", "Not chosen", "No elegido"),
    ("still_there_title", "Are you still there?", "¿Sigue ahí?"),
    (
        "still_there_text",
        "In {seconds} seconds this screen starts over for the next visitor. Touch it if you want to stay.",
        "En {seconds} segundos esta pantalla vuelve a empezar para otra persona. Tóquela si quiere seguir.",
    ),
    (
        "form_lost",
        "This screen had to start again, and what was typed is gone. We are sorry. Please begin again, or ask at the front desk.",
        "Esta pantalla tuvo que reiniciarse y se borró lo que escribió. Lo sentimos. Empiece de nuevo, o pregunte en la recepción.",
    ),
    ("still_there_last", "In one second this screen starts over.", "En un segundo esta pantalla vuelve a empezar."),
    ("im_here", "I’m still here", "Aquí sigo"),
    ("start_over", "Start over", "Volver a empezar"),
)
INTERFACE = tuple((name, _both(english, spanish)) for name, english, spanish in _WORDS)
"""The words on the buttons that such a screen has, and those of its voice, as they ship."""


def resting(words: Iterable[tuple[str, Text]] = ()) -> Library:
    """A library without a topic; the screens know by that that there is nothing to begin. With `words` for the pages that only staff see."""
    others = tuple(each for each in words if each[0] not in {name for name, _ in INTERFACE})
    return Library(Snapshot((), CLINIC, HELP, INTERFACE + others, (), (), (), ()), lambda _: None)
