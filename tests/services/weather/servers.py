"""A service on this machine that replies as Open-Meteo documents it, or in whatever other way a test wants."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

# As the API's documentation gives it, with the variables that are asked for.
FORECAST = {
    "latitude": -19.875,
    "longitude": -43.875,
    "generationtime_ms": 0.0834465026855469,
    "utc_offset_seconds": -10800,
    "timezone": "America/Sao_Paulo",
    "timezone_abbreviation": "GMT-3",
    "elevation": 858.0,
    "current_units": {"time": "iso8601", "interval": "seconds", "temperature_2m": "°C", "weather_code": "wmo code"},
    "current": {"time": "2026-09-07T15:30", "interval": 900, "temperature_2m": 23.4, "weather_code": 2},
    "daily_units": {
        "time": "iso8601",
        "weather_code": "wmo code",
        "temperature_2m_max": "°C",
        "temperature_2m_min": "°C",
        "precipitation_sum": "mm",
        "precipitation_probability_max": "%",
    },
    "daily": {
        "time": [f"2026-09-{day:02}" for day in range(7, 15)],
        "weather_code": [2, 63, 95, 3, 0, 1, 61, None],
        "temperature_2m_max": [28.1, 22.4, 20.0, 24.6, 29.5, 30.2, 25.0, None],
        "temperature_2m_min": [16.2, 15.6, 14.1, 13.0, 12.4, 15.5, 16.0, None],
        "precipitation_sum": [0.0, 12.3, 31.0, 0.4, 0.0, 0.0, 3.2, None],
        "precipitation_probability_max": [5, 80, 97, 30, 0, 0, 55, None],
    },
}
PLACES = {
    "results": [
        {
            "id": 3448439,
            "name": "São Paulo",
            "latitude": -23.5475,
            "longitude": -46.63611,
            "elevation": 769.0,
            "feature_code": "PPLC",
            "country_code": "BR",
            "timezone": "America/Sao_Paulo",
            "country": "Brasil",
            "admin1": "São Paulo",
        }
    ],
    "generationtime_ms": 0.71,
}
NO_PLACE = {"generationtime_ms": 0.45}  # where nothing was found there are no results
REFUSAL = {"error": True, "reason": "Latitude must be in range of -90 to 90°. Given: 522.52."}


class Service:
    """Replies to every path: set `forecast` and `places` to what they reply, `status`, `delay_s`, or a whole `raw` reply."""

    def __init__(self):
        self.forecast, self.places = FORECAST, PLACES
        self.status, self.delay_s, self.raw = 200, 0.0, None
        self.asked: list[tuple[str, dict[str, str]]] = []

    def reply(self, path: str) -> bytes:
        parts = urlsplit(path)
        self.asked.append((parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}))
        time.sleep(self.delay_s)
        if self.raw is not None:
            return self.raw
        body = json.dumps(self.forecast if parts.path == "/v1/forecast" else self.places).encode()
        head = (
            f"HTTP/1.1 {self.status} Whatever\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        )
        return head.encode() + b"Connection: close\r\n\r\n" + body


@contextmanager
def running(service: Service):
    """Its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            with suppress(OSError):  # who asked may have given up
                self.wfile.write(service.reply(self.path))

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
