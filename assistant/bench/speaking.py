"""The process of `resident.speaking`: takes an order as its argument, prints a line of JSON for every so many sentences."""

from __future__ import annotations

import itertools
import json
import random
import sys
from collections.abc import Iterator

from assistant import app
from assistant.bench import read_aloud
from assistant.bench.resident import of_process
from assistant.config import Config
from assistant.language.quantities import numbers

_MOST_WORDS = 30


def main() -> None:
    order = json.loads(sys.argv[1])
    synthesizer = app.build_synthesizer(Config.model_validate(order["config"]))
    for number, text in enumerate(itertools.islice(new_sentences(), order["count"]), start=1):
        for _segment in synthesizer.speak(text):
            pass
        if number % order["every"] == 0:
            sys.stdout.write(json.dumps({"mb": of_process()}) + "\n")
            sys.stdout.flush()


def new_sentences() -> Iterator[str]:
    """Without an end, no two of them alike, of two words to thirty."""
    chance = random.Random(1)
    words = [word for sentence in read_aloud.sentences(200) for word in sentence.spoken.rstrip(".?").split()]
    for number in itertools.count(1):
        chosen = chance.choices(words, k=chance.randint(1, _MOST_WORDS - 1))
        yield f"{numbers.speak(number).capitalize()} {' '.join(chosen)}."


if __name__ == "__main__":
    main()
