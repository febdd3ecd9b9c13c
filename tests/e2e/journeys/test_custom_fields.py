"""A customer fills in custom fields, and everybody who should sees it."""

from playwright.sync_api import Page, expect

from tests.e2e.looks import every_look
from tests.e2e.own_customer import EVERY_FIELD, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer


@every_look
def test_edit_the_details(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    atelier = rosa.subscribe("Atelier", fields=EVERY_FIELD)
    sign_in(page, foyer_here, rosa.email)
    page.get_by_role("main").get_by_role("link", name="Atelier", exact=True).click()
    expect(page.get_by_text("Studio room")).to_have_count(0)  # Nothing is written in it, and not by Rosa.
    page.get_by_role("link", name="Edit the details").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Details of Atelier")

    page.get_by_label("Team name").fill("O'Brien & Söhne")
    page.get_by_label("Desks").fill("12.5")
    page.get_by_label("Website").fill("https://rosa.example")
    page.get_by_label("Colour").select_option("Green")
    page.get_by_role("group", name="Newsletter").get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="https://rosa.example")).to_be_visible()
    expect(page.get_by_text("O'Brien & Söhne")).to_be_visible()
    assert rosa.subscription(atelier)["custom_fields"] == {
        "team": "O'Brien & Söhne",
        "desks": 12.5,
        "newsletter": False,
        "colour": "Green",
        "site": "https://rosa.example",
    }

    page.goto(f"{foyer_here.url}/history")
    line = "Team name, Desks, Newsletter, Colour, Website of Atelier changed"
    expect(page.get_by_text(line)).to_be_visible()
    assert rosa.mails() == []
