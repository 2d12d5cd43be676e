"""A web server on this machine that misbehaves on demand, a hub's and a package index's protocol included."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """cuts: after how many bytes each of the first answers breaks off. headers: sent along."""

    body: bytes
    cuts: list[int] = field(default_factory=list)
    knows_ranges: bool = True
    failures: list[int] = field(default_factory=list)
    headers: Mapping[str, str] = field(default_factory=dict)
    trickle_s: float = 0.0


@dataclass
class Asked:
    method: str
    path: str
    range: str | None


class Loopback:
    """`with Loopback() as web: web.pages["/x"] = Page(b"...")`; `asked` remembers every request."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[Asked] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Loopback:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self._answer(with_body=False)

            def do_GET(self) -> None:
                self._answer(with_body=True)

            def _answer(self, *, with_body: bool) -> None:
                asked_range = self.headers.get("Range")
                web.asked.append(Asked(self.command, self.path, asked_range))
                page = web.pages.get(self.path)
                if page is None:
                    self.send_error(404)
                    return
                if page.failures:
                    self.send_error(page.failures.pop(0))
                    return
                start = int(asked_range.removeprefix("bytes=").rstrip("-")) if asked_range and page.knows_ranges else 0
                if start and start >= len(page.body):
                    self.send_error(416)
                    return
                body = page.body[start:]
                self.send_response(206 if start else 200)
                if start:
                    self.send_header("Content-Range", f"bytes {start}-{len(page.body) - 1}/{len(page.body)}")
                self.send_header("Content-Length", str(len(body)))
                for name, value in page.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if with_body:
                    self._send(page, body)

            def _send(self, page: Page, body: bytes) -> None:
                import time

                body = body[: page.cuts.pop(0)] if page.cuts else body
                try:
                    for i in range(0, len(body), 4096):
                        self.wfile.write(body[i : i + 4096])
                        time.sleep(page.trickle_s)
                except ConnectionError:
                    pass  # the other side was killed, as a test wanted
                self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def add_hub_file(self, repository: str, revision: str, path: str, body: bytes) -> Page:
        headers = {
            "X-Repo-Commit": revision,
            "ETag": f'"{hashlib.sha256(body).hexdigest()}"',
            "Content-Type": "application/octet-stream",
        }
        page = Page(body, headers=headers)
        self.pages[f"/{repository}/resolve/{revision}/{path}"] = page
        return page

    def add_wheel(self, name: str, version: str, members: Mapping[str, bytes]) -> bytes:
        """Put a wheel with these members in the index at /simple; gives the archive."""
        plain = name.replace("-", "_")
        info = f"{plain}-{version}.dist-info"
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        about = {
            f"{info}/METADATA": metadata.encode(),
            f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            f"{info}/RECORD": b"",
        }
        archive = zip_of({**members, **about})
        file = f"{plain}-{version}-py3-none-any.whl"
        link = f'<a href="/files/{file}" data-dist-info-metadata="true" data-core-metadata="true">{file}</a>'
        self.pages[f"/simple/{name}/"] = Page(link.encode(), headers={"Content-Type": "text/html"})
        self.pages[f"/files/{file}"] = Page(archive)
        self.pages[f"/files/{file}.metadata"] = Page(metadata.encode())
        return archive


def zip_of(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()
