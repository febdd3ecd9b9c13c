"""An answer that cannot be read does not say whether it was done."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from foyer_payments.gateways.provider import ProviderAway

Asked = ParamSpec("Asked")
Said = TypeVar("Said")


def readable(
    call: Callable[Asked, Coroutine[Any, Any, Said]],
) -> Callable[Asked, Coroutine[Any, Any, Said]]:
    """The call, which raises ProviderAway where something is missing in the provider's answer."""

    @wraps(call)
    async def read(*args: Asked.args, **kwargs: Asked.kwargs) -> Said:
        try:
            return await call(*args, **kwargs)
        except (KeyError, TypeError, ValueError):
            raise ProviderAway("unreadable") from None

    return read
