"""What must hold in our Dockerfile: each finding is one line. Reads no here-documents (ours has none)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

Instruction = tuple[str, str]
FLAGS = re.compile(r"^(--\S+\s+)+")


def dockerfile(text: str) -> list[str]:
    """Several stages, exec form, and a last stage that starts something and does not run as root."""
    stages = _stages(text)
    findings = [] if len(stages) > 1 else ["one stage: what builds would ship"]
    findings += [
        f"{word} in shell form" for stage in stages for word, argument in stage if _in_shell_form(word, argument)
    ]
    return findings + list(_shipped(stages[-1] if stages else []))


def _stages(text: str) -> list[list[Instruction]]:
    """The instructions of each FROM; what stands before the first (ARG) belongs to none."""
    stages: list[list[Instruction]] = []
    for word, argument in _instructions(text):
        if word == "FROM":
            stages.append([])
        elif stages:
            stages[-1].append((word, argument))
    return stages


def _instructions(text: str) -> Iterator[Instruction]:
    """Comments go first: one may stand between continued lines."""
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for line in re.sub(r"\\[ \t]*\n", " ", lines).splitlines():
        word, _, argument = line.strip().partition(" ")
        if word:
            yield word.upper(), argument.strip()


def _in_shell_form(word: str, argument: str) -> bool:
    """A shell that is process 1 hands no signals on, and there may be none in the image."""
    if word == "HEALTHCHECK":
        word, _, argument = FLAGS.sub("", argument).partition(" ")
    return word.upper() in ("ENTRYPOINT", "CMD") and not _is_list_of_words(argument)


def _is_list_of_words(argument: str) -> bool:
    """Docker takes a list that is no JSON (single quotes) for a shell's command line."""
    try:
        words = json.loads(argument)
    except ValueError:
        return False
    return isinstance(words, list) and all(isinstance(word, str) for word in words)


def _shipped(stage: list[Instruction]) -> Iterator[str]:
    if not any(word in ("ENTRYPOINT", "CMD") for word, _ in stage):
        yield "the last stage starts nothing of its own"
    users = [argument.split(":")[0] for word, argument in stage if word == "USER"]
    if not users or users[-1] in ("root", "0"):
        yield "the last stage runs as root"
