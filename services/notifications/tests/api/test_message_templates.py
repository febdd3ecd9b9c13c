"""A business's own words: in mails, in a preview, taken back; and what no text may do."""

from collections.abc import Awaitable, Callable
from typing import Any

import html5lib
import pytest
from foyer_notifications.domain.catalogue import CATALOGUE
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import CustomerData, CustomerUpdated
from foyer_shared.http.callers import Surface
from foyer_shared.messaging.transport import Verdict
from foyer_shared.service import Service
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import CONTOSO

Receive = Callable[..., Awaitable[Verdict]]
pytestmark = pytest.mark.usefixtures("known")

DOOR = "/v1/message-templates"
STAFF = a_caller(Surface.BUSINESS)
OVERDUE = f"{DOOR}/invoice_overdue/en"
WORDS = {
    "subject": "{{ business_name }}: {{ number }} is late",
    "body": "Dear {{ customer_name }},\n\nplease pay {{ open | money }}, due {{ due_on | day }}."
    "{% if number and not total %}.{% elif number %} Thanks.{% endif %}",
}


async def _ask(service: Service, method: str, path: str, caller: Any = STAFF, **options: Any) -> Any:
    async with client_for(service, caller) as client:
        return await client.request(method, path, **options)


async def _newest(service: Service) -> dict[str, Any]:
    async with client_for(service, a_caller()) as client:
        (first, *_) = (await client.get("/customer/messages")).json()["data"]
        copy: dict[str, Any] = (await client.get(f"/customer/messages/{first['id']}")).json()
    return copy


async def test_a_mail_says_it_in_the_business_s_words_until_they_are_taken_back(
    service: Service, receive: Receive, causes: dict[str, Event], ada: CustomerData
) -> None:
    saved = (await _ask(service, "PUT", OVERDUE, json=WORDS)).json()
    assert (saved["subject"], saved["body"]) == (WORDS["subject"], WORDS["body"])
    assert (await _ask(service, "GET", OVERDUE)).json() == saved
    await receive(causes["invoice_overdue"])
    mail = await _newest(service)
    assert mail["subject"] == "Northwind: NW-0007 is late"
    assert "Dear Ada Lovelace,\n\nplease pay €21.00, due 1 March 2026. Thanks.\n" in mail["text"]
    assert "was due on" not in mail["text"]
    assert "Open the invoice:\nhttp://localhost:8080/invoices/inv_1" in mail["text"]
    html5lib.HTMLParser(strict=True).parse(mail["html"])
    assert '<p class="text">Dear Ada Lovelace,</p>' in mail["html"]

    other = a_caller(Surface.BUSINESS, business_id=CONTOSO)
    assert (await _ask(service, "GET", OVERDUE, other)).json()["subject"] is None
    await receive(CustomerUpdated(customer=ada.model_copy(update={"language": "nl"})), version=2)
    await receive(causes["invoice_overdue"])
    assert (await _newest(service))["subject"] == "Factuur NW-0007 is nog niet betaald"

    await receive(CustomerUpdated(customer=ada), version=3)
    assert (await _ask(service, "DELETE", OVERDUE)).json()["subject"] is None
    await receive(causes["invoice_overdue"])
    assert (await _newest(service))["subject"] == "Invoice NW-0007 is overdue"


async def test_what_is_mandatory_keeps_what_it_must_say(
    service: Service, receive: Receive, causes: dict[str, Event]
) -> None:
    words = {"subject": "A break for {{ name }}", "body": "We wait for you."}
    await _ask(service, "PUT", f"{DOOR}/subscription_paused/en", json=words)
    await receive(causes["subscription_paused"])
    mail = await _newest(service)
    assert mail["subject"] == "A break for Studio"
    assert mail["text"].index("We wait for you.") < mail["text"].index("Paused on: 10 March 2026, 10:30 CET")
    assert "Comes back on: 1 June 2026" in mail["text"]
    html5lib.HTMLParser(strict=True).parse(mail["html"])


async def test_every_message_takes_words_that_show_all_its_values(
    service: Service, receive: Receive, causes: dict[str, Event]
) -> None:
    listed = {one["key"]: one for one in (await _ask(service, "GET", DOOR)).json()["data"]}
    assert set(listed) == {kind.key for kind in CATALOGUE.values() if not kind.confidential}
    write = {
        "text": "{{ %s }}",
        "money": "{{ %s | money }}",
        "day": "{{ %s | day }}",
        "moment": "{{ %s | day }} {{ %s | clock }}",
    }
    for key in set(listed) & set(causes):
        shown = [write[kind].replace("%s", name) for name, kind in listed[key]["values"].items()]
        words = {"subject": "Own {{ business_name }}", "body": "Own words " + " ".join(shown)}
        path = f"{DOOR}/{key}/en"
        assert (await _ask(service, "PUT", path, json=words)).status_code == 200, key
        assert (await _ask(service, "POST", f"{path}/preview", json=words)).status_code == 200, key
        await receive(causes[key])
        mail = await _newest(service)
        assert (mail["message"], mail["subject"]) == (key, "Own Northwind")
        assert "Own words" in mail["text"]


async def test_a_preview_shows_it_and_keeps_nothing(service: Service) -> None:
    seen = (await _ask(service, "POST", f"{OVERDUE}/preview", json=WORDS)).json()
    assert seen["subject"] == "Northwind: [number] is late"
    assert "Dear [customer_name],\n\nplease pay €29.00, due 1 March 2026. Thanks." in seen["text"]
    html5lib.HTMLParser(strict=True).parse(seen["html"])
    assert (await _ask(service, "GET", OVERDUE)).json()["subject"] is None


async def test_markup_in_words_and_values_is_text(
    service: Service, receive: Receive, causes: dict[str, Event], ada: CustomerData
) -> None:
    sly = ada.model_copy(update={"name": "{{ 7 * 7 }}<img src=x>"})
    await receive(CustomerUpdated(customer=sly), version=2)
    words = {"subject": "<b>Late</b>", "body": "<script>alert(1)</script> {{ customer_name }}"}
    await _ask(service, "PUT", OVERDUE, json=words)
    await receive(causes["invoice_overdue"])
    mail = await _newest(service)
    assert mail["subject"] == "<b>Late</b>"
    assert "<script>alert(1)</script> {{ 7 * 7 }}<img src=x>" in mail["text"]
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(mail["html"])
    assert [document.findall(f".//{tag}") for tag in ("script", "img", "b")] == [[], [], []]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("{{ number", "template_not_readable"),
        ("{% if number %}", "template_not_readable"),
        ("{% endfor %}", "template_not_readable"),
        ("{{ ''.__class__.__mro__ }}", "template_not_allowed"),
        ("{{ number.__class__ }}", "template_not_allowed"),
        ("{{ number['x'] }}", "template_not_allowed"),
        ("{{ number.format(number) }}", "template_not_allowed"),
        ("{{ cycler.__init__.__globals__ }}", "template_not_allowed"),
        ("{{ lipsum() }}", "template_not_allowed"),
        ("{{ 'x' * 999999999 }}", "template_not_allowed"),
        ("{{ 9 ** 9 ** 9 }}", "template_not_allowed"),
        ("{% for a in number %}{% endfor %}", "template_not_allowed"),
        ("{% set x = number %}", "template_not_allowed"),
        ("{% include 'mail.jinja' %}", "template_not_allowed"),
        ("{% import 'mail.jinja' as m %}", "template_not_allowed"),
        ("{% extends 'mail.jinja' %}", "template_not_allowed"),
        ("{% macro m() %}{% endmacro %}", "template_not_allowed"),
        ("{% block body %}{% endblock %}", "template_not_allowed"),
        ("{% raw %}{% endraw %}{{ self }}", "template_value_unknown"),
        ("{{ business }}", "template_value_unknown"),
        ("{{ config }}", "template_value_unknown"),
        ("{{ number | attr('x') }}", "template_not_allowed"),
        ("{{ open | money | money }}", "template_not_allowed"),
        ("{{ open | money(number) }}", "template_not_allowed"),
        ("{{ number | upper }}", "template_filter_wrong"),
        ("{% if number | upper %}x{% endif %}", "template_filter_wrong"),
        ("{{ number | money }}", "template_filter_wrong"),
        ("{{ open }}", "template_filter_wrong"),
        ("{{ due_on | money }}", "template_filter_wrong"),
        ("{{ due_on | clock }}", "template_filter_wrong"),
    ],
)
@pytest.mark.parametrize("field", ["subject", "body"])
async def test_what_does_more_than_show_values_is_refused(
    service: Service, words: str, code: str, field: str
) -> None:
    body = {"subject": "Late", "body": "Please pay.", field: words}
    for method, path in (("PUT", OVERDUE), ("POST", f"{OVERDUE}/preview")):
        answer = await _ask(service, method, path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert answer.json()["field"] == field
    assert (await _ask(service, "GET", OVERDUE)).json()["subject"] is None


@pytest.mark.parametrize(
    "words",
    ["{{ " + "not " * 2_000 + "number }}", "{% if number %}" * 350 + "{% endif %}" * 350],
    ids=["nots", "ifs"],
)
async def test_what_would_exhaust_us_is_refused(service: Service, words: str) -> None:
    answer = await _ask(service, "PUT", OVERDUE, json={"subject": "Late", "body": words})
    assert (answer.status_code, answer.json()["code"]) == (422, "template_not_allowed")


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        (f"{DOOR}/gossip/en", WORDS, 404, "message_template_not_found"),
        (f"{DOOR}/invoice_overdue/tlh", WORDS, 404, "message_template_not_found"),
        (f"{DOOR}/sign_in_code/en", WORDS, 422, "message_template_fixed"),
        (OVERDUE, {"subject": "x"}, 422, "invalid"),
        (OVERDUE, {"subject": "", "body": "x"}, 422, "invalid"),
        (OVERDUE, {"subject": "x" * 201, "body": "x"}, 422, "invalid"),
        (OVERDUE, {"subject": "x", "body": "x" * 10_001}, 422, "invalid"),
    ],
)
async def test_what_cannot_be_worded(service: Service, path: str, body: Any, status: int, code: str) -> None:
    answer = await _ask(service, "PUT", path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    listed = (await _ask(service, "GET", DOOR)).json()["data"]
    assert [one["own"] for one in listed if one["own"]] == []
