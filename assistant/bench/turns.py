"""Every bar of taking turns in one run: what `assistant bench turns` prints."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from assistant import app
from assistant.bench import answer_times, cuts, interruptions, recordings, wake
from assistant.bench.bars import Row, Tell
from assistant.bench.materials import Places
from assistant.bench.replay import Stage
from assistant.bench.subject import subject
from assistant.bench.tts import BRAZILIAN, with_tts
from assistant.config import Config
from assistant.training import manifest

PARTS = ("answers", "cuts", "own-speech", "barge-in", "wake")
_HESITANT, _ANSWERS, _BARGE_INS = 100, 100, 60  # of the first, at most: as many as the skills have examples for
_PHRASES = ("assistente", "ei, casa")
_QUICK = 5  # so much less of everything
_TEMPO = 4.0  # times real time, where only what is taken for speech counts


@dataclass(frozen=True, slots=True)
class Options:
    """recordings: of commands. places: of people's speech, where there is some. calls, others: folders of calls by the wake
    phrase, and of other speech, each with its manifest. quick: a fifth of everything."""

    recordings: Path
    places: Places
    calls: Path
    others: Sequence[Path]
    parts: Sequence[str] = PARTS
    quick: bool = False


def measure(config: Config, options: Options, tell: Tell) -> dict[str, Row]:
    """Rows by their key, those of the parts that were asked for. Raises AudioNotFoundError, and what loading the models does."""
    share = _QUICK if options.quick else 1
    found: dict[str, Row] = {}
    with _models(config) as (own, uncached, cached):
        detector = app.build_detector(own)
        for part in options.parts:
            tell(f"\n{part} ")
            found |= _PARTS[part](_Bench(own, uncached, cached, Stage(own, cached, detector), options, share), tell)
    return found


@dataclass(frozen=True, slots=True)
class _Bench:
    """What is measured. cached: the same models with what is kept of earlier answers."""

    config: Config
    uncached: app.Models
    cached: app.Models
    stage: Stage
    options: Options
    share: int


@contextmanager
def _models(config: Config) -> Iterator[tuple[Config, app.Models, app.Models]]:
    # The first sound that is heard is the answer's.
    config = config.model_copy(update={"audio": config.audio.model_copy(update={"earcons": False})})
    with app.scratch_store(with_tts(config, cache_mb=0)) as own, tempfile.TemporaryDirectory(prefix="assistente-") as folder:
        keeping = app.build_synthesizer(with_tts(own, cache_mb=config.tts.cache_mb or 100, cache_folder=Path(folder)))
        with closing(app.load_models(own, listens=True, speaks=True)) as shared:
            yield own, shared, replace(shared, synthesizer=keeping)


def _answers(bench: _Bench, tell: Tell) -> Mapping[str, Row]:
    return answer_times.measure(bench.stage, bench.uncached, bench.options.recordings, bench.share, tell)


def _cuts(bench: _Bench, tell: Tell) -> Mapping[str, Row]:
    noise = recordings.noise(bench.options.recordings)
    spoken = cuts.spoken(bench.stage, BRAZILIAN, noise, _HESITANT // bench.share)
    people = bench.options.places.people("laps", "ufpalign")
    return cuts.measure(bench.stage, [*spoken, *cuts.by_people(bench.stage, people, noise)], tell)


def _own_speech(bench: _Bench, tell: Tell) -> Mapping[str, Row]:
    return interruptions.own_speech(replace(bench.stage, tempo=_TEMPO), _ANSWERS // bench.share, tell)


def _barge_in(bench: _Bench, tell: Tell) -> Mapping[str, Row]:
    return interruptions.barge_in(bench.stage, bench.options.recordings, _BARGE_INS // bench.share, tell)


def _wake(bench: _Bench, tell: Tell) -> Mapping[str, Row]:
    """The worst of the phrases that the bars are for, and all rows of `assistant bench wake`."""
    options = bench.options
    if missing := [folder for folder in (options.calls, *options.others) if not (folder / manifest.FILE_NAME).is_file()]:
        why = f"nothing in {missing[0]}; `assistant bench wake` and `assistant bench asr` make what is heard"
        return {"false_wakes_per_hour": Row("false wakes", None, note=why), "wake_miss_rate": Row("missed calls", None, note=why)}
    with subject(bench.config) as measured:
        return wake_rows(wake.measure(measured.recognizer, options.calls, options.others, options.places, _PHRASES, tell).rows)


def wake_rows(found: Sequence[Row]) -> dict[str, Row]:
    """The worst of each kind that has a bar, under its key; what is told besides, under its name."""
    barred = [row for row in found if row.figure is not None and row.at_most is not None]
    kinds = {"false_wakes_per_hour": "an hour", "wake_miss_rate": "%"}
    worst = {
        key: max((row for row in barred if row.unit == unit), key=lambda row: row.figure, default=Row(key, None))
        for key, unit in kinds.items()
    }
    return worst | {row.name: row for row in found if row not in worst.values()}


_PARTS = dict(zip(PARTS, (_answers, _cuts, _own_speech, _barge_in, _wake), strict=True))
