"""Makes the recordings of this folder again: commands and other sentences, spoken by Kokoro's Brazilian voices.

    python -m tests.recordings.make [--noise FILE]

Writes one FLAC a sentence, commands.tsv beside them (file, text, skill, slots, voice) and the conversation that the assistant
plays where there is no microphone. `--noise` makes noise.flac anew from a recording of a quiet room: its first 8 seconds.
Noise is put over the recordings when they are used: assistant/bench/recordings.py.
"""

from __future__ import annotations

import argparse
import csv
import json
from itertools import cycle
from pathlib import Path

import numpy as np

from assistant import app, config, resources
from assistant.audio import files
from assistant.audio.resampling import resample
from assistant.audio.writing import Writer
from assistant.events import AudioFrame

FOLDER = Path(__file__).parent
RATE = 16_000
VOICES = ("pf_dora", "pm_alex", "pm_santa")
SPEEDS = (1.0, 0.9, 1.1, 1.2, 0.95)

# text, skill, slots
SENTENCES: tuple[tuple[str, str | None, dict], ...] = (
    ("que horas são", "horas", {}),
    ("me diz as horas por favor", "horas", {}),
    ("você sabe que horas são", "horas", {}),
    ("qual é a hora certa", "horas", {}),
    ("que dia é hoje", "data", {}),
    ("que dia da semana é hoje", "data", {}),
    ("em que ano estamos", "data", {}),
    ("que dia é amanhã", "data", {"dia": "+1d"}),
    ("que dia foi ontem", "data", {"dia": "-1d"}),
    ("põe um timer de dez minutos", "temporizador", {"duracao": 600}),
    ("coloca um timer de dez minutos para o macarrão", "temporizador", {"duracao": 600, "nome": "macarrão"}),
    ("temporizador de cinco minutos", "temporizador", {"duracao": 300}),
    ("me avisa daqui a vinte minutos", "temporizador", {"duracao": 1200}),
    ("cronômetro de trinta segundos", "temporizador", {"duracao": 30}),
    ("coloca um temporizador de uma hora e meia", "temporizador", {"duracao": 5400}),
    ("põe um temporizador de meia hora para o bolo", "temporizador", {"duracao": 1800, "nome": "bolo"}),
    ("temporizador de um minuto e trinta segundos", "temporizador", {"duracao": 90}),
    ("marca quarenta e cinco minutos para mim", "temporizador", {"duracao": 2700}),
    ("me avisa em quinze minutos", "temporizador", {"duracao": 900}),
    ("quais temporizadores estão ativos", "temporizador", {}),
    ("quanto tempo falta no temporizador", "temporizador", {}),
    ("quanto tempo falta no temporizador do macarrão", "temporizador", {"nome": "macarrão"}),
    ("cancela o temporizador", "temporizador", {}),
    ("cancela o temporizador do bolo", "temporizador", {"nome": "bolo"}),
    ("cancela todos os temporizadores", "temporizador", {}),
    ("quanto é sete vezes oito", "calculadora", {"conta": "7 * 8"}),
    ("quanto é doze mais trinta e quatro", "calculadora", {"conta": "12 + 34"}),
    ("quanto é cem dividido por quatro", "calculadora", {"conta": "100 / 4"}),
    ("quanto é quinze por cento de duzentos", "calculadora", {"conta": "15% * 200"}),
    ("qual é a raiz quadrada de cento e quarenta e quatro", "calculadora", {"conta": "√144"}),
    ("quanto é mil menos duzentos e cinquenta", "calculadora", {"conta": "1000 - 250"}),
    ("quanto dá três vírgula cinco vezes dois", "calculadora", {"conta": "3,5 * 2"}),
    ("quanto é nove ao quadrado", "calculadora", {"conta": "9 ^ 2"}),
    ("repete por favor", "repetir", {}),
    ("o que você disse", "repetir", {}),
    ("pode repetir", "repetir", {}),
    ("ajuda", "ajuda", {}),
    ("o que você sabe fazer", "ajuda", {}),
    ("me ajuda por favor", "ajuda", {}),
    ("pode parar", "parar", {}),
    ("chega", "parar", {}),
    ("deixa pra lá", "parar", {}),
    ("oi tudo bem", "saudacao", {}),
    ("bom dia", "saudacao", {}),
    ("boa tarde", "saudacao", {}),
    ("boa noite", "saudacao", {}),
    ("muito obrigado", "saudacao", {}),
    ("tchau até amanhã", "saudacao", {}),
    ("eu quero uma coxinha de frango", None, {}),
    ("a questão foi retomada no congresso", None, {}),
    ("ontem choveu muito em são paulo", None, {}),
    ("o jogo começa depois do almoço", None, {}),
    ("eu acho que ela não vem hoje", None, {}),
    ("minha mãe gosta de café sem açúcar", None, {}),
    ("esse filme é muito bom", None, {}),
    ("ele comprou dois quilos de arroz na feira", None, {}),
    ("o governo anunciou novas medidas ontem à noite", None, {}),
    ("a reunião foi marcada para a semana que vem", None, {}),
)
CONVERSATION = (
    ("Quanto é sete vezes oito?", "pm_alex"),
    ("Põe um temporizador de dez minutos para o macarrão.", "pm_santa"),
    ("Quanto tempo falta no temporizador do macarrão?", "pm_alex"),
    ("Que horas são?", "pm_santa"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--noise", type=Path)
    args = parser.parse_args()
    if args.noise:
        room = files.read(args.noise).samples[: 8 * RATE]
        with Writer(FOLDER / "noise.flac", RATE) as writer:
            writer.write(AudioFrame(room, RATE))
    synthesizer = app.build_synthesizer(config.load(resources.default_config(), {}))
    rows = []
    for number, ((text, skill, slots), voice, speed) in enumerate(zip(SENTENCES, cycle(VOICES), cycle(SPEEDS), strict=False)):
        name = f"{number:02d}_{skill or 'nada'}_{voice}.flac"
        with Writer(FOLDER / name, RATE) as writer:
            writer.write(spoken(synthesizer, text, voice, speed))
        rows.append((name, text, skill or "", json.dumps(slots, ensure_ascii=False), f"{voice} {speed}"))
    with (FOLDER / "commands.tsv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        table.writerows([("file", "text", "skill", "slots", "voice"), *rows])
    with Writer(resources.conversation(), RATE) as writer:
        for text, voice in CONVERSATION:
            writer.write(spoken(synthesizer, text, voice, 1.0, pause_s=1.2))


def spoken(synthesizer, text: str, voice: str, speed: float, pause_s: float = 0.3) -> AudioFrame:
    """At 16 kHz, with a pause before and after."""
    samples = np.concatenate([segment.audio.samples for segment in synthesizer.speak(text, voice, speed)])
    return AudioFrame(np.pad(resample(samples, 24_000, RATE) * 0.7, int(pause_s * RATE)), RATE)


if __name__ == "__main__":
    main()
