"""What a door began in its transaction, to be gone on with after that."""

import json

from fastapi.responses import JSONResponse


def id_of(answer: JSONResponse) -> str:
    """Of what was begun, now or by an earlier call with the same key."""
    begun: str = json.loads(bytes(answer.body))["id"]
    return begun
