"""Processes that are told what to do: one line of JSON in, one line of JSON out, one after the other."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from tests.e2e.load.measure import WrongAnswers

LONGEST = 120
"""Seconds that a process may take for one order."""
LONGEST_LINE = 64 * 1024 * 1024

Order = Callable[[int], Awaitable[Any]]
"""Does something so many times; what it returns is the answer."""


async def obey(orders: Mapping[str, Order]) -> None:
    """In the process: say that it is ready, then do what comes in until the input ends."""
    loop = asyncio.get_running_loop()
    print(json.dumps("ready"), flush=True)  # noqa: T201  Its answer.
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        name, count = json.loads(line)
        print(json.dumps(await orders[name](count)), flush=True)  # noqa: T201  As above.


class Obedient:
    """Outside: the process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def do(self, name: str, count: int) -> Any:
        """Give an order and wait for its answer; raises WrongAnswers when there is none."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([name, count]).encode() + b"\n")
        return await self.answer()

    async def answer(self) -> Any:
        """The next line."""
        assert self._process.stdout is not None
        async with asyncio.timeout(LONGEST):
            line = await self._process.stdout.readline()
        if not line:
            raise WrongAnswers("a process ended in the middle of its work")
        return json.loads(line)


@asynccontextmanager
async def obedient(module: str, *arguments: str) -> AsyncIterator[Obedient]:
    """A process of ours that is ready; it ends with the block, when its input does."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LONGEST_LINE,
    )
    it = Obedient(process)
    try:
        await it.answer()
        yield it
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            process.kill()
            await process.wait()
