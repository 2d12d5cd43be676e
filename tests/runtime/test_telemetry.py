"""Turns as OpenTelemetry's spans and metrics: the same figures, with the times that they had, and no words."""

import sys

import pytest

from assistant.errors import TelemetryMissingError
from assistant.runtime.telemetry import Telemetry, open_telemetry, stages
from assistant.runtime.turn_figures import Origin, Outcome, Words
from tests.fakes import NOON
from tests.runtime.figures import turn

SAID = Words("põe leite na lista", "Pronto, pus leite.", "Ana", {"item": "leite"})


class Exported:
    """What a collector would be given."""

    def __init__(self):
        pytest.importorskip("opentelemetry.sdk", reason="the telemetry extra is not installed")
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.metrics.export import InMemoryMetricReader
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import SimpleSpanProcessor
        from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

        self._spans, self._metrics, tracers = InMemorySpanExporter(), InMemoryMetricReader(), TracerProvider()
        tracers.add_span_processor(SimpleSpanProcessor(self._spans))
        self.telemetry = Telemetry(tracers, MeterProvider([self._metrics]))

    def spans(self):
        return {span.name: span for span in self._spans.get_finished_spans()}

    def points(self):
        metrics = self._metrics.get_metrics_data().resource_metrics[0].scope_metrics[0].metrics
        return {metric.name: list(metric.data.data_points) for metric in metrics}


def seconds(span):
    return (round(span.start_time / 1e9 - NOON.timestamp(), 3), round(span.end_time / 1e9 - NOON.timestamp(), 3))


def test_a_turn_is_a_span_with_its_stages_as_children():
    exported = Exported()
    exported.telemetry.take(turn())
    spans = exported.spans()
    parent = spans.pop("turn")
    assert seconds(parent) == (0.0, 3.0)
    assert {name: seconds(span) for name, span in spans.items()} == {
        "speech": (0.0, 1.0),
        "silence": (1.0, 1.24),
        "recognition": (1.0, 1.18),
        "planning": (1.18, 1.182),
        "answer": (1.4, 3.0),
    }
    assert all(span.parent.span_id == parent.context.span_id for span in spans.values())
    assert (parent.attributes["skill"], parent.attributes["outcome"]) == ("horas", "answered")
    assert "rejected" not in parent.attributes


def test_no_words_leave_the_machine_even_where_they_are_written():
    exported = Exported()
    exported.telemetry.take(turn(words=SAID))
    said = str([dict(span.attributes) for span in exported.spans().values()])
    assert "leite" not in said
    assert "Ana" not in said


def test_a_turn_that_failed_is_an_error():
    exported = Exported()
    exported.telemetry.take(turn(outcome=Outcome.FAILED, failure="planning"))
    status = exported.spans()["turn"].status
    assert (status.is_ok, status.description) == (False, "planning")


def test_metrics_are_the_same_milliseconds():
    exported = Exported()
    exported.telemetry.take(turn())
    exported.telemetry.take(turn(ms={"text": 300, "audio": None}, outcome=Outcome.INTERRUPTED))
    points = exported.points()
    stages_ms = {(it.attributes["outcome"], it.attributes["stage"]): it.sum for it in points["assistant.turn.stage"]}
    assert stages_ms[("answered", "audio")] == 400
    assert stages_ms[("interrupted", "text")] == 300
    assert ("interrupted", "audio") not in stages_ms
    assert sum(it.value for it in points["assistant.turns"]) == 2
    assert sum(it.sum for it in points["assistant.turn.cpu"]) == 1.0


def test_what_never_happened_is_no_stage():
    assert list(stages(turn(speech_s=None, ms={}, origin=Origin.ANNOUNCEMENT))) == []
    typed = turn(speech_s=None, origin=Origin.TEXT, ms={"silence": None, "text": 0, "plan": 3, "audio": None})
    assert [name for name, _, _ in stages(typed)] == ["planning"]


def test_what_is_missing_is_said_with_the_way_out(monkeypatch):
    for name in ("opentelemetry", "opentelemetry.sdk"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(TelemetryMissingError, match=r"assistente\[telemetry\]"):
        open_telemetry()
