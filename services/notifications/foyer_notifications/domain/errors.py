"""What can be wrong with a wish to send something."""

from foyer_shared.basics.errors import Conflict, Invalid, NotFound, Unavailable


class BusinessNotKnownYet(Unavailable):
    """The business's copy has not arrived; it will."""

    code = "business_not_known_yet"


class CustomerNotKnownYet(Unavailable):
    """The customer's copy has not arrived; it will."""

    code = "customer_not_known_yet"


class MessageNotFound(NotFound):
    """There is no such message, or it is another's."""

    code = "message_not_found"


class ContactNotFound(NotFound):
    """No such contact person for whoever asks."""

    code = "contact_not_found"


class ContactNameMalformed(Invalid):
    """A contact person has a name of at most 200 characters."""

    code = "contact_name_malformed"


class ContactPhoneMalformed(Invalid):
    """A phone number has digits, blanks and + ( ) . / - only."""

    code = "contact_phone_malformed"


class ContactRoleMalformed(Invalid):
    """A role has at most 100 characters."""

    code = "contact_role_malformed"


class TooManyContacts(Conflict):
    """The customer has as many contact persons as there can be."""

    code = "too_many_contacts"


class ContactAlreadyThere(Conflict):
    """Another contact person of the customer has this address."""

    code = "contact_already_there"


class ContactAlreadyConfirmed(Conflict):
    """There is nothing to ask them any more."""

    code = "contact_already_confirmed"


class ContactDeclined(Conflict):
    """They want no copies, and are not asked again."""

    code = "contact_declined"


class ContactLinkJustSent(Conflict):
    """The last link was sent less than a minute ago."""

    code = "contact_link_just_sent"


class ContactLinkNotValid(NotFound):
    """The link is nobody's, or older than it may be."""

    code = "contact_link_not_valid"
