"""What NetworkPolicies allow, worked out as Kubernetes does: a connection needs a yes at both of its ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.deploy.kubernetes.manifests import Manifests, Pod, Resource, selects


@dataclass(frozen=True, slots=True)
class Network:
    """The policies of one namespace, and its pods."""

    policies: list[Resource]
    pods: list[Pod]

    @classmethod
    def of(cls, manifests: Manifests) -> "Network":
        """The network of an overlay."""
        return cls(manifests.of("NetworkPolicy"), manifests.pods())

    def inside(self, *, half: bool = False) -> set[tuple[str, str, int]]:
        """Who reaches whom at which port; `half`: what only one of the two ends allows."""
        return {
            (source.workload, target.workload, port)
            for source in self.pods
            for target in self.pods
            for port in _ports_of(target)
            for leaves in [self._allows(source, "egress", "to", target, port)]
            for enters in [self._allows(target, "ingress", "from", source, port)]
            if (leaves != enters if half else leaves and enters)
        }

    def from_namespaces(self) -> set[tuple[str, str, int]]:
        """Which other namespace reaches which pod at which port."""
        return {
            (peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"], pod.workload, port)
            for pod in self.pods
            for peer, port in self._rules(pod, "ingress", "from")
            if "namespaceSelector" in peer
        }

    def to_namespaces(self) -> set[tuple[str, str, int]]:
        """Which pod reaches which other namespace at which port."""
        return {
            (pod.workload, peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"], port)
            for pod in self.pods
            for peer, port in self._rules(pod, "egress", "to")
            if "namespaceSelector" in peer
        }

    def to_the_world(self) -> set[tuple[str, int]]:
        """Which pod reaches addresses outside of the cluster at which port."""
        return {
            (pod.workload, port)
            for pod in self.pods
            for peer, port in self._rules(pod, "egress", "to")
            if "ipBlock" in peer
        }

    def _allows(self, pod: Pod, direction: str, side: str, other: Pod, port: int) -> bool:
        return any(
            allowed == port and "podSelector" in peer and selects(peer["podSelector"], other.labels)
            for peer, allowed in self._rules(pod, direction, side)
            if "namespaceSelector" not in peer
        )

    def _rules(self, pod: Pod, direction: str, side: str) -> Iterator[tuple[dict[str, Any], int]]:
        for policy in self.policies:
            if selects(policy["spec"]["podSelector"], pod.labels):
                for rule in policy["spec"].get(direction, []):
                    # A rule without peers or without ports would allow all: KeyError.
                    yield from (
                        (peer, _number(port["port"], pod)) for peer in rule[side] for port in rule["ports"]
                    )


def _ports_of(pod: Pod) -> set[int]:
    return set(pod.ports.values())


def _number(port: int | str, pod: Pod) -> int:
    return port if isinstance(port, int) else pod.ports[port]
