"""Small EPUB books, whole and damaged."""

from __future__ import annotations

import zipfile
from pathlib import Path

CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/livro.opf" media-type="x"/></rootfiles></container>'


def document(body: str, head: str = "<title>Não leia</title>") -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head>{head}</head><body>{body}</body></html>'


def package(items: dict[str, str], spine: list[str], prefix: str = "") -> str:
    """items: id → further attributes of its item; "href" is the id with .xhtml."""
    kind = 'media-type="application/xhtml+xml"'
    manifest = "".join(f'<{prefix}item id="{i}" href="textos/{i}.xhtml" {kind} {more}/>' for i, more in items.items())
    refs = "".join(f"<{prefix}itemref {reference}/>" for reference in spine)
    return (
        f"<{prefix}package><{prefix}manifest>{manifest}</{prefix}manifest><{prefix}spine>{refs}</{prefix}spine></{prefix}package>"
    )


def write_book(path: Path, bodies: dict[str, str], **files: str | bytes) -> Path:
    """A book whose spine is the order of `bodies`; files: others by name, "__" standing for "/" and "_dot_" for "."."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OEBPS/livro.opf", package(dict.fromkeys(bodies, ""), [f'idref="{name}"' for name in bodies]))
        for name, body in bodies.items():
            archive.writestr(f"OEBPS/textos/{name}.xhtml", document(body))
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return path
