"""A product's picture: from the business to the subscription's page, and gone with its removal."""

from playwright.sync_api import Page, expect

from tests.e2e.own_customer import as_business, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer


def test_a_picture_of_the_product_is_shown(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    price = rosa.sell("Studio")
    studio = rosa.take(price, collection="invoice")
    sign_in(page, foyer_here, rosa.email)
    pictures = f"/v1/products/{rosa.product_of(price)}/images"
    with as_business(foyer_here) as client:
        made = client.post(pictures, params={"alt": "Rosa's desk"}, content=page.screenshot())
        (picture,) = made.raise_for_status().json()["pictures"]

        for path in ("/subscriptions", f"/subscriptions/{studio}"):
            page.goto(foyer_here.url + path)
            shown = page.get_by_role("img", name="Rosa's desk")
            expect(shown).to_be_visible()
            assert shown.evaluate("async it => (await it.decode(), it.naturalWidth)") == 1280

        client.delete(f"{pictures}/{picture['id']}").raise_for_status()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Studio")
    expect(page.get_by_role("img", name="Rosa's desk")).to_have_count(0)
