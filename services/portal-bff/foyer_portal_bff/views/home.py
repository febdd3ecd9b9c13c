"""Home: a greeting, what is announced, three counters, what runs and was ordered, how old each part is."""

from collections.abc import Iterator
from dataclasses import dataclass

from foyer_portal_bff.domain.picture import Seen
from foyer_portal_bff.gateways.models.invoicing import Invoice, InvoicingPart
from foyer_portal_bff.gateways.models.subscriptions import SubscriptionsPart
from foyer_portal_bff.gateways.models.support import SupportPart
from foyer_portal_bff.views import formats
from foyer_portal_bff.views.announcements import AnnouncementLine
from foyer_portal_bff.views.collection_cases import case_notice
from foyer_portal_bff.views.empty_entries import empty_entries
from foyer_portal_bff.views.invoices import collected_on
from foyer_portal_bff.views.orders import OrderLine, order_line
from foyer_portal_bff.views.parts import how_old
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.subscriptions import LIVE, SubscriptionLine, subscription_line


@dataclass(frozen=True, slots=True)
class Counter:
    """A number that is a link; `value` is a dash when its service has never answered."""

    href: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """What a part of the page says about itself: `age` is "" while it is fresh, `gone` when it never came."""

    age: str
    gone: bool


@dataclass(frozen=True, slots=True)
class Alert:
    """A card of a small screen, where there is no sidebar."""

    href: str
    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """The page."""

    greeting: str
    may_ask: bool
    announcements: tuple[AnnouncementLine, ...]
    alerts: tuple[Alert, ...]
    cases: tuple[Alert, ...]
    """Collection cases that are open, and invoices whose collection was announced, on screens of every size.
    """
    counters: tuple[Counter, ...]
    subscriptions: tuple[SubscriptionLine, ...]
    subscriptions_section: Section | None
    """None: the login's role does not see them, or there never were any."""
    orders: tuple[OrderLine, ...]
    orders_section: Section | None


def home_page(
    reader: Reader,
    *,
    name: str,
    may_ask: bool,
    announcements: tuple[AnnouncementLine, ...],
    subscriptions: Seen[SubscriptionsPart] | None,
    invoicing: Seen[InvoicingPart] | None,
    support: Seen[SupportPart] | None,
) -> HomePage:
    """A part is None when the login's role may not see it."""
    hour = reader.now.astimezone(reader.zone).hour
    runs = subscriptions.part.subscriptions if subscriptions and subscriptions.part else ()
    orders = invoicing.part.orders if invoicing and invoicing.part else ()
    without = empty_entries(
        subscriptions.part if subscriptions else None, invoicing.part if invoicing else None
    )
    return HomePage(
        greeting=formats.greeting(hour, name.split(" ", maxsplit=1)[0], reader.language),
        may_ask=may_ask,
        announcements=announcements,
        alerts=_alerts(reader, invoicing, support),
        cases=(*_cases(invoicing, reader), *_collections(invoicing, reader)),
        counters=tuple(
            counter for counter in _counters(reader, subscriptions, invoicing) if counter.href not in without
        ),
        subscriptions=tuple(subscription_line(one, reader) for one in runs if one.status in LIVE),
        subscriptions_section=None if "/subscriptions" in without else _section(subscriptions, reader),
        orders=tuple(order_line(order, reader) for order in orders),
        orders_section=None if "/orders" in without else _section(invoicing, reader),
    )


def _section(seen: Seen[SubscriptionsPart] | Seen[InvoicingPart] | None, reader: Reader) -> Section | None:
    return Section(age=how_old(seen, reader), gone=seen.part is None) if seen else None


def _counters(
    reader: Reader, subscriptions: Seen[SubscriptionsPart] | None, invoicing: Seen[InvoicingPart] | None
) -> tuple[Counter, ...]:
    counters = []
    if subscriptions:
        active = subscriptions.part.active_count if subscriptions.part else None
        counters.append(_counter("/subscriptions", active, reader.say("Active subscriptions"), reader))
    if invoicing:
        counts = invoicing.part.counts if invoicing.part else None
        counters.append(
            _counter("/invoices", counts.invoices if counts else None, reader.say("Invoices"), reader)
        )
        counters.append(_counter("/orders", counts.orders if counts else None, reader.say("Orders"), reader))
    return tuple(counters)


def _counter(href: str, value: int | None, text: str, reader: Reader) -> Counter:
    return Counter(href, "-" if value is None else formats.number(value, reader.language), text)


def _alerts(
    reader: Reader, invoicing: Seen[InvoicingPart] | None, support: Seen[SupportPart] | None
) -> tuple[Alert, ...]:
    alerts = []
    if invoicing and invoicing.part and invoicing.part.open_invoices:
        alerts.append(_open_invoices(invoicing.part, reader))
    for ticket in support.part.open_tickets if support and support.part else ():
        text = reader.say("Your ticket “{subject}” is open.", subject=ticket.subject)
        alerts.append(Alert(f"/support/{ticket.id}", text, "info"))
    return tuple(alerts)


def _cases(invoicing: Seen[InvoicingPart] | None, reader: Reader) -> tuple[Alert, ...]:
    cases = invoicing.part.collection_cases if invoicing and invoicing.part else ()
    return tuple(Alert(f"/collection-cases/{case.id}", *case_notice(case, reader)) for case in cases)


def _collections(invoicing: Seen[InvoicingPart] | None, reader: Reader) -> Iterator[Alert]:
    for invoice in invoicing.part.open_invoices if invoicing and invoicing.part else ():
        if invoice.collects_at:
            text = collected_on(invoice, invoice.collects_at, reader)
            yield Alert(f"/invoices/{invoice.id}", text, "info")


def _open_invoices(part: InvoicingPart, reader: Reader) -> Alert:
    invoices = part.open_invoices
    amount = " + ".join(reader.money(total) for total in part.open_totals)
    text = reader.say_many(
        "{n} invoice is open, {amount}.",
        "{n} invoices are open, {amount} in all.",
        len(invoices),
        amount=amount,
    )
    href = f"/invoices/{invoices[0].id}" if len(invoices) == 1 else "/invoices"
    return Alert(href, text, "bad" if _any_overdue(invoices) else "warn")


def _any_overdue(invoices: tuple[Invoice, ...]) -> bool:
    return any(invoice.status == "overdue" for invoice in invoices)
