"""The job that reads the mailbox that answers come to."""

from collections.abc import MutableMapping

import structlog
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.storage.away import is_away
from foyer_shared.telemetry.metrics import job_items_failed

from foyer_support.gateways.imap import ImapMailbox, ImapVisit
from foyer_support.gateways.mail_metrics import mails_refused
from foyer_support.storage.turns import alone_at
from foyer_support.use_cases.take_mail import LetterBox, take_mail

log = structlog.get_logger()

TAKEN, FAILED = "Foyer-taken", "Foyer-failed"
"""The folders that mails are put into; people may empty both, or put a mail back to have it read again."""
AT_ONCE = 20
MOST_TRIES = 5


async def fetch_mails(box: LetterBox, mailbox: ImapMailbox, tries: MutableMapping[str, int]) -> int:
    """How many were put aside; one process at a time does it. `tries` are those of mails that have failed so
    far, by their numbers. A mail that is taken and not put aside is taken once: its Message-ID is known.
    """
    async with alone_at(box.database, "mailbox") as alone:
        if not alone:
            return 0
        done = 0
        async with mailbox.visit() as visit:
            for uid in await visit.waiting(limit=AT_ONCE):
                folder = await _folder_of(box, visit, uid, tries)
                if folder:
                    await visit.put_aside(uid, folder)
                    tries.pop(uid, None)
                    done += 1
        return done


async def _folder_of(
    box: LetterBox, visit: ImapVisit, uid: str, tries: MutableMapping[str, int]
) -> str | None:
    """Where the mail goes; None: it stays, and is tried again."""
    raw = await visit.fetch(uid)
    if raw is None:
        mails_refused.labels("mail_too_large").inc()
        log.info("mail_refused", reason="mail_too_large")
        return FAILED
    try:
        await take_mail(box, None, raw)
    except FoyerError as refused:
        # What is away comes back: no try is spent on it.
        return None if refused.kind is Kind.UNAVAILABLE else FAILED
    except Exception as error:
        if is_away(error):
            raise
        # What an error says may quote the mail.
        log.error("mail_failed", reason=type(error).__name__)  # noqa: TRY400
        job_items_failed.labels("support", fetch_mails.__name__).inc()
        tries[uid] = tries.get(uid, 0) + 1
        return FAILED if tries[uid] >= MOST_TRIES else None
    return TAKEN
