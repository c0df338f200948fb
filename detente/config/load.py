"""From file and environment to a checked `Config`, or to every error at once."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from detente.config.check import complaints
from detente.config.keys import Config, Keys
from detente.config.quiet import QuietHours
from detente.config.units import Duration, Rate, Secret, Size
from detente.errors import UsageError

PREFIX = "DETENTE_"
NOT_KEYS = ("DETENTE_CONFIG", "DETENTE_TEST_")
PARSED = (Duration, Size, Rate, Secret, QuietHours)


class ConfigError(UsageError):
    """All that is wrong with a configuration, one line each."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def find(option: Path | None, environ: Mapping[str, str] | None = None) -> Path | None:
    """The file to read: `--config`, else `DETENTE_CONFIG`, else `detente.toml` here where there is one."""
    named = option or ((environ or os.environ).get("DETENTE_CONFIG") or None)
    if named is not None:
        return Path(named)
    return here if (here := Path("detente.toml")).exists() else None


def load(path: Path | None, environ: Mapping[str, str] | None = None) -> Config:
    """The configuration in `path` (defaults alone when None) under the environment; ConfigError with every fault."""
    tree: dict[str, Any] = {}
    if path is not None:
        try:
            tree = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigError([f"{path}: {error.strerror or error}"]) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError([f"{path}: {error}"]) from error
    return parse(tree, os.environ if environ is None else environ, str(path or "defaults"))


def parse(tree: dict[str, Any], environ: Mapping[str, str], where: str = "configuration") -> Config:
    """The checked configuration of a parsed TOML `tree` with overrides from `environ`; ConfigError with every fault."""
    errors: list[str] = []
    _override(tree, environ, errors)
    config: Config = _section(Config, tree, "", errors)
    errors += [each for each in complaints(config) if not _doubtful(each, errors)]
    if errors:
        raise ConfigError([f"{where}: {error}" for error in errors])
    return config


def _doubtful(complaint: str, errors: list[str]) -> bool:
    """Whether it is about a key, or a table with a key, that could not be read: its default stands there now."""
    key = complaint.partition(": ")[0]
    return any(re.match(rf"{re.escape(key)}(_file)?[.:]", error) for error in errors)


def _override(tree: dict[str, Any], environ: Mapping[str, str], errors: list[str]) -> None:
    for name, value in sorted(environ.items()):
        if not name.startswith(PREFIX) or name.startswith(NOT_KEYS):
            continue
        steps = name.removeprefix(PREFIX).lower().split("__")
        try:
            _put(tree, steps, _from_text(value, _kind_of(Config, steps)))
        except (LookupError, TypeError, ValueError) as error:
            errors.append(f"{name}: {error}" if isinstance(error, ValueError) else f"{name}: no such key")


def _kind_of(owner: Any, steps: list[str]) -> Any:
    """The type of the key that `steps` lead to; LookupError where there is none."""
    for step in steps:
        if get_origin(owner) is tuple:
            int(step)
            owner = get_args(owner)[0]
        else:
            hints = get_type_hints(owner)
            owner = str if step.endswith("_file") and step.removesuffix("_file") in hints else _bare(hints[step])
    return owner


def _put(tree: Any, steps: list[str], value: object) -> None:
    *parents, last = steps
    for index, step in enumerate(parents):
        if isinstance(tree, list):
            while len(tree) <= int(step):
                tree.append({})
            tree = tree[int(step)]
        else:
            following_is_index = [*parents[index + 1 :], last][0].isdigit()
            tree = tree.setdefault(step, [] if following_is_index else {})
    if isinstance(tree, list):
        raise LookupError(last)
    tree[last] = value


def _from_text(text: str, kind: Any) -> object:
    if kind in (bool, int, float) or get_origin(kind) is tuple:
        try:
            return tomllib.loads(f"x = {text}")["x"]
        except tomllib.TOMLDecodeError:
            return [part.strip() for part in text.split(",")] if get_origin(kind) is tuple else text
    return text


def _bare(kind: Any) -> Any:
    """`kind` without its annotation and without `| None`."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (UnionType, Union):
        return _bare(next(each for each in get_args(kind) if each is not type(None)))
    return kind


def _section(kind: type[Keys], tree: object, path: str, errors: list[str]) -> Any:
    """An instance of `kind`, with defaults where faults went into `errors`; None where a needed key is missing."""
    if not isinstance(tree, dict):
        errors.append(f"{path.rstrip('.')}: must be a table")
        return None
    hints = get_type_hints(kind, include_extras=True)
    given = _with_secrets(tree, hints, path, errors)
    values: dict[str, Any] = {}
    for key, value in given.items():
        if key not in hints:
            near = get_close_matches(key, hints, n=1)
            errors.append(f"{path}{key}: unknown key" + (f' (did you mean "{near[0]}"?)' if near else ""))
        else:
            values[key] = _value(hints[key], value, path + key, errors)
    needed = {field.name for field in msgspec.structs.fields(kind) if field.required}
    errors += [f"{path}{key}: is missing" for key in sorted(needed - values.keys())]
    read = {key: value for key, value in values.items() if value is not None}
    return kind(**read) if needed <= read.keys() else None


def _with_secrets(tree: dict[str, Any], hints: dict[str, Any], path: str, errors: list[str]) -> dict[str, Any]:
    """`tree` with each `x_file` of a secret `x` read."""
    given = dict(tree)
    for key, kind in hints.items():
        if _bare(kind) is not Secret or f"{key}_file" not in given:
            continue
        file = given.pop(f"{key}_file")
        if key in given:
            errors.append(f"{path}{key}: give it or {key}_file, not both")
            continue
        try:
            given[key] = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, TypeError, UnicodeDecodeError) as error:
            errors.append(f"{path}{key}_file: {file!r}: {getattr(error, 'strerror', None) or error}")
    return given


def _value(kind: Any, value: Any, path: str, errors: list[str]) -> Any:
    bare = _bare(kind)
    try:
        if isinstance(bare, type) and issubclass(bare, Keys):
            return _section(bare, value, path + ".", errors)
        if get_origin(bare) is tuple and isinstance(value, list) and isinstance(get_args(bare)[0], type):
            element = get_args(bare)[0]
            if issubclass(element, Keys):
                return tuple(_section(element, each, f"{path}[{n}].", errors) for n, each in enumerate(value))
        if bare in PARSED:
            return bare.parse(value)
        return msgspec.convert(value, kind)
    except (ValueError, msgspec.ValidationError) as error:
        errors.append(f"{path}: {str(error)[:1].lower()}{str(error)[1:]}")
        return None
