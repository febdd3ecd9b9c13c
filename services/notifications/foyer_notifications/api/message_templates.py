"""A business's own words for messages: what there is to word, how it would look, and Foyer's own again."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from foyer_shared.basics.money import Money
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Answer, Body, showing
from foyer_shared.storage.work import Work
from pydantic import Field

from foyer_notifications.domain.catalogue import CATALOGUE, Category, MessageKind
from foyer_notifications.domain.languages import TRANSLATED
from foyer_notifications.domain.own_text import (
    LONGEST_BODY,
    LONGEST_SUBJECT,
    OwnText,
    ValueKind,
    own_text_kind,
)
from foyer_notifications.gateways.mail_templates import mail_templates
from foyer_notifications.gateways.own_words import check_own_text, values_of
from foyer_notifications.storage.businesses import Businesses
from foyer_notifications.storage.own_texts import OwnTexts
from foyer_notifications.use_cases.word_message import word_message

router = APIRouter(prefix="/v1/message-templates")

Key = Annotated[str, Path(max_length=64)]
Language = Annotated[str, Path(max_length=35)]


class MessageTemplateAnswer(Answer):
    """A message that can be worded. `values` are what its text may show, by name; `own` says in which
    languages the business has words of its own. Those of a mandatory message come before Foyer's.
    """

    key: str
    category: Category
    mandatory: bool
    languages: list[str]
    own: list[str]
    values: dict[str, ValueKind]


class MessageTemplatesAnswer(Answer):
    """All of them."""

    data: list[MessageTemplateAnswer]


class OwnTextBody(Body):
    """The words: text in which `{{ number }}`, `{{ open | money }}`, `{{ due_on | day }}` show values, and
    `{% if … %}` chooses. Paragraphs of the body are divided by empty lines.
    """

    model_config = showing(
        {
            "subject": "{{ business_name }}: invoice {{ number }} is overdue",
            "body": "Dear {{ customer_name }},\n\nplease pay {{ open | money }} soon.",
        }
    )

    subject: str = Field(min_length=1, max_length=LONGEST_SUBJECT)
    body: str = Field(min_length=1, max_length=LONGEST_BODY)


class OwnTextAnswer(Answer):
    """A message in one language; without words of the business's own, `subject` and `body` are null."""

    key: str
    language: str
    subject: str | None
    body: str | None
    values: dict[str, ValueKind]
    changed_at: datetime | None


class PreviewAnswer(Answer):
    """How the mail would look, with values that are no customer's."""

    subject: str
    text: str
    html: str


@router.get("")
async def list_templates(
    door: Annotated[Door, Depends(business_door("notifications:read"))],
) -> MessageTemplatesAnswer:
    """Every message that the business can word."""
    async with door.reading() as work:
        own = await OwnTexts(work.session).all(work.scope)
    return MessageTemplatesAnswer(
        data=[
            MessageTemplateAnswer(
                key=kind.key,
                category=kind.category,
                mandatory=kind.mandatory,
                languages=sorted(TRANSLATED),
                own=sorted(one.language for one in own if one.key == kind.key),
                values=values_of(kind.key),
            )
            for kind in CATALOGUE.values()
            if not kind.confidential
        ]
    )


@router.get("/{key}/{language}")
async def get_template(
    key: Key, language: Language, door: Annotated[Door, Depends(business_door("notifications:read"))]
) -> OwnTextAnswer:
    """The business's words for one, and what they may show."""
    kind = own_text_kind(key, language)
    async with door.reading() as work:
        own = await OwnTexts(work.session).find(work.scope, key, language)
    return _answer(kind, language, own)


@router.put("/{key}/{language}", response_model=OwnTextAnswer)
async def put_template(
    key: Key,
    language: Language,
    body: OwnTextBody,
    door: Annotated[Door, Depends(business_door("notifications:write"))],
) -> Response:
    """Word it, from the next mail on."""

    async def effect(work: Work) -> OwnTextAnswer:
        kind = own_text_kind(key, language)
        own = _own(work, kind, language, body)
        await word_message(work, own)
        return _answer(kind, language, own)

    return await door.once(effect)


@router.delete("/{key}/{language}", response_model=OwnTextAnswer)
async def reset_template(
    key: Key, language: Language, door: Annotated[Door, Depends(business_door("notifications:write"))]
) -> Response:
    """Foyer's own words again."""

    async def effect(work: Work) -> OwnTextAnswer:
        kind = own_text_kind(key, language)
        await OwnTexts(work.session).remove(work.scope, key, language)
        return _answer(kind, language, None)

    return await door.once(effect)


@router.post("/{key}/{language}/preview")
async def preview_template(
    key: Key,
    language: Language,
    body: OwnTextBody,
    door: Annotated[Door, Depends(business_door("notifications:write"))],
) -> PreviewAnswer:
    """How the mail would look; nothing is kept."""
    kind = own_text_kind(key, language)
    async with door.reading() as work:
        own = _own(work, kind, language, body)
        business = await Businesses(work.session).get(work.scope)
    own_name = {"business_name": business.name}
    check_own_text(own)
    values = {name: _example(name, shown) for name, shown in values_of(kind.key).items()} | own_name
    content = mail_templates().preview(kind, own, business=business, values=values)
    return PreviewAnswer(subject=content.subject, text=content.text, html=content.html)


def _own(work: Work, kind: MessageKind, language: str, body: OwnTextBody) -> OwnText:
    return OwnText(
        business_id=work.scope.business_id,
        key=kind.key,
        language=language,
        subject=body.subject,
        body=body.body,
        changed_at=work.now,
    )


def _example(name: str, kind: ValueKind) -> Any:
    if kind is ValueKind.MONEY:
        return Money(2900, "EUR")
    return f"[{name}]" if kind is ValueKind.TEXT else datetime(2026, 3, 1, 9, tzinfo=UTC)


def _answer(kind: MessageKind, language: str, own: OwnText | None) -> OwnTextAnswer:
    return OwnTextAnswer(
        key=kind.key,
        language=language,
        subject=own.subject if own else None,
        body=own.body if own else None,
        values=values_of(kind.key),
        changed_at=own.changed_at if own else None,
    )
