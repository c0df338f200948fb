"""What is wrong in a profile's file, and on which line: every mistake of it, not the first alone."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec

LINE = re.compile(r"line (\d+)")
BYTE = re.compile(r"byte (\d+)")
WHERE = re.compile(r"at `\$\.?([^`]*)`")
UNKNOWN = re.compile(r"unknown field `([^`]+)`")


def in_file(name: str, text: str, kind: Any) -> list[str]:
    """`name:line: what` of every mistake in `text`, which is to be a `kind`; a table is checked key by key."""
    try:
        data = msgspec.json.decode(text) if name.endswith(".json") else tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = LINE.search(str(error))
        return [f"{name}:{at[1] if at else text.count(chr(10)) + 1}: {error}"]
    except msgspec.DecodeError as error:
        byte = BYTE.search(str(error))
        line = text.encode()[: int(byte[1])].count(b"\n") + 1 if byte else text.count("\n") + 1
        return [f"{name}:{line}: {error}"]
    if get_origin(kind) is dict and isinstance(data, dict):
        return _each_of(name, text, data, get_args(kind)[1])
    return _whole(name, text, data, kind)


def place(path: Path, key: str) -> str:
    """`file:line` of the first line that begins with `key` (for JSON: that holds it)."""
    return f"{path.name}:{line_of(path.read_text(encoding='utf-8'), key)}"


def line_of(text: str, key: str) -> int:
    """The first line that defines `key`, a TOML key or header or a piece of JSON; the first line if none does."""
    starts = re.compile(rf"^\s*\[?\[?{re.escape(key.strip('[]'))}\b")
    for number, line in enumerate(text.splitlines(), 1):
        if starts.match(line) or (key.startswith('"') and key in line):
            return number
    return 1


def _each_of(name: str, text: str, data: dict[str, Any], kind: Any) -> list[str]:
    found = []
    for key, value in data.items():
        problem = _problem(value, kind)
        if problem is not None:
            found.append(f"{name}:{line_of(text, key)}: {key}: {problem}")
    return found


def _whole(name: str, text: str, data: Any, kind: Any) -> list[str]:
    """Field by field, so that one bad field does not hide the next."""
    if not isinstance(data, dict):
        return [f"{name}:1: {_problem(data, kind)}"]
    found, rest = [], dict(data)
    for field in msgspec.structs.fields(kind):
        if field.encode_name in rest:
            problem = _problem(rest.pop(field.encode_name), field.type)
            if problem is not None:
                found.append(f"{name}:{_line_within(text, field.encode_name, problem)}: {field.encode_name}: {problem}")
        elif field.required:
            found.append(f"{name}:1: {field.encode_name} is missing")
    if kind.__struct_config__.forbid_unknown_fields:
        found += [f"{name}:{line_of(text, key)}: {key} is not known" for key in rest]
    return found


def _line_within(text: str, field: str, problem: str) -> int:
    """The line of a mistake inside a field: that of the unknown or named key, else the field's own."""
    inner = UNKNOWN.search(problem) or WHERE.search(problem)
    line = line_of(text, f'"{field}"') if text.lstrip().startswith("{") else line_of(text, field)
    within = re.match(r"\[(\d+)\]", inner[1]) if inner else None
    return line + int(within[1]) + (1 if text.lstrip().startswith("{") else 0) if within else line


def _problem(value: Any, kind: Any) -> str | None:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        return str(error)
    return None
