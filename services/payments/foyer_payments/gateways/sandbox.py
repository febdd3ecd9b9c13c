"""The sandbox provider, over HTTP as any other: docs/sandbox-payments.md says what its test cards do."""

import hmac
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, get_args

import httpx
from foyer_shared.basics.clock import to_rfc3339
from foyer_shared.http.trust import trusted
from standardwebhooks import Webhook

from foyer_payments.domain.provided import Charged, Notice, Refunded, SetUp
from foyer_payments.gateways.provider import (
    ChargeOrder,
    NoticeRefused,
    ProviderAway,
    ProviderRefused,
    RefundOrder,
    SetupOrder,
)
from foyer_payments.gateways.sandbox_pictures import charged, refunded, set_up

TIMEOUT = httpx.Timeout(10, connect=2, pool=5)
TOLERANCE = timedelta(minutes=5)
"""How old, or early, a webhook may be: as Standard Webhooks has it."""

Said = TypeVar("Said", Charged, Refunded, SetUp)

_ABOUT = {f"{about}.changed": about for about in get_args(Notice.__annotations__["about"])}


@dataclass(frozen=True, slots=True)
class SandboxAccount:
    """A business at the sandbox; the provider learns of it with its first call."""

    id: str
    """Foyer's own, at the end of the address of its webhooks."""
    api_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)


class SandboxProvider:
    """One account at the provider that answers below `url`, such as `http://127.0.0.1:8103`."""

    def __init__(
        self, url: str, account: SandboxAccount, *, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account = account
        self._http = httpx.AsyncClient(
            base_url=f"{url.rstrip('/')}/sandbox/api/v1",
            headers={"Authorization": f"Bearer {account.api_key}"},
            timeout=TIMEOUT,
            transport=transport,
            trust_env=False,
            verify=trusted(),
        )

    async def set_up(self, order: SetupOrder) -> SetUp:
        """Begin adding a method, or find the setup that this key began."""
        said = {
            "customer_id": order.customer_id,
            "kinds": order.kinds,
            "return_url": order.return_url,
            "language": order.language,
            "holder": order.holder,
            "amends": order.amends,
        }
        return _read(set_up, await self._call("POST", "/setups", json=said, key=order.key))

    async def read_setup(self, provided_id: str) -> SetUp:
        """How far it is."""
        return _read(set_up, await self._call("GET", f"/setups/{provided_id}"))

    async def charge(self, order: ChargeOrder) -> Charged:
        """Begin a payment, or find the one that this key began."""
        said = {
            "customer_id": order.customer_id,
            "amount": {"amount": order.amount.amount, "currency": order.amount.currency},
            "description": order.description,
            "token": order.token,
            "on_session": order.on_session,
            "kinds": order.kinds,
            "save": order.save,
            "return_url": order.return_url,
            "language": order.language,
        }
        return _read(charged, await self._call("POST", "/charges", json=said, key=order.key))

    async def read_charge(self, provided_id: str) -> Charged:
        """All that is known of it."""
        return _read(charged, await self._call("GET", f"/charges/{provided_id}"))

    async def cancel_charge(self, provided_id: str) -> Charged:
        """Nobody may finish it any more, if that was in time."""
        return _read(charged, await self._call("POST", f"/charges/{provided_id}/cancel"))

    async def refund(self, order: RefundOrder) -> Refunded:
        """Give back, or find what this key gave back."""
        said = {
            "charge_id": order.charge_id,
            "amount": {"amount": order.amount.amount, "currency": order.amount.currency},
        }
        return _read(refunded, await self._call("POST", "/refunds", json=said, key=order.key))

    async def forget_method(self, token: str) -> None:
        """It is not charged any more."""
        await self._call("DELETE", f"/methods/{token}")

    async def charges(self, since: datetime, until: datetime) -> AsyncIterator[Charged]:
        """What was begun from `since` to before `until`, the oldest first."""
        params = {"since": to_rfc3339(since), "until": to_rfc3339(until)}
        while True:
            page = await self._call("GET", "/charges", params=params)
            for each in page["data"]:
                yield _read(charged, each)
            if page["next_after"] is None:
                return
            params["after"] = page["next_after"]

    def read_notices(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Sequence[Notice]:
        """The one notice of a webhook; raises NoticeRefused: `unsigned`, `bad_signature`, `too_old`,
        `unreadable`.
        """
        named = {name.lower(): text for name, text in headers.items()}
        notice_id, signed_at = named.get("webhook-id"), _moment(named.get("webhook-timestamp"))
        if not notice_id or signed_at is None:
            raise NoticeRefused("unsigned")
        try:
            text = body.decode()
        except UnicodeDecodeError:
            raise NoticeRefused("unreadable") from None
        expected = Webhook(self._account.webhook_secret).sign(notice_id, signed_at, text)
        signatures = named.get("webhook-signature", "").split()
        if not any(hmac.compare_digest(expected.encode(), given.encode()) for given in signatures):
            raise NoticeRefused("bad_signature")
        if abs(now - signed_at) > TOLERANCE:
            raise NoticeRefused("too_old")
        return [_notice(notice_id, text)]

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    async def _call(
        self, method: str, path: str, *, json: Any = None, params: Any = None, key: str | None = None
    ) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        answer = await self._send(method, path, json=json, params=params, headers=headers)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            await self._introduce()
            answer = await self._send(method, path, json=json, params=params, headers=headers)
        return _document(answer)

    async def _introduce(self) -> None:
        """The provider does not know this account yet, or no more: a sandbox may be emptied."""
        said = {"id": self._account.id, "webhook_secret": self._account.webhook_secret}
        _document(await self._send("PUT", "/account", json=said))

    async def _send(self, method: str, path: str, **content: Any) -> httpx.Response:
        try:
            return await self._http.request(method, path, **content)
        except httpx.HTTPError as failure:
            raise ProviderAway(type(failure).__name__) from failure


def _document(answer: httpx.Response) -> Any:
    if answer.is_server_error or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise ProviderAway(str(answer.status_code))
    try:
        said = answer.json()
    except ValueError:
        raise ProviderAway("unreadable") from None
    if answer.is_success:
        return said
    code = said.get("code") if isinstance(said, dict) else None
    raise ProviderRefused(code if isinstance(code, str) else str(answer.status_code))


def _read(read: Callable[[dict[str, Any]], Said], said: dict[str, Any]) -> Said:
    """What is no picture does not say whether it was done."""
    try:
        return read(said)
    except (KeyError, TypeError, ValueError):
        raise ProviderAway("unreadable") from None


def _moment(seconds: str | None) -> datetime | None:
    if seconds is None or not seconds.isdecimal() or len(seconds) > 11:  # noqa: PLR2004  Until the year 5000.
        return None
    return datetime.fromtimestamp(int(seconds), UTC)


def _notice(notice_id: str, text: str) -> Notice:
    try:
        match json.loads(text):
            case {"type": str(kind), "data": {"id": str(provided_id)}}:
                return Notice(notice_id, _ABOUT[kind], provided_id)
    except (ValueError, KeyError):
        pass
    raise NoticeRefused("unreadable")
