"""`assistant doctor`: what is here, what is missing, and how to mend it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

SUMMARY = "Check devices, PortAudio, weights, espeak, skills and CPU, and say how to mend each."
EPILOG = """\
Exits with 0 when everything that the assistant needs is here, with 1 otherwise. A missing microphone or speaker is a warning:
files, pipes and the keyboard work without.

With --tune it measures, in about 20 seconds, which recogniser this computer is fast enough for, and which of the voice's models
on disk (fp32, fp16, int8) is the quickest, each with how many threads; and writes that into the config.yaml that is in use,
whose comments stay. The large recogniser is considered where its weights are: assistant models pull wav2vec2-pt

examples:
  assistant doctor
  assistant doctor --json
  assistant doctor --tune
  assistant doctor --tune --dry-run                    only say what would be written
  assistant doctor --tune --model ./my-recogniser
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """state: "ok", "warning" or "error". mend: what to type or do, empty when nothing is wrong."""

    subject: str
    state: str
    detail: str
    mend: str = ""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object a finding")
    parser.add_argument("--tune", action="store_true", help="measure which models are quick enough here, and set them")
    parser.add_argument("--dry-run", action="store_true", help="with --tune: leave config.yaml as it is")
    parser.add_argument("--model", metavar="NAME", help="with --tune: the large recogniser to consider (default: wav2vec2-pt)")


def run(args: argparse.Namespace) -> int:
    import dataclasses
    import json

    if args.tune:
        from assistant.cli import doctor_tune

        return doctor_tune.run(args)
    signs = {"ok": "✓", "warning": "!", "error": "✗"}
    findings = []
    for check in (_python, _cpu, _portaudio, _microphone, _speaker, _weights, _espeak, _skills, _store):
        for finding in check(args.config):
            findings.append(finding)
            if args.json:
                print(json.dumps(dataclasses.asdict(finding), ensure_ascii=False))
            else:
                print(f"{signs[finding.state]} {finding.subject}: {finding.detail}")
                if finding.mend:
                    print(f"    {finding.mend}")
    return int(any(f.state == "error" for f in findings))


def _python(config) -> list[Finding]:
    import platform

    import assistant

    return [Finding("Python", "ok", f"{platform.python_version()}, assistant {assistant.__version__}")]


def _cpu(config) -> list[Finding]:
    import os

    n_cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if n_cores < 2:
        return [Finding("CPU", "warning", "1 core: answers take longer", "set asr.threads and tts.threads to 1")]
    wanted = max(config.asr.threads, config.tts.threads)
    if wanted > n_cores:
        return [Finding("CPU", "warning", f"{n_cores} cores, {wanted} threads", f"set asr.threads and tts.threads to {n_cores}")]
    return [Finding("CPU", "ok", f"{n_cores} cores")]


def _portaudio(config) -> list[Finding]:
    from assistant.audio import devices
    from assistant.errors import PortAudioMissingError

    try:
        n_devices = len(devices.list_devices())
    except PortAudioMissingError as error:
        return [Finding("PortAudio", "error", "the shared library is missing", str(error).partition("; ")[2])]
    return [Finding("PortAudio", "ok", f"{n_devices} devices")]


def _microphone(config) -> list[Finding]:
    return [_device("microphone", "input", config.audio.input, "use --input FILE or --text until then")]


def _speaker(config) -> list[Finding]:
    return [_device("speaker", "output", config.audio.output, "use --output FILE until then")]


def _device(subject: str, kind: str, name: str | None, way_out: str) -> Finding:
    from assistant.audio import devices
    from assistant.errors import AudioError

    try:
        stream, rate, found = devices.open_stream(kind, name, 16_000 if kind == "input" else 24_000, lambda *_: None)
    except AudioError as error:
        return Finding(subject, "warning", str(error), way_out)
    devices.close_stream(stream)
    return Finding(subject, "ok", f"{found} opens at {rate} Hz")


def _weights(config) -> list[Finding]:
    from assistant import app, models
    from assistant.errors import ModelError

    findings = []
    for name in app.weights_of(config):
        try:
            findings.append(Finding(f"weights of {name}", "ok", str(models.find(name))))
        except ModelError as error:
            findings.append(Finding(f"weights of {name}", "error", str(error), f"assistant models pull {name}"))
    for name, use in app.helpful_weights_of(config).items():
        try:
            findings.append(Finding(f"weights of {name}", "ok", str(models.find(name))))
        except ModelError:
            detail = f"missing; {use} would use them"
            findings.append(Finding(f"weights of {name}", "warning", detail, f"assistant models pull {name}"))
    return findings


def _espeak(config) -> list[Finding]:
    from assistant.tts.reading.g2p import EspeakG2p

    mend = "pip install --force-reinstall espeakng-loader phonemizer misaki"
    return _probe("espeak data", lambda: f'"olá" is /{EspeakG2p("pt-br").phonemize("olá")}/', mend)


def _skills(config) -> list[Finding]:
    from assistant import app

    skills = app.build_skills(config)
    findings = [Finding("skill", "warning", str(problem)) for problem in skills.problems]
    return [*findings, Finding("skills", "ok", ", ".join(skills.names))]


def _store(config) -> list[Finding]:
    from assistant import app

    return _probe("store", lambda: str(app.build_store(config).path), "set store.path to a folder that you may write to")


def _probe(subject: str, probe: Callable[[], str], mend: str) -> list[Finding]:
    from assistant.errors import AssistantError

    try:
        return [Finding(subject, "ok", probe())]
    except (AssistantError, OSError, RuntimeError, ImportError) as error:
        return [Finding(subject, "error", str(error), mend)]
