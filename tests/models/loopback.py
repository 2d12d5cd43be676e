"""A web server on this machine that misbehaves on demand, a hub's and a package index's protocol included."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """cuts: after how many bytes each of the first answers breaks off. headers: sent along. status: where all goes well."""

    body: bytes
    cuts: list[int] = field(default_factory=list)
    knows_ranges: bool = True
    failures: list[int] = field(default_factory=list)
    headers: Mapping[str, str] = field(default_factory=dict)
    trickle_s: float = 0.0
    status: int = 200


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
                self.send_response(206 if start else page.status)
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

    def add_repository(
        self, repository: str, revision: str, files: Mapping[str, bytes], names: tuple[str, ...] = ("main",)
    ) -> None:
        """A commit of the hub, under its hash and these names of it; files of more than 10 kB are kept as LFS keeps them."""
        siblings = []
        for path, body in files.items():
            blob = hashlib.sha1(b"blob %d\0" % len(body) + body, usedforsecurity=False).hexdigest()
            described = {"rfilename": path, "size": len(body), "blobId": blob}
            if len(body) > 10_000:
                described["lfs"] = {"sha256": hashlib.sha256(body).hexdigest(), "size": len(body), "pointerSize": 134}
                self._add_large(repository, revision, path, body)
            else:
                self.add_hub_file(repository, revision, path, body).headers["ETag"] = f'"{blob}"'
            siblings.append(described)
        about = {
            "id": repository,
            "sha": revision,
            "siblings": siblings,
            "tags": [],
            "downloads": 0,
            "likes": 0,
            "private": False,
        }
        for name in (revision, *names):
            self._add_json(f"/api/models/{repository}/revision/{name.replace('/', '%2F')}?blobs=true", about)
        self.pages.setdefault(f"/api/models/{repository}/discussions?type=pull_request&p=0", _NO_DISCUSSIONS)

    def add_pull_request(self, repository: str, number: int, author: str, title: str) -> None:
        discussion = {
            "title": title,
            "num": number,
            "author": {"name": author},
            "createdAt": "2026-01-01T00:00:00.000Z",
            "status": "open",
            "repo": {"name": repository, "type": "model"},
            "isPullRequest": True,
        }
        path = f"/api/models/{repository}/discussions?type=pull_request&p=0"
        self._add_json(path, {"count": 1, "start": 0, "discussions": [discussion]})

    def _add_large(self, repository: str, revision: str, path: str, body: bytes) -> None:
        """The hub describes a large file and sends whoever wants it elsewhere."""
        digest = hashlib.sha256(body).hexdigest()
        headers = {
            "X-Repo-Commit": revision,
            "X-Linked-ETag": f'"{digest}"',
            "X-Linked-Size": str(len(body)),
            "Location": f"{self.url}/cdn/{digest}",
        }
        self.pages[f"/{repository}/resolve/{revision}/{path}"] = Page(b"", headers=headers, status=302)
        self.pages[f"/cdn/{digest}"] = Page(body)

    def _add_json(self, path: str, tree: object) -> None:
        self.pages[path] = Page(json.dumps(tree).encode(), headers={"Content-Type": "application/json"})

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


_NO_DISCUSSIONS = Page(b'{"count": 0, "start": 0, "discussions": []}', headers={"Content-Type": "application/json"})


def zip_of(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()
