"""Paying: which invoices, how much of one, and with what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foyer_shared.contracts.amounts import Amount

from foyer_portal_bff.gateways.models.invoicing import Invoice
from foyer_portal_bff.gateways.models.payments import PaymentMethod
from foyer_portal_bff.views import formats
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problem, Problems

NEW = "new"
"""Stands among the methods for one that is not there yet."""


@dataclass(frozen=True, slots=True)
class PayableLine:
    """An open invoice; `open` is what is still to be paid of it."""

    id: str
    number: str
    due: str
    open: str


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """The open invoices to choose from."""

    invoices: tuple[PayableLine, ...]
    problems: Problems


@dataclass(frozen=True, slots=True)
class Typed:
    """What came with the form; `part` is less than all of one invoice, "" for all."""

    method: str = ""
    part: str = ""
    save: bool = False


NOTHING = Typed()


@dataclass(frozen=True, slots=True)
class PayPage:
    """What is paid, and with what."""

    invoices: tuple[PayableLine, ...]
    amount: str
    back: str
    back_to: str
    methods: tuple[Choice, ...]
    may_part: bool
    typed: Typed
    idempotency_key: str
    problems: Problems


def is_payable(invoice: Invoice) -> bool:
    """Whether something is open of it that others do not collect, and no payment for it is under way."""
    is_ours = invoice.collection_standing != "external"
    return is_ours and invoice.open.amount > 0 and invoice.status in {"unpaid", "overdue"}


def choose_page(invoices: Sequence[Invoice], reader: Reader, problems: Problems = NONE) -> ChoosePage:
    """What is due first comes first."""
    return ChoosePage(_lines(sorted(invoices, key=lambda one: (one.due_on, one.id)), reader), problems)


def pay_page(
    invoices: Sequence[Invoice],
    methods: Sequence[PaymentMethod],
    reader: Reader,
    *,
    typed: Typed,
    idempotency_key: str,
    problems: Problems = NONE,
) -> PayPage:
    """With the methods that can be charged here, the default one first, and always a new one."""
    alone = invoices[0] if len(invoices) == 1 else None
    return PayPage(
        invoices=_lines(invoices, reader),
        amount=reader.money(_total(invoices)),
        back=f"/invoices/{alone.id}" if alone else "/invoices",
        back_to=reader.say("Invoice {number}", number=alone.number) if alone else reader.say("Invoices"),
        methods=tuple(_choices(methods, reader, chosen=typed.method)),
        may_part=alone is not None,
        typed=typed,
        idempotency_key=idempotency_key,
        problems=problems,
    )


def what_is_wrong(invoices: Sequence[Invoice], reader: Reader) -> Problems:
    """Why these cannot be paid together, or not any more."""
    if not invoices:
        return _problem("", reader.say("Choose at least one invoice."))
    if len({one.open.currency for one in invoices}) > 1:
        return _problem("", reader.say("Pay invoices of one currency at a time."))
    gone = [one.number for one in invoices if not is_payable(one)]
    if gone:
        numbers = ", ".join(gone)
        return _problem("", reader.say("Nothing is to be paid of {numbers} now.", numbers=numbers))
    return NONE


def read_part(typed: str, invoice: Invoice, reader: Reader) -> tuple[int | None, Problems]:
    """The minor units that were typed, None for all that is open; and what is wrong with it."""
    if not typed:
        return None, NONE
    part = formats.read_amount(typed, invoice.open.currency, reader.language)
    if part is None or not 0 < part.amount <= invoice.open.amount:
        most = reader.money(invoice.open)
        return None, _problem("part", reader.say("Enter an amount up to {amount}.", amount=most))
    return part.amount, NONE


def _choices(methods: Sequence[PaymentMethod], reader: Reader, *, chosen: str) -> Iterator[Choice]:
    usable = [one for one in methods if one.chargeable and one.status == "active"]
    usable.sort(key=lambda one: not one.is_default)
    chosen = chosen or (usable[0].id if usable else NEW)
    for one in usable:
        hint = reader.say("Default") if one.is_default else ""
        yield Choice(one.id, one.label, chosen=one.id == chosen, hint=hint)
    another = reader.say("Another way to pay") if usable else reader.say("Choose on the next page")
    hint = reader.say("Card, bank account and more, on our payment provider's page.")
    yield Choice(NEW, another, chosen=chosen == NEW, hint=hint)


def _lines(invoices: Sequence[Invoice], reader: Reader) -> tuple[PayableLine, ...]:
    return tuple(
        PayableLine(one.id, one.number, reader.day(one.due_on), reader.money(one.open)) for one in invoices
    )


def _total(invoices: Sequence[Invoice]) -> Amount:
    return Amount(amount=sum(one.open.amount for one in invoices), currency=invoices[0].open.currency)


def _problem(field: str, text: str) -> Problems:
    return Problems((Problem(field, text),))
