"""Every key of `detente.toml` with its type, default and meaning. `detente init` prints them from here.

A `Secret` key `x` has a sibling `x_file` that names a file holding it.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from detente.config.quiet import QuietHours
from detente.config.units import Duration, Rate, Secret, Size

SourceKind = Literal["auto", "feed", "sitemap", "page", "jsonfeed"]
AlertType = Literal["slack", "webhook", "apprise", "console", "atom"]
NoveltyWord = Literal["first", "new_fact", "development", "correction"]
Share = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=0, le=64)]
About = Meta


class Keys(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A section."""


class Log(Keys, frozen=True, kw_only=True):
    level: Annotated[
        Literal["debug", "info", "warning", "error"], About(description="debug | info | warning | error")
    ] = "info"
    format: Annotated[
        Literal["auto", "json", "console"], About(description="auto: pretty on a terminal, JSON lines elsewhere")
    ] = "auto"


class Ops(Keys, frozen=True, kw_only=True):
    listen: Annotated[str, About(description="where /health and /metrics are served; empty: nowhere")] = (
        "127.0.0.1:9464"
    )


class Kafka(Keys, frozen=True, kw_only=True):
    """Passed through to the client; only for bus = "kafka://..."."""

    security_protocol: Annotated[
        Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"], About(description="as the broker's listener has it")
    ] = "PLAINTEXT"
    sasl_mechanism: Annotated[
        Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] | None, About(description="with a SASL_ protocol")
    ] = None
    sasl_username: Annotated[str | None, About(description="with a SASL_ protocol")] = None
    sasl_password: Annotated[Secret | None, About(description="or sasl_password_file")] = None
    ssl_cafile: Annotated[str | None, About(description="the authority that signed the broker's certificate")] = None
    ssl_certfile: Annotated[str | None, About(description="our certificate, for mutual TLS")] = None
    ssl_keyfile: Annotated[str | None, About(description="its key")] = None
    replication: Annotated[
        int, Meta(ge=1, le=9, description="copies of each partition that `topics apply` asks for")
    ] = 1


class Ingest(Keys, frozen=True, kw_only=True):
    contact: Annotated[str, About(description="goes into the User-Agent: how a site's owner reaches you")] = ""
    allow_private_addresses: Annotated[bool, About(description="true for intranets and tests only")] = False
    poll_min: Annotated[Duration, About(description="no feed is polled more often ...")] = Duration(300)
    poll_urgent: Annotated[Duration, About(description="... but those marked urgent")] = Duration(60)
    poll_max: Annotated[Duration, About(description="and none less often")] = Duration(86400)
    first_poll: Annotated[
        Literal["seed", "tell"],
        About(description='items of a feed\'s first poll: "seed" stores, "tell" also tells them'),
    ] = "seed"
    max_body: Annotated[Size, About(description="a larger answer is refused")] = Size(15 << 20)
    deadline: Annotated[Duration, About(description="for one exchange, redirects included")] = Duration(30)
    connections_per_host: Annotated[int, Meta(ge=1, le=16, description="at once")] = 2
    host_gap: Annotated[Duration, About(description="between two requests to one host")] = Duration(1)
    respect_robots: Annotated[bool, About(description="robots.txt (RFC 9309) for article pages")] = True


class Feed(Keys, frozen=True, kw_only=True):
    url: Annotated[str, About(description="of the feed, or of a list page")]
    name: Annotated[str | None, About(description="as desks read it; default: the host")] = None
    kind: Annotated[SourceKind, About(description="auto | feed | sitemap | page | jsonfeed")] = "auto"
    group: Annotated[str | None, About(description="to list and pause together")] = None
    language: Annotated[str | None, About(description="ISO 639-1, where known")] = None
    side: Annotated[str | None, About(description="of the profile, where the outlet has one")] = None
    family: Annotated[str | None, About(description="publisher family: counts once")] = None
    tier: Annotated[str | None, About(description="wire | national | local | official ...")] = None
    urgent: Annotated[bool, About(description="may be polled every poll_urgent")] = False
    poll: Annotated[Duration | None, About(description="fixed interval; overrides the feed's rhythm and poll_min")] = (
        None
    )
    selector: Annotated[str | None, About(description='CSS selector of the links, for kind = "page"')] = None


class Process(Keys, frozen=True, kw_only=True):
    workers: Annotated[Count, About(description="processes for extraction; 0: one a core")] = 0


class Stories(Keys, frozen=True, kw_only=True):
    window: Annotated[Duration, About(description="how long after its last report a story takes another")] = Duration(
        259200
    )


class Alert(Keys, frozen=True, kw_only=True):
    name: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,29}$", description="small letters, digits, - and _")]
    type: Annotated[AlertType, About(description="slack | webhook | console")]
    url: Annotated[Secret | None, About(description="of the webhook, or url_file")] = None
    secret: Annotated[Secret | None, About(description="whsec_... that signs a webhook, or secret_file")] = None
    token: Annotated[Secret | None, About(description="Slack bot token, or token_file")] = None
    channel: Annotated[str | None, About(description="with a bot token")] = None
    min_score: Annotated[Share, About(description="tell from this probability on")] = 0.7
    topics: Annotated[tuple[str, ...], About(description="only these; empty: all")] = ()
    actors: Annotated[tuple[str, ...], About(description="only with one of these; empty: all")] = ()
    sides: Annotated[tuple[str, ...], About(description="only sources of these sides; empty: all")] = ()
    languages: Annotated[tuple[str, ...], About(description="only these; empty: all")] = ()
    novelty: Annotated[tuple[NoveltyWord, ...], About(description="which kinds of news are told")] = ("first",)
    allow_private_addresses: Annotated[bool, About(description="true for receivers on an intranet")] = False
    group_wait: Annotated[Duration, About(description="wait for more copies before telling")] = Duration(0)
    group_interval: Annotated[Duration, About(description="between follow-ups of one story")] = Duration(300)
    digest: Annotated[
        Duration | None, About(description='collect, and tell at each full "1h"; no less than a minute')
    ] = None
    quiet_hours: Annotated[
        QuietHours | None, About(description='queue in these hours, "22:00-06:00 Europe/Vienna"')
    ] = None
    rate: Annotated[Rate, About(description="at most")] = Rate(1)


class Retention(Keys, frozen=True, kw_only=True):
    pages: Annotated[Duration, About(description="on the bus")] = Duration(7 * 86400)
    articles: Annotated[Duration, About(description="in the store")] = Duration(90 * 86400)
    archive: Annotated[str, About(description='"off", or the folder of WARC files')] = "off"


class Config(Keys, frozen=True, kw_only=True):
    bus: Annotated[str, About(description="sqlite:///file, or kafka://host:9092,host:9092")] = "sqlite:///var/bus.db"
    store: Annotated[str, About(description="sqlite:///file, or postgresql://user@host/db")] = (
        "sqlite:///var/detente.db"
    )
    store_password: Annotated[Secret | None, About(description="of the database, or store_password_file")] = None
    profile: Annotated[str, About(description="which pair is watched")] = "us-russia"
    log: Log = Log()
    ops: Ops = Ops()
    kafka: Kafka = Kafka()
    ingest: Ingest = Ingest()
    feeds: tuple[Feed, ...] = ()
    process: Process = Process()
    stories: Stories = Stories()
    alerts: tuple[Alert, ...] = ()
    retention: Retention = Retention()
