"""Three good phrases by one voice enrol somebody; what is short, noisy or somebody else's is asked for again."""

import numpy as np

from assistant.speakers.enrolment import MAX_HEARD, Demands, Enrolment, Fault, odd_ones
from assistant.speakers.recordings import FilePhrase, enrolled_from
from assistant.speakers.samples import is_narrow, loudness_of
from tests.speakers.voices import heard, sample

DEMANDS = Demands(min_likeness=0.5)


def told(*phrases):
    enrolment, faults = Enrolment(), []
    for phrase in phrases:
        enrolment = enrolment.with_phrase(phrase, DEMANDS)
        faults.append(enrolment.fault)
    return enrolment, faults


def test_three_phrases_are_enough():
    enrolment, faults = told(*(sample(1, take) for take in range(3)))
    assert enrolment.is_complete
    assert faults == [None, None, None]


def test_what_is_short_noisy_or_too_loud_is_asked_for_again():
    bad = [sample(1, 1, speech_s=0.4), sample(1, 2, snr_db=3.0), sample(1, 3, clipped=0.2)]
    enrolment, faults = told(sample(1, 0), *bad, sample(1, 4), sample(1, 5))
    assert faults == [None, Fault.SHORT, Fault.NOISY, Fault.CLIPPED, None, None]
    assert enrolment.is_complete
    assert enrolment.n_heard == 6


def test_somebody_else_in_between_is_left_out():
    enrolment, faults = told(sample(1, 0), sample(1, 1), sample(2, 0), sample(1, 2))
    assert faults == [None, None, Fault.OTHER_VOICE, None]
    assert enrolment.phrases[2].voice.vector is not None
    assert enrolment.is_complete


def test_when_the_first_was_the_wrong_one_the_others_decide():
    enrolment, faults = told(sample(2, 0), sample(1, 0), sample(1, 1), sample(1, 2))
    assert faults == [None, Fault.OTHER_VOICE, None, None]
    assert enrolment.is_complete
    assert all(float(it.voice.vector @ heard(1).vector) > 0.5 for it in enrolment.phrases)


def test_it_does_not_go_on_for_ever():
    enrolment, _ = told(*(sample(seed) for seed in range(MAX_HEARD)))
    assert enrolment.has_failed


def test_two_people_among_files_are_told_apart():
    assert odd_ones([heard(1, 0), heard(1, 1), heard(2, 0), heard(1, 2)], 0.5) == [2]
    assert odd_ones([heard(1, 0), heard(2, 0)], 0.5) == [1]
    assert odd_ones([heard(1, take) for take in range(3)] + [heard(2, take) for take in range(3)], 0.5) == [3, 4, 5]
    assert odd_ones([heard(1, take) for take in range(6)], 0.5) == []
    assert odd_ones([heard(1, 0)], 0.5) == []
    assert odd_ones([], 0.5) == []


def test_loudness_tells_speech_from_what_is_between():
    rng = np.random.default_rng(1)
    sound = 0.001 * rng.standard_normal(3 * 16000).astype(np.float32)
    sound[8000:40000] += 0.1 * rng.standard_normal(32000).astype(np.float32)
    loudness = loudness_of(sound)
    assert abs(loudness.speech_s - 2.0) < 0.1
    assert abs(loudness.snr_db - 40) < 3


def test_silence_hum_and_nothing_hold_no_speech():
    assert loudness_of(np.zeros(16000, np.float32)).speech_s == 0
    assert loudness_of(np.full(16000, 0.2, np.float32)).speech_s == 0
    assert loudness_of(np.zeros(10, np.float32)).speech_s == 0


def spoken(seconds=3, above_hz=7500):
    """Something with the ups and downs of speech, and nothing above a frequency."""
    n = 16000 * seconds
    loudness = np.resize(np.repeat([1.0, 0.4, 0.02], 1000), n)
    power = np.fft.rfft(loudness * np.random.default_rng(4).laplace(size=n))
    hz = np.fft.rfftfreq(n, 1 / 16000)
    sound = np.fft.irfft(power / (1 + hz / 300) * (hz < above_hz))
    return (sound / np.abs(sound).max()).astype(np.float32)


def test_what_was_recorded_too_loud_shows_at_any_volume():
    loud = np.clip(spoken() * 8, -1, 1)
    assert loudness_of(spoken()).clipped < 0.01
    assert loudness_of(loud).clipped > 0.1
    assert loudness_of(loud * 0.1).clipped > 0.1
    assert loudness_of(np.clip(spoken() * 1000, -1, 1)).clipped > 0.5  # no pause is left in it
    assert loudness_of(np.zeros(16000, np.float32)).clipped == 0


def test_a_telephone_is_told_from_a_microphone():
    assert is_narrow(spoken(above_hz=3800))
    assert not is_narrow(spoken())
    assert not is_narrow(np.zeros(16000, np.float32))
    assert not is_narrow(np.zeros(100, np.float32))


def phrases(*samples, **more):
    return [FilePhrase("a.wav", 0.0, 2.5, it, **more) for it in samples]


def test_what_is_too_loud_is_taken_from_files_only_where_there_is_not_enough_else():
    loud = phrases(*(sample(1, take, clipped=0.3) for take in range(2)))
    gathered = enrolled_from(phrases(sample(1, 2), sample(1, 3)) + loud, DEMANDS)
    assert (len(gathered.phrases), gathered.n_clipped, gathered.speech_s) == (2, 0, 5.0)
    gathered = enrolled_from(phrases(sample(1, 2)) + loud, DEMANDS)
    assert (len(gathered.phrases), gathered.n_clipped) == (3, 2)
    assert not gathered.is_narrow
    assert enrolled_from(phrases(sample(1, 0), sample(1, 1), is_narrow=True) + loud[:1], DEMANDS).is_narrow
