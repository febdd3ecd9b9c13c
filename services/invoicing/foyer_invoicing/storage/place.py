"""Where a page of a list begins: after the moment and the id of the last row before it."""

from datetime import datetime

Place = tuple[datetime, str]
