"""What a customer sees of invoicing at one glance."""

from dataclasses import dataclass
from datetime import datetime

from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import CaseStatus
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.order import Order
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.read_case_files import CaseFile, read_case_files

_RECENT_ORDERS = 5
_MOST_OPEN_INVOICES = 20
_MOST_OPEN_CASES = 5


@dataclass(frozen=True, slots=True)
class Overview:
    """Counters, the newest orders, and what is to be paid."""

    order_count: int
    invoice_count: int
    orders: list[Order]
    open_invoices: list[Invoice]
    open_totals: list[Money]
    open_cases: list[CaseFile]
    collects_at: dict[str, datetime]
    """When those of the open invoices are charged for which that was announced."""


async def read_overview(work: Work) -> Overview:
    """Of the scope's customer, in few small queries."""
    orders, invoices = Orders(work.session), Invoices(work.session)
    cases = await CollectionCases(work.session).list_page(
        work.scope, limit=_MOST_OPEN_CASES, status=CaseStatus.OPEN
    )
    open_invoices = await invoices.list_open(work.scope, limit=_MOST_OPEN_INVOICES)
    return Overview(
        order_count=await orders.count(work.scope),
        invoice_count=await invoices.count(work.scope),
        orders=await orders.list_page(work.scope, limit=_RECENT_ORDERS),
        open_invoices=open_invoices,
        open_totals=await invoices.open_totals(work.scope),
        open_cases=await read_case_files(work, cases),
        collects_at=await Collectings(work.session).collected_at(
            work.scope, [invoice.id for invoice in open_invoices], work.now
        ),
    )
