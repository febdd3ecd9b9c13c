"""The house as the tests of its architecture see it: services, source files, event classes."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from foyer_shared.contracts.envelope import Event


@dataclass(frozen=True, slots=True)
class ServiceFolder:
    """One folder in `services`."""

    path: Path

    @property
    def name(self) -> str:
        """The service's name, such as `portal-bff`."""
        return self.path.name

    @property
    def package(self) -> str:
        """What its code is imported as, such as `foyer_portal_bff`."""
        return "foyer_" + self.name.replace("-", "_")

    @property
    def code(self) -> Path:
        """Where its code lies."""
        return self.path / self.package


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One module's text, parsed; its path is relative to the root of the repository."""

    path: Path
    tree: ast.Module

    @property
    def rooms(self) -> set[str]:
        """The folders that it lies in."""
        return set(self.path.parent.parts)

    @property
    def docstring(self) -> str:
        """What it says about itself."""
        return ast.get_docstring(self.tree) or ""

    def public_functions(self) -> list[str]:
        """The functions that others may call."""
        functions = [
            node for node in self.tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        return [function.name for function in functions if not function.name.startswith("_")]

    def imports(self) -> Iterator[str]:
        """The modules that it imports from."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield str(node.module)

    def calls(self) -> Iterator[str]:
        """The names that it calls, so also the classes that it makes something of."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield node.func.id


def services_in(root: Path) -> list[ServiceFolder]:
    """All services of the repository."""
    return [ServiceFolder(path.parent) for path in sorted(root.glob("services/*/pyproject.toml"))]


def source_files_in(root: Path) -> list[SourceFile]:
    """All that runs in production or on one machine; not the tests."""
    members = [root / "shared", *(service.path for service in services_in(root))]
    members += [root / "deploy/local", root / "deploy/operator"]
    paths = [path for member in members for path in sorted(member.glob("foyer_*/**/*.py"))]
    return [SourceFile(path.relative_to(root), ast.parse(path.read_text())) for path in paths]


def declared_events() -> list[type[Event]]:
    """Every event class of the contracts; two of one type are both here, bases without a verb are not."""
    found: list[type[Event]] = []
    unseen = Event.__subclasses__()
    while unseen:
        event = unseen.pop()
        unseen += event.__subclasses__()
        if "." in event.type and event.__module__.startswith("foyer_shared.contracts."):
            found.append(event)
    return found


def snake(class_name: str) -> str:
    """`SubscriptionPaused` as `subscription_paused`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", class_name).lower()
