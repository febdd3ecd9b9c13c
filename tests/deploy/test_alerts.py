"""The alerts are right: Prometheus takes them, they fire when they should, and they name what there is."""

import re
import subprocess
from pathlib import Path
from typing import Any

import foyer_notifications.gateways.webhook_metrics  # noqa: F401
import foyer_payments.gateways.provider_metrics  # noqa: F401
import foyer_shared.messaging.metrics
import foyer_shared.telemetry.metrics  # noqa: F401  Registers what the processes measure.
import foyer_support.gateways.answer_metrics  # noqa: F401
import pytest
import yaml
from foyer_local.services import NAMES
from prometheus_client import REGISTRY

ROOT = Path(__file__).parents[2]
OBSERVABILITY = ROOT / "deploy" / "observability"
OF_PROMETHEUS = {"up"}
"""What Prometheus itself knows about each target."""


@pytest.fixture(scope="module")
def alerts() -> list[dict[str, Any]]:
    """All alert rules."""
    groups = yaml.safe_load((OBSERVABILITY / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "config", "prometheus.yml"),
        ("check", "rules", "alerts.yml"),
        ("test", "rules", "alerts_test.yml"),
    ],
    ids=" ".join,
)
def test_prometheus_finds_nothing_wrong(promtool: str, arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [promtool, *arguments], cwd=OBSERVABILITY, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_there_is_an_alert_for_each_way_to_fail(alerts: list[dict[str, Any]]) -> None:
    assert {alert["alert"] for alert in alerts} == {
        "BooksDiffer",
        "BusAway",
        "DatabaseAway",
        "DeadLetters",
        "FirstAnswersSlow",
        "HandlerSlow",
        "JobsFail",
        "OutboxStuck",
        "ProviderAway",
        "QueueStuck",
        "RetriesHigh",
        "ServiceDown",
        "ServiceGone",
        "SetAside",
        "WebhookEndpointFailing",
        "WebhookEndpointStopped",
        "WebhooksLate",
        "WebhooksRefused",
    }


def test_each_alert_has_a_test_in_which_it_fires_and_one_in_which_it_does_not(
    alerts: list[dict[str, Any]],
) -> None:
    tests = yaml.safe_load((OBSERVABILITY / "alerts_test.yml").read_text())["tests"]
    cases = [case for test in tests for case in test["alert_rule_test"]]
    fires = {case["alertname"] for case in cases if case["exp_alerts"]}
    is_silent = {case["alertname"] for case in cases if not case["exp_alerts"]}
    assert fires == is_silent == {alert["alert"] for alert in alerts}


def test_alerts_go_by_what_foyer_measures(alerts: list[dict[str, Any]]) -> None:
    exported = {sample for family in REGISTRY.collect() for sample in _names(family.name, family.type)}
    named = {name for alert in alerts for name in re.findall(r"\b(foyer_\w+|up)\b(?!=)", alert["expr"])}
    assert len(named) == 19
    assert named - exported == OF_PROMETHEUS


def test_each_kind_of_process_is_missed(alerts: list[dict[str, Any]]) -> None:
    (gone,) = [alert["expr"] for alert in alerts if alert["alert"] == "ServiceGone"]
    missed = re.findall(r'absent\(up\{job="foyer", process="([a-z-]+)", role="([a-z]+)"\}\)', gone)
    assert missed == [(name, role) for name in NAMES for role in ("api", "worker")]


def test_each_alert_says_how_bad_it_is_and_what_to_do(alerts: list[dict[str, Any]]) -> None:
    headings = re.findall(r"^#+ (\w+)$", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE)
    for alert in alerts:
        assert alert["labels"]["severity"] in {"critical", "warning"}
        assert set(alert["annotations"]) == {"summary", "description", "runbook"}
        assert alert["annotations"]["runbook"] == f"docs/operations.md#{alert['alert'].lower()}"
        assert alert["alert"] in headings


def test_each_process_of_the_compose_file_is_asked() -> None:
    scrapes = yaml.safe_load((OBSERVABILITY / "prometheus.yml").read_text())["scrape_configs"]
    asked = {target for scrape in scrapes for each in scrape["static_configs"] for target in each["targets"]}
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    ours = {f"{name}:8000" for name in services if name.endswith(("-api", "-worker"))}
    assert len(ours) == 12
    assert asked == ours


def _names(family: str, kind: str) -> set[str]:
    suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}.get(kind, ("",))
    return {family + suffix for suffix in suffixes}
