"""What arrives: signed, escaped, within the limits, with no secret in any error."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook as Verifier

from detente.config import Alert, Secret
from detente.http import Http
from sinks.alert.fate import Answer, Failed, fate
from sinks.alert.notify import notifier
from sinks.alert.notify.console import render
from sinks.alert.notify.notifier import Message
from sinks.alert.notify.slack import cut, rendered
from sinks.alert.payload import payload, stamped
from tests.servers.receiver import Answer as Scripted
from tests.servers.receiver import Receiver
from tests.sinks.writing import NOW, update

SECRET = "whsec_dGhpcy1pcy1hLXRlc3Qtc2VjcmV0LW9ubHk="
FIELDS = [
    "story_id",
    "article_id",
    "novelty",
    "title",
    "titles",
    "url",
    "source",
    "language",
    "score",
    "valence",
    "what_is_new",
    "evidence",
    "actors",
    "topics",
    "also",
    "published",
    "first_seen",
    "fetched",
    "told",
    "latency_seconds",
    "test",
]


def message(**changes: object) -> Message:
    data = stamped(payload(update(**changes)), NOW)  # type: ignore[arg-type]
    return Message(id="first.desk.s1", type="detente.story.first", story="s1", created=NOW, data=data)


def send(kind: str, url: str, what: Message, **settings: object) -> Answer:
    alert = Alert(name="desk", type=kind, url=Secret(url), allow_private_addresses=True, **settings)  # type: ignore[arg-type]

    async def once() -> Answer:
        http = Http("Test/1")
        answer = await notifier(alert, http, "us-russia", lambda: datetime.now(UTC), print).send(what)
        await http.close()
        return answer

    return asyncio.run(once())


def test_a_webhook_is_a_cloud_event_that_its_receiver_can_verify(receiver: Receiver) -> None:
    assert send("webhook", receiver.url, message(), secret=Secret(SECRET)).status == 200
    (request,) = receiver.received
    event = Verifier(SECRET).verify(request.body, request.headers)
    assert request.headers["webhook-id"] == event["id"] == "first.desk.s1"
    assert (event["specversion"], event["source"], event["subject"]) == ("1.0", "detente/us-russia", "s1")
    assert event["type"] == "detente.story.first"
    assert list(event["data"]) == FIELDS
    assert event["data"]["latency_seconds"] == 30.0
    assert event["data"]["titles"] == {"en": "Lavrov and Rubio speak", "ru": None}


def test_while_keys_rotate_both_sign(receiver: Receiver) -> None:
    other = "whsec_YW5vdGhlci10ZXN0LXNlY3JldC1vbmx5LWhlcmU="
    send("webhook", receiver.url, message(), secret=Secret(f"{other} {SECRET}"))
    (request,) = receiver.received
    for key in (other, SECRET):
        Verifier(key).verify(request.body, request.headers)


def test_an_error_never_holds_the_address(receiver: Receiver) -> None:
    secret = receiver.url + "/T0/B0/very-secret"
    receiver.answers = [Scripted(500, {}, f"cannot deliver to {secret}".encode()), Scripted(429, {"retry-after": "7"})]
    first, second = send("slack", secret, message()), send("slack", secret, message())
    assert "very-secret" not in first.reason
    assert (first.status, second.retry_after) == (500, 7.0)
    refused = send("slack", "http://127.0.0.1:9/very-secret", message())
    assert refused.status is None
    assert "very-secret" not in refused.reason


def test_a_slack_hook_that_was_revoked_disables_its_destination(receiver: Receiver) -> None:
    receiver.answers = [
        Scripted(404, {}, b"no_service"),
        Scripted(404, {}, b"not here"),
        Scripted(404, {}, b"no_service"),
    ]
    ends = [fate(send(kind, receiver.url, message()), 1, lambda: 0.5) for kind in ("slack", "slack", "webhook")]
    assert [isinstance(end, Failed) and end.disable for end in ends] == [True, False, False]


def test_a_private_address_is_refused_unless_allowed(receiver: Receiver) -> None:
    alert = Alert(name="desk", type="webhook", url=Secret(receiver.url))

    async def once() -> Answer:
        http = Http("Test/1")
        answer = await notifier(alert, http, "us-russia", lambda: NOW, print).send(message())
        await http.close()
        return answer

    assert asyncio.run(once()).reason.startswith("refused_address")
    assert not receiver.received


nasty = st.text(max_size=400) | st.sampled_from(
    [
        "<!channel> read <http://evil.example|this>",
        "a & b < c > d",
        "*bold* _it_ `code`",
        "x" * 5000,
        "👩‍👩‍👧‍👦" * 200,
        "\n\n",
    ]
)


@given(title=nasty, source=nasty)
def test_slack_stays_in_its_limits_and_no_headline_pings_or_forges(title: str, source: str) -> None:
    body = rendered(message(title=title or "x", source=source or "y"))
    whole = json.dumps(body)
    assert len(whole) < 60_000
    header = body["blocks"][0]["text"]["text"]
    assert 0 < len(header) <= 150
    texts = [
        t["text"]
        for block in body["blocks"][1:]
        for t in [block.get("text"), *block.get("fields", []), *block.get("elements", [])]
        if t
    ]
    assert sum(map(len, texts)) < 12_000
    for text in [body["text"], *texts]:
        assert "<!" not in text
        links = re.findall(r"<([^>]*)>", text)
        assert all(
            link.startswith("https://wire.example/") and link.endswith("|Open the article>"[:-1]) for link in links
        )


@given(st.text(alphabet=st.sampled_from("ab👨‍👩‍👧🇺🇸é\u0301"), max_size=60), st.integers(2, 30))
def test_a_cut_is_never_longer_than_asked(text: str, most: int) -> None:
    assert len(cut(text, most)) <= most


def test_the_console_shows_title_outlets_actors_topics_and_evidence() -> None:
    shown = render({"type": "detente.story.first", **stamped(payload(update(number=2)), NOW)})
    for part in ("Lavrov and Rubio speak", "Wire, Other", "Sergey Lavrov", "diplomacy", "spoke by telephone"):
        assert part in shown
    assert "Russia," not in shown


@pytest.mark.parametrize("kind", ["slack", "webhook", "console"])
def test_a_test_message_is_marked(kind: str, receiver: Receiver, capsys: pytest.CaptureFixture[str]) -> None:
    from sinks.alert.sample import message as sample

    send(kind, receiver.url, sample("test.1", NOW))
    said = b" ".join(each.body for each in receiver.received).decode() + capsys.readouterr().out
    assert "TEST" in said or '"test":true' in said or "detente.test" in said
    assert msgspec.json.encode(said)
