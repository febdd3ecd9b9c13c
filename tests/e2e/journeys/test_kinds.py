"""Each of the 13 kinds of payment methods, and every way in which a payment by it can end."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from foyer_sandbox_provider.api.words import kind_name
from playwright.sync_api import Page, Route, expect

from tests.e2e.own_customer import OwnCustomer, own_customer
from tests.e2e.sellers import database_of, seller_in
from tests.e2e.signing_in import session_of
from tests.e2e.system import Foyer, until

SELLERS = {"US": "USD", "GB": "GBP", "AU": "AUD", "BR": "BRL"}
"""Where businesses are that take what Northwind, in the Netherlands, does not; and their currencies."""


@dataclass(frozen=True)
class Way:
    """A kind: who pays with it, to whom, what it becomes when it is kept, and what its page asks for."""

    kind: str
    payer_in: str
    seller_in: str = "NL"
    kept_as: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    bad: dict[str, str] = field(default_factory=dict)
    """What is typed for a bank to refuse it."""

    @property
    def currency(self) -> str:
        """In which it pays here."""
        return SELLERS.get(self.seller_in, "EUR")

    @property
    def kept(self) -> list[str]:
        """The kinds of the customer's methods once it was kept."""
        return [self.kept_as] if self.kept_as else []


_CARD = {
    "Card number": "4242 4242 4242 4242",
    "Expires (MM/YY)": "12/40",
    "Security code": "123",
    "Name of the holder": "Rosa O'Parks",
}
_ACCOUNT = {"IBAN": "DE89 3704 0044 0532 0130 00", "Name of the holder": "Rosa O'Parks"}
_BAD_CARD = _CARD | {"Card number": "4000 0000 0000 9995"}
_ASKING_CARD = _CARD | {"Card number": "4000 0025 0000 3155"}
_BAD_ACCOUNT = _ACCOUNT | {"IBAN": "DE35 3704 0044 0532 0130 02"}

_ACCOUNT_OF = (
    "SELECT account.id FROM payments.provider_accounts account"
    " JOIN invoicing.customers customer USING (business_id) WHERE customer.id = %s"
)
_DELAY = "UPDATE sandbox_provider.accounts SET delay_seconds = %s WHERE id = %s"
_SEND = "UPDATE sandbox_provider.webhooks SET send_at = now() WHERE account_id = %s"
_UNSENT = "SELECT 1 FROM sandbox_provider.webhooks WHERE account_id = %s"

KINDS = (
    Way("card", "NL", kept_as="card", fields=_CARD, bad=_BAD_CARD),
    Way("sepa_debit", "DE", kept_as="sepa_debit", fields=_ACCOUNT, bad=_BAD_ACCOUNT),
    Way("ideal", "NL", kept_as="sepa_debit", fields={"Your bank": "Triodos Bank"}),
    Way("bancontact", "BE", kept_as="sepa_debit"),
    Way("paypal", "NL", kept_as="paypal"),
    Way("us_bank_account", "US", "US", kept_as="us_bank_account"),
    Way("acss_debit", "CA", "US", kept_as="acss_debit"),
    Way("bacs_debit", "GB", "GB", kept_as="bacs_debit"),
    Way("au_becs_debit", "AU", "AU", kept_as="au_becs_debit"),
    Way("boleto", "BR", "BR"),
    Way("cashapp", "US", "US", kept_as="cashapp"),
    Way("amazon_pay", "NL", kept_as="amazon_pay"),
    Way("link", "NL", kept_as="link"),
)


@dataclass
class Visit:
    """A customer who pays an invoice, on the provider's page that asks for what the kind needs."""

    page: Page
    payer: OwnCustomer
    way: Way
    database_url: str
    invoice: str

    def fill(self, texts: dict[str, str]) -> None:
        """Type it; the page may ask for nothing."""
        for label, text in texts.items():
            box = self.page.get_by_label(label, exact=True)
            if label == "Your bank":
                box.select_option(text)
            else:
                box.fill(text)
        agreed = self.page.get_by_label("I agree to this mandate")
        if agreed.count():
            agreed.check()

    def pay(self) -> None:
        """Press the button that pays."""
        self.page.get_by_role("button", name=re.compile("^Pay ")).click()

    def sees(self, heading: str) -> None:
        """By itself, where the page is live."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def is_paid(self) -> bool:
        """By the books."""
        return bool(self.payer.read(f"invoices/{self.invoice}")["status"] == "paid")


def refused(visit: Visit) -> None:
    """The customer does not want to after all."""
    visit.page.get_by_role("button", name="Refuse").click()
    visit.sees("The payment did not work")


def declined(visit: Visit) -> None:
    """The bank says no, at once or when it is asked."""
    visit.fill(visit.way.bad)
    visit.pay()
    visit.sees("The payment did not work")
    expect(visit.page.get_by_text("There was not enough money in the account.")).to_be_visible()


def challenged(visit: Visit) -> None:
    """The bank wants to know that it is them, and it is."""
    visit.fill(_ASKING_CARD)
    visit.pay()
    visit.page.get_by_role("button", name="It is me").click()
    visit.sees("It is paid")


def challenge_refused(visit: Visit) -> None:
    """The bank wants to know that it is them, and nobody says so."""
    visit.fill(_ASKING_CARD)
    visit.pay()
    visit.page.get_by_role("button", name="Refuse").click()
    visit.sees("The payment did not work")


def stopped_on_the_way(visit: Visit) -> None:
    """The bank's page is closed and opened again, left by the browser's back button, and its button pressed
    twice; what paid is kept.
    """
    page = visit.page
    page.get_by_role("button", name="Close this page").click()
    visit.sees("Your payment is not finished")
    page.get_by_role("link", name="Go on").click()
    page.go_back()
    visit.sees("Your payment is not finished")
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("link", name=kind_name(visit.way.kind, "en"), exact=True).click()
    visit.fill(visit.way.fields)
    page.get_by_role("button", name=re.compile("^Pay ")).dblclick()
    visit.sees("It is paid")


def told_before_the_return(visit: Visit) -> None:
    """All is known by the webhook when the customer comes back."""

    def hold(route: Route) -> None:
        address = urlsplit(route.request.url)
        with visit.payer.foyer.client() as client:
            answer = client.post(
                address.path,
                content=route.request.post_data_buffer,
                headers={"Content-Type": route.request.headers["content-type"]},
            )
        until(visit.is_paid, "an invoice that is paid before the customer is back")
        route.fulfill(status=answer.status_code, headers={"Location": answer.headers["location"]})

    visit.fill(visit.way.fields)
    visit.page.route("**/sandbox/pay/*", hold)
    visit.pay()
    visit.sees("It is paid")


def told_long_after(visit: Visit) -> None:
    """The customer sees that it is paid before any webhook has come; those that come then change nothing."""
    visit.fill(visit.way.fields)
    with held_back(visit):
        visit.pay()
        heading = visit.page.get_by_role("heading", level=1)
        expect(heading).to_have_text(re.compile("It is paid|Your payment is under way"))
        end = time.monotonic() + 30
        while heading.text_content() != "It is paid" and time.monotonic() < end:
            visit.page.wait_for_timeout(250)
            visit.page.reload()
        visit.sees("It is paid")


@contextmanager
def held_back(visit: Visit) -> Iterator[None]:
    """No webhook of the business comes meanwhile, and afterwards all of them."""
    with psycopg.connect(visit.database_url, autocommit=True) as connection:
        [account] = connection.execute(_ACCOUNT_OF, [visit.payer.id]).fetchone() or [None]
        connection.execute(_DELAY, [3600, account])
        yield
        connection.execute(_DELAY, [0, account])
        assert connection.execute(_SEND, [account]).rowcount > 0
        until(lambda: not connection.execute(_UNSENT, [account]).fetchone(), "webhooks that have come")


@dataclass(frozen=True)
class Outcome:
    """A way to end: what is done, and whether there is money then."""

    act: Callable[[Visit], None]
    pays: bool
    kinds: frozenset[str] = frozenset(way.kind for way in KINDS)
    keeps: bool = False


OUTCOMES = {
    "refused": Outcome(refused, pays=False),
    "declined": Outcome(declined, pays=False, kinds=frozenset(way.kind for way in KINDS if way.bad)),
    "challenged": Outcome(challenged, pays=True, kinds=frozenset({"card"})),
    "challenge refused": Outcome(challenge_refused, pays=False, kinds=frozenset({"card"})),
    "stopped on the way": Outcome(stopped_on_the_way, pays=True, keeps=True),
    "told before the return": Outcome(told_before_the_return, pays=True),
    "told long after": Outcome(told_long_after, pays=True),
}
CASES = [
    pytest.param(way, outcome, id=f"{way.kind}, {name}")
    for way in KINDS
    for name, outcome in OUTCOMES.items()
    if way.kind in outcome.kinds
]


class Payers:
    """A customer with a session for each kind, of a business that takes it."""

    def __init__(self) -> None:
        self._sellers: dict[str, Foyer] = {}
        self._payers: dict[str, tuple[OwnCustomer, str]] = {}

    def of(self, way: Way, foyer: Foyer, data_dir: Path) -> tuple[OwnCustomer, str]:
        """The same one whenever the kind comes again."""
        if way.kind not in self._payers:
            seller = self._seller(way.seller_in, foyer, data_dir)
            payer = own_customer(seller, country=way.payer_in)
            self._payers[way.kind] = payer, session_of(seller, payer.email)
        return self._payers[way.kind]

    def _seller(self, country: str, foyer: Foyer, data_dir: Path) -> Foyer:
        if country not in SELLERS:
            return foyer
        if country not in self._sellers:
            self._sellers[country] = seller_in(foyer, data_dir, country, SELLERS[country])
        return self._sellers[country]


@pytest.fixture(scope="module")
def payers() -> Payers:
    """For all cases."""
    return Payers()


def visit_of(
    payer: OwnCustomer, session: str, page: Page, way: Way, database_url: str, *, keeps: bool
) -> Visit:
    """An invoice, and how to pay it."""
    foyer = payer.foyer
    invoice: str = payer.invoice(("Advice", 2900), currency=way.currency)["id"]
    page.context.add_cookies([{"name": "foyer_session", "value": session, "url": foyer.url}])
    page.goto(f"{foyer.url}/pay?invoice={invoice}")
    page.get_by_role("radio", name=re.compile("^(Another way to pay|Choose on the next page)")).check()
    if keeps:
        page.get_by_label("Keep a new payment method for next time").check()
    page.get_by_role("button", name="Pay", exact=True).click()
    return Visit(page, payer, way, database_url, invoice)


@pytest.mark.parametrize(("way", "outcome"), CASES)
def test_a_payment_by_each_kind_ends_as_it_should(
    foyer_here: Foyer, data_dir: Path, page: Page, payers: Payers, way: Way, outcome: Outcome
) -> None:
    payer, session = payers.of(way, foyer_here, data_dir)
    methods = f"payment-methods?customer_id={payer.id}"
    before = [one["kind"] for one in payer.read(methods)["data"]]
    visit = visit_of(payer, session, page, way, database_of(data_dir), keeps=outcome.keeps)
    if outcome.act is not stopped_on_the_way:
        page.get_by_role("link", name=kind_name(way.kind, "en"), exact=True).click()

    outcome.act(visit)

    end = "paid" if outcome.pays else "open"
    until(lambda: payer.read(f"invoices/{visit.invoice}")["status"] == end, f"an invoice that is {end}")
    invoice = payer.read(f"invoices/{visit.invoice}")
    total = invoice["total"]["amount"]
    assert invoice["open"]["amount"] == (0 if outcome.pays else total)
    paid = [one["amount"]["amount"] for one in invoice["payments"] if one["status"] == "succeeded"]
    assert paid == ([total] if outcome.pays else [])
    kept = [one["kind"] for one in payer.read(methods)["data"]]
    assert kept == (way.kept if outcome.keeps else before)
