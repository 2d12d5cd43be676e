"""The weather by Open-Meteo: one request when somebody asks, kept for a while; nothing but the place's coordinates is sent.

Strategy: a request runs in a thread of its own, since a name that is looked up without a network can take long, and nothing can
hurry it; whoever asked waits two seconds at the most. What comes later is kept for the next question.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from assistant.errors import NoSpaceError, ServiceError, ServiceRefusedError, ServiceUnreachableError, StoreError
from assistant.language.words.phonetics import fold
from assistant.services.weather.protocol import Forecast
from assistant.services.weather.replies import Place, read_forecast, read_place
from assistant.store import Store

log = logging.getLogger(__name__)

ANSWER_S = 1.8
READ_S = 10.0  # the thread's own patience with each step; what comes after the answer is still worth keeping
WHOLE_S = 30.0  # and with all of them: who sends a byte now and then would keep it for ever
MAX_REPLY_BYTES = 200_000
OLD = timedelta(hours=12)
MAX_KEPT = 10
KEPT_AS = "weather.forecast"
OFFLINE = "Estou sem conexão com o serviço de previsão do tempo."


@dataclass(frozen=True, slots=True)
class Service:
    """url: of forecasts. geocoding: of the search for places by their name; None: no other place is ever asked for."""

    url: str = "https://api.open-meteo.com/v1/forecast"
    geocoding: str | None = None


class OpenMeteo:
    """See Weather. home: the place that is meant when nobody names one. store: keeps its last forecast over a restart."""

    def __init__(self, home: Place, service: Service, store: Store | None = None):
        self._home = home
        self._service = service
        self._store = store
        self._lock = threading.Lock()
        self._kept: dict[str, Forecast] = self._remembered()
        self._under_way: dict[str, Future] = {}

    def known(self, place: str | None) -> Forecast | None:
        return self._kept.get(self._key(place))

    def fetch(self, place: str | None, now: datetime) -> Forecast:
        key = self._key(place)
        if key != self._key(None) and not self._service.geocoding:
            raise ServiceRefusedError(
                "weather.geocoding is not set: no other place is asked for", f"Só sei o tempo de {self._home.name}."
            )
        try:
            return self._request(key, place, now).result(ANSWER_S)
        except (ServiceUnreachableError, FutureTimeoutError) as error:
            last = self.known(place)
            if last is not None and now - last.fetched <= OLD:
                log.warning("the last forecast is used: %s", error or "no answer in time")
                return last
            if isinstance(error, ServiceError):
                raise
            raise ServiceUnreachableError(f"{self._service.url} does not answer in time", OFFLINE) from error

    def _key(self, place: str | None) -> str:
        return fold(place or self._home.name)

    def _request(self, key: str, place: str | None, now: datetime) -> Future:
        """Of two who ask for the same place at once, the second waits for the first one's reply."""
        with self._lock:
            answer = self._under_way.get(key)
            if answer is None:
                answer = self._under_way[key] = Future()
                thread = threading.Thread(target=self._get, args=(key, place, now, answer), name="weather", daemon=True)
                thread.start()
        return answer

    def _get(self, key: str, place: str | None, now: datetime, answer: Future) -> None:
        try:
            where = self._home if key == self._key(None) else self._find(place or "")
            reply = _get_json(self._service.url, where.question)
            forecast = _read(lambda: read_forecast(reply, where.name, now), self._service.url)
        except ServiceError as error:
            self._done(key)
            answer.set_exception(error)
        # Whatever else it is: nobody could ask for this place any more if it stayed under way.
        except Exception as error:
            log.exception("the weather cannot be fetched")
            self._done(key)
            answer.set_exception(ServiceUnreachableError(f"{type(error).__name__} in the weather", OFFLINE))
        else:
            self._done(key, forecast)
            answer.set_result(forecast)
            if where is self._home:
                self._remember(reply, now)

    def _done(self, key: str, forecast: Forecast | None = None) -> None:
        with self._lock:
            del self._under_way[key]
            if forecast is not None:
                self._kept.pop(key, None)
                self._kept[key] = forecast
                # The place at home is never the one that is forgotten.
                others = [name for name in self._kept if name != self._key(None)]
                for name in others[:-MAX_KEPT]:
                    del self._kept[name]

    def _remember(self, reply: Any, now: datetime) -> None:
        if self._store is not None:
            with suppress(StoreError, NoSpaceError):
                kept = {"where": [self._home.latitude, self._home.longitude], "fetched": now.isoformat(), "reply": reply}
                self._store.set_setting(KEPT_AS, kept)

    def _remembered(self) -> dict[str, Forecast]:
        """What was kept, if it is a forecast of the place that is configured now."""
        with suppress(StoreError, ValueError, LookupError, TypeError, AttributeError):
            kept = self._store.setting(KEPT_AS)
            if kept["where"] == [self._home.latitude, self._home.longitude]:
                fetched = datetime.fromisoformat(kept["fetched"])
                return {self._key(None): read_forecast(kept["reply"], self._home.name, fetched)}
        return {}

    def _find(self, name: str) -> Place:
        url = self._service.geocoding or ""
        reply = _get_json(url, {"name": name, "count": "1", "language": "pt", "format": "json"})
        place = _read(lambda: read_place(reply), url)
        if place is None:
            raise ServiceRefusedError("no place is called so", f"Não conheço nenhum lugar chamado {name}.")
        return place


def _read(read: Callable[[], Any], url: str) -> Any:
    try:
        return read()
    except (ValueError, RecursionError) as error:
        raise ServiceRefusedError(
            f"{url} replies with something else ({error}); see weather.url",
            "O serviço de previsão do tempo respondeu algo que não entendi.",
        ) from error


def _get_json(url: str, parameters: Mapping[str, str]) -> Any:
    """Raises ServiceUnreachableError where nobody, and ServiceRefusedError where somebody else, answers."""
    import httpx

    try:
        with httpx.stream("GET", url, params=parameters, timeout=READ_S) as response:
            status, body = response.status_code, _body(response, time.monotonic() + WHOLE_S)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        reason = f"{error}" or type(error).__name__
        raise ServiceUnreachableError(f"{url} does not answer ({reason}); see the network, and weather.url", OFFLINE) from error
    if status >= 500 or status == 429:
        raise ServiceUnreachableError(f"{url} answers {status}; it will be asked again", OFFLINE)
    reply = _read(lambda: json.loads(body), url)
    if status != 200:
        reason = reply.get("reason") if isinstance(reply, dict) else None
        raise ServiceRefusedError(
            f"{url} refuses ({status}: {reason}); see weather.latitude and weather.longitude",
            "O serviço de previsão do tempo recusou a pergunta.",
        )
    return reply


def _body(response: Any, until: float) -> bytes:
    """As much of it as comes in time and is kept; what was cut off is no JSON."""
    body = b""
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_REPLY_BYTES or time.monotonic() > until:
            break
    return body
