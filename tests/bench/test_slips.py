"""Text as the recogniser might have heard it, and the table that says so."""

from random import Random

from rapidfuzz.distance import Levenshtein

from assistant.bench.confusions import MAX_RUN, counted
from assistant.bench.slips import confusions, slip

TEXT = "apaga a luz da cozinha e põe um temporizador de dez minutos para o macarrão " * 40


def test_the_rate_is_about_what_was_asked_for():
    for rate in (0.05, 0.1, 0.2):
        heard = slip(TEXT, rate, Random(1))
        assert 0.7 * rate < Levenshtein.distance(TEXT.strip(), heard) / len(TEXT) < 1.2 * rate


def test_the_same_seed_slips_alike():
    assert slip(TEXT, 0.1, Random(3)) == slip(TEXT, 0.1, Random(3)) != slip(TEXT, 0.1, Random(4))


def test_no_rate_no_slip_and_digits_stay():
    assert slip(TEXT, 0, Random(1)) == TEXT.strip()
    assert "".join(c for c in slip("timer de 25 minutos e 30 segundos", 0.3, Random(2)) if c.isdecimal()) == "2530"


def test_letters_are_confused_as_ears_do():
    table = confusions()
    heard, times = table.heard["o"]
    assert "u" in heard or "a" in heard
    assert table.rate["o"] < 0.2
    assert sum(times) > 20


def test_what_is_counted():
    assert counted([("luz", "lus")]) == {("l", "l"): 1, ("u", "u"): 1, ("z", "s"): 1}
    assert counted([("a luz", "aluz")])[" ", ""] == 1
    assert ("", "x") not in counted([("luz", "luz" + "x" * (MAX_RUN + 1))])
