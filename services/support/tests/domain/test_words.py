"""Subjects and texts, within limits."""

import pytest
from foyer_support.domain.errors import SubjectMalformed, TextMalformed
from foyer_support.domain.words import subject_line, written


@pytest.mark.parametrize(
    ("text", "subject"), [("Hello", "Hello"), ("  Hello  ", "Hello"), ("é" * 200, "é" * 200)]
)
def test_a_subject_is_one_line(text: str, subject: str) -> None:
    assert subject_line(text) == subject


@pytest.mark.parametrize("text", ["", "  ", "a" * 201, "two\nlines", "nul\0", "bell\a"])
def test_a_subject_is_refused(text: str) -> None:
    with pytest.raises(SubjectMalformed):
        subject_line(text)


@pytest.mark.parametrize("text", ["a", "a" * 10_000, "    code\n\n<b>&amp;</b> *so*\n", "\ttab"])
def test_a_text_stays_as_written(text: str) -> None:
    assert written(text) == text


@pytest.mark.parametrize("text", ["", " \n\t ", "a" * 10_001, "nul\0"])
def test_a_text_is_refused(text: str) -> None:
    with pytest.raises(TextMalformed):
        written(text)
