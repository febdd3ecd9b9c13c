"""A ticket with a picture: asked, answered by staff, by mail and on its page, closed, opened again."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.looks import every_look
from tests.e2e.own_customer import as_business, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer

WATCH = """() => {
  window.seen = [];
  document.addEventListener("htmx:xhr:progress", () => {
    const place = document.querySelector("[data-upload]");
    window.seen.push({ hidden: place.hidden, value: place.querySelector("progress").value });
  });
}"""
"""Notes what is shown of files that are on their way."""

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 2000


def answer_by_mail(page: Page, address: str) -> None:
    """In the box below a mail of the sandbox's mailbox."""
    page.goto(address)
    page.get_by_label("Your answer").fill("It is off, see **here**.\n\n- and here")
    page.get_by_label("Files (").set_input_files(
        FilePayload(name="mailed.png", mimeType="image/png", buffer=PNG)
    )
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_have_text("Your answer has arrived on the ticket.")


def expect_answer_by_mail(page: Page) -> None:
    """On the ticket's page, without what it answered."""
    by_mail = page.get_by_role("article").filter(has_text="It is off, see here.")
    expect(by_mail.get_by_role("listitem").filter(has_text="and here")).to_be_visible()
    expect(by_mail.get_by_role("link", name="mailed.png")).to_be_visible()
    expect(by_mail).not_to_contain_text("Please turn it off")


@every_look
@pytest.mark.refused(422)
def test_a_ticket_with_a_picture_is_asked_answered_and_closed(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    number = rosa.invoice(("A lamp", 2900))["number"]
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/support/new")
    page.get_by_label("Subject").fill("The lamp blinks")
    page.get_by_label("Your question").fill("**Every** evening:\n\n- at six\n- at seven <script>")
    page.get_by_label("Which one is it about?").select_option(label=number)
    page.get_by_label("Files (").set_input_files(
        FilePayload(name="lamp.png", mimeType="image/png", buffer=b"PK\x03\x04" * 10)
    )
    has_script = page.evaluate("'htmx' in window")
    page.evaluate(WATCH)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("We take pictures, PDF and plain text")
    if has_script:
        assert page.evaluate("window.seen.at(-1)") == {"hidden": False, "value": 1}
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.get_by_label("Files (").set_input_files(
        FilePayload(name="lamp.png", mimeType="image/png", buffer=PNG)
    )
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The lamp blinks")
    expect(page.locator("strong", has_text="Every")).to_be_visible()
    expect(page.get_by_text("at seven <script>")).to_be_visible()
    expect(page.get_by_role("link", name="The invoice")).to_be_visible()
    address = page.url
    ticket = address.rpartition("/")[2]

    with as_business(foyer_here) as staff:
        sent = staff.post(f"/v1/tickets/{ticket}/attachments", params={"name": "manual.txt"}, content=b"Off.")
        answer = {"text": "Please turn it *off*.", "attachment_ids": [sent.json()["id"]]}
        staff.post(f"/v1/tickets/{ticket}/notes", json={"text": "Blames the lamp."}).raise_for_status()
        staff.post(f"/v1/tickets/{ticket}/replies", json=answer).raise_for_status()
    mail = foyer_here.wait_for_mail(rosa.email, "ticket_replied")
    assert "> Please turn it *off*." in mail["text"]
    assert "<em>off</em>" in mail["html"]
    assert "Blames" not in mail["text"] + mail["html"]

    answer_by_mail(page, f"{foyer_here.url}/dev/mail/{mail['id']}")

    page.goto(next(link for link in mail["links"] if ticket in link))
    expect(page.get_by_text("Please turn it off.")).to_be_visible()
    expect(page.get_by_text("Blames the lamp.")).to_have_count(0)
    expect_answer_by_mail(page)
    for name, content in (("lamp.png", PNG), ("manual.txt", b"Off.")):
        with page.expect_download() as downloading:
            page.get_by_role("link", name=name).click()
        assert downloading.value.path().read_bytes() == content
    page.get_by_label("Your answer").fill("It is off.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status").filter(has_text="Your answer is sent.")).to_be_visible()
    page.get_by_role("button", name="Close this ticket").click()
    expect(page.get_by_text("The ticket is closed.")).to_be_visible()
    page.get_by_role("button", name="Open it again").click()
    expect(page.get_by_text("The ticket is open again.")).to_be_visible()
    expect(page.get_by_role("region", name="History").get_by_role("listitem")).to_have_count(3)
