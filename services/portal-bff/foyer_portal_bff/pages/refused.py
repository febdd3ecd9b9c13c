"""What a page does with a refusal: most are said in its form, and some are a page of their own."""

from fastapi import Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.refusals import TooManyRequests


def is_of_the_page(refusal: FoyerError) -> bool:
    """Whether there is no form to say it in: what it is about is away or not to be found."""
    away = refusal.kind in {Kind.UNAVAILABLE, Kind.NOT_FOUND}
    return away and not isinstance(refusal, TooManyRequests)


def saying_when(answer: Response, refusal: FoyerError) -> Response:
    """The same, and after one try too many when the next may come."""
    if isinstance(refusal, TooManyRequests):
        answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer
