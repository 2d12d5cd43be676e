"""A room with ears that hear what a test says, and the question that is asked after everything."""

from functools import partial

from assistant.config import Config
from assistant.dialogue import State
from assistant.events import TextTyped
from tests.fakes import ScriptedRecognizer
from tests.runtime.room import Room, quiet, say

QUESTION, SKILL = "que horas são", "horas"
RADIO = "o time jogou muito bem ontem"
LONG = partial(TextTyped, text="ajuda")
TIMEOUT_S = Config().dialogue.thinking_timeout_s


class Ears(ScriptedRecognizer):
    """Hears `texts`, one an utterance; then the radio, but for what is said last of all, which is the question."""

    def __init__(self, *texts, radio=RADIO):
        super().__init__([])
        self._first, self._radio = list(texts), radio
        self.expects_question = False

    def start(self):
        text = QUESTION if self.expects_question else self._first.pop(0) if self._first else self._radio
        self._texts = iter([text])
        return super().start()


class Scene(Room):
    def __init__(self, tmp_path, *texts, radio=RADIO, **kwargs):
        super().__init__(tmp_path, Ears(*texts, radio=radio), **kwargs)

    def then_asked(self, *script):
        """What was answered to a question, some time after all that."""

        def asks(at):
            self.recognizer.expects_question = True
            return TextTyped(at, "oi")

        records = self.run(*script, quiet(4), asks, quiet(8), say(1), quiet(8))
        assert self.state is State.IDLE
        return records[-1].skill
