"""What the list of invoices is narrowed to, as its address says it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problem, Problems
from foyer_portal_bff.views.status import mark

STATUSES = (
    ("", mark("All")),
    ("unpaid", mark("Unpaid")),
    ("overdue", mark("Overdue")),
    ("paid", mark("Paid")),
)
"""Those that the list can be narrowed to."""
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class InvoiceFilter:
    """As it was typed; "" for what was not."""

    status: str = ""
    text: str = ""
    since: str = ""
    until: str = ""

    def problems(self, reader: Reader) -> Problems:
        """What is wrong with it, beside the field that it is wrong in."""
        found = [
            Problem(name, reader.say("Enter a date such as 2026-11-30."))
            for name, typed in (("since", self.since), ("until", self.until))
            if typed and _day(typed) is None
        ]
        since, until = _day(self.since), _day(self.until)
        if since and until and since > until:
            found.append(Problem("since", reader.say("The first day is after the last one.")))
        return Problems(tuple(found)) if found else NONE

    def asked(self) -> dict[str, str]:
        """The same for invoicing."""
        days = {"issued_from": _day(self.since), "issued_until": _day(self.until)}
        named = {"status": self.status, "text": self.text}
        return {name: value for name, value in named.items() if value} | {
            name: day.isoformat() for name, day in days.items() if day
        }

    def kept(self, **changes: str) -> dict[str, str]:
        """Its part of the address of the list, with changes."""
        kept = {"status": self.status, "text": self.text, "since": self.since, "until": self.until}
        return {name: value for name, value in (kept | changes).items() if value}

    def address(self, **changes: str) -> str:
        """The list with it."""
        query = urlencode(self.kept(**changes))
        return f"/invoices?{query}" if query else "/invoices"

    @property
    def searches(self) -> bool:
        """Whether it narrows by more than the status."""
        return bool(self.text or self.since or self.until)


def invoice_filter(status: str, text: str, since: str, until: str) -> InvoiceFilter:
    """What the address asks for; a status that the list has no link for is none."""
    known = status if status in {value for value, _ in STATUSES} else ""
    return InvoiceFilter(known, text.strip()[:_LONGEST], since.strip(), until.strip())


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        return None
