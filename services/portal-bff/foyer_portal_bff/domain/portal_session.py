"""Portal sessions: a business's back end lets its customer in, perhaps for one task only.

Names are those of Stripe's customer portal: a flow, and what comes after its completion.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlencode, urlsplit

from foyer_shared.basics.errors import Conflict, Invalid, NotAllowed

LINK_LIFETIME = timedelta(minutes=5)
"""Within which its link has to be opened."""

IDLE = timedelta(hours=1)
LIFETIME = timedelta(hours=12)
"""What is opened by it ends one hour after the last activity, and after twelve in all."""


class PortalSessionLinkNotValid(Invalid):
    """The link is wrong, used or too old."""

    code = "portal_session_link_not_valid"


class ReturnUrlNotAllowed(Invalid):
    """It is no address of one of the hosts that the business lets its customers be sent to."""

    code = "return_url_not_allowed"


class ReturnUrlMissing(Invalid):
    """A redirect after completion has to say where to."""

    code = "return_url_missing"


class FlowIncomplete(Invalid):
    """This type of flow needs to know more: which subscription, which invoice, what to change it to."""

    code = "flow_incomplete"


class CustomerHasNoLogin(Conflict):
    """Nobody is left who could sign in for the customer."""

    code = "customer_has_no_login"


class FlowSwitchedOff(Conflict):
    """The configuration that counts for the session switches off what it would be for."""

    code = "flow_switched_off"


class OneTaskOnly(NotAllowed):
    """The session was opened for one task, of which this is no part."""

    code = "session_for_one_task"


class FlowType(StrEnum):
    """What a customer is let in for."""

    PAYMENT_METHOD_UPDATE = "payment_method_update"
    SUBSCRIPTION_CANCEL = "subscription_cancel"
    SUBSCRIPTION_UPDATE = "subscription_update"
    SUBSCRIPTION_UPDATE_CONFIRM = "subscription_update_confirm"
    INVOICE_PAY = "invoice_pay"


class After(StrEnum):
    """What comes once the task is done."""

    REDIRECT = "redirect"
    HOSTED_CONFIRMATION = "hosted_confirmation"
    PORTAL_HOMEPAGE = "portal_homepage"


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What a subscription is to become; what is None stays."""

    price_id: str | None = None
    quantity: int | None = None
    promotion_code: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """One task. `return_url` is where a redirect after it leads, `message` what is said instead; `after` is
    None until `with_way_back` has settled it.
    """

    type: FlowType
    subscription_id: str | None = None
    invoice_id: str | None = None
    change: PlanChange = PlanChange()
    after: After | None = None
    return_url: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class PortalSession:
    """What a back end asked for, and how far its customer has come with it."""

    id: str
    business_id: str
    customer_id: str
    login_id: str
    created_at: datetime
    expires_at: datetime
    return_url: str | None = None
    configuration_id: str | None = None
    locale: str | None = None
    flow: Flow | None = None
    opened_at: datetime | None = None
    result_id: str | None = None
    """What the task led to: a payment, or what it was about."""
    completed_at: datetime | None = None

    @property
    def task(self) -> Flow | None:
        """What its customer is held to; None when the portal is open to them."""
        if self.flow is None or (self.completed_at and self.flow.after is After.PORTAL_HOMEPAGE):
            return None
        return self.flow


_NEEDS = {
    FlowType.PAYMENT_METHOD_UPDATE: (),
    FlowType.SUBSCRIPTION_CANCEL: ("subscription_id",),
    FlowType.SUBSCRIPTION_UPDATE: ("subscription_id",),
    FlowType.SUBSCRIPTION_UPDATE_CONFIRM: ("subscription_id",),
    FlowType.INVOICE_PAY: ("invoice_id",),
}


def with_way_back(flow: Flow, return_url: str | None) -> Flow:
    """What comes after it, where that was not said: back to the session's `return_url`, if there is one."""
    after = flow.after or (After.REDIRECT if return_url else After.HOSTED_CONFIRMATION)
    back = (flow.return_url or return_url) if after is After.REDIRECT else None
    return replace(flow, after=after, return_url=back)


def check_flow(flow: Flow) -> None:
    """Refuse one that does not say all that it needs, and one that says what it has no use for."""
    for name in ("subscription_id", "invoice_id"):
        given, needed = getattr(flow, name) is not None, name in _NEEDS[flow.type]
        if given is not needed:
            says = "needs" if needed else "has no use for"
            raise FlowIncomplete(f"A flow of the type {flow.type} {says} {name}.", field=f"flow.{name}")
    changes = flow.change != PlanChange()
    if changes is not (flow.type is FlowType.SUBSCRIPTION_UPDATE_CONFIRM):
        says = "has no use for" if changes else "needs one of"
        raise FlowIncomplete(
            f"A flow of the type {flow.type} {says} price_id, quantity and promotion_code.", field="flow"
        )
    if flow.after is After.REDIRECT and flow.return_url is None:
        raise ReturnUrlMissing("A redirect needs a return_url.", field="flow.after_completion.return_url")


def check_return_url(url: str | None, hosts: frozenset[str], *, field: str) -> None:
    """Refuse an address that is not one of `hosts`: over https, or over http on this machine."""
    if url is None:
        return
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and _is_local(host))
    if not is_safe or host not in hosts or parts.username is not None or _UNPRINTABLE.search(url):
        raise ReturnUrlNotAllowed(
            f"{url!r} is not an https address of a host that customers may be sent to.", field=field
        )


_UNPRINTABLE = re.compile(r"[\s\\\x00-\x1f\x7f]")


def _is_local(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"} or host.endswith(".localhost")


def start_of(flow: Flow | None) -> str:
    """The page where it begins."""
    if flow is None:
        return "/"
    match flow.type:
        case FlowType.PAYMENT_METHOD_UPDATE:
            return "/payment-methods/add"
        case FlowType.SUBSCRIPTION_CANCEL:
            return f"/subscriptions/{flow.subscription_id}/cancel"
        case FlowType.SUBSCRIPTION_UPDATE:
            return f"/subscriptions/{flow.subscription_id}/plan"
        case FlowType.SUBSCRIPTION_UPDATE_CONFIRM:
            return f"/subscriptions/{flow.subscription_id}/plan/quote"
        case FlowType.INVOICE_PAY:
            return f"/pay?{urlencode({'invoice': flow.invoice_id})}"


_EVERY = (r"GET /(task|portal-session)", r"GET /api/portal-session", r"POST (/api)?/sign-out")
_PAYING = (r"(GET|POST) /pay", r"GET /payments/\w+")
_PLAN = (r"(GET|POST) {subscription}/plan", r"(GET|POST) {subscription}/plan/quote")
_PARTS = {
    FlowType.PAYMENT_METHOD_UPDATE: (
        r"(GET|POST) /payment-methods/add",
        r"POST /payment-methods/add/code",
        r"GET /payment-methods/added/\w+",
        r"POST /api/payment-setups(/code)?",
        r"GET /api/payment-setups/\w+",
    ),
    # The other ways that a business offers before a cancellation are parts of it.
    FlowType.SUBSCRIPTION_CANCEL: (
        r"(GET|POST) {subscription}/cancel",
        r"POST {subscription}/cancel/(reason|confirm|offer)",
        r"(GET|POST) {subscription}/pause",
        *_PLAN,
        r"GET /api{subscription}(/cancellation)?",
        r"POST /api{subscription}/(cancel|pause)",
        r"POST /api{subscription}/retention-offers(/\w+/accept)?",
    ),
    FlowType.SUBSCRIPTION_UPDATE: (
        *_PLAN,
        *_PAYING,
        r"GET /api{subscription}(/plans)?",
        r"POST /api{subscription}/(quote|change)",
    ),
    FlowType.SUBSCRIPTION_UPDATE_CONFIRM: (
        r"GET {subscription}/plan/quote",
        r"POST {subscription}/plan",
        *_PAYING,
        r"GET /api{subscription}",
    ),
    FlowType.INVOICE_PAY: (
        *_PAYING,
        r"GET /api/invoices/{invoice}",
        r"POST /api/invoices/{invoice}/pay",
        r"GET /api/payment-methods",
    ),
}
"""Method and path of what belongs to each task."""


def is_part_of(flow: Flow, method: str, path: str) -> bool:
    """Whether a request belongs to the task."""
    asked = f"{'GET' if method == 'HEAD' else method} {path}"
    return any(
        re.fullmatch(
            part.replace("{subscription}", f"/subscriptions/{re.escape(flow.subscription_id or '')}").replace(
                "{invoice}", re.escape(flow.invoice_id or "")
            ),
            asked,
        )
        for part in (*_EVERY, *_PARTS[flow.type])
    )


_DONE_BY = {
    FlowType.PAYMENT_METHOD_UPDATE: {"choose_payment_method"},
    FlowType.SUBSCRIPTION_CANCEL: {
        "cancel_subscription",
        "accept_retention_offer",
        "pause_subscription",
        "change_plan",
    },
    FlowType.SUBSCRIPTION_UPDATE: {"change_plan"},
    FlowType.SUBSCRIPTION_UPDATE_CONFIRM: {"change_plan"},
    FlowType.INVOICE_PAY: {"pay"},
}


def is_done_by(flow: Flow, action: str) -> bool:
    """Whether this command is what the session was opened for; its money may still be under way."""
    return action in _DONE_BY[flow.type]


def is_paid_in(flow: Flow, *, invoice_id: str, subscription_id: str | None) -> bool:
    """Whether an invoice may be paid in the task: the one it names, or one of its subscription."""
    if flow.type is FlowType.INVOICE_PAY:
        return invoice_id == flow.invoice_id
    return subscription_id is not None and subscription_id == flow.subscription_id


def link_token(portal_session_id: str, *, key: bytes) -> str:
    """What its link carries. It is made anew from the id and the installation's key, and kept nowhere."""
    seal = hmac.new(key, f"portal session {portal_session_id}".encode(), hashlib.sha256).hexdigest()
    return f"{portal_session_id}.{seal}"


def id_in_token(token: str, *, key: bytes) -> str:
    """The portal session that a link is for; raises `PortalSessionLinkNotValid`."""
    portal_session_id = token.partition(".")[0]
    if not hmac.compare_digest(token.encode(), link_token(portal_session_id, key=key).encode()):
        raise link_not_valid()
    return portal_session_id


def link_not_valid() -> PortalSessionLinkNotValid:
    """One refusal for every reason."""
    return PortalSessionLinkNotValid("This link has been used, or is older than five minutes.")
