"""How the assistant speaks can be changed while it runs: every answer is spoken as was asked for last, and to whom."""

from assistant import app
from assistant.app.sessions import Ends, Models
from assistant.config import Config
from assistant.events import Transcript
from assistant.runtime.planning import Surroundings
from assistant.runtime.rehearsal import Line, Rehearsal, Rehearsing
from assistant.runtime.sources import FrameSource
from assistant.runtime.speech import Speech
from assistant.runtime.workers import InlineWorker
from assistant.services.protocol import Services
from assistant.services.voice import Manner, OwnVoice
from assistant.store import Store
from tests.fakes import EnergyDetector, MemorySink, ScriptedRecognizer, ToneSynthesizer, VirtualTime
from tests.runtime.stage import SKILLS, speech

VOICES = ("pf_dora", "pm_alex")
CONFIGURED = Manner("pf_dora", 1.0, 1.0)


class Recording(ToneSynthesizer):
    """Remembers in which manner everything was spoken."""

    def __init__(self):
        super().__init__()
        self.manners = []

    def speak(self, text, voice=None, speed=None, volume=None):
        self.manners.append(Manner(voice, speed, volume))
        return super().speak(text, voice, speed, volume)


def test_speech_asks_how_to_speak_for_every_answer():
    synthesizer, now = Recording(), {}

    def manner_to(speaker, voice):
        return now.get(speaker, Manner(voice))

    workers = InlineWorker("maker"), InlineWorker("player")
    mouth = Speech(synthesizer, MemorySink(), workers, lambda event: None, VirtualTime().clock, manner_to)
    mouth.speak(1, "Oi.", False, "pm_alex")
    now["ana"] = Manner("pf_dora", 0.8, 1.5)
    mouth.speak(2, "Oi, Ana.", False, "pm_alex", "ana")
    assert synthesizer.manners == [Manner("pm_alex"), Manner("pf_dora", 0.8, 1.5)]


def test_what_is_prepared_is_prepared_in_the_manner_of_now():
    synthesizer = Recording()
    rehearsal = Rehearsal(synthesizer, [Line("Tudo bem.")], 10, lambda speaker, voice: Manner("pm_alex", 0.8, 1.0))
    rehearsal.rehearse(Rehearsing(rehearsal, InlineWorker("")))
    assert synthesizer.manners == [Manner("pm_alex", 0.8, 1.0)]


def test_a_whole_conversation(tmp_path):
    """Ana wants it slower, which is hers; who wants it louder wants it for all; the answer itself is spoken so already."""
    heard = ["que horas são", Transcript("fala mais devagar", 0.9, speaker="ana"), "fala mais alto"]
    synthesizer, store, time = Recording(), Store(tmp_path / "store.sqlite"), VirtualTime()
    services = Services(voice=OwnVoice(store, CONFIGURED, VOICES))
    shared = Models(ScriptedRecognizer(heard), synthesizer, lambda: SKILLS, Surroundings(store, services))

    def frames():
        for frame in speech(1, 3, 1, 3, 1, 3):
            time.forward(frame.seconds)
            yield frame

    def source(inbox, clock):
        return FrameSource(frames(), InlineWorker("reader"), inbox.post, clock)

    ends = Ends(source, MemorySink(on_write=time.forward))
    app.build_session(Config(), shared, ends, (), time.clock, InlineWorker, EnergyDetector()).run()
    # What was prepared before the effect is thrown away: it would have been in the manner of before.
    slower, louder = Manner("pf_dora", 0.83, 1.0), Manner("pf_dora", 1.0, 1.25)
    assert synthesizer.manners == [CONFIGURED, CONFIGURED, slower, CONFIGURED, louder]
