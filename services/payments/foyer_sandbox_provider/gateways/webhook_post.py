"""Hands webhooks in, signed as the Standard Webhooks specification says."""

import json
from datetime import datetime

import httpx
from foyer_shared.http.trust import trusted
from standardwebhooks import Webhook

TIMEOUT = httpx.Timeout(10, connect=2)


class WebhookPost:
    """Posts to `<url>/webhooks/sandbox/<account>`; the connections are shared."""

    def __init__(self, url: str, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._http = httpx.AsyncClient(
            base_url=url, timeout=TIMEOUT, transport=transport, trust_env=False, verify=trusted()
        )

    async def hand_in(
        self, *, account_id: str, secret: str, notice_id: str, about: str, provided_id: str, now: datetime
    ) -> bool:
        """Whether it was taken."""
        body = json.dumps({"type": f"{about}.changed", "data": {"id": provided_id}})
        headers = {
            "content-type": "application/json",
            "webhook-id": notice_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(secret).sign(notice_id, now, body),
        }
        try:
            answer = await self._http.post(f"/webhooks/sandbox/{account_id}", content=body, headers=headers)
        except httpx.HTTPError:
            return False
        return answer.is_success

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()
