"""What is said of the keys of this machine as they lie here, and what helps."""

from __future__ import annotations

GONE = (
    "The keys of this machine are gone, but its requests are here. Bring the keys back: `python3 main.py key bring-back FILE`, or put back your copy"
    " of the folder `keys`."
)
DESTROYED = (
    "The key of this machine had no passphrase, and is gone: nothing that was sealed for it can be read any more, and no new request is kept."
    " `python3 main.py key rotate --begin-anew --name YOU` makes a new one."
)
EARLIER = (
    " An earlier state of the keys still lies in {places}, for it cannot be deleted: a passphrase that was replaced or taken away opens it. See"
    " whether the disk works, and delete that file."
)
UNFINISHED = (
    "There is still a key without a passphrase here, so whoever copies this machine can read what is sealed for it. Run"
    " `python3 main.py key protect --name YOU` with the name and passphrase that you have: it seals that for your key, and takes the other away."
)
PLANTED = (
    "A key without a passphrase ({key}) lay here, which no request was ever sealed for by this kiosk: somebody put it there. Nothing was opened with"
    " it, and it is erased. Run `python3 main.py signups verify --name YOU`, and find out who can reach this machine."
)
TRY_OUT = "The key here has no passphrase: whoever copies this machine can read every request. Run `python3 main.py key protect --name YOU`."
GIVEN_UP = (
    "New requests are sealed for a key other than the one your passphrase opens, so what you do here would count nowhere, and nothing was done. Ask a"
    " colleague who reads new requests (`python3 main.py key list` shows who) to let you in: `python3 main.py key add YOU --name COLLEAGUE`. If"
    " somebody did that while you were signed in, sign in again. If none of you changed the keys, run"
    " `python3 main.py signups verify --name YOU`, and find out who can reach this machine."
)
