"""Rendered manifests and the pods that they lead to, those of operators as their documents say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

Resource = dict[str, Any]

_TEMPLATED = {"Deployment", "StatefulSet", "Job"}


@dataclass(frozen=True, slots=True)
class Pod:
    """What a workload makes; `ports` by name. The pods of operators have no spec here."""

    workload: str
    kind: str
    labels: Mapping[str, str]
    ports: Mapping[str, int]
    spec: Resource = field(default_factory=dict)

    @property
    def containers(self) -> list[Resource]:
        """All of them, those that come first too."""
        return [*self.spec.get("initContainers", []), *self.spec.get("containers", [])]


@dataclass(frozen=True, slots=True)
class Manifests:
    """All resources of an overlay."""

    resources: list[Resource]

    @classmethod
    def read(cls, text: str) -> "Manifests":
        """From what kustomize prints."""
        return cls([resource for resource in yaml.safe_load_all(text) if resource])

    def of(self, *kinds: str) -> list[Resource]:
        """Those of some kinds."""
        return [resource for resource in self.resources if resource["kind"] in kinds]

    def named(self, kind: str, name: str) -> Resource:
        """The one of this kind and name."""
        (found,) = [each for each in self.of(kind) if each["metadata"]["name"] == name]
        return found

    def settings(self) -> Resource:
        """The ConfigMap that all processes read, whatever its hash."""
        (found,) = [
            each for each in self.of("ConfigMap") if each["metadata"]["name"].startswith("foyer-settings-")
        ]
        return found

    def pods(self) -> list[Pod]:
        """One for each workload, however many of it there are."""
        return [*map(_templated, self.of(*_TEMPLATED)), *self._pods_of_operators()]

    def foyer_pods(self) -> list[Pod]:
        """Those that run our images."""
        return [pod for pod in self.pods() if pod.labels.get("app.kubernetes.io/part-of") == "foyer"]

    def _pods_of_operators(self) -> Iterator[Pod]:
        for cluster in self.of("Cluster"):
            name = cluster["metadata"]["name"]
            yield Pod(name, "Cluster", {"cnpg.io/cluster": name}, {"postgres": 5432, "status": 8000})
        for cluster in self.of("RabbitmqCluster"):
            name = cluster["metadata"]["name"]
            labels = {"app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "rabbitmq"}
            yield Pod(name, "RabbitmqCluster", labels, {"amqp": 5672, "epmd": 4369, "dist": 25672})


def name_of(resource: Resource) -> str:
    """Its kind and name."""
    return f"{resource['kind']} {resource['metadata']['name']}"


def selects(selector: Resource, labels: Mapping[str, str]) -> bool:
    """Whether a label selector chooses a thing with these labels; an empty one chooses all."""
    pairs = selector.get("matchLabels", {}).items()
    return pairs <= labels.items() and all(
        _expression_holds(expression, labels) for expression in selector.get("matchExpressions", [])
    )


def _expression_holds(expression: Resource, labels: Mapping[str, str]) -> bool:
    value = labels.get(expression["key"])
    match expression["operator"]:
        case "In":
            return value in expression["values"]
        case "NotIn":
            return value not in expression["values"]
        case other:
            raise NotImplementedError(other)


def _templated(workload: Resource) -> Pod:
    template = workload["spec"]["template"]
    ports = {
        port["name"]: port["containerPort"]
        for container in template["spec"]["containers"]
        for port in container.get("ports", [])
    }
    name = workload["metadata"]["name"]
    if workload["kind"] == "Job":
        name = name.rpartition("-")[0]  # Without the hash.
    return Pod(name, workload["kind"], template["metadata"]["labels"], ports, template["spec"])
