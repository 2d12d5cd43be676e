"""What every recogniser's stream must keep."""

from collections.abc import Callable, Collection

from assistant.asr.protocol import RecognizerStream
from assistant.events import AudioFrame


def assert_asking_changes_nothing(
    start: Callable[[], RecognizerStream], pieces: list[AudioFrame], asked_after: Collection[int]
) -> None:
    """`finish` after some of the pieces, by number, changes no later partial and not the last transcript."""
    asked, unasked = start(), start()
    for number, piece in enumerate(pieces):
        assert asked.accept(piece) == unasked.accept(piece)
        if number in asked_after:
            so_far = start()
            for earlier in pieces[: number + 1]:
                so_far.accept(earlier)
            assert asked.finish() == so_far.finish() == asked.finish()
    assert asked.finish() == unasked.finish()
