"""Every manifest is one that Kubernetes, or the operator that reads it, understands."""

import pytest
from jsonschema import Draft202012Validator
from kubernetes_validate.utils import latest_version, validate

from tests.deploy.kubernetes.custom_resources import SCHEMAS
from tests.deploy.kubernetes.manifests import Manifests, Resource, name_of


@pytest.mark.parametrize("version", ["1.34", latest_version()])
def test_kubernetes_knows_every_field(local: Manifests, production: Manifests, version: str) -> None:
    both = {name_of(each): each for each in (*local.resources, *production.resources)}.values()
    different = [*both, *(each for each in local.resources if each not in both)]
    core = [resource for resource in different if _kind(resource) not in SCHEMAS]

    assert len(core) > 60
    assert {validate(resource, version, strict=True) for resource in core} == {
        ".".join(version.split(".")[:2])
    }


def test_operators_know_every_field(manifests: Manifests) -> None:
    assert [
        f"{name_of(resource)} {error.json_path}: {error.message}"
        for resource in manifests.resources
        if _kind(resource) in SCHEMAS
        for error in Draft202012Validator(SCHEMAS[_kind(resource)]).iter_errors(resource)
    ] == []


def test_the_pods_that_rabbitmq_s_operator_patches_are_pods(production: Manifests) -> None:
    spec = production.named("RabbitmqCluster", "foyer-rabbitmq")["spec"]
    patch = spec["override"]["statefulSet"]["spec"]["template"]["spec"]
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "foyer-rabbitmq-server-0"},
        "spec": {**patch, "affinity": spec["affinity"]},
    }

    assert validate(pod, "1.34", strict=True) == "1.34"


def test_everything_lies_in_the_one_namespace(manifests: Manifests) -> None:
    (namespace,) = manifests.of("Namespace")

    assert {
        resource["metadata"].get("namespace") for resource in manifests.resources if resource is not namespace
    } == {namespace["metadata"]["name"]}


def _kind(resource: Resource) -> str:
    return f"{resource['apiVersion']} {resource['kind']}"
