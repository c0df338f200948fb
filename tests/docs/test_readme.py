"""What the README and the deploy notes say exists: commands, targets, files, configuration."""

from __future__ import annotations

import re
import textwrap
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.cli import app
from detente.config.load import parse

PROJECT = Path(__file__).parent.parent.parent
PAGES = [PROJECT / "README.md", PROJECT / "deploy/README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
TEXT = "\n".join(page.read_text() for page in PAGES)
COMMANDS = sorted({each[1] for each in re.finditer(r"\bdetente((?: [a-z]{2,})+)", TEXT)})


def known(words: list[str]) -> bool:
    """Whether the command line knows the command."""
    return CliRunner().invoke(app(), [*words, "--help"]).exit_code == 0


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_that_the_docs_name_exists(words: str) -> None:
    assert known(words.split())


def test_a_command_that_does_not_exist_would_be_found() -> None:
    assert not known(["cook"])
    assert not known(["feeds", "boil"])


def test_the_feed_commands_of_the_table_exist() -> None:
    (table,) = re.findall(r"`detente feeds ([a-z\\|]+)`", TEXT)
    assert all(known(["feeds", word]) for word in table.split("\\|"))


def test_the_make_targets_that_the_docs_name_exist() -> None:
    rules = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), flags=re.M))
    assert set(re.findall(r"(?:`|^ {4})make ([a-z-]+)", TEXT, flags=re.M)) <= rules


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text()):
        assert (page.parent / target).exists(), target


def test_decisions_that_the_code_names_exist() -> None:
    numbers = {each.name[:4] for each in (PROJECT / "docs/decisions").glob("*.md")}
    for source in [
        path for room in ("detente", "ingest", "processors", "sinks") for path in (PROJECT / room).rglob("*.py")
    ]:
        for number in re.findall(r"decisions?[ /](\d{4})", source.read_text()):
            assert number in numbers, f"{source}: decision {number}"


def test_the_alert_that_the_readme_shows_is_valid(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", TEXT, flags=re.S)
    tree = tomllib.loads(textwrap.dedent(block))
    (tmp_path / "slack_url").write_text("https://hooks.slack.com/services/A/B/C\n")
    tree["alerts"][0]["url_file"] = str(tmp_path / tree["alerts"][0]["url_file"])
    (alert,) = parse(tree, {}).alerts
    assert (alert.name, alert.type) == ("desk", "slack")
