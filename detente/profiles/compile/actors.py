"""From hand-written rows to the compiled actors: every alias in every form, deterministic."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from detente.profiles.compile import first_names, rows, russian, spellings
from detente.profiles.compile.romanised import romanised

Forms = dict[str, set[str]]
THINGS = ("pipeline", "gas project", "oil project")
"""What is named like a body and is none."""


def source_hash(folder: Path) -> str:
    """What the compiled file was made of."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.psv"), *folder.glob("*.toml")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def compile_actors(folder: Path) -> str:
    """The text of actors.json: one actor a line, sorted by id."""
    actors = [_state(each) for each in rows.states(folder)]
    for side, sort, row in rows.rows(folder):
        actors.append(_person(side, row) if sort == "people" else _body(side, row))
    actors.sort(key=lambda actor: str(actor["id"]))
    lines = ",\n".join(json.dumps(actor, ensure_ascii=False, sort_keys=True) for actor in actors)
    return f'{{"source": "{source_hash(folder)}", "actors": [\n{lines}\n]}}\n'


def _state(state: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": state["id"],
        "name": state["name"],
        "kind": "state",
        "side": state["side"],
        "wikidata": state.get("wikidata"),
        "roles": [],
        "forms": {lang: sorted(set(forms)) for lang, forms in state["aliases"].items()},
        "exact": {lang: sorted(set(forms)) for lang, forms in state.get("exact", {}).items()},
        "weak": [],
    }


def _person(side: str, row: dict[str, str]) -> dict[str, Any]:
    forms, exact = _given(row["aliases"])
    surname = row["name"].rpartition(" ")[2]
    names = [name for each in rows.listed(row["russian"]) for name in sorted(first_names.spelled(each))]
    full, short = (set().union(*forms) for forms in zip(*map(russian.person_forms, names), strict=True))
    written = {surname} | (romanised(names[0].rpartition(" ")[2]) if side == "ru" else set())
    forms["en"] |= written | _in_english(row["name"], written, forms["en"])
    forms["ru"] |= full | short
    spelled = _spelled(side, surname, names)
    for language, others in spelled.items():
        forms[language] |= others
    shorts = short.union(written, *spelled.values())
    weak = shorts if "f" in row["flags"] else set[str]()
    return _actor(side, row, "person", forms=forms, exact=exact, weak=weak)


def _in_english(name: str, surnames: set[str], aliases: set[str]) -> set[str]:
    """The full name and its aliases, with the first name and the surname in all their spellings."""
    before = name.rpartition(" ")[0]
    full = {f"{before} {surname}" for surname in surnames} | {each for each in aliases if " " in each}
    return {spelled for each in full for spelled in first_names.spelled(each)}


def _spelled(side: str, surname: str, names: list[str]) -> dict[str, set[str]]:
    """The surname in other languages; each of its Russian spellings has its own."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in names:
        first, _, russian_surname = name.partition(" ")
        last = russian_surname.rpartition(" ")[2]
        one = (
            spellings.surname_spellings(last)
            if side == "ru"
            else spellings.american_spellings(surname, last, female=russian.is_female(first))
        )
        for language, written in one.items():
            found[language] |= written
    return found


def _body(side: str, row: dict[str, str]) -> dict[str, Any]:
    forms, exact = _given(row["aliases"])
    if f"={row['name']}" not in row["aliases"]:
        forms["en"].add(row["name"])
    for name in rows.listed(row["russian"]):
        if name.startswith("="):
            exact["ru"].add(name[1:])
        else:
            forms["ru"] |= russian.phrase_forms(name)
    body = _actor(side, row, row["kind"], forms=forms, exact=exact, weak=set())
    return body | {"thing": True} if row["roles"] in THINGS else body


def _given(text: str) -> tuple[Forms, Forms]:
    """(forms, exact forms) of "lang:alias; lang:=alias"."""
    forms: Forms = defaultdict(set)
    exact: Forms = defaultdict(set)
    for each in rows.listed(text):
        lang, _, alias = each.partition(":")
        (exact if alias.startswith("=") else forms)[lang].add(alias.removeprefix("="))
    return forms, exact


def _actor(side: str, row: dict[str, str], kind: str, *, forms: Forms, exact: Forms, weak: set[str]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "name": row["name"],
        "kind": kind,
        "side": side,
        "wikidata": row["wikidata"] or None,
        "roles": rows.roles(row["roles"]) if kind == "person" else [],
        "forms": {lang: sorted(values) for lang, values in sorted(forms.items())},
        "exact": {lang: sorted(values) for lang, values in sorted(exact.items())},
        "weak": sorted(weak),
    }
