"""Foyer's side of making papers: the job of one worker, until none is due; tells how long that took."""

import asyncio
import json
import sys
import time
from pathlib import Path

from foyer_invoicing.gateways.paper_store import PaperStore
from foyer_invoicing.gateways.press import Press
from foyer_invoicing.settings import Settings
from foyer_invoicing.storage.rows import Row
from foyer_invoicing.use_cases.make_due_papers import make_due_papers
from foyer_shared.process import fast_loop
from foyer_shared.storage.database import Database


async def _run(database_url: str, folder: str) -> dict[str, float]:
    database = Database(database_url, Row.metadata)
    where = {"database_url": database_url, "files_url": Path(folder).as_uri(), "caller_keys": Path(folder)}
    press, store = Press(), PaperStore(Settings.model_validate(where))
    made, begun = 0, time.perf_counter()
    while count := await make_due_papers(database, press, store):
        made += count
    seconds = time.perf_counter() - begun
    await database.close()
    return {"made": made, "seconds": seconds}


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=fast_loop) as runner:
        sys.stdout.write(json.dumps(runner.run(_run(*sys.argv[1:]))))
