"""What a customer types on the provider's page, checked field by field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from foyer_sandbox_provider.domain.kinds import BANKS, IBAN_BEHIND_A_BANK, Kind
from foyer_sandbox_provider.domain.outcomes import CARDS, IBANS

_BRANDS = {"4": "visa", "5": "mastercard", "3": "amex"}
_EXPIRY = re.compile(r"(0[1-9]|1[0-2]) ?/ ?(?:20)?([0-9]{2})")
_CVC = re.compile(r"[0-9]{3,4}")
_HOLDER = re.compile(r"[^\x00-\x1f\x7f]{1,70}")


class Mistyped(Exception):
    """`wrong` names what is wrong by field; the page has words for each."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__(", ".join(wrong.values()))
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Typed:
    """A method as the provider keeps it; the number itself is gone, but for an IBAN."""

    kind: str
    outcome: str
    last4: str = ""
    brand: str | None = None
    exp_year: int | None = None
    exp_month: int | None = None
    holder: str = ""
    iban: str | None = None


def read_typed(kind: Kind, form: Mapping[str, str], now: datetime) -> Typed:
    """Raises Mistyped with every field that is wrong."""
    match kind.page:
        case "card":
            return _card(kind, form, now)
        case "iban":
            return _account(kind, form)
        case "bank":
            _check({"bank": None if form.get("bank") in BANKS else "bank"})
            return Typed(kind.name, "success")
        case "consent":
            return Typed(kind.name, "success")


def as_saved(typed: Typed, kind: Kind) -> Typed:
    """What is kept of it for later charges."""
    if kind.saved_as is None:
        return typed
    iban = IBAN_BEHIND_A_BANK
    return Typed(kind.saved_as, typed.outcome, last4=iban[-4:], holder=typed.holder, iban=iban)


def _card(kind: Kind, form: Mapping[str, str], now: datetime) -> Typed:
    number = re.sub(r"[ -]", "", form.get("number", ""))
    expiry = _EXPIRY.fullmatch(form.get("expiry", "").strip())
    month, year = (int(expiry[1]), 2000 + int(expiry[2])) if expiry else (0, 0)
    holder = form.get("holder", "").strip()
    _check(
        {
            "number": None if number in CARDS else "number",
            "expiry": _wrong_expiry(month, year, now),
            "cvc": None if _CVC.fullmatch(form.get("cvc", "").strip()) else "cvc",
            "holder": None if _HOLDER.fullmatch(holder) else "holder",
        }
    )
    return Typed(
        kind.name,
        CARDS[number],
        last4=number[-4:],
        brand=_BRANDS[number[0]],
        exp_year=year,
        exp_month=month,
        holder=holder,
    )


def _account(kind: Kind, form: Mapping[str, str]) -> Typed:
    iban = re.sub(r"\s", "", form.get("iban", "")).upper()
    holder = form.get("holder", "").strip()
    _check(
        {
            "iban": None if iban in IBANS else "iban",
            "holder": None if _HOLDER.fullmatch(holder) else "holder",
            "agreed": None if form.get("agreed") == "yes" else "agreed",
        }
    )
    return Typed(kind.name, IBANS[iban], last4=iban[-4:], holder=holder, iban=iban)


def _wrong_expiry(month: int, year: int, now: datetime) -> str | None:
    if not month:
        return "expiry"
    return "expired" if (now.year, now.month) > (year, month) else None


def _check(found: Mapping[str, str | None]) -> None:
    wrong = {field: word for field, word in found.items() if word is not None}
    if wrong:
        raise Mistyped(wrong)
