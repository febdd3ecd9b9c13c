"""Moments as they are typed."""

from datetime import UTC, datetime

from foyer_operator.system import CannotOperate


def moment(option: str, text: str | None) -> datetime | None:
    """What an option says, in UTC unless it names another offset; None without it. Raises CannotOperate."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CannotOperate(f"{option}: {text!r} is no time; write 2026-03-10T09:30Z.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
