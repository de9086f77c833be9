"""An order about keys: who gives it, which keys their passphrase opens, and that nobody else changes the keys meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from msgspec import Struct

from kiosk.files.private import KEYS, held
from kiosk.signup.drawer import key_use
from kiosk.signup.drawer.try_out import go_on
from kiosk.signup.keys import admission, list_changes, moved_away, private_keys, public_keys, trust, try_out_key, unlock
from kiosk.signup.keys.private_keys import Opened
from kiosk.signup.keys.waiting import end_waiting
from kiosk.staff.confirmation import NOTHING
from kiosk.staff.drawers import drawer_in, finish_change
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests import passphrases
from kiosk.staff.requests.command_parts import BRING_BACK_FIRST
from kiosk.staff.requests.introduction import introduce
from kiosk.staff.requests.key_sentences import EARLIER, GIVEN_UP, GONE


class Order(Struct, frozen=True):
    """Whose passphrase gives it, about the keys in which data folder.

    Their key lies in `key_file` where it is kept away, which not every command takes; passphrases are read from the file descriptor `secrets`, or
    asked for; with `yes` nothing else is asked.
    """

    data: Path
    name: str = ""
    key_file: Path | None = None
    takes_key: bool = False
    secrets: int | None = None
    yes: bool = False

    @property
    def keys(self) -> Path:
        """The folder of the keys."""
        return self.data / KEYS


def opened_by(order: Order, *, beside: bool = False) -> Opened:
    """The keys that the passphrase of who gives the order opens. The journal knows from here on what they sign with alone (`introduce`)."""
    return with_passphrase(order, beside=beside)[0]


def with_passphrase(order: Order, because: str = "", *, beside: bool = False) -> tuple[Opened, str]:
    """As `opened_by`, and the passphrase. Whoever mistypes it at a terminal is asked again."""
    opened, typed = passphrases.asked_again(lambda: _opened(order, because), order.secrets)
    list_changes.settle(order.keys, opened)
    _refuse_given_up(order, opened)
    with closing(drawer_in(order.data)) as drawer:
        go_on(drawer, order.keys, opened)
        if drawer.there:
            introduce(drawer, opened, beside=beside)
    return opened, typed


def _opened(order: Order, because: str) -> tuple[Opened, str]:
    typed = passphrase_of(order, because)
    if order.key_file:
        return moved_away.open_file(order.key_file, order.name, typed), typed
    opened = unlock.open_private(order.keys, order.name, typed)
    end_waiting(order.keys)
    return opened, typed


@contextmanager
def changing(order: Order, opened: Opened) -> Iterator[None]:
    """Nobody else changes the keys meanwhile, and whoever gives the order may do so still. Raises KeyFileError, ExpectedError; may raise OSError."""
    with held(order.keys):
        finish_change(order.data)
        admission.refuse_who_left(order.keys, opened)
        _refuse_given_up(order, opened)
        yield


def what_stays(order: Order) -> str:
    """Which earlier states of the keys could not be deleted, in a sentence that begins with a blank; empty where none lies here."""
    places = " and ".join(str(path) for path in private_keys.earlier_states(order.keys))
    return EARLIER.format(places=places) if places else ""


def _refuse_given_up(order: Order, opened: Opened) -> None:
    """Who opens only what was given up changes no keys: what they sign counts nowhere. Raises ExpectedError.

    Where no key is in use at all, nobody can be asked.
    """
    used = {each.id for each in trust.in_use(order.keys)}
    if not used or used & opened.keys():
        return
    with closing(drawer_in(order.data)) as drawer:
        if not drawer.there or key_use.is_given_up(drawer, opened):
            raise ExpectedError(GIVEN_UP)


def passphrase_of(order: Order, because: str = "") -> str:
    """Asks who gives the order for it, `because` of what is told first.

    Raises ExpectedError where there is none to ask for: no key, one to try the kiosk out, or one that is kept elsewhere and whose file is not named.
    Raises KeyFileError for a file without keys.
    """
    folder = order.keys
    if not order.key_file and not public_keys.recipients(folder) and not any(folder.glob(f"*{private_keys.PRIVATE}")):
        with closing(drawer_in(order.data)) as drawer:
            raise ExpectedError(GONE if drawer.there else f"There is no key in {folder}. Does --data name the right folder?")
    refuse_try_out(order)
    if order.key_file:
        moved_away.keys_in(order.key_file)
    elif moved_away.is_away(order.keys):
        cure = "Name its file with --key." if order.takes_key else BRING_BACK_FIRST
        raise ExpectedError(f"The key is kept elsewhere, not on this machine. {cure}")
    if because and order.secrets is None:
        print(because)
    return passphrases.ask(f"Passphrase of {order.name}: ", order.secrets)


def refuse_try_out(order: Order) -> None:
    """Raises ExpectedError where the only key is one that came with the kiosk, to try it out."""
    if not order.key_file and try_out_key.is_try_out(order.keys):
        raise ExpectedError(
            "The key here is only for trying the kiosk out, and has no passphrase yet."
            " Make your own first, which takes its place: `python3 main.py key protect --name YOU`."
        )


def refuse_name(whose: str, others: Sequence[str] = ()) -> None:
    """Where nobody can be called so beside those `others`, that is said before a passphrase is asked for. Raises ExpectedError."""
    if wrong := admission.name_objection(whose, others):
        raise ExpectedError(f"{wrong} {NOTHING}")


def new_passphrase(order: Order, whose: str, others: Sequence[str] = ()) -> str:
    """Typed twice; one that is no good is refused after the first time. Raises ExpectedError."""
    return passphrases.new(whose, order.secrets, lambda typed: admission.objection(whose, typed, others))
