"""One trace goes from the form to the mail, in each way to run the system."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import httpx
import pytest
from foyer_shared.testing.otlp import Collector, SeenSpan

from tests.e2e.running import Running
from tests.e2e.signing_in import ADA
from tests.e2e.system import Foyer, until

FORM = "POST /subscriptions/{subscription_id}/pause"
CALL = "POST /customer/subscriptions/{id}/pause"
DOOR = "POST /customer/subscriptions/{subscription_id}/pause"
PAUSED = "foyer.events:subscriptions.subscription.paused"
SENT = "foyer.events:notifications.message.sent"

STEPS = {
    ("portal-bff", "server", FORM): None,
    ("portal-bff", "client", CALL): FORM,
    ("subscriptions", "server", DOOR): CALL,
    ("subscriptions", "producer", f"publish {PAUSED}"): DOOR,
    ("portal-bff", "consumer", f"process {PAUSED}:foyer.portal-bff"): f"publish {PAUSED}",
    ("invoicing", "consumer", f"process {PAUSED}:foyer.invoicing"): f"publish {PAUSED}",
    ("notifications", "consumer", f"process {PAUSED}:foyer.notifications"): f"publish {PAUSED}",
    ("notifications", "producer", "send subscription_paused"): f"process {PAUSED}:foyer.notifications",
    ("notifications", "producer", f"publish {SENT}"): "send subscription_paused",
    ("portal-bff", "consumer", f"process {SENT}:foyer.portal-bff"): f"publish {SENT}",
}
"""Every span of the trace but the statements, by service, kind and name, with the name of its parent."""

COMMITS = {
    FORM: 1,
    DOOR: 1,
    f"process {PAUSED}:foyer.portal-bff": 1,
    f"process {PAUSED}:foyer.invoicing": 1,
    f"process {PAUSED}:foyer.notifications": 1,
    "send subscription_paused": 2,
    f"process {SENT}:foyer.portal-bff": 1,
}
"""One for each transaction that writes; the mailbox is written as a mail server would, in one of its own."""


@dataclass(frozen=True, slots=True)
class Pause:
    """What came of one form: its trace, and what was said on the way that nobody else may know."""

    way: str
    spans: list[SeenSpan]
    all_spans: list[SeenSpan]
    secrets: list[str]

    @property
    def steps(self) -> list[SeenSpan]:
        """The spans without the statements."""
        return [span for span in self.spans if "db.system.name" not in span.attributes]

    @property
    def statements(self) -> list[SeenSpan]:
        """The statements and commits."""
        return [span for span in self.spans if "db.system.name" in span.attributes]

    def parent_of(self, span: SeenSpan) -> str | None:
        """The name of the span above, None for the root."""
        names = {each.id: each.name for each in self.spans}
        return names[span.parent] if span.parent else None


@pytest.fixture(scope="module")
def paused(foyer: Foyer, running: Running) -> Iterator[Pause]:
    """Ada pauses Studio by the form, in each way to run the system, and resumes it in the end."""
    collector = running.collector
    with httpx.Client(base_url=foyer.url, timeout=10) as ada:
        collector.spans.clear()
        secrets = sign_in(ada, foyer)
        active = [one for one in subscriptions(ada) if one["status"] == "active"]
        page = f"/subscriptions/{active[0]['id']}"
        back = (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011  The customer's calendar.
        secrets += post_form(ada, f"{page}/pause", {"when": "now"}, resumes_on=back)
        spans = whole_trace(collector)
        secrets += post_form(ada, f"{page}/resume", {})
        yield Pause(running.way, spans, collector.spans, [*secrets, active[0]["id"]])


def sign_in(client: httpx.Client, foyer: Foyer) -> list[str]:
    """As Ada, by the mailed code; what must stay secret."""
    before = foyer.count(ADA, "sign_in_code")
    client.post("/api/sign-in", json={"email": ADA}).raise_for_status()
    code = str(foyer.wait_for_mail(ADA, "sign_in_code", more_than=before)["code"])
    answer = client.post("/api/sign-in/code", json={"email": ADA, "code": code}).raise_for_status()
    return [ADA, code, answer.json()["token"], *client.cookies.values()]


def subscriptions(client: httpx.Client) -> list[dict[str, str]]:
    """Those of whoever is signed in."""
    found: list[dict[str, str]] = client.get("/api/subscriptions").raise_for_status().json()["data"]
    return found


def post_form(client: httpx.Client, path: str, query: dict[str, str], **fields: str) -> list[str]:
    """Open the form and send it, as a browser without JavaScript does; what it carried that is secret."""
    html = client.get(path, params=query).raise_for_status().text
    hidden = dict(re.findall(r'name="(csrf_token|idempotency_key)" value="([^"]+)"', html))
    assert client.post(path, data=hidden | fields).status_code == httpx.codes.SEE_OTHER
    return [*hidden.values(), *(f"{name}={value}" for name, value in query.items())]


def whole_trace(collector: Collector) -> list[SeenSpan]:
    """The newest pause's, once all its steps have arrived and no span's parent is missing."""

    def look() -> dict[str, list[SeenSpan]] | None:
        spans = collector.trace_of(FORM)
        is_whole = {span.parent for span in spans} <= {"", *(span.id for span in spans)}
        has_all = {name for _, _, name in STEPS} <= {span.name for span in spans}
        return {"spans": spans} if is_whole and has_all else None

    return until(look, "the whole trace")["spans"]  # type: ignore[no-any-return]


def test_one_trace_goes_from_the_form_to_the_mail(paused: Pause) -> None:
    steps = {(span.service, span.kind, span.name): paused.parent_of(span) for span in paused.steps}
    assert steps == STEPS
    assert len(paused.steps) == len(STEPS)
    assert len({span.trace for span in paused.spans}) == 1
    assert not any(span.failed for span in paused.spans)


def test_each_statement_is_in_the_step_that_made_it(paused: Pause) -> None:
    services = {span.id: span.service for span in paused.steps}
    assert {span.kind for span in paused.statements} == {"client"}
    assert [span for span in paused.statements if services[span.parent] != span.service] == []
    commits = Counter(paused.parent_of(span) for span in paused.statements if span.name == "COMMIT")
    assert commits == COMMITS
    written = {(paused.parent_of(span), span.name) for span in paused.statements if "INSERT" in span.name}
    assert written >= {
        (FORM, "INSERT portal.audit"),
        (DOOR, "INSERT subscriptions.outbox"),
        (f"process {PAUSED}:foyer.portal-bff", "INSERT portal.history"),
        (f"process {PAUSED}:foyer.notifications", "INSERT notifications.inbox"),
        (f"process {PAUSED}:foyer.notifications", "INSERT notifications.messages"),
        ("send subscription_paused", "INSERT notifications.mailbox"),
        ("send subscription_paused", "INSERT notifications.outbox"),
    }


def test_each_span_says_what_it_is_by_the_conventions(paused: Pause) -> None:
    by_name = {span.name: span.attributes for span in paused.steps}
    system = "foyer" if paused.way == "in-process" else "rabbitmq"
    assert by_name[FORM].items() >= {
        ("http.request.method", "POST"),
        ("http.route", "/subscriptions/{subscription_id}/pause"),
        ("http.response.status_code", 303),
        ("url.scheme", "http"),
    }
    assert by_name[CALL].items() >= {
        ("http.request.method", "POST"),
        ("url.template", "/customer/subscriptions/{id}/pause"),
        ("server.address", "127.0.0.1"),
        ("service.peer.name", "subscriptions"),
        ("http.response.status_code", 200),
    }
    assert by_name[f"publish {PAUSED}"].items() >= {
        ("messaging.system", system),
        ("messaging.destination.name", PAUSED),
        ("messaging.operation.type", "send"),
        ("messaging.operation.name", "publish"),
    }
    consumed = by_name[f"process {PAUSED}:foyer.notifications"]
    assert consumed.items() >= {
        ("messaging.system", system),
        ("messaging.destination.name", f"{PAUSED}:foyer.notifications"),
        ("messaging.operation.type", "process"),
        ("messaging.message.id", by_name[f"publish {PAUSED}"]["messaging.message.id"]),
        ("foyer.attempt", 1),
    }
    commit = next(span for span in paused.statements if paused.parent_of(span) == DOOR)
    assert commit.attributes["db.system.name"] == "postgresql"
    assert commit.attributes["db.namespace"].endswith("|subscriptions")


def test_each_span_says_whose_it_is(paused: Pause) -> None:
    assert "" not in {span.service for span in paused.spans}
    if paused.way == "separate":
        assert [span for span in paused.spans if span.process != span.service] == []
    else:
        assert {span.process for span in paused.spans} == {"foyer"}


def test_no_span_tells_a_secret_or_a_value(paused: Pause) -> None:
    told = "\n".join(f"{span.name} {span.attributes}" for span in paused.all_spans)
    assert len(paused.secrets) >= 8
    assert [secret for secret in paused.secrets if secret in told] == []
    assert {span.said for span in paused.all_spans} == {""}
    queries = [span.attributes.get("db.query.text", "") for span in paused.all_spans]
    assert sum("$1" in query for query in queries) > 10
