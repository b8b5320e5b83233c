"""The second step: a code of six digits from an authenticator app (TOTP, RFC 6238), or one of the recovery codes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from secrets import choice

import pyotp

from desk.acting import Acting
from desk.sign_in import Limit, Try, throttle
from domain.errors import BadInput, NotSignedIn
from domain.people import Act, Person, PersonAction, SecondStep
from domain.ports import Vault
from domain.problems import Problem
from domain.store import Store

TICKET_LASTS = timedelta(minutes=10)  # between the password and the code
STEP_SECONDS = 30
RECOVERY_CODES, RECOVERY_LETTERS = 10, 16
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no letters or digits that look alike; 79 bits
ISSUER = "Điểm Tin"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A new secret, for the app to read and for the form to bring back. Nothing is kept until a code proves it."""

    secret: str
    address: str  # otpauth://…
    sealed: str


def offer(vault: Vault, person: Person, sealed: str = "") -> Offer:
    """A new secret, or the sealed one that a form has sent back. Raise BadInput for a seal that is not ours."""
    secret = _opened(vault, person, sealed) if sealed else pyotp.random_base32()
    address = pyotp.TOTP(secret).provisioning_uri(name=person.login, issuer_name=ISSUER)
    kept = sealed or vault.seal(json.dumps({"person": person.id, "secret": secret}))
    return Offer(secret=secret, address=address, sealed=kept)


def turn_on(acting: Acting, vault: Vault, sealed: str, code: str, at: datetime) -> Sequence[str]:
    """The recovery codes, shown this once. Raise BadInput for a wrong code. `at` is the time that apps live by."""
    person = acting.store.people.get(acting.by)
    secret = _opened(vault, person, sealed)
    step = _next(secret, 0, code, at)
    if step is None:
        raise BadInput(Problem.WRONG_CODE)
    codes = ["".join(choice(ALPHABET) for _ in range(RECOVERY_LETTERS)) for _ in range(RECOVERY_CODES)]
    kept = SecondStep(secret=vault.seal(secret), last_step=step, recovery=tuple(_hashed(one) for one in codes))
    acting.store.second_steps.save(person.id, kept)
    acting.log(PersonAction.SECOND_STEP_ON, f"person:{person.id}", {}, {})
    return ["-".join(one[at : at + 4] for at in range(0, len(one), 4)) for one in codes]


def turn_off(acting: Acting, person: Person) -> None:
    """Turn the second step off, for a person who has just shown a code, or from the command line."""
    if acting.store.second_steps.remove(person.id):
        acting.log(PersonAction.SECOND_STEP_OFF, f"person:{person.id}", {}, {"login": person.login})


def take_off(acting: Acting, person_id: int) -> None:
    """Turn it off for a colleague who lost phone and codes. Your own needs a code, so an open browser is not enough."""
    acting.may(Act.MANAGE)
    if person_id == acting.by:
        raise BadInput(Problem.OWN_SECOND_STEP)
    turn_off(acting, acting.store.people.get(person_id))


def ticket(store: Store, vault: Vault, person: Person, now: datetime) -> str:
    """A ticket that the browser holds between the password and the code. A new password makes it invalid."""
    until = (now + TICKET_LASTS).timestamp()
    return vault.seal(json.dumps({"ticket": person.id, "until": until, "password": _password(store, person)}))


def whose(store: Store, vault: Vault, sealed: str, now: datetime) -> Person:
    """Raise NotSignedIn for a ticket that is not ours or has run out."""
    try:
        found = json.loads(vault.open(sealed))
        store.people.lock(found["ticket"])  # a new password ends what an old one opens
        person = store.people.get(found["ticket"])
    except (BadInput, ValueError, KeyError) as error:
        raise NotSignedIn from error
    if found["until"] <= now.timestamp() or found["password"] != _password(store, person) or not person.active:
        raise NotSignedIn
    return person


def passed(acting: Acting, vault: Vault, code: str, at: datetime) -> bool:
    """Whether the code is right; it is spent, or the failure counted. Raise TooManyTries."""
    store, person = acting.store, acting.store.people.get(acting.by)
    limit = Limit(key=f"code:{person.id}")
    throttle(store, [limit], acting.now, lock=True)
    kept = store.second_steps.find(person.id)
    if kept is None:
        return True
    spent = _spent(kept, vault.open(kept.secret), code, at)
    if spent is None:
        tried = Try(login=person.login, address="")
        store.sign_ins.add_failures([limit.key, f"{tried.logged_as}:{person.login}"], acting.now)
        return False
    store.second_steps.save(person.id, spent)
    if spent.recovery != kept.recovery:
        acting.log(PersonAction.RECOVERY_CODE, f"person:{person.id}", {}, {"left": len(spent.recovery)})
    return True


def _spent(kept: SecondStep, secret: str, code: str, at: datetime) -> SecondStep | None:
    """The second step after this code was used; None when the code is wrong."""
    step = _next(secret, kept.last_step, code, at)
    if step is not None:
        return replace(kept, last_step=step)
    hashed = _hashed(code)
    left = tuple(one for one in kept.recovery if not compare_digest(one, hashed))
    return replace(kept, recovery=left) if len(left) < len(kept.recovery) else None


def _next(secret: str, last_step: int, code: str, at: datetime) -> int | None:
    """The half-minute of the code: the present one or a neighbour, because clocks differ, but none used before."""
    typed = "".join(code.split()).encode()
    here = int(at.timestamp()) // STEP_SECONDS
    app = pyotp.TOTP(secret)
    for step in (here - 1, here, here + 1):
        if step > last_step and compare_digest(app.at(step * STEP_SECONDS).encode(), typed):
            return step
    return None


def _opened(vault: Vault, person: Person, sealed: str) -> str:
    try:
        found = json.loads(vault.open(sealed))
        if found["person"] == person.id:
            return str(found["secret"])
    except (ValueError, KeyError) as error:
        raise BadInput(Problem.OLD_PAGE) from error
    raise BadInput(Problem.OLD_PAGE)


def _password(store: Store, person: Person) -> str:
    known = store.people.find_credentials(person.login)
    return sha256(known[1].encode()).hexdigest()[:16] if known else ""


def _hashed(code: str) -> str:
    return sha256("".join(letter for letter in code.lower() if letter.isalnum()).encode()).hexdigest()
