"""What the list of invoices is narrowed to, as its address says it."""

from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import urlencode

from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problem, Problems
from foyer_portal_bff.views.status import mark

STATUSES = (
    ("", mark("All")),
    ("unpaid", mark("Unpaid")),
    ("pending", mark("Payment under way")),
    ("overdue", mark("Overdue")),
    ("paid", mark("Paid")),
    ("refunded", mark("Refunded")),
)
"""Those that the list has a link for."""
_KNOWN = {value for value, _ in STATUSES} | {"void", "uncollectible"}
LONGEST_TEXT = 100
"""Of what is searched for, in characters."""


@dataclass(frozen=True, slots=True)
class InvoiceFilter:
    """As it was typed; "" for what was not."""

    status: str = ""
    text: str = ""
    issued_from: str = ""
    issued_until: str = ""

    def problems(self, reader: Reader) -> Problems:
        """What is wrong with it, beside the field that it is wrong in."""
        found = []
        if self.status not in _KNOWN:
            found.append(Problem("status", reader.say("There is no such status. Choose one of these.")))
        if len(self.text) > LONGEST_TEXT:
            longest = reader.say("Please use {most} characters at most.", most=LONGEST_TEXT)
            found.append(Problem("text", longest))
        found += [
            Problem(name, reader.say("Enter a date such as 2026-11-30."))
            for name, typed in (("issued_from", self.issued_from), ("issued_until", self.issued_until))
            if typed and _day(typed) is None
        ]
        first, last = _day(self.issued_from), _day(self.issued_until)
        if first and last and first > last:
            found.append(Problem("issued_from", reader.say("The first day is after the last one.")))
        return Problems(tuple(found)) if found else NONE

    def asked(self) -> dict[str, str]:
        """The same for invoicing."""
        days = {"issued_from": _day(self.issued_from), "issued_until": _day(self.issued_until)}
        named = {"status": self.status, "text": self.text}
        return {name: value for name, value in named.items() if value} | {
            name: day.isoformat() for name, day in days.items() if day
        }

    def kept(self, **changes: str) -> dict[str, str]:
        """Its part of the address of the list, with changes."""
        return {name: value for name, value in (asdict(self) | changes).items() if value}

    def address(self, **changes: str) -> str:
        """The list with it."""
        query = urlencode(self.kept(**changes))
        return f"/invoices?{query}" if query else "/invoices"

    @property
    def searches(self) -> bool:
        """Whether it narrows by more than the status."""
        return bool(self.text or self.issued_from or self.issued_until)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        return None
