"""How much memory the six services hold as one process each, beside bare ones with the same libraries."""

import subprocess
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from foyer_shared.local_servers.processes import free_port

from tests.e2e.load.children import child
from tests.e2e.load.foyer import Foyer, wait_until_ready
from tests.e2e.load.measure import Line

MB = 1_000_000
SIX = 1000


def memory_of(processes: Iterable[subprocess.Popen[bytes]]) -> float:
    """Resident megabytes in all; what several share counts for each of them."""
    return sum(_kilobytes(process.pid) for process in processes) * 1024 / MB


def measure_memory(foyer: Foyer, processes: Iterable[subprocess.Popen[bytes]], log: Path) -> Line:
    """`processes` are the six services, after they have worked. The limit is six bare processes."""
    with ExitStack() as stack:
        bare = []
        for _ in range(6):
            port = str(free_port())
            servers = (foyer.servers.database_url, foyer.servers.amqp_url)
            command = ["-m", "tests.e2e.load.bare.idle", *servers, port]
            bare.append(stack.enter_context(child(command, {}, log)))
            wait_until_ready(f"http://127.0.0.1:{port}", bare, "/")
        theirs = memory_of(bare)
    return Line(
        "six processes, memory", "MB", memory_of(processes), theirs, SIX, at_least=False, of_limit=False
    )


def _kilobytes(process_id: int) -> int:
    told = Path(f"/proc/{process_id}/status").read_text()
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmRSS:"))
