"""Staff keep an answer that they give often, or word it anew."""

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_support.domain.canned_answer import CannedAnswer, answer_title
from foyer_support.domain.words import written
from foyer_support.storage.canned_answers import CannedAnswers


async def keep_canned_answer(
    work: Work, *, title: str, text: str, answer_id: str | None = None
) -> CannedAnswer:
    """A new one, or another wording of the one named.

    Raises CannedAnswerNotFound, TitleMalformed, TextMalformed.
    """
    answers = CannedAnswers(work.session)
    if answer_id is not None:
        await answers.get(work.scope, answer_id)
    answer = CannedAnswer(
        id=answer_id or new_id("can"),
        business_id=work.scope.business_id,
        title=answer_title(title),
        text=written(text),
    )
    await answers.save(answer)
    return answer
