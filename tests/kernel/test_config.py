"""The configuration is checked whole, and every fault is one line that says where."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.cli.init import sample
from detente.config import ConfigError, Secret, load, parse
from detente.config.units import Duration, Rate, Size


def errors(text: str, environ: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(tomllib.loads(text), environ or {}, "d.toml")
    return caught.value.errors


def test_all_errors_come_at_once_and_say_where() -> None:
    found = errors(
        """
        bus = 3
        profile = "us-mars"
        [ingest]
        poll_min = "5x"
        max_body = "lots"
        [[feeds]]
        name = "no url"
        [[alerts]]
        name = "Desk!"
        type = "slak"
        min_score = 3
        [[feeds]]
        url = "no address"
        """
    )
    assert [line.split(": ")[1] for line in found] == [
        "bus",
        "ingest.poll_min",
        "ingest.max_body",
        "feeds[0].url",
        "alerts[0].name",
        "alerts[0].type",
        "alerts[0].min_score",
        "profile",
        "feeds[1].url",
    ]
    assert all(line.startswith("d.toml: ") and "\n" not in line for line in found)


def test_an_unknown_key_is_an_error_that_names_the_near_one() -> None:
    assert errors('[ingest]\ndeadlin = "3s"') == ['d.toml: ingest.deadlin: unknown key (did you mean "deadline"?)']


def test_what_the_profile_does_not_know_is_an_error_that_names_the_near_one() -> None:
    alert = 'name = "a"\ntype = "console"\ntopics = ["sanction"]\nactors = ["lavrov", "nobody at all"]'
    assert errors(f'[[alerts]]\n{alert}\n[[feeds]]\nurl = "https://a.example/"\nside = "mars"') == [
        "d.toml: feeds[0].side: us-russia has no 'mars'",
        "d.toml: alerts[0].topics: us-russia has no 'sanction' (did you mean 'sanctions'?)",
        "d.toml: alerts[0].actors: us-russia has no 'nobody at all'",
    ]


def test_an_unknown_override_is_an_error() -> None:
    assert errors("", {"DETENTE_INGEST__NOPE": "1"}) == ["d.toml: DETENTE_INGEST__NOPE: no such key"]


def test_other_variables_are_not_ours() -> None:
    parse({}, {"PATH": "/bin", "DETENTE_CONFIG": "x", "DETENTE_TEST_KAFKA": "h:1"})


def test_the_environment_overrides_the_file() -> None:
    config = parse(
        tomllib.loads('[ingest]\npoll_min = "5m"\n[[alerts]]\nname = "a"\ntype = "console"'),
        {
            "DETENTE_INGEST__POLL_MIN": "30s",
            "DETENTE_INGEST__RESPECT_ROBOTS": "false",
            "DETENTE_ALERTS__0__MIN_SCORE": "0.9",
            "DETENTE_ALERTS__0__TOPICS": "sanctions, arctic",
            "DETENTE_FEEDS__0__URL": "https://a.example/rss",
        },
    )
    assert float(config.ingest.poll_min) == 30.0
    assert config.ingest.respect_robots is False
    assert config.alerts[0].min_score == 0.9
    assert config.alerts[0].topics == ("sanctions", "arctic")
    assert config.feeds[0].url == "https://a.example/rss"


def test_a_secret_comes_from_its_file_and_prints_redacted(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("https://hooks.example/T0/B0/very-secret\n")
    config = parse(
        {"alerts": [{"name": "desk", "type": "slack", "url_file": str(tmp_path / "url")}]},
        {},
    )
    assert config.alerts[0].url == Secret("https://hooks.example/T0/B0/very-secret")
    assert "very-secret" not in repr(config)


def test_a_missing_secret_file_is_named() -> None:
    (line,) = errors('[[alerts]]\nname = "a"\ntype = "slack"\nurl_file = "/no/such"')
    assert "alerts[0].url_file" in line
    assert "/no/such" in line


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('bus = "redis://x"', "bus"),
        ('store = "mysql://x"', "store"),
        ('[ops]\nlisten = "9464"', "ops.listen"),
        ('[ingest]\npoll_min = "2d"', "poll_min"),
        ('[[feeds]]\nurl = "ftp://x"', "feeds[0].url"),
        ('[[feeds]]\nurl = "http://x.example/"\n[[feeds]]\nurl = "http://x.example/"', "stands 2 times"),
        ('[[alerts]]\nname = "a"\ntype = "slack"', "needs url"),
        ('[[alerts]]\nname = "a"\ntype = "webhook"\nurl = "http://x.example/"\nsecret = "s"', "whsec_"),
        ('[[alerts]]\nname = "a"\ntype = "webhook"\nurl = "http://x.example/"\nsecret = "whsec_%"', "base64"),
        ('[[alerts]]\nname = "a"\ntype = "slack"\nurl = "http://x.example/"\ntoken = "xoxb-1"', "alerts[0].token"),
        ('[[alerts]]\nname = "a"\ntype = "slack"\nurl = "http://x.example/"\nchannel = "news"', "alerts[0].channel"),
        ('[[alerts]]\nname = "a"\ntype = "atom"', "alerts[0].type"),
        ('[[alerts]]\nname = "a"\ntype = "console"\ndigest = "30s"', "alerts[0].digest"),
        ('[kafka]\nsecurity_protocol = "SASL_SSL"', "kafka"),
    ],
)
def test_what_types_cannot_say_is_checked_too(text: str, part: str) -> None:
    assert part in "\n".join(errors(text))


def test_a_file_that_is_no_toml_or_not_there_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "d.toml").write_text("bus = [")
    for path in (tmp_path / "d.toml", tmp_path / "none.toml"):
        with pytest.raises(ConfigError) as caught:
            load(path, {})
        assert str(caught.value).startswith(str(path))
        assert "\n" not in str(caught.value)


def test_the_sample_configuration_is_valid_and_has_feeds_of_both_sides(tmp_path: Path) -> None:
    (tmp_path / "detente.toml").write_text(sample(), encoding="utf-8")
    config = load(tmp_path / "detente.toml", {})
    assert {feed.side for feed in config.feeds} >= {"us", "ru"}
    assert config.alerts[0].type == "console"


def test_the_sample_names_every_key(tmp_path: Path) -> None:
    from detente.config.keys import Alert, Config, Ingest, Kafka

    text = sample()
    for kind in (Config, Ingest, Kafka, Alert):
        for key in kind.__struct_fields__:
            assert key in text


@given(st.integers(1, 10_000), st.sampled_from(["ms", "s", "m", "h", "d"]))
def test_a_duration_reads_back_what_it_prints(number: int, unit: str) -> None:
    duration = Duration.parse(f"{number}{unit}")
    assert Duration.parse(str(duration)) == pytest.approx(duration)


@given(st.integers(1, 10_000), st.sampled_from(["B", "KiB", "MiB", "GiB"]))
def test_a_size_reads_back_what_it_prints(number: int, unit: str) -> None:
    size = Size.parse(f"{number}{unit}")
    assert Size.parse(str(size)) == size


def test_rates_are_per_second_minute_or_hour() -> None:
    assert (Rate.parse("1/s"), Rate.parse("30/m"), str(Rate.parse("30/m"))) == (1.0, 0.5, "30/m")
    with pytest.raises(ValueError, match="no rate"):
        Rate.parse("0/s")
