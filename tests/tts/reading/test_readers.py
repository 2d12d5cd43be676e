"""Every language that a voice speaks: what is said, what is missing where it is not installed, threads and languages apart."""

import builtins
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import LanguageMissingError, PhonemizerError, PronunciationsError
from assistant.tts.phonemes import is_heard, vocabulary
from assistant.tts.reading.readers import Readers
from assistant.tts.voices import LANGUAGES

needs_misaki = pytest.mark.skipif(
    find_spec("misaki") is None, reason="misaki is not installed (it has no release for this Python)"
)
BASE = ["pt-BR", "es", "fr", "it", "hi", "en-US", "en-GB"]


@pytest.fixture(scope="module")
def readers():
    return Readers()


def said(reader, text):
    return " ".join(word.phonemes for word in reader.read(text))


def east_asian(readers, language):
    try:
        return readers.reader_for(language)
    except LanguageMissingError as missing:
        pytest.skip(str(missing))


GOLDEN = [
    ("es", "Hola, ¿qué tal? Son 1.234,5 euros.", "ˈola, kˈe tˈal? sˈon mˈil ðosθjˈentos tɾˌAntaikwˈatɾo kˈoma θˈinko ˈeʊɾos."),
    ("es", "«Buenas noches», a las 10:30.", "“bwˈenas nˈoʧes”, a las ðjˈɛθ tɾˈAnta."),
    ("fr", "Les amis, c’est l’heure !", "lez amˈi, sɛ lˈœʁ!"),
    ("it", "Ciao, come stai?", "ʧˈao, kˌome stˈaj?"),
    ("hi", "नमस्ते दुनिया।", "nəmˈʌsteː dˈʊnɪjˌaː."),
    ("pt-BR", "Olá, mundo!", "olˈa, mˈu\u0303ŋdʊ!"),
]


@pytest.mark.parametrize(("language", "text", "phonemes"), GOLDEN)
@pytest.mark.parametrize("backend", [pytest.param("misaki", marks=needs_misaki), "espeak"])
def test_espeak_reads_many_languages(backend, language, text, phonemes):
    assert said(Readers(backend).reader_for(language), text) == phonemes


ENGLISH = [
    ("The quick brown fox jumps.", "ðə kwˈɪk bɹˈWn fˈɑks ʤˈʌmps."),
    ("The apple, to eat, to go.", "ði ˈæpᵊl, tʊ ˈit, tə ɡˌO."),
    ("Misaki is a G2P engine.", "mɪsəki ɪz ɐ ʤˈi tˈu pˈi ˈɛnʤən."),
    ("I record the record.", "ˌI ɹəkˈɔɹd ðə ɹˈɛkəɹd."),
    ("I have read it; I read it. He used to use it.", "ˌI hæv ɹˈɛd ɪt; ˌI ɹˈid ɪt. hˌi jˈust tə jˈuz ɪt."),
    ("Close the door, it is close.", "klˈOs ðə dˈɔɹ, ɪt ɪz klˈOs."),
    ("NASA's URL is well-known.", "nˈæsəz jˌuˌɑɹˈɛl ɪz wˈɛl nˈOn."),
    ("Waited, stopped, carried, boxes, making.", "wˈATᵻd, stˈɑpt, kˈɛɹid, bˈɑksᵻz, mˈAkɪŋ."),
    ("He lives in the U.S. in winter.", "hˌi lˈɪvz ɪn ðə jˌuˈɛs ɪn wˈɪntəɹ."),
]


@needs_misaki
@pytest.mark.parametrize(("text", "phonemes"), ENGLISH)
def test_english_by_the_lexicon(readers, text, phonemes):
    assert said(readers.reader_for("en-US"), text) == phonemes


@needs_misaki
@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("in 1999", "in nineteen ninety-nine"),
        ("the 3rd", "the third"),
        ("12,345.6", "twelve thousand three hundred and forty-five point six"),
        ("$5.20", "five dollars and twenty cents"),
        ("£1", "one pound"),
        ("the 1980s", "the nineteen eighties"),
        ("50%", "fifty percent"),
        ("at 10:30", "at ten thirty"),
        ("007", "zero zero seven"),
    ],
)
def test_english_numbers_are_said_in_words(readers, text, same):
    reader = readers.reader_for("en-US")
    assert said(reader, text) == said(reader, same.replace("-", " "))


@needs_misaki
def test_british_is_another_english(readers):
    assert said(readers.reader_for("en-GB"), "The car can't dance.") == "ðə kˈɑː kˈɑːnt dˈɑːns."
    assert said(readers.reader_for("en-US"), "The car can't dance.") == "ðə kˈɑɹ kˈænt dˈæns."


def test_english_by_espeak_alone_is_in_kokoros_letters_too():
    assert said(Readers("espeak").reader_for("en-US"), "The water of the girl.") == "ðə wˈɔTəɹ ʌv ðə ɡˈɜɹl."


@pytest.mark.parametrize(
    ("text", "phonemes"),
    [
        ("你好，世界！", "ni↓xau↓, ʂɨ↘ʨje↘!"),
        ("我喜欢Google。", "wo↓ ɕi↓xwa→n ɡˈuɡᵊl."),
        ("[重](/ʈʂʰʊŋ/)要“二十元”。", "ʈʂʰʊŋ jau↘ “ɚ↘ʂɨ↗ɥɛ↗n”."),
        ("3.5%", "sa→n"),
    ],
)
def test_chinese(readers, text, phonemes):
    reader = east_asian(readers, "zh")
    assert phonemes in said(reader, text)


@pytest.mark.parametrize(
    ("text", "phonemes"),
    [
        ("こんにちは、世界！", "koɲɲiʨiβa, sekai!"),
        ("「カラオケ」に行きました。", "“kaɾaoke” ɲi ikʲi maɕita."),
        ("Kokoroは[心](/kokoɾo/)です。", "kəkˈɔɹO βa kokoɾo desɨ."),
    ],
)
def test_japanese(readers, text, phonemes):
    assert said(east_asian(readers, "ja"), text) == phonemes


@pytest.mark.parametrize("language", LANGUAGES.values())
def test_every_voice_has_a_reader(readers, language):
    reader = east_asian(readers, language) if language in {"ja", "zh"} else readers.reader_for(language)
    assert reader.read("Kokoro 123")[0].text == "Kokoro"


@pytest.mark.parametrize(("language", "package", "extra"), [("zh", "jieba", "chinese"), ("ja", "fugashi", "japanese")])
def test_a_missing_extra_is_named(monkeypatch, language, package, extra):
    real_import = builtins.__import__

    def without(name, *args, **kwargs):
        if name.split(".")[0] == package:
            raise ModuleNotFoundError(f"No module named '{name}'")
        return real_import(name, *args, **kwargs)

    for module in ("misaki.zh", "misaki.cutlet"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(LanguageMissingError, match=rf'pip install "assistente\[{extra}\]"'):
        Readers().reader_for(language)


def test_a_language_that_nobody_speaks_is_an_error(readers):
    with pytest.raises(PhonemizerError, match="cannot read xx"):
        readers.reader_for("xx")


def test_a_reader_is_loaded_once_and_a_voice_of_no_language_is_brazilian(readers):
    assert readers.reader_for("pt-BR") is readers.reader_for("pt-BR") is readers.reader_for("")


def test_a_users_own_words_are_said_as_written(tmp_path):
    own = tmp_path / "palavras.yaml"
    own.write_text("zézinho: zɛzˈiɲʊ\nwhatsapp: zˈapi\n", encoding="utf-8")
    assert said(Readers(pronunciations=own).reader_for("pt-BR"), "Zézinho, o WhatsApp.") == "zɛzˈiɲʊ, ʊ zˈapi."
    own.write_text("zézinho: 5\n", encoding="utf-8")
    with pytest.raises(PronunciationsError, match=r"palavras\.yaml:1"):
        Readers(pronunciations=own).reader_for("pt-BR")


def test_a_portuguese_reader_puts_numbers_and_controls_into_words(readers):
    words = readers.reader_for("pt-BR").read("Às 15h30, [Kokoro](/kˈokoɾo/) diz [dois](-2) **oi** 😀.")
    assert [word.text for word in words] == ["Às", "quinze", "horas", "e", "trinta", "Kokoro", "diz", "dois", "oi"]
    assert "".join(word.phonemes for word in words[5:]) == "kˈokoɾoʤˈizdoɪzˈoɪ."


def test_languages_do_not_mix(readers):
    texts = {"pt-BR": "gente, dia, cinco", "es": "gente, día, cinco", "fr": "gens, jour, cinq", "it": "gente, cinque"}
    alone = {language: said(readers.reader_for(language), text) for language, text in texts.items()}
    for _ in range(20):
        for language, text in texts.items():
            assert said(readers.reader_for(language), text) == alone[language]
    jobs = list(texts.items()) * 50
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda job: said(readers.reader_for(job[0]), job[1]), jobs)) == [alone[job[0]] for job in jobs]


def test_threads_that_ask_at_once_get_one_reader():
    fresh = Readers()
    with ThreadPoolExecutor(8) as pool:
        assert len({id(reader) for reader in pool.map(fresh.reader_for, ["pt-BR"] * 8)}) == 1


PIECES = ["R$ 3,50", "U.S.", "10:30", "漢字", "今日は", "ー", "你好。", "(", "”", " — ", "1,234.5", "é", "x²", "[a](+1)"]


@pytest.mark.parametrize("language", [*BASE, "zh", "ja"])
def test_whatever_is_written_only_phonemes_of_kokoro_come_out(readers, language):
    reader = east_asian(readers, language) if language in {"zh", "ja"} else readers.reader_for(language)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.one_of(st.text(max_size=8), st.sampled_from(PIECES))))
    def check(pieces):
        for word in reader.read("".join(pieces)):
            assert set(word.phonemes) <= vocabulary().keys()
            assert is_heard(word.phonemes)

    check()


def test_nothing_heavy_is_loaded_and_nothing_from_the_network():
    program = (
        "import sys\n"
        "def refuse(event, args):\n"
        "    if event in {'socket.connect', 'socket.getaddrinfo'}: raise AssertionError('the network')\n"
        "sys.addaudithook(refuse)\n"
        "from assistant.tts.reading.readers import Readers\n"
        "readers = Readers()\n"
        f"for language in {BASE!r}: readers.reader_for(language).read('Hello 12')\n"
        "assert not {'spacy', 'torch', 'transformers', 'jieba'} & sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
