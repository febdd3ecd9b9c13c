"""What every pod is held to: no rights, limits, probes, no secret in sight, and replaced without a gap."""

import re

import pytest
from foyer_shared.process import LONGEST_STOP

from tests.deploy.kubernetes.conftest import Render
from tests.deploy.kubernetes.manifests import Manifests, Pod, Resource, name_of

PROCESSES = {"api", "worker"}
_VOLUMES = {"configMap", "emptyDir", "persistentVolumeClaim", "projected", "secret"}


def test_the_namespace_refuses_pods_with_rights(manifests: Manifests) -> None:
    (namespace,) = manifests.of("Namespace")

    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


def test_every_pod_is_restricted(manifests: Manifests) -> None:
    assert [f"{pod.workload}: {wrong}" for pod in _own(manifests) for wrong in _rights(pod)] == []


def test_what_rabbitmq_s_operator_makes_is_restricted_too(production: Manifests) -> None:
    spec = production.named("RabbitmqCluster", "foyer-rabbitmq")["spec"]
    patch = spec["override"]["statefulSet"]["spec"]["template"]["spec"]

    assert patch["securityContext"]["runAsNonRoot"] is True
    assert patch["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert [
        (container["name"], container["securityContext"]["capabilities"], container["securityContext"])
        for container in (*patch["initContainers"], *patch["containers"])
    ] == [
        (
            name,
            {"drop": ["ALL"]},
            {
                "allowPrivilegeEscalation": False,
                "capabilities": {"drop": ["ALL"]},
                "runAsNonRoot": True,
                "runAsUser": 999,
            },
        )
        for name in ("setup-container", "rabbitmq")
    ]


def test_every_container_says_what_it_needs_and_may_take(manifests: Manifests) -> None:
    assert [
        f"{pod.workload} {container['name']}"
        for pod in _own(manifests)
        for container in pod.containers
        if not {"cpu", "memory"} <= container.get("resources", {}).get("requests", {}).keys()
        or "memory" not in container["resources"].get("limits", {})
    ] == []


def test_every_process_is_started_and_watched_by_its_own_word(manifests: Manifests) -> None:
    asked = {
        (kind, container[kind]["httpGet"]["path"], container[kind]["httpGet"]["port"])
        for _, container in _processes(manifests)
        for kind in ("startupProbe", "livenessProbe", "readinessProbe")
    }

    assert len(_processes(manifests)) == 12
    assert asked == {
        ("startupProbe", "/livez", "private"),
        ("livenessProbe", "/livez", "private"),
        ("readinessProbe", "/readyz", "private"),
    }


def test_servers_of_our_own_are_watched(local: Manifests) -> None:
    probes = {"startupProbe", "livenessProbe", "readinessProbe"}

    assert [name_of(server) for server in local.of("StatefulSet")] == [
        "StatefulSet foyer-postgres",
        "StatefulSet foyer-rabbitmq",
    ]
    assert [
        name_of(server)
        for server in local.of("StatefulSet")
        for container in server["spec"]["template"]["spec"]["containers"]
        if not probes <= container.keys()
    ] == []


def test_a_process_is_replaced_without_a_gap(manifests: Manifests) -> None:
    deployments = [
        each
        for each in manifests.of("Deployment")
        if each["metadata"]["labels"]["app.kubernetes.io/component"] in PROCESSES
    ]

    assert {each["spec"]["revisionHistoryLimit"] for each in deployments} == {3}
    assert {str(each["spec"]["strategy"]["rollingUpdate"]) for each in deployments} == {
        "{'maxSurge': 1, 'maxUnavailable': 0}"
    }


def test_a_process_has_time_to_stop(manifests: Manifests) -> None:
    """It ends by itself within 5 seconds; an api first goes on for some, until no call comes any more."""
    for pod, container in _processes(manifests):
        first = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
        assert (first > 0) == (pod.labels["app.kubernetes.io/component"] == "api")
        assert pod.spec["terminationGracePeriodSeconds"] >= first + LONGEST_STOP + 5


def test_a_process_waits_for_its_migrations(manifests: Manifests) -> None:
    assert {
        (container["args"][0], container["image"] == main["image"])
        for pod, main in _processes(manifests)
        for container in pod.spec["initContainers"][:1]
    } == {("await-migration", True)}
    assert sorted(pod.workload for pod in manifests.pods() if pod.workload.endswith("-migrate")) == sorted(
        f"{name}-migrate"
        for name in ("subscriptions", "invoicing", "payments", "support", "notifications", "portal-bff")
    )


def test_all_readers_have_their_queues_before_a_worker_sends_an_event(manifests: Manifests) -> None:
    operator = manifests.named("Deployment", "operator")["spec"]["template"]["spec"]["containers"][0]
    after_migrations = {
        pod.workload: [(each["image"], each["args"]) for each in pod.spec["initContainers"][1:]]
        for pod, _ in _processes(manifests)
    }

    assert after_migrations == {
        pod.workload: [(operator["image"], ["declare", "--wait", "600"])]
        if pod.labels["app.kubernetes.io/component"] == "worker"
        else []
        for pod, _ in _processes(manifests)
    }


def test_servers_of_our_own_keep_their_files_to_themselves(local: Manifests) -> None:
    """Kubernetes would open the data to the group at each start, and RabbitMQ then refuses its cookie."""
    assert {
        server["metadata"]["name"]: server["spec"]["template"]["spec"]["securityContext"].get(
            "fsGroupChangePolicy"
        )
        for server in local.of("StatefulSet")
    } == {"foyer-postgres": "OnRootMismatch", "foyer-rabbitmq": "OnRootMismatch"}


@pytest.mark.parametrize("overlay", ["local", "production"])
def test_a_new_image_is_a_new_job_and_new_settings_are_not(render: Render, overlay: str) -> None:
    before = _jobs(render(overlay))
    image = "foyer/payments" if overlay == "local" else "registry.example.com/foyer/payments"
    released = render(overlay, images=[{"name": image, "newTag": "2"}])
    changed = {"name": "foyer-settings", "behavior": "merge", "literals": ["FOYER_LOG_LEVEL=DEBUG"]}
    after_settings = _jobs(render(overlay, configMapGenerator=[{**changed, "namespace": "foyer"}]))

    assert after_settings == before
    (gone,) = before.keys() - _jobs(released).keys()
    assert re.fullmatch("payments-migrate-[a-z0-9]{10}", gone)
    assert len(_jobs(released)) == len(before)


def test_new_settings_roll_out(render: Render) -> None:
    changed = {"name": "foyer-settings", "namespace": "foyer", "behavior": "merge", "literals": ["A=1"]}
    before, after = render("local"), render("local", configMapGenerator=[changed])

    assert before.named("Deployment", "payments-api") != after.named("Deployment", "payments-api")


def test_every_image_is_one_release(manifests: Manifests) -> None:
    images = {container["image"] for pod in _own(manifests) for container in pod.containers}
    ours = {image for image in images if "foyer/" in image}

    assert [image for image in images if not re.search(r"(:[\w.-]+|@sha256:[0-9a-f]{64})$", image)] == []
    assert [image for image in images if image.endswith(":latest")] == []
    assert len({re.split("[:@]", image)[1] for image in ours}) == 1
    assert ours >= {image for image in images if "foyer" in image}


def _own(manifests: Manifests) -> list[Pod]:
    return [pod for pod in manifests.pods() if pod.spec]


def _processes(manifests: Manifests) -> list[tuple[Pod, Resource]]:
    return [
        (pod, pod.spec["containers"][0])
        for pod in manifests.foyer_pods()
        if pod.labels["app.kubernetes.io/component"] in PROCESSES
    ]


def _jobs(manifests: Manifests) -> dict[str, Resource]:
    return {job["metadata"]["name"]: job["spec"] for job in manifests.of("Job")}


def _rights(pod: Pod) -> list[str]:
    """What goes beyond the standard `restricted`, and beyond what we ask for more."""
    context = pod.spec.get("securityContext", {})
    faults = {
        "may be root": context.get("runAsNonRoot") is not True or not context.get("runAsUser"),
        "no seccomp": context.get("seccompProfile") != {"type": "RuntimeDefault"},
        "has a token": pod.spec.get("automountServiceAccountToken") is not False,
        "knows all Services": pod.spec.get("enableServiceLinks") is not False,
        "is on its host": bool({"hostNetwork", "hostPID", "hostIPC"} & pod.spec.keys()),
        "mounts more": any(len(volume.keys() & _VOLUMES) != 1 for volume in pod.spec["volumes"]),
    }
    wrong = [fault for fault, is_there in faults.items() if is_there]
    for container in pod.containers:
        own = container.get("securityContext", {})
        if own != {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }:
            wrong.append(f"{container['name']} has {own}")
    return wrong
