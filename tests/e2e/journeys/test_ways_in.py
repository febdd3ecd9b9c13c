"""Signing in without a mail: an account of one's own, a password, and a passkey of the device."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.looks import every_look
from tests.e2e.own_customer import own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer

PASSWORD = "O'Hara & a correct horse"
HOME = re.compile("^Good ")


@every_look
@pytest.mark.refused(422)
def test_somebody_registers_sets_a_password_and_signs_in_with_it(foyer_here: Foyer, page: Page) -> None:
    email = f"grace.{secrets.token_hex(4)}@example.com"
    page.goto(f"{foyer_here.url}/sign-in")
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Your name").fill("Grace O'Hopper")
    page.get_by_label("Country").select_option("NL")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your mail")
    (link,) = foyer_here.wait_for_mail(email, "login_link")["links"]
    page.goto(link)
    page.get_by_role("button", name=re.compile("^Open my account at ")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HOME)

    page.goto(f"{foyer_here.url}/settings")
    page.get_by_role("link", name="See", exact=True).click()
    page.get_by_role("link", name="Set a password").click()
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code from the mail").fill(foyer_here.wait_for_mail(email, "confirmation_code")["code"])
    page.get_by_label("New password").fill("qwertyqwerty")
    page.get_by_role("button", name="Save the password").click()
    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_text(
        "This password is too easy to guess. Choose another one."
    )
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Save the password").click()
    expect(page.get_by_text("Your password is saved.")).to_be_visible()
    assert "password" in foyer_here.wait_for_mail(email, "login_changed")["subject"]

    page.context.clear_cookies()
    page.goto(f"{foyer_here.url}/sign-in?next=/settings/security")
    page.get_by_role("link", name="Sign in with a password").click()
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign-in and devices")
    expect(page.get_by_text("This device")).to_be_visible()


def test_a_passkey_of_the_device_signs_in(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    sign_in(page, foyer_here, rosa.email)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})

    page.goto(f"{foyer_here.url}/settings/security")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code from the mail").fill(
        foyer_here.wait_for_mail(rosa.email, "confirmation_code")["code"]
    )
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What do you call it?").fill("O'Phone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("Your passkey is added.")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("O'Phone")).to_be_visible()
    kept = devtools.send("WebAuthn.getCredentials", {"authenticatorId": added["authenticatorId"]})
    assert [(one["rpId"], one["isResidentCredential"]) for one in kept["credentials"]] == [
        ("localhost", True)
    ]

    # In the address field it is offered without a press: this device takes each offer.
    page.context.clear_cookies()
    page.goto(f"{foyer_here.url}/sign-in?next=/settings/security")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign-in and devices")
    expect(page.get_by_text(re.compile("last used on"))).to_be_visible()

    touch = {"authenticatorId": added["authenticatorId"]}
    devtools.send("WebAuthn.setAutomaticPresenceSimulation", {**touch, "enabled": False})
    page.context.clear_cookies()
    page.goto(f"{foyer_here.url}/sign-in?next=/history")
    page.get_by_role("button", name="Sign in with a passkey").click()
    devtools.send("WebAuthn.setAutomaticPresenceSimulation", {**touch, "enabled": True})
    expect(page.get_by_role("heading", level=1)).to_have_text("Your history")
