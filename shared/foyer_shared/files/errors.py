"""What can be wrong with a file."""

from foyer_shared.basics.errors import Conflict, Invalid, NotFound, Unavailable


class FileTooLarge(Invalid):
    """It has more bytes than are taken here."""

    code = "file_too_large"


class FileNameInvalid(Invalid):
    """The name is no plain name of a file."""

    code = "file_name_invalid"


class FileMissing(NotFound):
    """There is no such file in the store."""

    code = "file_missing"


class FileLinkInvalid(NotFound):
    """We have not signed this link."""

    code = "file_link_invalid"


class FileLinkExpired(Conflict):
    """A signed link works for five minutes."""

    code = "file_link_expired"


class FilesAway(Unavailable):
    """The store does not answer."""

    code = "files_away"
