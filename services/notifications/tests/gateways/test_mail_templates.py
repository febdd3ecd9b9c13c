"""What mails say, and that nobody's name can change how they look."""

from collections.abc import Callable
from typing import Any

import html5lib
import pytest
from foyer_notifications.domain.business import Business
from foyer_notifications.domain.catalogue import SIGN_IN_CODE, SUBSCRIPTION_PAUSED, TICKET_REPLIED
from foyer_notifications.gateways.mail_templates import MailTemplates, mail_templates
from foyer_shared.basics.money import Money
from foyer_shared.testing.makers import NOW


@pytest.fixture
def templates() -> MailTemplates:
    """The process's own."""
    return mail_templates()


@pytest.fixture
def pause() -> Callable[..., dict[str, Any]]:
    """Makes the values of a pause's receipt."""

    def make(**changes: Any) -> dict[str, Any]:
        values = {
            "name": "Studio",
            "amount": Money(2900, "EUR"),
            "interval": "month",
            "interval_count": 1,
            "collection": "automatic",
            "period_end": NOW,
            "paused_at": NOW,
            "credit": None,
            "resumes_at": NOW,
        }
        return values | changes

    return make


def test_a_name_stays_text_in_html(
    templates: MailTemplates, business: Business, pause: Callable[..., dict[str, Any]]
) -> None:
    name = "<b>O'Brien & Söhne</b>"
    mail = templates.write(
        SUBSCRIPTION_PAUSED,
        business=business,
        language="en",
        link="http://localhost:8080/",
        values=pause(name=name),
    )
    assert mail.subject == f"{name} is paused"
    assert f"Your subscription {name} is paused." in mail.text
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(mail.html)
    assert document.findall(".//b") == []
    assert document.find(".//h1").text == f"{name} is paused"


def test_a_line_break_in_a_name_stays_out_of_the_subject(
    templates: MailTemplates, business: Business, pause: Callable[..., dict[str, Any]]
) -> None:
    mail = templates.write(
        SUBSCRIPTION_PAUSED, business=business, language="en", link=None, values=pause(name="A\r\nBcc: b")
    )
    assert mail.subject == "A Bcc: b is paused"


def test_a_template_written_into_a_name_is_not_run(
    templates: MailTemplates, business: Business, pause: Callable[..., dict[str, Any]]
) -> None:
    mail = templates.write(
        SUBSCRIPTION_PAUSED,
        business=business,
        language="en",
        link=None,
        values=pause(name="{{ 7 * 7 }} %(x)s"),
    )
    assert mail.subject == "{{ 7 * 7 }} %(x)s is paused"


@pytest.mark.parametrize(
    ("interval", "count", "price"),
    [
        ("day", 1, "€29.00 / day"),
        ("week", 2, "€29.00 every 2 weeks"),
        ("month", 3, "€29.00 every 3 months"),
        ("year", 1, "€29.00 / year"),
    ],
)
def test_a_price_names_its_interval(
    templates: MailTemplates,
    business: Business,
    pause: Callable[..., dict[str, Any]],
    interval: str,
    count: int,
    price: str,
) -> None:
    values = pause(interval=interval, interval_count=count)
    mail = templates.write(SUBSCRIPTION_PAUSED, business=business, language="en", link=None, values=values)
    assert f"Price from then on: {price}\n" in mail.text


def test_the_code_is_in_the_mail_and_not_in_what_a_locked_phone_shows(
    templates: MailTemplates, business: Business
) -> None:
    link = "http://localhost:8080/sign-in/link?token=abc&next=/"
    mail = templates.write(
        SIGN_IN_CODE, business=business, language="en", link=link, values={"code": "012345", "minutes": 1}
    )
    assert mail.subject == "Sign in to Northwind"
    assert "\n    012345\n" in mail.text
    assert f"\nSign in:\n{link}\n" in mail.text
    assert "once, for 1 minute." in mail.text
    document = html5lib.parse(mail.html, namespaceHTMLElements=False)
    assert [shown.text for shown in document.findall(".//*[@class='preview']")] == ["Valid for 1 minute."]
    assert [anchor.get("href") for anchor in document.iter("a")] == [link, link]
    assert [element.tag for element in document.iter() if element.get("style")] == []
    (style,) = document.iter("style")
    colours = f"background: {business.button_colour}; color: {business.button_text_colour};"
    assert f".mark, .button {{ {colours} }}" in (style.text or "")


def test_masked_words_keep_only_the_subject(templates: MailTemplates, business: Business) -> None:
    mail = templates.write(
        SIGN_IN_CODE,
        business=business,
        language="nl",
        link="http://localhost:8080/sign-in/link?token=abc",
        values={"code": "012345", "minutes": 10},
    )
    masked = templates.write_masked(mail, business=business, language="nl")
    assert masked.subject == "Inloggen bij Northwind"
    assert "De tekst van dit bericht wordt niet bewaard" in masked.text
    assert "012345" not in masked.text + masked.html
    assert "token=abc" not in masked.text + masked.html


def test_an_answer_keeps_its_lines(templates: MailTemplates, business: Business) -> None:
    values = {"number": "T-7", "topic": "Help", "answer": "Hello,\n\nDone <now>.\n"}
    mail = templates.write(TICKET_REPLIED, business=business, language="en", link=None, values=values)
    assert "> Hello,\n>\n> Done <now>.\n" in mail.text
    assert "<p>Hello,</p>\n<p>Done &lt;now&gt;.</p>" in mail.html


def test_an_answer_is_markdown_that_does_no_harm(templates: MailTemplates, business: Business) -> None:
    answer = "- **Look** [here](https://example.com)\n- [there](javascript:alert(1))"
    values = {"number": "T-1", "topic": "Lamp", "answer": answer}
    mail = templates.write(TICKET_REPLIED, business=business, language="en", link=None, values=values)
    assert "> - **Look** [here](https://example.com)\n> - [there](javascript:alert(1))\n" in mail.text
    assert '<strong>Look</strong> <a href="https://example.com" rel="' in mail.html
    assert 'href="javascript' not in mail.html
