"""Asks the process in this container whether it is ready; ends with 1 when it is not."""  # noqa: INP001  A script.

import sys
from http import HTTPStatus
from http.client import HTTPConnection

try:
    connection = HTTPConnection("127.0.0.1", 8000, timeout=8)
    connection.request("GET", "/readyz")
    sys.exit(connection.getresponse().status != HTTPStatus.OK)
except OSError as error:
    sys.exit(str(error))
