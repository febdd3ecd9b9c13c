"""What names another thing finds it: Services, the Ingress, budgets, scaling, queues, alarms."""

from pathlib import Path

import pytest
import yaml
from foyer_shared.messaging.topology import Topology

from tests.deploy.kubernetes.conftest import K8S
from tests.deploy.kubernetes.manifests import Manifests, Pod, Resource, name_of, selects

ALERTS = Path(__file__).parents[3] / "deploy" / "observability" / "alerts.yml"
RULES = K8S / "components" / "monitoring" / "rules.yaml"


def test_every_service_leads_to_a_port_of_one_workload(manifests: Manifests) -> None:
    assert [
        name_of(service)
        for service in manifests.of("Service")
        if [
            all(port["targetPort"] in pod.ports for port in service["spec"]["ports"])
            for pod in _chosen(manifests, {"matchLabels": service["spec"]["selector"]})
        ]
        != [True]
    ] == []


def test_the_addresses_in_the_settings_are_services(manifests: Manifests) -> None:
    settings = manifests.settings()
    served = {
        f"http://{service['metadata']['name']}:{port['port']}"
        for service in manifests.of("Service")
        for port in service["spec"]["ports"]
    }
    called = {
        value
        for name, value in settings["data"].items()
        if name.endswith("_URL") and name != "FOYER_VIES_URL" and "smtp" not in value
    }

    sandbox = {"http://portal-bff-api:80"} if settings["data"]["FOYER_MODE"] == "sandbox" else set()
    assert len(called - sandbox) == 5
    assert called >= sandbox
    assert called - served == set()


def test_the_ingress_leads_to_the_portal_s_public_port(local: Manifests, production: Manifests) -> None:
    for manifests, host, tls in (
        (local, "localhost", None),
        (
            production,
            "portal.example.com",
            [{"hosts": ["portal.example.com"], "secretName": "foyer-portal-tls"}],
        ),
    ):
        (ingress,) = manifests.of("Ingress")
        (rule,) = ingress["spec"]["rules"]
        (path,) = rule["http"]["paths"]
        service = manifests.named("Service", path["backend"]["service"]["name"])
        port = next(
            each
            for each in service["spec"]["ports"]
            if each["name"] == path["backend"]["service"]["port"]["name"]
        )
        (pod,) = _chosen(manifests, {"matchLabels": service["spec"]["selector"]})

        assert (rule["host"], ingress["spec"].get("tls")) == (host, tls)
        assert (pod.workload, pod.ports[port["targetPort"]]) == ("portal-bff-api", 8080)


def test_every_deployment_chooses_its_own_pods_alone(manifests: Manifests) -> None:
    for workload in manifests.of("Deployment", "StatefulSet"):
        chosen = _chosen(manifests, workload["spec"]["selector"])
        assert [pod.workload for pod in chosen] == [workload["metadata"]["name"]]
        for spread in workload["spec"]["template"]["spec"].get("topologySpreadConstraints", []):
            assert _chosen(manifests, spread["labelSelector"]) == chosen


def test_a_budget_leaves_one_of_two_and_holds_up_no_single_one(manifests: Manifests) -> None:
    budgets = manifests.of("PodDisruptionBudget")
    chosen = [_chosen(manifests, budget["spec"]["selector"]) for budget in budgets]

    assert {budget["spec"]["maxUnavailable"] for budget in budgets} == {1}
    assert [len(pods) for pods in chosen] == [1] * len(budgets)
    assert {pod.workload for (pod,) in chosen} >= {
        pod.workload
        for pod in manifests.foyer_pods()
        if pod.labels["app.kubernetes.io/component"] in {"api", "worker"}
    }


def test_in_production_there_are_two_of_everything_at_least(production: Manifests) -> None:
    counts = _counts(production)

    assert {name: lowest for name, (lowest, _) in counts.items() if name != "operator"} == {
        f"{service}-{role}": 2
        for service in (
            "subscriptions",
            "invoicing",
            "payments",
            "support",
            "notifications",
            "portal-bff",
        )
        for role in ("api", "worker")
    }
    assert production.named("Cluster", "foyer-postgres")["spec"]["instances"] == 3
    assert production.named("RabbitmqCluster", "foyer-rabbitmq")["spec"]["replicas"] == 3


def test_only_one_thing_scales_a_deployment(production: Manifests) -> None:
    scaled = [target for target, _ in _scaled(production)]

    assert len(scaled) == len(set(scaled)) == 7
    assert [name for name in scaled if "replicas" in production.named("Deployment", name)["spec"]] == []


def test_workers_follow_the_queues_that_they_consume(production: Manifests) -> None:
    scaled = {
        each["spec"]["scaleTargetRef"]["name"]: [
            (trigger["metadata"]["queueName"], trigger["authenticationRef"]["name"])
            for trigger in each["spec"]["triggers"]
        ]
        for each in production.of("ScaledObject")
    }

    assert scaled == {
        f"{name}-worker": [(Topology().queue(name), "foyer-rabbitmq")]
        for name in ("subscriptions", "invoicing", "payments", "support", "notifications", "portal-bff")
    }
    (login,) = production.named("TriggerAuthentication", "foyer-rabbitmq")["spec"]["secretTargetRef"]
    assert login == {"parameter": "host", "name": "foyer-rabbitmq-default-user", "key": "connection_string"}


def test_all_processes_at_their_highest_number_find_connections(production: Manifests) -> None:
    """One more of each Deployment while a new version rolls out, a migration of each service beside it."""
    settings = production.settings()
    pool = int(settings["data"]["FOYER_DATABASE_POOL"])
    cluster = production.named("Cluster", "foyer-postgres")
    offered = int(cluster["spec"]["postgresql"]["parameters"]["max_connections"])
    kept_by_postgres_and_its_operator = 20

    counts = _counts(production)
    processes = sum(highest + 1 for _, highest in counts.values())

    assert processes * pool + len(production.of("Job")) <= offered - kept_by_postgres_and_its_operator


def test_prometheus_asks_every_process_under_the_labels_of_the_rules(production: Manifests) -> None:
    monitor = production.named("PodMonitor", "foyer")["spec"]
    (endpoint,) = monitor["podMetricsEndpoints"]
    asked = _chosen(production, monitor["selector"])

    assert len(asked) == 12
    assert {pod.ports[endpoint["port"]] for pod in asked} == {8000}
    assert {pod.labels[monitor["jobLabel"]] for pod in asked} == {"foyer"}
    assert {each["targetLabel"] for each in endpoint["relabelings"]} == {"process", "role"}


def test_the_alarms_are_those_of_the_other_ways_to_run(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--write-snapshots"):
        _write_rules()

    assert yaml.safe_load(RULES.read_text())["spec"] == yaml.safe_load(ALERTS.read_text()), (
        "Write it anew: make snapshots"
    )


def test_a_backup_of_the_cluster_is_stored_where_it_is_said(manifests: Manifests) -> None:
    for backup in manifests.of("ScheduledBackup"):
        cluster = manifests.named("Cluster", backup["spec"]["cluster"]["name"])
        (plugin,) = cluster["spec"]["plugins"]
        assert plugin["name"] == backup["spec"]["pluginConfiguration"]["name"]
        assert manifests.named("ObjectStore", plugin["parameters"]["barmanObjectName"])


def _chosen(manifests: Manifests, selector: Resource) -> list[Pod]:
    return [pod for pod in manifests.pods() if selects(selector, pod.labels)]


def _scaled(manifests: Manifests) -> list[tuple[str, tuple[int, int]]]:
    """The Deployments that something scales, with the lowest and the highest number."""
    found = []
    for each in manifests.of("HorizontalPodAutoscaler", "ScaledObject"):
        spec = each["spec"]
        lowest = spec.get("minReplicas", spec.get("minReplicaCount"))
        highest = spec.get("maxReplicas", spec.get("maxReplicaCount"))
        assert 0 < lowest <= highest
        found.append((spec["scaleTargetRef"]["name"], (lowest, highest)))
    return found


def _counts(manifests: Manifests) -> dict[str, tuple[int, int]]:
    """The lowest and the highest number of each Deployment."""
    said = {
        each["metadata"]["name"]: (each["spec"].get("replicas", 1), each["spec"].get("replicas", 1))
        for each in manifests.of("Deployment")
    }
    return said | dict(_scaled(manifests))


def _write_rules() -> None:
    kept, _, _ = RULES.read_text().partition("spec:\n")
    groups = ALERTS.read_text()
    lines = groups[groups.index("groups:\n") :].splitlines(keepends=True)
    RULES.write_text(f"{kept}spec:\n" + "".join(f"  {line}" if line.strip() else line for line in lines))
