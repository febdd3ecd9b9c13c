"""What every page function is handed: who reads, and how to answer."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from foyer_shared.basics.clock import real_now
from foyer_shared.http.callers import Caller

from foyer_portal_bff.api.cookies import cookie_name, forget_cookie, set_cookie
from foyer_portal_bff.api.portal import Portal, PortalHere
from foyer_portal_bff.api.session import OnPage
from foyer_portal_bff.api.unattended import is_fragment
from foyer_portal_bff.api.visitor import Visitor, VisitorHere, remember_visitor
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.portal_configuration import Switch
from foyer_portal_bff.domain.signed_in import SignedIn, may
from foyer_portal_bff.domain.switched_doors import opens
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.notifications import SeenAnnouncement
from foyer_portal_bff.pages.look import Look
from foyer_portal_bff.use_cases.read_picture import Picture, read_picture
from foyer_portal_bff.views.announcements import unread_announcements
from foyer_portal_bff.views.empty_entries import empty_entries
from foyer_portal_bff.views.flashes import flash_text
from foyer_portal_bff.views.languages import choose_language
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.shell import Shell, signed_in_shell, visitor_shell, with_attention

FLASH = "foyer_flash"
_SHOWN = ("subscriptions", "invoicing", "support", "notifications")
"""The parts of the picture that stand on home, in the navigation and in the sidebar."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A login at a page."""

    request: Request
    portal: Portal
    who: SignedIn
    reader: Reader

    @property
    def caller(self) -> Caller:
        """In whose name services are called."""
        return customer_caller(self.who)

    @property
    def login(self) -> str:
        """Who reads, as services name them."""
        return str(self.caller.actor)

    def may(self, scope: str) -> bool:
        """Whether the login's role gives the scope."""
        return may(self.who, scope)

    def opens(self, path: str) -> bool:
        """Whether a page is there, for a link that may lead to it."""
        return opens(path, self.who.configuration.closed)

    async def picture(self, *more: str) -> Picture:
        """What pages show of the customer's picture, and `more` services' parts; one query when nothing has
        changed.
        """
        return await read_picture(self.portal.database, self.portal.services, self.who, of={*_SHOWN, *more})

    def announced(self, picture: Picture) -> tuple[SeenAnnouncement, ...]:
        """What the business announces; nothing where that is switched off."""
        part = picture.notifications.part if picture.notifications else None
        return part.announcements if part and self.who.configuration.has(Switch.ANNOUNCEMENTS) else ()

    async def show(
        self,
        template: str,
        page: Hashable,
        *,
        status: int = 200,
        picture: Picture | None = None,
        often: bool = False,
    ) -> Response:
        """The whole page in its frame; `often`: people come back to it, and it has no form with a key."""
        if self.who.task:
            path, nonce = self.request.url.path, self.request.state.nonce
            alone = signed_in_shell(self.who, self.reader, path=path, nonce=nonce)
            return rendered(self.request, self.reader, template, alone, page, status=status)
        seen = picture or await self.picture()
        owed = seen.invoicing.part if seen.invoicing else None
        runs = seen.subscriptions.part if seen.subscriptions else None
        only_blocks = is_fragment(self.request)
        # What was done is said to its reader, not to a page that looks for itself.
        name = "" if only_blocks else self.request.cookies.get(cookie_name(self.request, FLASH), "")
        shell = with_attention(
            replace(
                signed_in_shell(
                    self.who,
                    self.reader,
                    path=self.request.url.path,
                    nonce=self.request.state.nonce,
                    flash=flash_text(name, self.reader),
                    without=empty_entries(runs, owed),
                    unread=unread_announcements(self.announced(seen), self.login, self.reader),
                ),
                is_live=self.request.method == "GET",
                is_fragment=only_blocks,
            ),
            self.reader,
            invoices=owed.open_invoices if owed else (),
            cases=owed.collection_cases if owed else (),
            tickets=seen.support.part.open_tickets if seen.support and seen.support.part else (),
            is_old=any(part is not None and not part.fresh for part in (seen.invoicing, seen.support)),
        )
        look: Look = self.request.app.state.look
        make = look.page_again if often else look.page
        answer = HTMLResponse(make(self.reader.language, template, shell, page), status)
        if name:
            forget_cookie(self.request, answer, FLASH)
        return answer

    def fragment(self, template: str, block: str, page: object) -> Response:
        """One block of a page, for a page that is open already."""
        look: Look = self.request.app.state.look
        return HTMLResponse(look.block(self.reader.language, template, block, page))

    def see_other(self, location: str, *, flash: str = "") -> Response:
        """On to another page after a form; the next page says what was done."""
        answer: Response
        if self.request.headers.get("hx-request"):
            answer = Response(status_code=204, headers={"HX-Redirect": location})
        else:
            answer = RedirectResponse(location, 303)
        if flash:
            set_cookie(self.request, answer, FLASH, flash)
        return answer

    async def lead_on(self, address: str, template: str, page: Hashable) -> Response:
        """On to a provider's page after a form. Browsers hold a redirect after a form, and each that follows
        it, such as to a bank, to `form-action`: to another host the page leads on by itself, or by its link.
        """
        is_here = urlsplit(address).netloc == self.request.headers.get("host")
        if is_here or self.request.headers.get("hx-request"):
            return self.see_other(address)
        answer = await self.show(template, page)
        answer.headers["Refresh"] = f"0; url={address}"
        return answer


@dataclass(frozen=True, slots=True)
class VisitorDesk:
    """A visitor at a page."""

    request: Request
    portal: Portal
    visitor: Visitor
    reader: Reader

    def opens(self, path: str) -> bool:
        """Whether a page is there, for a link that may lead to it."""
        return opens(path, self.visitor.configuration.closed)

    def show(self, template: str, page: object, *, status: int = 200) -> Response:
        """The whole page, and the cookie that its forms are bound to."""
        shell = visitor_shell(
            self.visitor.business,
            self.reader,
            path=self.request.url.path,
            nonce=self.request.state.nonce,
            csrf_token=self.visitor.csrf_token,
            configuration=self.visitor.configuration,
        )
        answer = rendered(self.request, self.reader, template, shell, page, status=status)
        remember_visitor(self.request, answer, self.visitor)
        return answer


def may_pay(desk: Desk, picture: Picture) -> bool:
    """Whether the login's role allows it, and the business has a provider to pay by."""
    part = picture.payments.part if picture.payments else None
    return desk.may("payments:write") and part is not None and part.can_pay


def rendered(
    request: Request, reader: Reader, template: str, shell: Shell, page: object, *, status: int
) -> Response:
    """A page in its frame."""
    look: Look = request.app.state.look
    return HTMLResponse(look.page(reader.language, template, shell, page), status)


def reader_of(
    request: Request, business: Business, chosen: str | None = None, *, offered: tuple[str, ...] = ()
) -> Reader:
    """The reader's language, which may be a chosen one, and the business's zone and time."""
    language = choose_language(
        chosen, request.headers.get("accept-language"), business.language, offered=offered
    )
    return Reader(language, ZoneInfo(business.zone), business.now(real_now()))


def desk_of(request: Request, portal: Portal, who: SignedIn) -> Desk:
    """The desk of a login."""
    let_in = who.portal_session
    chosen = (let_in.locale if let_in else None) or who.login.language
    return Desk(
        request, portal, who, reader_of(request, who.business, chosen, offered=who.configuration.locales)
    )


async def _desk(request: Request, portal: PortalHere, who: OnPage) -> Desk:
    desk = desk_of(request, portal, who)
    request.state.desk = desk  # For the page of a request that goes wrong.
    return desk


async def _visitor_desk(request: Request, portal: PortalHere, visitor: VisitorHere) -> VisitorDesk:
    return VisitorDesk(
        request, portal, visitor, reader_of(request, visitor.business, offered=visitor.configuration.locales)
    )


AtDesk = Annotated[Desk, Depends(_desk)]
AsVisitor = Annotated[VisitorDesk, Depends(_visitor_desk)]
