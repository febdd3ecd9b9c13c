"""What can be wrong with a file."""

from foyer_shared.basics.errors import Invalid, NotFound, Unavailable


class FileTooLarge(Invalid):
    """It has more bytes than are taken here."""

    code = "file_too_large"


class FileNameInvalid(Invalid):
    """The name is no plain name of a file."""

    code = "file_name_invalid"


class FileMissing(NotFound):
    """There is no such file in the store."""

    code = "file_missing"


class FilesAway(Unavailable):
    """The store does not answer."""

    code = "files_away"
