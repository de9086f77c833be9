"""Signed versions: where a machine names whom it trusts, nothing else is installed.

A signature is a file beside the archive, `NAME.sig`: 64 bytes of Ed25519 over the SHA-512 of the archive, in base64. Whom a machine trusts
stands in `.trusted` in the folder of the kiosk, a line each: a name and a public key in base64. An update never changes that file.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, load_pem_private_key

from kiosk import processes
from kiosk.files.private import held, ready, write_private
from kiosk.files.regular import open_regular, read_regular, why
from kiosk.staff import output_places
from kiosk.staff.care.bill import NAME, bill_of_materials
from kiosk.staff.confirmation import agree
from kiosk.staff.errors import ExpectedError
from kiosk.staff.known_files import Kind, refuse_other
from kiosk.staff.version import version_of

TRUSTED = ".trusted"
MOST_TRUSTED = 100_000
_PIECE = 1 << 20
_MOST_SIGNATURE, _MOST_KEY = 1000, 100_000
"""Bytes of a signature in base64, which has 88, and of a private key in PEM."""


def signer(source: Path, trusted: Path) -> str:
    """Who signed this version; empty where the machine trusts everybody: where there is no file `trusted` at all.

    Raises ExpectedError where it does not trust this, and where whom it trusts cannot be told.
    """
    if not os.path.lexists(trusted):
        return ""
    names = _trusted(trusted)
    if source.is_dir():
        raise ExpectedError(f"This machine takes signed versions only ({trusted}): name the archive, with its .sig beside it.")
    try:
        signature = base64.b64decode(read_regular(beside(source), _MOST_SIGNATURE), validate=False)
        digest = _digest(source)
    except (OSError, binascii.Error) as error:
        raise ExpectedError(f"{source.name} has no signature that can be read ({beside(source).name}). Nothing was changed.") from error
    for name, public in names:
        try:
            public.verify(signature, digest)
        except InvalidSignature:
            continue
        return name
    raise ExpectedError(f"{source.name} was not signed by anybody whom this machine trusts. Nothing was changed.")


def _trusted(file: Path) -> list[tuple[str, Ed25519PublicKey]]:
    try:
        lines = [line.split() for line in read_regular(file, MOST_TRUSTED).decode().splitlines() if line.strip()]
        names = [(" ".join(words[:-1]), Ed25519PublicKey.from_public_bytes(base64.b64decode(words[-1], validate=True))) for words in lines]
        if names and all(name for name, _ in names):
            return names
        wrong = "it names nobody"
    except OSError as error:
        wrong = why(error)
    except ValueError:
        wrong = "it has a line that is no name and public key"
    raise ExpectedError(
        f"{file} does not tell whom this machine trusts ({wrong}), so nothing was taken: write into it, a line each, a name and a public key,"
        " as `release` shows them. Only if this machine is to take versions from anybody, delete it."
    )


def beside(archive: Path) -> Path:
    """Where the signature of an archive lies."""
    return archive.with_name(f"{archive.name}.sig")


def _digest(file: Path) -> bytes:
    digest = hashlib.sha512()
    with open_regular(file) as whole:
        while piece := whole.read(_PIECE):
            digest.update(piece)
    return digest.digest()


def make(project: Path, archive: Path, key: Path, *, new_key: bool = False, replace: bool = False) -> tuple[str, ...]:
    """Packs what git has committed into a ZIP, with its bill of materials, and signs it. Tells, line by line, what machines write into `.trusted`.

    Where there is no key it asks whether to make one, unless a `new_key` is wanted. Raises ExpectedError.
    """
    output_places.refuse_without_folder(archive)
    _refuse_uncommitted(project, {each.resolve() for each in (archive, beside(archive), key)})
    private = _private(key, new_key=new_key)
    try:
        with tempfile.TemporaryDirectory(prefix="kiosk-release-") as aside:  # others may write where the archive is to lie
            fresh = Path(aside, "release.zip")
            lock, materials = _git(project, "show", "HEAD:./requirements.lock"), Path(aside, NAME)
            materials.write_bytes(bill_of_materials(version_of(project), lock))
            _git(project, "archive", "--format=zip", f"--add-file={materials.absolute()}", f"--output={fresh}", "HEAD")
            with open_regular(fresh) as packed:
                raw = packed.read()
        signature = base64.b64encode(private.sign(hashlib.sha512(raw).digest())) + b"\n"
        _put(raw, signature, archive, replace=replace)
    except FileExistsError as error:
        raise ExpectedError(f"{archive} or {beside(archive).name} is there already. Name another file, or add --replace.") from error
    except OSError as error:
        raise ExpectedError(f"{archive} cannot be written: {why(error)}.") from error
    public = base64.b64encode(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    holds = f"The list of what it is made of is in it, as {NAME} (CycloneDX), under the same signature."
    return f"{archive} and {beside(archive).name}.", holds, f"A machine that should take nothing else needs this line in {TRUSTED}:", f"NAME {public}"


_FOR_ALL = 0o644


def _put(raw: bytes, signature: bytes, archive: Path, *, replace: bool) -> None:
    """The archive and its signature, which fit each other also where somebody else is about it. Raises FileExistsError, OSError."""
    signed = False
    with held(archive.absolute().parent):
        try:
            with ready(archive, raw, replace=replace) as whole:
                os.fchmod(whole.fileno(), _FOR_ALL)
                with ready(beside(archive), signature, replace=replace) as sign:
                    os.fchmod(sign.fileno(), _FOR_ALL)
                    archive.unlink(missing_ok=True) if replace else None
                signed = True
        except OSError:
            if signed:
                beside(archive).unlink(missing_ok=True)
            raise


def _refuse_uncommitted(project: Path, own: set[Path]) -> None:
    """Raises ExpectedError where files are changed or new, but for those that this or an earlier release made: they would be missing in it."""
    top = Path(_git(project, "rev-parse", "--show-toplevel").strip())
    lines = _git(project, "status", "--porcelain", "--no-renames", "--untracked-files=all", "-z", ".").split("\0")
    new = {line[3:] for line in lines if line.startswith("?? ")}
    made = {name for each in new if f"{each}.sig" in new for name in (each, f"{each}.sig")}
    changed = sorted(line[3:] for line in lines if line and line[3:] not in made and (top / line[3:]).resolve() not in own)
    if changed:
        more = f" and {len(changed) - 1} more" if changed[1:] else ""
        raise ExpectedError(f"Not everything is committed ({changed[0]}{more}), and a release holds only what is: commit it or put it aside first.")


def _git(project: Path, *words: str) -> str:
    """What git says. Raises ExpectedError."""
    if shutil.which("git") is None:
        raise ExpectedError("A release holds what is committed in git, and git is not installed here: `sudo apt install git` (Debian, Ubuntu).")
    done = processes.run(["git", "-C", str(project), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise ExpectedError(f"git cannot pack this version: {' '.join(done.stderr.split()) or 'it says nothing'}")
    return str(done.stdout)


def _private(key: Path, *, new_key: bool) -> Ed25519PrivateKey:
    try:
        if not os.path.lexists(key):
            new = f"There is no key {key}. If one is made there, machines that trust another one take nothing that it signs."
            agree(new, already=new_key, option="--new-key")
            fresh = Ed25519PrivateKey.generate()
            write_private(key, fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), replace=False)
            print(f"A new key is in {key}. Keep it where nobody else can read it.")
        with open_regular(key) as raw:
            refuse_other(raw, key, Kind.RELEASE_KEY)
        private = load_pem_private_key(read_regular(key, _MOST_KEY), os.environb.get(b"KIOSK_RELEASE_PASSWORD"))
    except OSError as error:
        raise ExpectedError(f"The key {key} cannot be used: {why(error)}.") from error
    except (ValueError, TypeError) as error:
        raise ExpectedError(f"The key {key} cannot be used: {error}.") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise ExpectedError(f"The key {key} is not one for Ed25519.")
    return private
