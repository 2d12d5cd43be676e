"""Free text with a checkpoint's own language model, and hot words."""

import itertools
import json
import math
import shutil
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.asr.wav2vec2.kenlm_beam import KenlmBeam, SearchSettings
from assistant.errors import KenlmMissingError, LanguageModelError
from tests.asr.posteriors import CHARACTERS, of_path, of_text
from tests.asr.wav2vec2.language_models import SENTENCES, write

kenlm = pytest.importorskip("kenlm", reason="the wav2vec2 extra is not installed")

WIDE = SearchSettings(beams=100_000, width=1e6, least=-1e6, alike=1e6)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write(tmp_path_factory.mktemp("checkpoint") / "language_model")


def read(folder, log_posteriors, hot=(), **settings):
    return " ".join(KenlmBeam(folder, CHARACTERS, lambda: hot, SearchSettings(**settings)).decode(log_posteriors)[0])


def either(first, second):
    return np.logaddexp(of_text(first), of_text(second)) - np.log(2)


@pytest.mark.parametrize("sentence", [*SENTENCES, "luz"])
def test_what_is_said_clearly_is_written(folder, sentence):
    assert read(folder, of_text(sentence)) == sentence


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("acendi a lus da sala", "acende a luz da sala"),
        ("que oras são", "que horas são"),
        ("que horas sao", "que horas são"),
        ("a caza é azul", "a casa é azul"),
    ],
)
def test_what_is_nearly_right_becomes_words(folder, heard, said):
    assert read(folder, of_text(heard, sureness=3.0), width=30.0) == said


def test_the_words_before_decide_what_the_sound_leaves_open(folder):
    assert read(folder, either("a casa", "a caso")) == "a casa"
    assert read(folder, either("o casa", "o caso")) == "o caso"


def test_a_word_that_is_not_in_the_list_is_possible(folder):
    assert read(folder, of_text("acende a luz da jurema")) == "acende a luz da jurema"


def test_a_text_has_one_score_with_and_without_a_space_at_its_end(folder):
    assert read(folder, of_path("_a_ _l_u_z_ _ _  __")) == read(folder, of_path("  _ a_ _l_u_z___")) == "a luz"


def test_a_hot_word_wins_where_it_lost(folder):
    heard = either("a casa é azul", "a caso é azul")
    assert read(folder, heard) == "a casa é azul"
    assert read(folder, heard, ["Caso"], hot_word=10.0) == "a caso é azul"


def test_a_hot_word_is_asked_for_anew_at_each_utterance(folder):
    hot = []
    beam = KenlmBeam(folder, CHARACTERS, lambda: hot, SearchSettings(hot_word=10.0))
    heard = either("a casa é azul", "a caso é azul")
    assert beam.decode(heard)[0][1] == "casa"
    hot.append("caso")
    assert beam.decode(heard)[0][1] == "caso"
    hot.clear()
    assert beam.decode(heard)[0][1] == "casa"


def test_a_hot_word_may_have_a_weight_of_its_own(folder):
    heard = either("toca a música da ana", "toca a música da eva")
    assert read(folder, heard, {"eva": 0.1}) == "toca a música da ana"
    assert read(folder, heard, {"eva": 20.0}) == "toca a música da eva"


def test_a_phrase_is_heard_whole_and_its_words_alone_gain_nothing(folder):
    whole = either("toca da ana", "toca de eva")
    assert read(folder, whole) == "toca da ana"
    assert read(folder, whole, ["de eva"]) == "toca de eva"
    # Half of the phrase is not the phrase.
    assert read(folder, either("toca da ana", "toca de ana"), ["de eva"]) == "toca da ana"


@pytest.mark.parametrize("odd", ["", "   ", "日本", "¿?", "Ana-Lú & cia"])
def test_a_hot_word_that_the_head_cannot_write_harms_nothing(folder, odd):
    assert read(folder, of_text("que horas são"), [odd, "São João"]) == "que horas são"


@pytest.mark.parametrize("path", ["", "_", "____________", "    ", "__ __ _"])
def test_nothing_is_written_where_nothing_is_said(folder, path):
    assert KenlmBeam(folder, CHARACTERS).decode(of_path(path)) == ((), 0.0)


def test_frames_that_are_no_numbers_are_left_out(folder):
    heard = of_text("que horas são")
    heard[::5] = np.where(heard[::5, :1] > -1.0, np.nan, heard[::5])  # blanks, by luck
    assert read(folder, heard) == "que horas são"
    for value in (np.nan, np.inf, -np.inf):
        assert KenlmBeam(folder, CHARACTERS).decode(np.full((9, len(CHARACTERS) + 1), value)) == ((), 0.0)


def test_confidence_falls_with_the_sound_and_with_the_words(folder):
    def confidence(log_posteriors):
        return KenlmBeam(folder, CHARACTERS, settings=SearchSettings(width=60.0)).decode(log_posteriors)[1]

    sure, unsure = confidence(of_text("acende a luz da sala")), confidence(of_text("acende a luz da sala", sureness=3.5))
    assert 1.0 >= sure > 0.9 > unsure > 0.0
    assert confidence(of_text("xq ptk vvb zzr wkk")) < 0.1
    assert confidence(of_text("acende a luz da jurema")) > 0.5


# The exhaustive search: every text over a tiny alphabet, its probability summed over all paths.

TINY = "ab "


def collapsed(path):
    letters = "".join(TINY[label - 1] for label, _ in itertools.groupby(path) if label)
    return " ".join(letters.split())


def exhaustive(log_posteriors):
    """Text → ln p of the sound, summed over all paths."""
    found = {}
    for path in itertools.product(range(len(TINY) + 1), repeat=len(log_posteriors)):
        score = sum(frame[label] for frame, label in zip(log_posteriors, path, strict=True))
        text = collapsed(path)
        found[text] = np.logaddexp(found.get(text, -np.inf), score)
    return found


def language(model, text, listed, attributes, hot):
    """By KenLM's own sums, hot words added: no code of ours."""
    likely = [
        log10 for log10, _, _ in model.full_scores(text, bos=attributes["score_boundary"], eos=attributes["score_boundary"])
    ]
    offset = sum(attributes["unk_score_offset"] for word in text.split() if word not in {*listed, *hot})
    gained = sum(hot.get(word, 0.0) for word in text.split())
    return attributes["alpha"] * math.log(10) * (sum(likely) + offset) + attributes["beta"] * len(text.split()) + gained


@pytest.mark.parametrize("hot", [{}, {"aa": 3.0, "bab": 4.0}])
@pytest.mark.parametrize("boundary", [True, False])
@pytest.mark.parametrize("seed", range(6))
def test_a_wide_beam_finds_what_an_exhaustive_search_finds(tmp_path, seed, boundary, hot):
    sentences = ("a ba", "ab a", "ba ba b", "b")
    write(tmp_path, sentences, alpha=0.8, beta=0.7, unk_score_offset=-1.0, score_boundary=boundary)
    attributes = json.loads((tmp_path / "attrs.json").read_text())
    listed = {word for sentence in sentences for word in sentence.split()}
    logits = np.random.default_rng(seed).normal(0.0, 2.0, (6, len(TINY) + 1))
    log_posteriors = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    model = kenlm.Model(str(tmp_path / "lm.arpa"))
    wanted = {t: s + language(model, t, listed, attributes, hot) for t, s in exhaustive(log_posteriors).items()}
    best = sorted(wanted, key=lambda text: -wanted[text])
    found = KenlmBeam(tmp_path, TINY, lambda: hot, WIDE).readings(log_posteriors, 3)
    if not best[0]:
        assert found == []
        return
    assert " ".join(found[0].words) == best[0]
    for reading in found:
        assert reading.score == pytest.approx(wanted[" ".join(reading.words)], abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 40), st.floats(0.1, 12.0), st.lists(st.text("ab é"), max_size=4))
def test_any_posteriors_give_a_text(folder, seed, n_frames, spread, hot):
    logits = np.random.default_rng(seed).normal(0.0, spread, (n_frames, len(CHARACTERS) + 1))
    log_posteriors = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    words, confidence = KenlmBeam(folder, CHARACTERS, lambda: hot, SearchSettings(beams=8)).decode(log_posteriors)
    assert all(words)
    assert 0.0 <= confidence <= 1.0


def test_without_a_list_of_words_the_model_says_what_is_one(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "lm")
    (tmp_path / "lm" / "unigrams.txt").write_text("")
    assert read(tmp_path / "lm", of_text("que horas são")) == "que horas são"
    assert read(tmp_path / "lm", either("o casa é", "o caso é")) == "o caso é"


def write_alphabet(folder, labels, is_bpe=False):
    (folder / "alphabet.json").write_text(json.dumps({"labels": labels, "is_bpe": is_bpe}), encoding="utf-8")


def damage(folder, name, content):
    (folder / name).write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda f: (f / "lm.arpa").unlink(), "has none"),
        (lambda f: (f / "attrs.json").unlink(), "no attrs.json"),
        (lambda f: (f / "unigrams.txt").unlink(), "no unigrams.txt"),
        (lambda f: shutil.copy(f / "lm.arpa", f / "other.bin"), "has lm.arpa, other.bin"),
        (lambda f: damage(f, "lm.arpa", b""), "lm.arpa"),
        (lambda f: damage(f, "lm.arpa", b"mmap lm http://kheafield.com/code format version 5\n"), "lm.arpa"),
        (lambda f: damage(f, "lm.arpa", (f / "lm.arpa").read_bytes()[:400]), "lm.arpa"),
        (lambda f: damage(f, "lm.arpa", b"version https://git-lfs.github.com/spec/v1\n"), "lm.arpa"),
        (lambda f: damage(f, "attrs.json", b"{"), "attrs.json"),
        (lambda f: damage(f, "attrs.json", b"[1]"), "attrs.json"),
        (lambda f: damage(f, "attrs.json", b'{"alpha": "much"}'), "alpha"),
        (lambda f: damage(f, "attrs.json", b'{"alpha": 1, "beta": 1, "unk_score_offset": -1}'), "score_boundary"),
        (lambda f: damage(f, "attrs.json", b'{"alpha": NaN}'), "alpha"),
        (lambda f: damage(f, "unigrams.txt", b"\xff\xfe"), "unigrams.txt"),
        (lambda f: damage(f, "unigrams.txt", b"nothing of this is known\n"), "knows 0 of the 5"),
        (lambda f: write_alphabet(f, list("xyz ")), "another alphabet"),
        (lambda f: write_alphabet(f, list(CHARACTERS), is_bpe=True), "pieces of words"),
    ],
)
def test_a_damaged_folder_is_named(tmp_path, spoil, reason):
    folder = write(tmp_path / "language_model")
    spoil(folder)
    with pytest.raises(LanguageModelError, match=reason) as raised:
        KenlmBeam(folder, CHARACTERS)
    assert "fetch the checkpoint again" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_words_of_another_alphabet_are_named(tmp_path):
    folder = write(tmp_path / "lm", ["ДОМ СТОИТ", "СВЕТ"])
    with pytest.raises(LanguageModelError, match="cannot write"):
        KenlmBeam(folder, CHARACTERS)
    with pytest.raises(LanguageModelError, match="no space"):
        KenlmBeam(folder, "abc")
    with pytest.raises(LanguageModelError, match="too many"):
        KenlmBeam(folder, " " + "".join(map(chr, range(0x4E00, 0x4F00))))


def test_an_alphabet_that_fits_is_taken(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "language_model")
    write_alphabet(tmp_path, ["", "⁇", "|", "<s>", *CHARACTERS.upper()])  # as transformers has it, above the folder
    assert read(tmp_path / "language_model", of_text("luz")) == "luz"


def test_without_kenlm_the_extra_is_named(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "kenlm", None)
    with pytest.raises(KenlmMissingError, match=r"pip install .*wav2vec2"):
        KenlmBeam(folder, CHARACTERS)
