"""Entries of navigation and home that an invoice-only customer does not see."""

from foyer_portal_bff.gateways.models.invoicing import InvoicingPart
from foyer_portal_bff.gateways.models.subscriptions import SubscriptionsPart


def empty_entries(subscriptions: SubscriptionsPart | None, invoicing: InvoicingPart | None) -> frozenset[str]:
    """Addresses of the lists that have never had anything in them, where there are invoices. Whoever has
    nothing at all sees all, as does everybody while nobody knows.
    """
    if invoicing is None or not invoicing.counts.invoices:
        return frozenset()
    ordered = invoicing.counts.orders > 0
    subscribed = subscriptions is None or subscriptions.has_any
    there = {"/orders": ordered, "/subscriptions": subscribed}
    return frozenset(href for href, has_any in there.items() if not has_any)
