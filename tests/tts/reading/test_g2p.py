"""espeak-ng by misaki and by phonemizer alone: what it says is what Kokoro knows."""

import builtins
import logging
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.errors import PhonemizerError
from assistant.language.speakable import speakable
from assistant.tts.phonemes import vocabulary
from assistant.tts.reading.g2p import EspeakG2p, PhonemizerG2p

TEXTS = """
São três e meia da tarde.
Amanhã vão chover 3,5 milímetros — ou não…
“O pão”, a mãe, os corações; põe, muito, ontem, alguém!
WhatsApp, software, shopping, Google e YouTube?
Guarda-chuva, segunda-feira, ex-presidente: água, língua, quilo, exceção, táxi, próximo, fixo.
Chame o zelador (jovem), gente, tia, dia, dente, noite, rato, carro, amor, verde, mesmo.
Müller, naïve, Ångström, señor, São Paulo, lingüiça, 東京, привет, the weather.
R$ 1.234,56 às 15h30 de 12/05/2026, 25 °C, 50%, 2ª vez, x² + y² = z²
"""


@pytest.fixture(scope="module", params=["misaki", "espeak"])
def g2p(request):
    if request.param == "misaki":
        pytest.importorskip("misaki", reason="misaki is not installed (it has no release for this Python)")
        return EspeakG2p("pt-br")
    return PhonemizerG2p("pt-br")


@pytest.mark.parametrize("text", TEXTS.strip().splitlines())
def test_every_phoneme_is_in_the_vocabulary(g2p, text):
    phonemes = g2p.phonemize(speakable(text))
    assert phonemes
    assert set(phonemes) <= vocabulary().keys()


def test_brazilian_not_european(g2p):
    assert g2p.phonemize("tia e dia") == "ʧˈiæ i ʤˈiæ"


def test_nothing_gives_nothing(g2p):
    assert g2p.phonemize("") == ""


def test_threads_get_their_own_answers(g2p):
    words = ["casa", "banana", "São três e meia da tarde.", "segunda-feira"] * 50
    alone = {word: g2p.phonemize(word) for word in words}
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(g2p.phonemize, words)) == [alone[word] for word in words]


def test_it_does_not_write_to_stderr(g2p, capsys):
    logging.getLogger("phonemizer").warning("words count mismatch")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("backend", [EspeakG2p, PhonemizerG2p])
def test_an_unknown_language_is_an_error_with_a_way_out(backend):
    with pytest.raises(PhonemizerError, match=r"cannot read pt-xx.*pip install"):
        backend("pt-xx")


@pytest.mark.parametrize("language", ["pt-br", "es", "fr-fr", "it", "hi"])
def test_both_ways_say_the_same(language):
    pytest.importorskip("misaki", reason="misaki is not installed (it has no release for this Python)")
    ours, misakis = PhonemizerG2p(language), EspeakG2p(language)
    for text in ["Ciao tsunami azzurro dzeta judge cheio chave pizza", "Pai, rei, meu, causa!", *TEXTS.strip().splitlines()[:4]]:
        assert ours.phonemize(text.replace("(", "").replace(")", "")) == misakis.phonemize(text.replace("(", "").replace(")", ""))


def test_missing_misaki_is_an_error_with_a_way_out(monkeypatch):
    real_import = builtins.__import__

    def without_misaki(name, *args, **kwargs):
        if name.startswith("misaki"):
            raise ModuleNotFoundError(f"No module named '{name}'")
        return real_import(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_misaki)
    with pytest.raises(PhonemizerError, match="pip install"):
        EspeakG2p("pt-br")
