"""`GET /healthz`: for people and scripts; probes use `/livez` and `/readyz` of each process."""

from fastapi import APIRouter, Response
from foyer_shared.http.models import Answer
from sqlalchemy.exc import SQLAlchemyError

from foyer_portal_bff.api.portal import Portal, PortalHere
from foyer_portal_bff.storage.reading import reading, select_one

router = APIRouter()


class HealthAnswer(Answer):
    """Whether each service is ready, and so all of them."""

    ready: bool
    services: dict[str, bool]


@router.get("/healthz")
async def get_health(response: Response, portal: PortalHere) -> HealthAnswer:
    """200 when all is ready, else 503."""
    services = {"portal-bff": await _database_answers(portal), **await portal.readiness.of_services()}
    ready = all(services.values())
    if not ready:
        response.status_code = 503
    return HealthAnswer(ready=ready, services=services)


async def _database_answers(portal: Portal) -> bool:
    try:
        async with reading(portal.database) as connection:
            await select_one(connection)
    except (OSError, SQLAlchemyError, TimeoutError):
        return False
    return True
