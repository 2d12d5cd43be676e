"""Files of skills and their templates."""

from __future__ import annotations

from pathlib import Path

from assistant.errors.root import AssistantError


class SkillError(AssistantError):
    exit_code = 5


class SkillLoadError(SkillError, ImportError):
    def __init__(self, path: Path | str, line: int | None, reason: str):
        where = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{where}: the skill does not load ({reason}); mend that line, the other skills go on")


class TemplateError(SkillError, ValueError):
    def __init__(self, where: str, template: str, reason: str):
        super().__init__(f'{where}: the template "{template}" does not parse ({reason}); mend it there')
        self.reason = reason
