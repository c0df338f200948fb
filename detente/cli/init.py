"""`detente init`: a commented detente.toml, made from the keys themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

import msgspec
import typer

from detente.config.keys import Alert, Config, Keys
from detente.config.units import Duration, Rate, Size
from detente.errors import DetenteError

HEAD = """\
# Détente's configuration. Every key is here with its default; what is commented out is unset.
# Each can be overridden by the environment: DETENTE_INGEST__POLL_MIN=1m,
# DETENTE_ALERTS__0__URL_FILE=/run/secrets/slack.
# A secret can be given as <key>_file = "/path". An unknown key is an error. Check it all with `detente health`.
"""
SAMPLE = Path(__file__).parent.parent / "profiles" / "us_russia" / "sample.toml"


def init(
    path: Annotated[Path, typer.Argument(help="Where to write.")] = Path("detente.toml"),
    force: Annotated[bool, typer.Option("--force", help="Overwrite.")] = False,
) -> None:
    """Write a commented detente.toml with every key, public feeds of both sides and a console alert.

    `detente feeds import --pack` adds the other sources of the profile.

    Example: detente init && detente run
    """
    if path.exists() and not force:
        raise DetenteError(f"{path} exists; --force overwrites it")
    try:
        path.write_text(sample(), encoding="utf-8")
    except OSError as error:
        raise DetenteError(f"{path}: {error.strerror}") from error
    typer.echo(
        f"wrote {path}: put your contact into [ingest], then `detente run`; "
        "`detente feeds import --pack` adds the other sources of the profile"
    )


def sample() -> str:
    """The text of the sample configuration."""
    return "\n".join([HEAD, *_lines(Config), SAMPLE.read_text(encoding="utf-8").rstrip(), "", *_alert()]) + "\n"


def _lines(kind: type[Keys]) -> Iterator[str]:
    """The plain keys of `kind`, then its sections as tables."""
    hints = get_type_hints(kind, include_extras=True)
    for field in msgspec.structs.fields(kind):
        if not _is_section(hints[field.name]) and field.name not in ("feeds", "alerts"):
            yield _line(field, hints[field.name])
    for field in msgspec.structs.fields(kind):
        if _is_section(hints[field.name]):
            yield f"\n[{field.name}]"
            yield from _lines(hints[field.name])
    yield ""


def _is_section(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Keys)


def _line(field: msgspec.structs.FieldInfo, hint: Any) -> str:
    about = next((m.description for m in get_args(hint)[1:] if isinstance(m, msgspec.Meta)), "")
    unset = field.required or field.default is None
    text = f"{'# ' if unset else ''}{field.name} = {literal('' if unset else field.default)}"
    return f"{text:<48}# {about}" if about else text


def _alert() -> Iterator[str]:
    yield '# Who is told. Add a Slack incoming webhook: type = "slack", url_file = "/path/to/slack_url".'
    yield "[[alerts]]"
    hints = get_type_hints(Alert, include_extras=True)
    yield 'name = "terminal"'
    yield 'type = "console"'
    for field in msgspec.structs.fields(Alert):
        if field.name not in ("name", "type"):
            yield _line(field, hints[field.name])


def literal(value: object) -> str:
    """`value` as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (Duration, Size, Rate, str)):
        return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, tuple):
        return "[" + ", ".join(literal(each) for each in value) + "]"
    return str(value)
