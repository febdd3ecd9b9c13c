"""Nobody reaches anybody but as said here, line by line."""

from tests.deploy.kubernetes.manifests import Manifests, selects
from tests.deploy.kubernetes.network_rules import Network

BEHIND = ("subscriptions", "invoicing", "payments", "support", "notifications")
SERVICES = (*BEHIND, "portal-bff")
APIS = [f"{name}-api" for name in SERVICES]
WORKERS = [f"{name}-worker" for name in SERVICES]
MIGRATIONS = [f"{name}-migrate" for name in SERVICES]

TO_POSTGRES = {(pod, "foyer-postgres", 5432) for pod in (*APIS, *WORKERS, *MIGRATIONS, "operator")}
TO_RABBITMQ = {(pod, "foyer-rabbitmq", 5672) for pod in (*APIS, *WORKERS, "operator")}
FROM_PORTAL = {("portal-bff-api", f"{name}-api", 8000) for name in BEHIND}
FROM_PROMETHEUS = {("monitoring", pod, 8000) for pod in (*APIS, *WORKERS)}


def test_all_is_refused_unless_it_is_allowed(manifests: Manifests) -> None:
    assert manifests.named("NetworkPolicy", "deny-all")["spec"] == {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
    }


def test_local_allows_what_foyer_and_the_demo_need(local: Manifests) -> None:
    assert Network.of(local).inside() == {
        *TO_POSTGRES,
        *TO_RABBITMQ,
        *FROM_PORTAL,
        ("payments-api", "payments-api", 8000),  # The sandbox provider, which runs there.
        ("payments-worker", "payments-api", 8000),
        ("payments-worker", "portal-bff-api", 8080),  # Its webhooks.
        ("demo", "foyer-postgres", 5432),
        *(("demo", pod, 8000) for pod in (*APIS, *WORKERS)),
    }


def test_production_allows_what_foyer_and_its_servers_need(production: Manifests) -> None:
    assert Network.of(production).inside() == {
        *TO_POSTGRES,
        *TO_RABBITMQ,
        *FROM_PORTAL,
        ("foyer-postgres", "foyer-postgres", 5432),
        ("foyer-postgres", "foyer-postgres", 8000),
        ("foyer-rabbitmq", "foyer-rabbitmq", 4369),
        ("foyer-rabbitmq", "foyer-rabbitmq", 25672),
    }


def test_what_one_end_allows_the_other_does_too(manifests: Manifests) -> None:
    assert Network.of(manifests).inside(half=True) == set()


def test_only_the_portal_s_public_port_is_public(local: Manifests, production: Manifests) -> None:
    assert Network.of(local).from_namespaces() == {("ingress", "portal-bff-api", 8080)}
    assert Network.of(production).from_namespaces() == {
        ("ingress", "portal-bff-api", 8080),
        ("keda", "foyer-rabbitmq", 5672),
        ("cnpg-system", "foyer-postgres", 8000),
        *FROM_PROMETHEUS,
    }


def test_every_pod_asks_for_names_and_processes_of_production_send_traces(
    local: Manifests, production: Manifests
) -> None:
    def names(manifests: Manifests) -> set[tuple[str, str, int]]:
        return {(pod.workload, "kube-system", 53) for pod in manifests.pods()}

    assert Network.of(local).to_namespaces() == names(local)
    assert Network.of(production).to_namespaces() == names(production) | {
        (pod, "monitoring", 4318) for pod in (*APIS, *WORKERS)
    }


def test_the_world_is_for_mail_webhooks_files_and_the_provider(
    local: Manifests, production: Manifests
) -> None:
    kubernetes = {(server, port) for server in ("foyer-postgres", "foyer-rabbitmq") for port in (443, 6443)}

    assert Network.of(local).to_the_world() == set()
    assert Network.of(production).to_the_world() - kubernetes == {
        ("invoicing-api", 443),
        ("invoicing-worker", 443),
        ("notifications-worker", 25),
        ("notifications-worker", 443),
        ("notifications-worker", 465),
        ("notifications-worker", 587),
        ("payments-api", 443),
        ("payments-worker", 443),
        ("subscriptions-api", 443),
        ("support-api", 443),
        ("support-worker", 443),
        ("support-worker", 993),
    }


def test_our_own_network_is_not_the_world(production: Manifests) -> None:
    private = ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"]

    assert [
        peer["ipBlock"]["except"]
        for name in ("mail", "webhooks", "payment-provider", "files", "papers")
        for rule in production.named("NetworkPolicy", name)["spec"]["egress"]
        for peer in rule["to"]
    ] == [private] * 5


def test_every_policy_is_about_some_pod(manifests: Manifests) -> None:
    peers = [
        (policy["metadata"]["name"], selector)
        for policy in manifests.of("NetworkPolicy")
        for selector in (
            policy["spec"]["podSelector"],
            *(
                peer["podSelector"]
                for direction, side in (("ingress", "from"), ("egress", "to"))
                for rule in policy["spec"].get(direction, [])
                for peer in rule[side]
                if "podSelector" in peer and "namespaceSelector" not in peer
            ),
        )
    ]

    assert [
        name for name, selector in peers if not any(selects(selector, pod.labels) for pod in manifests.pods())
    ] == []
