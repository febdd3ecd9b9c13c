"""Why a private server cannot run, in one line for the person at the terminal."""


class LocalServerError(Exception):
    """Its text is one clear line; whoever starts the server prints it without a traceback."""


class FolderInUse(LocalServerError):
    """Another living process owns a server on this folder."""


class FolderUnusable(LocalServerError):
    """The folder cannot be written, or what lies in it is not ours to open."""


class ServerDidNotStart(LocalServerError):
    """The server ended or stayed silent; the text ends with the last line of its log."""


class BinariesMissing(LocalServerError):
    """The server's programs are not on this machine."""
