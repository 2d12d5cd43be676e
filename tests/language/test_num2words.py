"""What num2words says wrongly in Brazilian Portuguese, and what is said instead: a row that fails is a workaround to drop."""

from decimal import Decimal

import pytest
from num2words import num2words

from assistant.language.quantities import numbers
from assistant.language.speakable import speakable

WRONG = {
    # A comma between the groups of a cardinal is heard as a pause.
    "1234567": ("um milhão, duzentos e trinta e quatro mil, quinhentos e sessenta e sete", {}),
    # The stems of the high hundreds.
    "400º": ("quadrigentésimo", {"to": "ordinal"}),
    "700º": ("septigentésimo", {"to": "ordinal"}),
    "800º": ("octigentésimo", {"to": "ordinal"}),
}
SAID = {
    "1234567": "um milhão duzentos e trinta e quatro mil quinhentos e sessenta e sete",
    "400º": "quadringentésimo",
    "700º": "septingentésimo",
    "800º": "octingentésimo",
}


@pytest.mark.parametrize("written", WRONG)
def test_numbers_said_otherwise(written):
    wrong, options = WRONG[written]
    assert num2words(int(written.rstrip("º")), lang="pt_BR", **options) == wrong
    assert speakable(written) == SAID[written]


def test_nothing_is_feminine():
    assert num2words(21, lang="pt_BR") == "vinte e um"
    assert num2words(2, lang="pt_BR", to="ordinal") == "segundo"
    assert numbers.speak(21, feminine=True) == "vinte e uma"
    assert speakable("2ª") == "segunda"


def test_decimals_are_spelled():
    assert num2words(Decimal("100.25"), lang="pt_BR") == "cem vírgula dois cinco"
    assert numbers.speak(Decimal("100.25")) == "cem vírgula vinte e cinco"


def test_another_tag_is_another_country():
    """With a hyphen it speaks as they do in Portugal, without a word of warning."""
    assert num2words(16, lang="pt-BR") == "dezasseis"
    assert numbers.speak(16) == "dezesseis"


def test_money_is_only_ours():
    with pytest.raises(TypeError):
        num2words(1.5, lang="pt_BR", to="currency", currency="USD")
    assert speakable("US$ 1,50") == "um dólar e cinquenta centavos"


def test_years_have_a_pause():
    assert num2words(1990, lang="pt_BR", to="year") == "mil, novecentos e noventa"
    assert speakable("1990") == "mil novecentos e noventa"
