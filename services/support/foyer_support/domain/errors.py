"""What can be wrong with a command about tickets."""

from foyer_shared.basics.errors import Conflict, Invalid, NotFound


class TicketNotFound(NotFound):
    """No such ticket for whoever asks."""

    code = "ticket_not_found"


class ChecklistItemNotFound(NotFound):
    """The ticket has no checklist, or nothing at this place of it."""

    code = "checklist_item_not_found"


class CannedAnswerNotFound(NotFound):
    """The business keeps no such answer."""

    code = "canned_answer_not_found"


class AttachmentNotFound(NotFound):
    """No such file for whoever asks, or one that came with something else already."""

    code = "attachment_not_found"


class AttachmentTypeRefused(Invalid):
    """The file is of no kind that is taken, or not what its name says."""

    code = "attachment_type_refused"


class AttachmentEmpty(Invalid):
    """There is nothing in the file."""

    code = "file_empty"


class TooManyAttachments(Invalid):
    """At most five files come with one question or answer."""

    code = "too_many_attachments"


class TooManyUploads(Conflict):
    """Many files have come, and nothing with them."""

    code = "too_many_uploads"


class UnknownStatus(Invalid):
    """Tickets have no such state."""

    code = "unknown_status"


class AssigneeMalformed(Invalid):
    """A ticket is assigned to a name of 1 to 100 characters on one line."""

    code = "assignee_malformed"


class TitleMalformed(Invalid):
    """The title of a canned answer is 1 to 200 characters on one line."""

    code = "title_malformed"


class UnknownCategory(Invalid):
    """Tickets have no such category, or not one that customers choose."""

    code = "unknown_category"


class UnknownPriority(Invalid):
    """Tickets have no such priority."""

    code = "unknown_priority"


class SubjectMalformed(Invalid):
    """A subject is 1 to 200 characters on one line."""

    code = "subject_malformed"


class TextMalformed(Invalid):
    """What is written on a ticket is 1 to 10,000 characters."""

    code = "text_malformed"


class LinkMalformed(Invalid):
    """A ticket links to subscriptions, invoices and orders by their ids."""

    code = "link_malformed"


class ResolvedTooLongAgo(Conflict):
    """The days in which a reply reopens a resolved ticket are over."""

    code = "resolved_too_long_ago"


class ResolvedByItsProcess(Conflict):
    """The ticket was opened by a process, which resolves it; its customer does not."""

    code = "resolved_by_its_process"


class MailNotReadable(Invalid):
    """These bytes are no mail, or one that nobody could take apart."""

    code = "mail_not_readable"


class MailEmpty(Invalid):
    """Nothing is in the mail but what it answers."""

    code = "mail_empty"


class MailsNotTaken(Conflict):
    """This installation has no address for answers."""

    code = "mails_not_taken"


class MoveNotPossible(Conflict):
    """The ticket's state does not allow this move."""

    code = "wrong_state"
