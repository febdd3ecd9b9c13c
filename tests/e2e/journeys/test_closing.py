"""An owner takes all data along and closes the account: every service forgets, the law's documents stay."""

import io
import json
import zipfile

import psycopg
import pytest
from playwright.sync_api import Page, expect
from psycopg import sql

from tests.e2e.own_customer import OwnCustomer, as_business, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Separate
from tests.e2e.waiting import wait_for

NAME = "Rosa O'Closing"
WORDS = "Where is the lamp of O'Closing?"
STAY = {
    ("invoicing", "invoices"),  # Whom they name, for as long as the law wants it.
    ("notifications", "mailbox"),  # The sandbox's own, in place of a mail server.
    ("notifications", "messages"),  # The last mail, of no customer; for 30 days.
    ("portal", "sign_in_attempts"),  # For a day.
}
PLUMBING = {"outbox", "inbox", "idempotency_keys", "local_bus"}
"""What was told and answered, for some days."""


@pytest.fixture
def rosa(apart: Separate) -> OwnCustomer:
    """Who has ordered a lamp, has a card, and has asked something."""
    rosa = own_customer(apart, NAME)
    rosa.add_card()
    lamp = {"description": "Lamp", "quantity": 1, "unit_amount": 2000, "currency": "EUR"}
    rosa.business("orders", {"customer_id": rosa.id, "lines": [lamp]})
    asked = {"customer_id": rosa.id, "subject": WORDS, "category": "question", "text": WORDS}
    rosa.business("tickets", asked)
    return rosa


def said_of(apart: Separate, rosa: OwnCustomer) -> set[tuple[str, str]]:
    """The tables that say who she is, or what she has written."""
    found = set()
    with psycopg.connect(apart.database_url) as connection:
        tables = connection.execute(
            "SELECT table_schema, table_name FROM information_schema.tables"
            " WHERE table_schema NOT IN ('information_schema', 'pg_catalog') AND table_type = 'BASE TABLE'"
        ).fetchall()
        for schema, table in tables:
            query = sql.SQL("SELECT 1 FROM {} AS one WHERE one::text LIKE ANY(%s) LIMIT 1").format(
                sql.Identifier(schema, table)
            )
            asked = [f"%{text}%" for text in (NAME, WORDS, rosa.email)]
            if table not in PLUMBING and connection.execute(query, [asked]).fetchone():
                found.add((schema, table))
    return found


def test_a_closed_account_is_forgotten_everywhere(page: Page, apart: Separate, rosa: OwnCustomer) -> None:
    sign_in(page, apart, rosa.email)
    page.goto(f"{apart.url}/details")
    with page.expect_download() as downloading:
        page.get_by_role("region", name="Your data").get_by_role("link", name="Download").click()
    with zipfile.ZipFile(io.BytesIO(downloading.value.path().read_bytes())) as archive:
        data = json.loads(archive.read("data.json"))
    assert data["invoicing"]["customer"]["name"] == NAME
    assert [ticket["subject"] for ticket in data["support"]["tickets"]] == [WORDS]
    assert len(data["payments"]["payment_methods"]) == 1

    page.get_by_role("region", name="Your data").get_by_role("link", name="Close").click()
    expect(page.get_by_role("region", name="Before you can close it")).to_contain_text("is still to be paid.")
    with as_business(apart) as business:
        (invoice,) = business.get("/v1/invoices", params={"customer_id": rosa.id}).json()["data"]
        business.post(
            f"/v1/invoices/{invoice['id']}/payments", json={"amount": invoice["open"]}
        ).raise_for_status()
    page.reload()
    page.get_by_role("button", name="Send me a code").click()
    mail = apart.wait_for_mail(rosa.email, "confirmation_code")
    assert {table for _, table in said_of(apart, rosa)} >= {"customers", "tickets", "logins", "messages"}
    page.get_by_label("Code from the mail").fill(str(mail["code"]))
    page.get_by_role("button", name="Close the account for good").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is closed")
    told = apart.wait_for_mail(rosa.email, "account_closed")
    assert told["subject"] == "Your account at Northwind is closed"
    page.goto(f"{apart.url}/")
    expect(page.get_by_label("Email address")).to_be_visible()
    wait_for(lambda: said_of(apart, rosa) <= STAY, "all services to forget", seconds=60)
    with as_business(apart) as business:
        kept = business.get(f"/v1/invoices/{invoice['id']}").raise_for_status().json()
        who = business.get(f"/v1/customers/{rosa.id}").raise_for_status().json()
    assert (kept["status"], kept["number"]) == ("paid", invoice["number"])
    assert (who["name"], who["email"]) == ("Anonymised", f"{rosa.id}@anonymised.invalid")
