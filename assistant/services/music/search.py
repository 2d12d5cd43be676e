"""Which of the music that a player has somebody meant, however they called it; and it is put on.

Strategy: names of playlists, artists and albums, and titles that contain what was said, are compared by letters and then by
sound; the nearest is taken if it is near enough. "X do Y" is also tried as X by the artist Y. Only when nothing was found are all
titles compared: there may be very many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from assistant.errors import ServiceRefusedError
from assistant.language.words.phonetics import fold, phonetic
from assistant.services.music.protocol import Found

if TYPE_CHECKING:
    from mpd import MPDClient

NEAR_ENOUGH = 75.0
WORDS_OF_IT = 80.0
N_COMPARED_BY_SOUND = 20
KINDS = ("playlist", "artist", "album", "title")  # of equally near ones, the first
_OF = re.compile(r"\s+d[aeo]s?\s+")


def find(client: MPDClient, query: str, kind: str) -> Found:
    """Put on what `query` means; kind as in Found, "" for any. Raises ServiceRefusedError when nothing comes near."""
    if kind == "everything":
        return _everything(client)
    found = _best(client, query, kind) or _by_artist(client, query, kind) or _any_title(client, query, kind)
    if found is None:
        raise ServiceRefusedError(
            "the music player has nothing like that; update its database", f"Não achei {query} entre as suas músicas."
        )
    client.clear()
    match found:
        case Found("playlist", name):
            client.load(name)
        case Found(kind, name, None):
            client.findadd(kind, name)
        case Found(kind, name, artist):
            client.findadd("artist", artist, kind, name)
    client.play()
    return found


def _everything(client: MPDClient) -> Found:
    client.clear()
    client.add("/")
    client.shuffle()
    client.play()
    return Found("everything")


def _best(client: MPDClient, query: str, kind: str) -> Found | None:
    scored = []
    for order, each in enumerate(KINDS):
        if kind in ("", each):
            name, score = nearest(query, _names(client, each, query))
            scored.append((-score, order, each, name))
    if not scored or -min(scored)[0] < NEAR_ENOUGH:
        return None
    _, _, kind, name = min(scored)
    return Found(kind, name, _artist_of(client, kind, name))


def _by_artist(client: MPDClient, query: str, kind: str) -> Found | None:
    """ "Garota de Ipanema do Tom Jobim": every "do" may be the one."""
    for of in _OF.finditer(query):
        artist, score = nearest(query[of.end() :], _names(client, "artist", ""))
        if score < NEAR_ENOUGH:
            continue
        for each in ("album", "title"):
            names = [song[each] for song in client.list(each, "artist", artist) if isinstance(song.get(each), str)]
            name, score = nearest(query[: of.start()], names)
            if kind in ("", each) and score >= NEAR_ENOUGH:
                return Found(each, name, artist)
    return None


def _any_title(client: MPDClient, query: str, kind: str) -> Found | None:
    if kind not in ("", "title"):
        return None
    name, score = nearest(query, _texts(client.list("title"), "title"))
    return Found("title", name, _artist_of(client, "title", name)) if score >= NEAR_ENOUGH else None


def _names(client: MPDClient, kind: str, query: str) -> list[str]:
    if kind == "title":
        return _texts(client.search("title", query), "title")
    return _texts(client.listplaylists() if kind == "playlist" else client.list(kind), kind)


def _texts(objects: Iterable[dict], key: str) -> list[str]:
    """A tag that a song has twice comes as a list."""
    return list(dict.fromkeys(o[key] for o in objects if isinstance(o.get(key), str) and o[key]))


def _artist_of(client: MPDClient, kind: str, name: str) -> str | None:
    """Whose it is, when it is one artist's."""
    if kind not in ("album", "title"):
        return None
    artists = _texts(client.list("artist", kind, name), "artist")
    return artists[0] if len(artists) == 1 else None


def nearest(query: str, names: Iterable[str]) -> tuple[str, float]:
    """The name that `query` comes nearest to, and how near, in [0, 100]; ("", 0) when there are none."""
    by_fold: dict[str, str] = {}
    for name in names:
        by_fold.setdefault(fold(name), name)
    asked = fold(query)
    near = process.extract(asked, by_fold.keys(), scorer=fuzz.WRatio, limit=N_COMPARED_BY_SOUND)
    scored = [(_likeness(asked, folded), by_fold[folded]) for folded, _, _ in near]
    score, name = max(scored, default=(0.0, ""), key=lambda pair: pair[0])
    return name, score


def _likeness(asked: str, name: str) -> float:
    said, written = _sounds(asked), _sounds(name)
    score = max(fuzz.ratio(asked, name), fuzz.ratio(" ".join(said), " ".join(written)))
    # "Jobim" is Tom Jobim; but who asks for Pink Floyd does not mean Pink.
    if any(len(word) > 3 for word in said) and set(said) <= set(written):
        score = max(score, WORDS_OF_IT + score / 10)
    return score


def _sounds(folded: str) -> list[str]:
    return [phonetic(word) for word in re.findall(r"\w+", folded)]
