"""Data folders for the system under fault, and copies of them."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def copy_of(data_dir: Path) -> Iterator[Path]:
    """A data folder like this one, which must be at rest; it is removed afterwards."""
    with data_folder() as copy:
        # `cp -a` keeps the owner: Postgres opens its own folder alone.
        subprocess.run(["cp", "-a", f"{data_dir}/.", copy], check=True)
        yield copy


@contextmanager
def data_folder() -> Iterator[Path]:
    """An empty folder in which Postgres's user reaches its own; removed afterwards, if it is still there."""
    folder = Path(tempfile.mkdtemp(prefix="foyer-faults-"))
    folder.chmod(0o711)  # Postgres's user passes through when root runs the tests.
    try:
        yield folder
    finally:
        if folder.exists():
            shutil.rmtree(folder)
