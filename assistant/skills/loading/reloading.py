"""The newest skills: files are looked at every few seconds, read anew off to one side, and swapped in whole."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping

from assistant.errors import AssistantError
from assistant.skills.definitions import Intent
from assistant.skills.loading.checking import check_examples
from assistant.skills.loading.loader import SkillLoader
from assistant.skills.skill_set import SkillSet

log = logging.getLogger(__name__)

SETTLING_S, N_LOOKS = 0.1, 10  # an editor writes a file in several steps: it is read when it stands still


class LiveSkills:
    """Called, it gives the newest SkillSet: whoever needs skills asks at each utterance. Safe to share between threads."""

    def __init__(self, loader: SkillLoader, every_s: float | None = None):
        """Loads at once; then looks every `every_s` seconds, in a thread of its own, or only when `refresh` is called."""
        self._loader = loader
        self._every_s = every_s
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._skills = loader.load()
        self._told = frozenset(str(problem) for problem in self._skills.problems)  # whoever began this tells of those
        if every_s is not None:
            threading.Thread(target=self._watch, name="skills", daemon=True).start()

    def __call__(self) -> SkillSet:
        return self._skills

    def refresh(self) -> bool:
        """Look now. Whether there are new skills; whatever the files have become, it does not fail."""
        with self._lock:
            try:
                if not self._loader.changed():
                    return False
                before, self._skills = self._skills, self._loader.load()
            except (AssistantError, OSError, MemoryError) as error:
                log.error("the skills stay as they were: %s", error)
                return False
            self._tell()
            self._check(before)
            return True

    def close(self) -> None:
        """Look no more."""
        self._closed.set()

    def _watch(self) -> None:
        while not self._closed.wait(self._every_s):
            try:
                if self._loader.changed():
                    self._settle()
                    self.refresh()
            except OSError as error:
                log.debug("skill files could not be looked at: %s", error)
            # Files may be anybody's, and become anything: who looks at them must not end with them.
            except Exception:
                log.exception("the skill files could not be dealt with")

    def _settle(self) -> None:
        seen = self._loader.look()
        for _ in range(N_LOOKS):
            time.sleep(SETTLING_S)
            before, seen = seen, self._loader.look()
            if seen == before:
                return

    def _check(self, before: SkillSet) -> None:
        """Who edits a skill is told of its examples that are not understood; at the start there is no time for that."""
        changed = {intent.name for intent in self._skills.intents.values() if not _says_the_same(intent, before.intents)}
        for error in check_examples(self._skills, changed):
            log.warning("%s", error)

    def _tell(self) -> None:
        """Of what is wrong, once; and that it is well again."""
        problems = frozenset(str(problem) for problem in self._skills.problems)
        for problem in self._skills.problems:
            if str(problem) not in self._told:
                log.error("%s", problem)
        if self._told - problems:
            log.info("skills that did not load do now, or are gone: %d", len(self._told - problems))
        self._told = problems


def _says_the_same(intent: Intent, before: Mapping[str, Intent]) -> bool:
    """Of a thousand questions in one file, one edit makes all functions new, and means one."""
    known = before.get(intent.name)
    parts = ("templates", "follow_ups", "rules", "lists", "examples")
    return known is not None and all(getattr(known, part) == getattr(intent, part) for part in parts)
