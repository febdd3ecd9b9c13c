"""One subscription: what it is, what happens next, and what its customer may do."""

from dataclasses import dataclass

from foyer_portal_bff.domain.declaration import Declaration
from foyer_portal_bff.gateways.models.payments import PaymentMethod
from foyer_portal_bff.gateways.models.subscriptions import Cancellation, LinkedService, Picture, Subscription
from foyer_portal_bff.gateways.models.support import Ticket
from foyer_portal_bff.gateways.models.usage import Usage
from foyer_portal_bff.views import status
from foyer_portal_bff.views.custom_fields import edit_address, field_rows
from foyer_portal_bff.views.declarations import ReceiptLink, receipt_link
from foyer_portal_bff.views.entitlements import Goods
from foyer_portal_bff.views.history import HistoryDay
from foyer_portal_bff.views.item_prices import item_price, price_steps
from foyer_portal_bff.views.its_invoices import ItsInvoices
from foyer_portal_bff.views.plan import CHANGES
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problems
from foyer_portal_bff.views.status import Badge, Tone
from foyer_portal_bff.views.subscription_changes import Change, changes
from foyer_portal_bff.views.subscription_facts import Countdown, Fact, Row, countdown, facts, notice, rows
from foyer_portal_bff.views.subscriptions import LIVE, display_name
from foyer_portal_bff.views.usage import UsageSection, usage_section
from foyer_portal_bff.views.visitor_withdrawal import withdraw_link

_DIALOGS = ("pause", "resume", "cancel", "resubscribe")
"""The actions that have a page of their own, which a button leads to."""

_UNDONE_HERE = frozenset({"withdraw_pause", "withdraw_plan_change", "reactivate"})
"""The actions whose button is in the note about what waits."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of what is subscribed to."""

    name: str
    quantity: int
    price: str
    steps: tuple[str, ...]
    """What is included, and its tiers."""


@dataclass(frozen=True, slots=True)
class SubscriptionPage:
    """The page of one subscription."""

    id: str
    name: str
    picture: Picture | None
    badge: Badge
    is_over: bool
    notice: str
    """A sentence about a state that needs one, else ""."""
    notice_tone: Tone
    facts: tuple[Fact, ...]
    countdown: Countdown | None
    changes: tuple[Change, ...]
    receipt: ReceiptLink | None
    """Of its cancellation, unless that was taken back."""
    items: tuple[Item, ...]
    goods: Goods
    linked: tuple[LinkedService, ...]
    rows: tuple[Row, ...]
    edit_details: str
    """Where custom fields are edited, "" when none is."""
    buttons: dict[str, str]
    """Where the button of each action leads; an action that is not offered has none."""
    plan_words: str
    """The words of the button for another plan, or other seats."""
    withdraw: str
    """Where a consumer withdraws from it in its first days, "" after them."""
    contact_us: bool
    """Whether nothing at all can be done here."""
    usage: UsageSection | None
    invoices: ItsInvoices
    history: tuple[HistoryDay, ...]
    """The latest of what happened to it."""
    idempotency_key: str
    problems: Problems


def subscription_page(
    one: Subscription,
    reader: Reader,
    *,
    plan: Cancellation | None,
    usage: Usage | None,
    declaration: Declaration | None,
    tickets: tuple[Ticket, ...],
    methods: tuple[PaymentMethod, ...],
    goods: Goods,
    may_change: bool,
    invoices: ItsInvoices,
    history: tuple[HistoryDay, ...],
    idempotency_key: str,
    problems: Problems = NONE,
) -> SubscriptionPage:
    """`may_change`: whether the login's role may act at all; a button that is not allowed is not shown.
    `plan` is what the cancellation that waits means, `declaration` the latest that was declared of it;
    `tickets` are the open ones, `methods` the customer's ways to pay.
    """
    actions = frozenset(one.actions) if may_change else frozenset[str]()
    text, tone = notice(one, reader)
    return SubscriptionPage(
        id=one.id,
        name=display_name(one),
        picture=one.picture,
        badge=status.badge(status.SUBSCRIPTION, one.status, reader),
        is_over=one.status not in LIVE,
        notice=text,
        notice_tone=tone,
        facts=facts(one, plan, methods, reader),
        countdown=countdown(one, reader),
        changes=changes(one, plan, reader, actions=actions, tickets=tickets, may_ask=may_change),
        receipt=receipt_link(declaration, reader),
        items=tuple(
            Item(item.product_name, item.quantity, item_price(item, one, reader), price_steps(item, reader))
            for item in one.items
        ),
        goods=goods,
        linked=one.linked_services,
        rows=(*field_rows(one, reader), *rows(one, reader)),
        edit_details=edit_address(one) if may_change else "",
        buttons=_buttons(one, actions),
        plan_words=reader.say("Change plan") if "change_plan" in actions else reader.say("Change seats"),
        withdraw=withdraw_link(one.id, one.started_at, reader) if may_change and one.status in LIVE else "",
        contact_us=not actions & {*_DIALOGS, *_UNDONE_HERE, *CHANGES},
        usage=usage_section(usage, reader),
        invoices=invoices,
        history=history,
        idempotency_key=idempotency_key,
        problems=problems,
    )


def _buttons(one: Subscription, actions: frozenset[str]) -> dict[str, str]:
    names = [name for name in _DIALOGS if name in actions]
    if actions & CHANGES:
        names.append("plan")
    found = {name: f"/subscriptions/{one.id}/{name}" for name in names}
    if "use_promotion_code" in actions:
        found["promotion_code"] = f"/subscriptions/{one.id}/promotion-code"
    return found
