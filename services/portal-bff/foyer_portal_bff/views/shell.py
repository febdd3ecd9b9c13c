"""The frame around every page of somebody who is signed in: brand, navigation, what needs attention."""

from dataclasses import dataclass, replace

from foyer_portal_bff.domain.business import Brand, Business
from foyer_portal_bff.domain.portal_configuration import PortalConfiguration
from foyer_portal_bff.domain.signed_in import SignedIn, may
from foyer_portal_bff.domain.switched_doors import opens
from foyer_portal_bff.gateways.models.collection import CollectionCase
from foyer_portal_bff.gateways.models.invoicing import Invoice
from foyer_portal_bff.gateways.models.support import Ticket
from foyer_portal_bff.views import status
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import Badge, mark

_PAGES = (
    ("/", "home", mark("Home"), None),
    ("/subscriptions", "subscriptions", mark("Subscriptions"), "subscriptions:read"),
    ("/invoices", "invoices", mark("Invoices"), "invoicing:read"),
    ("/orders", "orders", mark("Orders"), "invoicing:read"),
    ("/payment-methods", "payment", mark("Payment methods"), "payments:read"),
    ("/support", "support", mark("Support"), "support:read"),
    ("/notifications", "mail", mark("Notifications"), "notifications:read"),
    ("/contact-persons", "people", mark("Contact persons"), "notifications:read"),
    ("/details", "details", mark("Your details"), "invoicing:read"),
    ("/history", "history", mark("Your history"), None),
    ("/settings", "settings", mark("Settings"), None),
)
"""Address, icon, text, and the scope without which the page is not there for this login."""


_REACHED_FROM = (
    ("/declarations", "/history"),
    ("/credit-notes", "/invoices"),
    ("/balance", "/invoices"),
    ("/collection-cases", "/invoices"),
)
"""Pages without a line of their own in the navigation."""

FOYER_ACCENT = "#4f46e5"


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line of the navigation."""

    href: str
    icon: str
    text: str
    current: bool
    count: str = ""
    """How many there are unread, as a number; "" for none."""
    counted: str = ""
    """The same in words, for whoever hears it."""


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An open invoice in the sidebar."""

    href: str
    number: str
    open: str
    overdue: Badge | None


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A collection case that is open in the sidebar."""

    href: str
    number: str
    total: str


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """An open ticket in the sidebar."""

    href: str
    subject: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class Attention:
    """What waits for the customer."""

    invoices: tuple[OpenInvoice, ...] = ()
    cases: tuple[OpenCase, ...] = ()
    tickets: tuple[OpenTicket, ...] = ()
    is_old: bool = False
    """Whether somebody who knows more is away."""


@dataclass(frozen=True, slots=True)
class BusinessSays:
    """Where the business's own pages are, and its own words; "" where it says nothing."""

    terms: str = ""
    privacy: str = ""
    shop: str = ""
    headline: str = ""
    sign_in: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """Brand, language and theme, and, for somebody who is signed in, navigation and account."""

    business: str
    initial: str
    accent: str
    """Without `#`, as the address of the brand's stylesheet has it."""
    language: str
    theme: str
    csrf_token: str
    nonce: str
    path: str
    sandbox: bool
    simulated: str = ""
    """The time there, when its clock was moved."""
    who: str = ""
    account: str = ""
    nav: tuple[NavItem, ...] = ()
    attention: Attention = Attention()
    flash: str = ""
    in_task: bool = False
    """Whether its reader was let in for one thing, so that nothing leads anywhere else."""
    leave: str = ""
    """The address that they came from, when it is known."""
    says: BusinessSays = BusinessSays()
    off: frozenset[str] = frozenset()
    """What the business has switched off."""
    is_live: bool = False
    """Whether it can be asked for again to see what has changed; what a form was answered with cannot."""
    is_fragment: bool = False
    """Only what may have changed is wanted, for a page that is open already."""

    def opens(self, path: str) -> bool:
        """Whether a page is there, for a link that may lead to it."""
        return opens(path, self.off)


def signed_in_shell(
    who: SignedIn,
    reader: Reader,
    *,
    path: str,
    nonce: str,
    flash: str = "",
    without: frozenset[str] = frozenset(),
    unread: int = 0,
) -> Shell:
    """The frame for a login at work for one customer, `without` the addresses that lead to nothing; `unread`
    announcements are counted in the navigation.
    """
    off, brand = who.configuration.closed, _brand(who.business, who.configuration)
    return Shell(
        business=brand.name,
        initial=brand.name[:1].upper(),
        accent=brand.accent.removeprefix("#"),
        says=_says(who.configuration),
        language=reader.language.code,
        theme=who.login.theme,
        csrf_token=who.csrf_token,
        nonce=nonce,
        path=path,
        sandbox=who.business.mode == "sandbox",
        simulated=_simulated(who.business, reader),
        who=who.login.name,
        account=who.customer_name if who.customer_name != who.login.name else "",
        nav=tuple(
            NavItem(
                href,
                icon,
                reader.say(text),
                current=_is_within(path, href),
                **(_counted(unread, reader) if href == "/notifications" else {}),
            )
            for href, icon, text, scope in _PAGES
            if not who.task
            and href not in without
            and (scope is None or may(who, scope))
            and opens(href, off)
        ),
        off=off,
        flash=flash,
        in_task=who.task is not None,
        leave=(who.portal_session.return_url or "") if who.portal_session else "",
    )


def visitor_shell(
    business: Business | None,
    reader: Reader,
    *,
    path: str,
    nonce: str,
    csrf_token: str,
    configuration: PortalConfiguration | None = None,
) -> Shell:
    """The frame for somebody who is not signed in; without a business it is Foyer's own."""
    brand = _brand(business, configuration)
    return Shell(
        business=brand.name,
        initial=brand.name[:1].upper(),
        accent=brand.accent.removeprefix("#"),
        says=_says(configuration),
        off=configuration.closed if configuration else frozenset(),
        language=reader.language.code,
        theme="system",
        csrf_token=csrf_token,
        nonce=nonce,
        path=path,
        sandbox=business is not None and business.mode == "sandbox",
        simulated=_simulated(business, reader) if business else "",
    )


def with_attention(
    shell: Shell,
    reader: Reader,
    *,
    invoices: tuple[Invoice, ...],
    cases: tuple[CollectionCase, ...],
    tickets: tuple[Ticket, ...],
    is_old: bool,
) -> Shell:
    """The frame with what waits: invoices by due date, the rest by age, as their services order them."""
    return replace(
        shell,
        attention=Attention(
            invoices=tuple(
                OpenInvoice(
                    href=f"/invoices/{invoice.id}",
                    number=invoice.number,
                    open=reader.money(invoice.open),
                    overdue=(
                        status.badge(status.INVOICE, "overdue", reader)
                        if invoice.status == "overdue"
                        else None
                    ),
                )
                for invoice in invoices
            ),
            cases=tuple(
                OpenCase(f"/collection-cases/{case.id}", case.number, reader.money(case.total))
                for case in cases
            ),
            tickets=tuple(
                OpenTicket(
                    href=f"/support/{ticket.id}",
                    subject=ticket.subject,
                    badge=status.badge(status.TICKET, ticket.status, reader),
                )
                for ticket in tickets
            ),
            is_old=is_old,
        ),
    )


def _counted(unread: int, reader: Reader) -> dict[str, str]:
    if not unread:
        return {}
    return {
        "count": reader.number(unread),
        "counted": reader.say_many("{n} unread announcement", "{n} unread announcements", unread),
    }


def _brand(business: Business | None, configuration: PortalConfiguration | None) -> Brand:
    if business is None:
        return Brand("Foyer", FOYER_ACCENT)
    return configuration.brand(business) if configuration else business.brand


def _says(configuration: PortalConfiguration | None) -> BusinessSays:
    if configuration is None:
        return BusinessSays()
    return BusinessSays(
        terms=configuration.terms_url or "",
        privacy=configuration.privacy_url or "",
        shop=configuration.shop_url or "",
        headline=configuration.texts.headline or "",
        sign_in=configuration.texts.sign_in or "",
    )


def _simulated(business: Business, reader: Reader) -> str:
    if not business.clock_offset:
        return ""
    return reader.say("Simulated time: {moment}", moment=reader.day_and_clock(reader.now))


def _is_within(path: str, href: str) -> bool:
    path = next((owner for start, owner in _REACHED_FROM if path.startswith(start)), path)
    return path == href or (href != "/" and path.startswith(f"{href}/"))
