"""Passkeys, on the pages and for programs: added, used, renamed, removed, and attacked."""

import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import cbor2
import httpx
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.passkey import MOST_PASSKEYS, Passkey
from foyer_portal_bff.storage.passkeys import Passkeys
from foyer_portal_bff.storage.rows import PasskeyChallengeRow, PasskeyRow, SessionRow
from foyer_portal_bff.use_cases.forget_customer import forget_customer
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import select, update
from sqlmodel import col
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

SECURITY = "/settings/security"
ADD = f"{SECURITY}/passkeys/add"
OPTIONS, SIGN_IN = "/api/sign-in/passkey/options", "/api/sign-in/passkey"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40

Sent = Callable[[str], list[Any]]


@dataclass
class Authenticator:
    """A device with one passkey, as a browser would speak for it."""

    origin: str = "http://localhost"
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: bytes = b""
    count: int = 0

    def create(self, options: dict[str, Any], *, flags: int = PRESENT | VERIFIED) -> dict[str, Any]:
        """The answer to what a passkey is made of."""
        self.handle = base64url_to_bytes(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + public
        data = self._data(options["rp"]["id"], flags | ATTESTED) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options["challenge"])
        return self._answer(clientDataJSON=client, attestationObject=attestation)

    def get(
        self, options: dict[str, Any], *, flags: int = PRESENT | VERIFIED, handle: bytes | None = None
    ) -> dict[str, Any]:
        """The answer to what is asked at a sign-in."""
        self.count += 1
        client, data = (
            self._client("webauthn.get", options["challenge"]),
            self._data(options["rpId"], flags),
        )
        signed = data + hashlib.sha256(client).digest()
        return self._answer(
            clientDataJSON=client,
            authenticatorData=data,
            signature=self.key.sign(signed, ec.ECDSA(SHA256())),
            userHandle=self.handle if handle is None else handle,
        )

    def _data(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response: bytes) -> dict[str, Any]:
        name = bytes_to_base64url(self.credential)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": {part: bytes_to_base64url(value) for part, value in response.items()},
            "clientExtensionResults": {},
        }


@pytest.fixture
def sent(empty: Any) -> Sent:
    """What the portal asked notifications to send so far, of one message."""
    empty.answer("notifications", "POST /internal/messages", {"message": "m", "state": "queued"}, status=202)
    return lambda message: [
        call.body
        for call in empty.of("notifications")
        if call.path == "/internal/messages" and call.body["message"] == message
    ]


@pytest.fixture
def kept(database: Database) -> Callable[[], Awaitable[list[Passkey]]]:
    """Reads all passkeys."""

    async def read() -> list[Passkey]:
        async with database.session() as session:
            return [Passkey(**row.model_dump()) for row in await session.scalars(select(PasskeyRow))]

    return read


@pytest_asyncio.fixture
async def device(database: Database, ada_login: str) -> Authenticator:
    """A device with a passkey of Ada's."""
    device = Authenticator()
    proof = device.create(
        {"user": {"id": bytes_to_base64url(ada_login.encode())}, "rp": {"id": "localhost"}, "challenge": ""}
    )
    data = cbor2.loads(base64url_to_bytes(proof["response"]["attestationObject"]))["authData"]
    async with database.session() as session:
        await Passkeys(session).add(
            Passkey(
                id="psk_1",
                business_id=NORTHWIND,
                login_id=ada_login,
                host="localhost",
                credential_id=proof["id"],
                public_key=bytes_to_base64url(data[37 + 18 + len(device.credential) :]),
                sign_count=0,
                name="Phone",
                created_at=real_now(),
            )
        )
    return device


async def _options(client: httpx.AsyncClient) -> dict[str, Any]:
    answer = await client.post(OPTIONS)
    assert answer.status_code == 200
    options: dict[str, Any] = answer.json()
    return options


async def _sign_in(client: httpx.AsyncClient, credential: dict[str, Any]) -> httpx.Response:
    return await client.post(SIGN_IN, json={"credential": credential})


async def _refused(client: httpx.AsyncClient, credential: dict[str, Any]) -> None:
    answer = await _sign_in(client, credential)
    assert (answer.status_code, answer.json()["code"]) == (422, "passkey_not_valid")
    assert "set-cookie" not in answer.headers


async def _begin(client: httpx.AsyncClient, sent: Sent) -> dict[str, Any]:
    assert (await client.post("/api/passkeys/code")).status_code == 202
    code = sent("confirmation_code")[-1]["values"]["code"]
    answer = await client.post("/api/passkeys/options", json={"code": code})
    assert answer.status_code == 200
    options: dict[str, Any] = answer.json()
    return options


async def test_a_passkey_is_added_with_a_fresh_code_and_signs_in(
    ada_client: Any, visitor: Any, client_at: Any, sent: Sent, database: Database, kept: Any, ada_login: str
) -> None:
    device = Authenticator()
    options = await _begin(ada_client, sent)
    assert sent("confirmation_code")[0]["values"]["action"] == "passkey"
    assert (options["rp"], options["user"]["name"]) == (
        {"id": "localhost", "name": "Northwind"},
        "ada@example.com",
    )
    assert options["authenticatorSelection"]["userVerification"] == "required"
    body = {"name": " Phone ", "credential": device.create(options)}
    added = await ada_client.post("/api/passkeys", json=body)
    assert (added.status_code, added.json()["name"], added.json()["host"]) == (201, "Phone", "localhost")
    listed = (await ada_client.get("/api/passkeys")).json()["data"]
    assert listed == [added.json()]
    (mail,) = sent("login_changed")
    assert (mail["to"], mail["values"]["change"]) == ("ada@example.com", "passkey_added")

    asked = await _options(visitor)
    assert (asked["rpId"], asked["userVerification"], asked["allowCredentials"]) == (
        "localhost",
        "required",
        [],
    )
    opened = await _sign_in(visitor, device.get(asked))
    assert opened.status_code == 200
    home = (await client_at(opened.json()["token"]).get("/api/home")).json()
    assert home["customer"]["id"] == ADA
    (passkey,) = await kept()
    assert (passkey.sign_count, passkey.login_id, passkey.last_used_at is None) == (1, ada_login, False)
    told = [(event.type, event.customerid) for event in await announced(database)]
    assert told == [("login.passkey_added", ADA), ("login.recognized", ADA)]


async def test_the_pages_add_rename_and_remove(
    browser: Any, visitor_browser: Any, sent: Sent, kept: Any
) -> None:
    device = Authenticator()
    page = await browser.post(ADD, (await browser.get(ADD)).form(ADD), status=200)
    code = sent("confirmation_code")[0]["values"]["code"]
    wrong = {**page.form(f"{ADD}/code"), "code": f"{(int(code) + 1) % 1_000_000:06d}"}
    assert "This code is not right" in (await browser.post(f"{ADD}/code", wrong, status=422)).text()
    page = await browser.post(f"{ADD}/code", {**page.form(f"{ADD}/code"), "code": code}, status=200)
    (form,) = [each for each in page.all("form") if each.get("data-passkey") == "create"]
    proof = json.dumps(device.create(json.loads(str(form.get("data-options")))))
    typed = page.form(f"{ADD}/passkey")
    assert typed["name"] == "a program"
    typed = {**typed, "credential": proof, "name": "O'Phone"}
    assert await browser.send(f"{ADD}/passkey", typed) == SECURITY
    page = await browser.get(SECURITY)
    assert "Your passkey is added." in page.text()
    assert "O'Phone" in page.text()

    (passkey,) = await kept()
    one = f"{SECURITY}/passkeys/{passkey.id}"
    form = (await browser.get(one)).form(one)
    refused = await browser.post(one, {**form, "name": " "}, status=422)
    assert "Give it a name of 1 to 60 characters." in refused.text()
    assert await browser.send(one, {**form, "name": "Key"}) == SECURITY
    assert [each.name for each in await kept()] == ["Key"]

    page = await visitor_browser.get("/sign-in?next=/invoices")
    asked = await _options(visitor_browser.client)
    sign_in = {**page.form("/sign-in/passkey"), "credential": json.dumps(device.get(asked))}
    assert await visitor_browser.send("/sign-in/passkey", sign_in) == "/invoices"

    page = await browser.post(f"{one}/remove", (await browser.get(one)).form(f"{one}/remove"), status=200)
    code = sent("confirmation_code")[-1]["values"]["code"]
    form = page.form(f"{one}/remove/code")
    again = await browser.post(f"{one}/remove/code", {**form, "code": "12"}, status=422)
    assert "Enter the six digits from the mail." in again.text()
    assert await browser.send(f"{one}/remove/code", {**form, "code": code}) == SECURITY
    assert "The passkey is removed." in (await browser.get(SECURITY)).text()
    assert await kept() == []
    assert [each["values"]["change"] for each in sent("login_changed")] == [
        "passkey_added",
        "passkey_removed",
    ]
    await _refused(visitor_browser.client, device.get(await _options(visitor_browser.client)))


async def test_a_challenge_is_good_once(visitor: Any, device: Authenticator, kept: Any) -> None:
    asked = await _options(visitor)
    proof = device.get(asked)
    assert (await _sign_in(visitor, proof)).status_code == 200
    await _refused(visitor, proof)
    await _refused(visitor, device.get(asked))
    assert (await kept())[0].sign_count == 1


async def test_a_challenge_that_was_answered_wrong_is_used_up(visitor: Any, device: Authenticator) -> None:
    asked = await _options(visitor)
    await _refused(visitor, device.get(asked, flags=PRESENT))
    await _refused(visitor, device.get(asked))


async def test_a_challenge_is_good_for_five_minutes(
    visitor: Any, device: Authenticator, database: Database
) -> None:
    asked = await _options(visitor)
    async with database.session() as session:
        late = col(PasskeyChallengeRow.expires_at) - timedelta(minutes=5)
        await session.execute(update(PasskeyChallengeRow).values(expires_at=late))
    await _refused(visitor, device.get(asked))


@pytest.mark.parametrize("challenge", ["", "bm90IG91cnM"])
async def test_a_challenge_that_is_not_ours_is_refused(
    visitor: Any, device: Authenticator, challenge: str
) -> None:
    await _refused(visitor, device.get({"challenge": challenge, "rpId": "localhost"}))


async def test_its_user_is_verified_and_is_the_one_it_was_made_for(
    visitor: Any, device: Authenticator, kept: Any, database: Database
) -> None:
    await _refused(visitor, device.get(await _options(visitor), flags=PRESENT))
    await _refused(visitor, device.get(await _options(visitor), handle=b"lgn_another"))
    await _refused(visitor, device.get(await _options(visitor), handle=b""))
    thief = Authenticator(credential=device.credential, handle=device.handle)
    await _refused(visitor, thief.get(await _options(visitor)))
    await _refused(visitor, Authenticator(handle=device.handle).get(await _options(visitor)))
    assert (await kept())[0].last_used_at is None
    async with database.session() as session:
        assert list(await session.scalars(select(SessionRow))) == []


async def test_a_counter_that_goes_back_is_a_copy(visitor: Any, device: Authenticator, kept: Any) -> None:
    device.count = 7
    assert (await _sign_in(visitor, device.get(await _options(visitor)))).status_code == 200
    device.count = 6
    await _refused(visitor, device.get(await _options(visitor)))
    device.count = 7
    await _refused(visitor, device.get(await _options(visitor)))
    assert (await kept())[0].sign_count == 8


async def test_a_page_of_another_host_gets_no_answer_that_is_good_here(
    visitor: Any, device: Authenticator
) -> None:
    device.origin = "https://evil.example"
    await _refused(visitor, device.get(await _options(visitor)))
    device.origin = "http://localhost"
    await _refused(visitor, device.get({**await _options(visitor), "rpId": "evil.example"}))


async def test_it_works_at_the_host_where_it_was_made_alone(
    client_at: Any, contoso: Business, device: Authenticator
) -> None:
    elsewhere = client_at(url="http://127.0.0.1")
    device.origin = "http://127.0.0.1"
    await _refused(elsewhere, device.get(await _options(elsewhere)))
    await _refused(elsewhere, device.get({**await _options(elsewhere), "rpId": "localhost"}))
    other = client_at(url="https://contoso.localhost")
    device.origin = "https://contoso.localhost"
    await _refused(other, device.get(await _options(other)))
    device.origin = "http://localhost"
    asked = await _options(other)
    await _refused(client_at(), device.get({**asked, "rpId": "localhost"}))


async def test_a_challenge_to_sign_in_adds_nothing_and_the_other_way_round(
    ada_client: Any, visitor: Any, client_at: Any, token_of: Any, sent: Sent, device: Authenticator, kept: Any
) -> None:
    options = await _begin(ada_client, sent)
    await _refused(visitor, device.get({"challenge": options["challenge"], "rpId": "localhost"}))
    other = client_at(await token_of(request_id="req_2"))
    for client, challenge in (
        (ada_client, (await _options(visitor))["challenge"]),
        (other, options["challenge"]),
    ):
        proof = Authenticator().create({**options, "challenge": challenge})
        answer = await client.post("/api/passkeys", json={"name": "Phone", "credential": proof})
        assert (answer.status_code, answer.json()["code"]) == (422, "passkey_not_valid")
    unverified = Authenticator().create(options, flags=PRESENT)
    answer = await ada_client.post("/api/passkeys", json={"name": "Phone", "credential": unverified})
    assert (answer.status_code, answer.json()["code"]) == (422, "passkey_not_valid")
    assert len(await kept()) == 1


async def test_a_passkey_that_is_there_is_not_added_again(
    ada_client: Any, sent: Sent, device: Authenticator, kept: Any
) -> None:
    options = await _begin(ada_client, sent)
    assert [each["id"] for each in options["excludeCredentials"]] == [bytes_to_base64url(device.credential)]
    body = {"name": "Again", "credential": device.create(options)}
    answer = await ada_client.post("/api/passkeys", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "passkey_not_valid")
    assert [each.name for each in await kept()] == ["Phone"]


@pytest.mark.parametrize(
    "credential", [{}, {"response": {"clientDataJSON": "e30"}}, {"id": 1, "response": None}]
)
async def test_what_is_no_credential_is_refused(visitor: Any, ada: Any, credential: dict[str, Any]) -> None:
    await _refused(visitor, credential)


@pytest.mark.parametrize("credential", ["", "{", "[]", "{}"])
async def test_a_form_without_one_shows_the_other_ways(
    visitor_browser: Any, ada: Any, credential: str
) -> None:
    form = (await visitor_browser.get("/sign-in")).form("/sign-in/passkey")
    page = await visitor_browser.post("/sign-in/passkey", {**form, "credential": credential}, status=422)
    assert "This passkey does not work here." in page.text()
    assert page.form("/sign-in")["email"] == ""


async def test_another_login_neither_sees_nor_changes_it(
    client_at: Any, token_of: Any, add_member: Any, device: Authenticator, kept: Any, sent: Sent
) -> None:
    other = client_at(await token_of(await add_member("owner"), request_id="req_2"))
    assert (await other.get("/api/passkeys")).json()["data"] == []
    for answer in (
        await other.patch("/api/passkeys/psk_1", json={"name": "Mine"}),
        await other.post("/api/passkeys/psk_1/code"),
        await other.delete("/api/passkeys/psk_1", headers={"Confirmation-Code": "123456"}),
        await other.get(f"{SECURITY}/passkeys/psk_1"),
    ):
        assert answer.status_code == 404
    assert [each.name for each in await kept()] == ["Phone"]
    assert sent("confirmation_code") == []


async def test_a_code_for_something_else_removes_nothing(
    ada_client: Any, sent: Sent, device: Authenticator, kept: Any
) -> None:
    await ada_client.post("/api/passkeys/code")
    code = sent("confirmation_code")[-1]["values"]["code"]
    answer = await ada_client.delete("/api/passkeys/psk_1", headers={"Confirmation-Code": code})
    assert (answer.status_code, answer.json()["code"]) == (422, "code_not_valid")
    answer = await ada_client.post(
        "/api/passkeys/options", json={"code": "000000" if code != "000000" else "1" * 6}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "code_not_valid")
    assert len(await kept()) == 1


async def test_programs_remove_one_with_a_code_for_it(
    ada_client: Any, sent: Sent, device: Authenticator, kept: Any, database: Database
) -> None:
    renamed = await ada_client.patch("/api/passkeys/psk_1", json={"name": "Tablet"})
    assert (renamed.status_code, renamed.json()["name"]) == (200, "Tablet")
    await ada_client.post("/api/passkeys/psk_1/code")
    code = sent("confirmation_code")[-1]["values"]["code"]
    answer = await ada_client.delete("/api/passkeys/psk_1", headers={"Confirmation-Code": code})
    assert answer.status_code == 204
    assert await kept() == []
    assert [event.type for event in await announced(database)] == ["login.passkey_removed"]


async def test_there_can_be_ten(
    ada_client: Any, browser: Any, sent: Sent, device: Authenticator, database: Database, kept: Any
) -> None:
    (first,) = await kept()
    async with database.session() as session:
        for number in range(2, MOST_PASSKEYS + 1):
            more = replace(first, id=f"psk_{number}", credential_id=f"credential {number}")
            await Passkeys(session).add(more)
    await ada_client.post("/api/passkeys/code")
    code = sent("confirmation_code")[-1]["values"]["code"]
    answer = await ada_client.post("/api/passkeys/options", json={"code": code})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_passkeys")
    assert ADD not in (await browser.get(SECURITY)).links()


async def test_passkeys_go_with_their_login(database: Database, device: Authenticator, kept: Any) -> None:
    async with database.work(an_origin()) as work:
        await forget_customer(work, ADA, at=real_now())
    assert await kept() == []
