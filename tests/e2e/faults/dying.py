"""Runs a process of Foyer that kills itself with SIGKILL at an exact point: `dying.py POINT N NOTE MODULE …`.

When the Nth message (or commit) reaches the point, it notes the messages at hand in the file NOTE and is
gone. The product knows nothing of this: the points are methods that are replaced here, before its own main
runs.
"""

import json
import os
import runpy
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from foyer_shared.messaging.local_reader import LocalReader
from foyer_shared.messaging.outbox import Outbox
from foyer_shared.messaging.rabbitmq_reader import RabbitReader
from foyer_shared.messaging.transport import Confirmed, Delivery, Done
from foyer_shared.storage.database import Database


class Death:
    """Comes with the Nth message after it is armed: a start has things of its own to do.

    Messages are counted and not calls, for a busy machine hands over many in one.
    """

    def __init__(self, count: int, note: Path) -> None:
        self._left = count
        self._note = note
        self._armed = armed(note)

    def __call__(self, message_ids: Sequence[str] = ()) -> None:
        """Note and die, if it is time."""
        if not self._armed.exists():
            return
        self._left -= max(1, len(message_ids))
        if self._left <= 0:
            self._note.write_text(json.dumps(list(message_ids)))
            os.kill(os.getpid(), signal.SIGKILL)


def armed(note: Path) -> Path:
    """The file that arms the death that will leave this note."""
    return note.with_suffix(".armed")


def between_confirm_and_mark(death: Death) -> None:
    """The relay: the bus has the messages, the outbox does not know it."""
    mark = Outbox.mark

    async def dies(self: Outbox, connection: Any, rows: Any, outcomes: Any) -> None:
        confirmed = [row.message_id for row, what in zip(rows, outcomes, strict=True) if what == Confirmed()]
        if confirmed:
            death(confirmed)
        await mark(self, connection, rows, outcomes)

    Outbox.mark = dies  # type: ignore[method-assign]


def between_commit_and_ack(death: Death) -> None:
    """A reader of RabbitMQ: the effect has committed, the queue still holds the message."""
    settle = RabbitReader._settle

    async def dies(self: RabbitReader, delivery: Delivery, verdict: Any) -> None:
        if verdict == Done():
            death([delivery.message.id])
        await settle(self, delivery, verdict)

    RabbitReader._settle = dies  # type: ignore[method-assign]


def between_commit_and_removal(death: Death) -> None:
    """A reader of the in-process bus: the effects of a batch have committed, its rows are still there."""
    settle = LocalReader._settle

    async def dies(self: LocalReader, connection: Any, rows: Any, verdicts: Any) -> None:
        done = [row.message_id for row, verdict in zip(rows, verdicts, strict=True) if verdict == Done()]
        if done:
            death(done)
        await settle(self, connection, rows, verdicts)

    LocalReader._settle = dies  # type: ignore[method-assign]


def after_commit(death: Death) -> None:
    """A command with events has committed; nobody has been told, neither the relay nor the caller."""
    make = Database.__init__

    def dies(self: Database, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        self.on_commit.append(death)

    Database.__init__ = dies  # type: ignore[method-assign]


POINTS: dict[str, Callable[[Death], None]] = {
    point.__name__: point
    for point in (between_confirm_and_mark, between_commit_and_ack, between_commit_and_removal, after_commit)
}

if __name__ == "__main__":
    _, point, number, note, module, *arguments = sys.argv
    POINTS[point](Death(int(number), Path(note)))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__")
