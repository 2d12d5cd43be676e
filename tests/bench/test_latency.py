"""What each stage adds to the wait for an answer, when stages are done before speech is known to be over."""

from assistant.bench.latency import Turn, _turn


def test_what_was_made_in_the_pause_adds_nothing():
    assert _turn(endpoint_ms=256, text_ms=205, plan_ms=4, audio_ms=300) == Turn(256, 0, 0, 44, 300)


def test_what_was_not_ready_adds_what_was_missing():
    assert _turn(endpoint_ms=256, text_ms=300, plan_ms=10, audio_ms=700) == Turn(256, 44, 10, 390, 700)
    assert _turn(endpoint_ms=256, text_ms=250, plan_ms=10, audio_ms=300) == Turn(256, 0, 4, 40, 300)
