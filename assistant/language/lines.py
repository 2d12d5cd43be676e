"""Lines → paragraphs: a line broken for lack of room goes on; a heading, an item of a list, a short line stands alone."""

from __future__ import annotations

import re

_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LIST_ITEM = re.compile(r"(?:[-*+•·]|\d{1,3}[.)]|#{1,6})\s|```|\|")
_HEADING = re.compile(r"#{1,6}\s")
_WRAPPED_FROM = 50  # a line at least this long was broken for lack of room, not because it was over
_TELLING = 8  # characters that tell what a line is


class Lines:
    """Text fed in pieces, cut anywhere → the same text, where a line break is left only between paragraphs."""

    def __init__(self) -> None:
        self._held = ""  # not yet decided: the beginning of a line, or white space that may end one
        self._begins = True
        self._is_first = True
        self._is_after_blank = False
        self._is_heading = False
        self._line = ""  # its end, as much of it as is looked at
        self._n_line = 0

    def feed(self, piece: str) -> str:
        text = self._held + piece
        self._held = "\r" if text.endswith("\r") else ""  # "\n" may follow
        return self._read(text.removesuffix("\r"), is_over=False)

    def end(self) -> str:
        """What was held back."""
        text, self._held = self._held, ""
        return self._read(text, is_over=True)

    def _read(self, text: str, is_over: bool) -> str:
        read = []
        at = 0
        while at < len(text):
            line_break = _BREAK.search(text, at)
            end = line_break.start() if line_break else len(text)
            is_whole = line_break is not None or is_over
            line = text[at:end]
            if self._begins:
                line = line.lstrip()
                if not is_whole and len(line) < _TELLING:
                    return self._hold(read, line)
                read += self._begin(line)
            kept = line.rstrip()
            read.append(kept)
            self._count(kept)
            if line_break is None:
                return self._hold(read, "" if is_over else line[len(kept) :])
            self._begins = True
            at = line_break.end()
        return "".join(read)

    def _hold(self, read: list[str], text: str) -> str:
        self._held = text + self._held
        return "".join(read)

    def _begin(self, line: str) -> list[str]:
        """What stands between the line before and this one."""
        if not line:
            self._is_after_blank = True
            return []
        joint = [] if self._is_first else ["\n" if self._is_after_blank or self._begins_paragraph(line) else " "]
        self._begins = self._is_first = self._is_after_blank = False
        self._is_heading = _HEADING.match(line) is not None
        self._line, self._n_line = "", 0
        return joint

    def _begins_paragraph(self, line: str) -> bool:
        if _LIST_ITEM.match(line) or self._is_heading:
            return True
        goes_on = line[0].islower() or self._line.endswith((",", ";", "-"))
        return self._n_line < _WRAPPED_FROM and not goes_on

    def _count(self, text: str) -> None:
        self._n_line += len(text)
        self._line = text[-1:] or self._line
