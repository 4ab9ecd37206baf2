"""Roman figures and days."""

from __future__ import annotations

import pytest

from teikit.dates import expressions, find, roman


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("Kal. Maii", 5, 1),
        ("a. d. XVI Kal. Maias", 4, 16),
        ("iij Non. Jun.", 6, 3),
        ("Idibus Martiis", 3, 15),
        ("Idibus Aprilis", 4, 13),
        ("Nonis Octobris", 10, 7),
        ("pridie Kal. Ianuarias", 12, 31),
        ("VI Kal. Mart.", 2, 24),
        ("XIX Kal. Ian.", 12, 14),
    ],
)
def test_days_count_back_with_both_ends(text: str, month: int, day: int) -> None:
    assert roman.read(text.removesuffix(".")) == ("K", month * 100 + day)


def test_figures() -> None:
    assert [roman.number(text) for text in ("viij", "XIX", "MDXXI", "MDCCXLIV", "iiij")] == [8, 19, 1521, 1744, 4]


def test_the_last_text_alone_is_remembered() -> None:
    text = "On 5 May 1943 and on 6 May 1943."
    assert expressions(text) == tuple(find(text))
    assert expressions(text) is expressions(text)
    assert expressions.cache_info().maxsize == 1
