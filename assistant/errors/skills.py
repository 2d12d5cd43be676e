"""Files of skills and their templates."""

from __future__ import annotations

from pathlib import Path

from assistant.errors.root import AssistantError


class SkillError(AssistantError):
    exit_code = 5


class SkillLoadError(SkillError, ImportError):
    def __init__(self, path: Path | str, line: int | None, reason: str):
        where = f"{path}:{line}" if line else f"{path}"
        what = "that line" if line else "it"
        super().__init__(f"{where}: the skill does not load ({reason}); mend {what}, the other skills go on")


class TemplateError(SkillError, ValueError):
    def __init__(self, where: str, template: str, reason: str):
        super().__init__(f'{where}: the template "{template}" does not parse ({reason}); mend it there')
        self.template, self.reason = template, reason


class SkillNameError(SkillError, ValueError):
    """No new skill can be written under a name."""

    def __init__(self, name: str, reason: str):
        super().__init__(f'"{name}" cannot be the name of a new skill: {reason}')


class ExampleError(SkillError, ValueError):
    """where: "file:line" of the example. taken_by: the skill that it reaches instead, None when it reaches none."""

    def __init__(self, where: str, example: str, reason: str, taken_by: str | None = None):
        super().__init__(f'{where}: the example "{example}" {reason}; mend the example or the templates')
        self.taken_by = taken_by


class SkillTimeoutError(SkillError, TimeoutError):
    """ended: whether the call was ended; otherwise it goes on in native code, abandoned. stack: (file, line) of where it was.

    The innermost comes first.
    """

    def __init__(self, what: str, limit_s: float, ended: bool, stack: tuple[tuple[str, int], ...] = ()):
        ending = "was ended" if ended else "could not be ended and was abandoned"
        super().__init__(f"{what} took longer than {limit_s:g} s and {ending}; mend it, or raise skills.time_limit_s")
        self.ended, self.stack = ended, stack


class SkillSetAsideError(SkillError, RuntimeError):
    def __init__(self, skill: str):
        super().__init__(f"the skill {skill} hung in a call that could not be ended; change its file and it is tried again")


class QuestionsFileError(SkillError, ValueError):
    """The file of a kiosk's own questions."""

    def __init__(self, path: Path | str, line: int | None, reason: str):
        super().__init__(f"{path}:{line or 1}: {reason}; mend that line, what loaded before goes on")
