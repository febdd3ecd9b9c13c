"""The overlays of deploy/k8s as kustomize renders them; a test that asks for `manifests` runs for each."""

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from os.path import relpath
from pathlib import Path

import pytest
import yaml
from foyer_shared.testing.missing import lacking

from tests.deploy.kubernetes.manifests import Manifests

K8S = Path(__file__).parents[3] / "deploy" / "k8s"
OLDEST_KUBECTL = 27
"""The minor version whose kustomize understands what we write."""

Render = Callable[..., Manifests]


@pytest.fixture(scope="session")
def kubectl() -> str:
    """The path of a kubectl that is new enough; it renders without any cluster."""
    found = shutil.which("kubectl")
    if found is None:
        lacking("No kubectl is installed; install it to test the manifests of Kubernetes.")
    told = subprocess.run([found, "version", "--client", "-o", "json"], capture_output=True, check=True)
    minor = int(json.loads(told.stdout)["clientVersion"]["minor"].rstrip("+"))
    if minor < OLDEST_KUBECTL:
        lacking(f"kubectl 1.{minor} is too old to render the manifests: 1.{OLDEST_KUBECTL}.")
    return found


@pytest.fixture(scope="session")
def render(kubectl: str, tmp_path_factory: pytest.TempPathFactory) -> Render:
    """Renders an overlay, with components and further lines of a kustomization if some are given."""
    rendered: dict[str, Manifests] = {}

    def run(overlay: str, components: Sequence[str] = (), **more: object) -> Manifests:
        folder = tmp_path_factory.mktemp("overlay")
        paths = {
            "resources": [relpath(K8S / "overlays" / overlay, folder)],
            "components": [relpath(K8S / "components" / component, folder) for component in components],
        }
        text = yaml.safe_dump(
            {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", **paths, **more}
        )
        (folder / "kustomization.yaml").write_text(text)
        key = f"{overlay} {components} {more}"
        if key not in rendered:
            told = subprocess.run([kubectl, "kustomize", str(folder)], capture_output=True, check=False)
            assert told.returncode == 0, told.stderr.decode()
            rendered[key] = Manifests.read(told.stdout.decode())
        return rendered[key]

    return run


@pytest.fixture(params=["local", "production", "production with backup"])
def manifests(request: pytest.FixtureRequest, render: Render) -> Manifests:
    """Each overlay, and production once more with all its components."""
    overlay, _, component = request.param.partition(" with ")
    return render(overlay, [component] if component else [])


@pytest.fixture
def production(render: Render) -> Manifests:
    """The overlay for growth."""
    return render("production")


@pytest.fixture
def local(render: Render) -> Manifests:
    """The overlay to try."""
    return render("local")
