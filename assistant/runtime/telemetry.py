"""Turns as OpenTelemetry's spans and metrics, where its SDK is installed (extra `telemetry`). Never with words.

Strategy: one span a turn, made when the turn is over with the times that it had, a child for each stage; histograms of the same
milliseconds. Where they go is said by OpenTelemetry's own variables of the environment (OTEL_EXPORTER_OTLP_ENDPOINT, …). Where
providers are set up already, they are used: what is exported then is their affair.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.errors import TelemetryMissingError
from assistant.runtime.turn_figures import Outcome, TurnFigures

if TYPE_CHECKING:
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import Span, Tracer, TracerProvider

SERVICE = "assistente"
LEAVING_S = 2.0
"""For what is still to be sent: a collector that cannot be reached keeps nobody from leaving."""


class Telemetry:
    """A taker of figures. The providers are OpenTelemetry's; tests give their own."""

    def __init__(self, tracers: TracerProvider, meters: MeterProvider):
        self._providers = (tracers, meters)
        self._tracer: Tracer = tracers.get_tracer("assistant")
        meter = meters.get_meter("assistant")
        self._stages = meter.create_histogram("assistant.turn.stage", "ms", "From the end of speech to that of a stage")
        self._cpu = meter.create_histogram("assistant.turn.cpu", "s", "Processor time of the process during a turn")
        self._turns = meter.create_counter("assistant.turns", "{turn}", "Turns that are over")

    def take(self, figures: TurnFigures) -> None:
        from opentelemetry.trace import Status, StatusCode

        kind = {"origin": figures.origin.value, "outcome": figures.outcome.value}
        start_ns = round(figures.began.timestamp() * 1e9)
        span = self._tracer.start_span("turn", start_time=start_ns, attributes={**kind, **_attributes(figures)})
        if figures.outcome is Outcome.FAILED:
            span.set_status(Status(StatusCode.ERROR, figures.failure))
        for name, from_s, to_s in stages(figures):
            self._child(span, name, start_ns + round(1e9 * from_s), start_ns + round(1e9 * to_s))
        span.end(start_ns + round(1e9 * figures.seconds))
        for stage, ms in figures.ms.items():
            if ms is not None:
                self._stages.record(ms, {**kind, "stage": stage})
        self._cpu.record(figures.cpu_s, kind)
        self._turns.add(1, kind)

    def close(self) -> None:
        """Send what is left, for two seconds at the most."""
        leaving = threading.Thread(target=self._shut_down, name="telemetry", daemon=True)
        leaving.start()
        leaving.join(LEAVING_S)

    def _shut_down(self) -> None:
        for provider in self._providers:
            if hasattr(provider, "shutdown"):
                provider.shutdown()

    def _child(self, span: Span, name: str, start_ns: int, end_ns: int) -> None:
        from opentelemetry.trace import set_span_in_context

        self._tracer.start_span(name, context=set_span_in_context(span), start_time=start_ns).end(end_ns)


def stages(figures: TurnFigures) -> Iterator[tuple[str, float, float]]:
    """(name, from, to) in seconds since the turn began. What is made in a pause ends before the pause does."""
    ms = figures.ms
    speech_s = figures.speech_s or 0.0
    if figures.speech_s is not None:
        yield "speech", 0.0, speech_s
    if ms.get("silence") is not None:
        yield "silence", speech_s, speech_s + ms["silence"] / 1000
    if ms.get("text") is not None:
        text_s = speech_s + ms["text"] / 1000
        if figures.speech_s is not None:
            yield "recognition", speech_s, max(speech_s, text_s)
        if ms.get("plan") is not None:
            yield "planning", text_s, text_s + ms["plan"] / 1000
    if ms.get("audio") is not None:
        yield "answer", speech_s + ms["audio"] / 1000, max(figures.seconds, speech_s + ms["audio"] / 1000)


def _attributes(figures: TurnFigures) -> dict[str, Any]:
    """What is known of it, in words of the program alone."""
    found = {
        "turn": figures.turn,
        "skill": figures.skill,
        "intent": figures.intent,
        "confidence": figures.confidence,
        "rejected": figures.rejected,
        "failure": figures.failure,
        "speculation": figures.speculation.value if figures.speculation else None,
        "is_speaker_known": figures.is_speaker_known,
        "is_interrupted": figures.is_interrupted,
        "n_resumed": figures.n_resumed,
        "cpu_s": figures.cpu_s,
        "cached": figures.cached,
        "made": figures.made,
    }
    return {name: value for name, value in found.items() if value is not None}


def open_telemetry() -> Telemetry:
    """Raises TelemetryMissingError where the SDK, or the exporter that is needed, is not installed."""
    try:
        from opentelemetry import metrics, trace
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.trace import TracerProvider
    except ImportError as error:
        raise TelemetryMissingError from error
    tracers, meters = trace.get_tracer_provider(), metrics.get_meter_provider()
    if isinstance(tracers, TracerProvider) and isinstance(meters, MeterProvider):
        return Telemetry(tracers, meters)
    return Telemetry(*_own_providers())


def _own_providers() -> tuple[TracerProvider, MeterProvider]:
    try:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError as error:
        raise TelemetryMissingError from error
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    # The variable of the environment wins, and a resource of ours would win over it.
    resource = Resource.create({} if "OTEL_SERVICE_NAME" in os.environ else {"service.name": SERVICE})
    tracers = TracerProvider(resource=resource, shutdown_on_exit=False)
    tracers.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    reader = PeriodicExportingMetricReader(OTLPMetricExporter())
    return tracers, MeterProvider([reader], resource=resource, shutdown_on_exit=False)
