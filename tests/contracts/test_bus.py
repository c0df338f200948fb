"""What both buses promise (detente/bus.py), each promise a test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from detente.bus import Bus, Outgoing, Record, Subscription
from detente.errors import PartitionsLost, RecordTooLarge
from detente.topology import Topic
from tests.contracts.conftest import Opener
from tests.contracts.reading import by_key, outgoing, positions, read, values, waiting
from tests.waiting import until


def test_records_of_one_key_keep_their_order_and_meet_in_one_partition(bus: Bus, topic: Topic, group: str) -> None:
    for start in range(0, 60, 20):
        bus.publish(outgoing(topic, 20, start=start))
    subscription = bus.subscribe(group, [topic.name])
    records = read(subscription, 60)
    subscription.close()
    assert all(found == sorted(found) for found in by_key(records).values())
    for key in by_key(records):
        assert len({record.partition for record in records if record.key == key}) == 1


def test_what_was_not_committed_comes_again(bus: Bus, topic: Topic, group: str) -> None:
    bus.publish(outgoing(topic, 20))
    first = bus.subscribe(group, [topic.name])
    read(first, 20)
    first.close()
    second = bus.subscribe(group, [topic.name])
    records = read(second, 20)
    second.commit(positions(records))
    second.close()
    assert values(records) == list(range(20))
    assert waiting(bus, group, topic) == 0


def test_a_rewind_reads_again_from_what_is_committed(bus: Bus, topic: Topic, group: str) -> None:
    bus.publish(outgoing(topic, 20))
    subscription = bus.subscribe(group, [topic.name])
    records = read(subscription, 20)
    half = [record for record in records if record.offset < 2]
    subscription.commit(positions(half))
    subscription.rewind()
    again = read(subscription, 20 - len(half))
    subscription.close()
    assert values(again) == sorted(set(range(20)) - set(values(half)))


def test_what_was_committed_is_remembered_by_another_process(opener: Opener, topic: Topic, group: str) -> None:
    one = opener()
    one.publish(outgoing(topic, 10))
    subscription = one.subscribe(group, [topic.name])
    subscription.commit(positions(read(subscription, 10)))
    subscription.close()
    one.close()
    two = opener()
    two.publish(outgoing(topic, 1, start=10))
    subscription = two.subscribe(group, [topic.name])
    assert values(read(subscription, 1)) == [10]
    subscription.close()


def test_two_groups_each_read_everything(bus: Bus, topic: Topic, group: str) -> None:
    bus.publish(outgoing(topic, 10))
    for name in (group, f"{group}x"):
        subscription = bus.subscribe(name, [topic.name])
        assert values(read(subscription, 10)) == list(range(10))
        subscription.close()


def test_two_members_share_the_partitions(opener: Opener, bus: Bus, topic: Topic, group: str) -> None:
    shares: list[list[int]] = [[], []]
    published, enough = 0, threading.Event()
    with ThreadPoolExecutor(2) as threads:
        done = [threads.submit(_share, opener(), topic, group, share, enough) for share in shares]
        try:
            while not all(shares) and not any(each.done() for each in done):
                bus.publish(outgoing(topic, 20, keys=50, start=published))
                published += 20
        finally:
            enough.set()
        for each in done:
            each.result()
    assert sorted(shares[0] + shares[1]) == list(range(published))


def _share(bus: Bus, topic: Topic, group: str, mine: list[int], enough: threading.Event) -> None:
    """Read into `mine` until no more comes and the group has nothing left, committing each batch."""
    subscription = bus.subscribe(group, [topic.name])
    while not enough.is_set() or waiting(bus, group, topic):
        records = subscription.poll(50, 0.2)
        try:
            subscription.commit(positions(records))
        except PartitionsLost:
            subscription.rewind()
        else:
            mine += values(records)
    subscription.close()


MEMBER = """
import sys
from tests.contracts.test_bus import open_again
bus = open_again(sys.argv[1])
subscription = bus.subscribe(sys.argv[3], [sys.argv[2]])
while not (records := subscription.poll(5, 0.5)):
    pass
print(len(records), flush=True)
sys.stdin.read()
"""


def open_again(where: str) -> Bus:
    """The test's bus in another process."""
    from detente.buses import open_bus
    from detente.config import Config

    return open_bus(Config(bus=where))


def test_a_member_that_dies_in_the_middle_of_a_batch_is_taken_over(
    request: pytest.FixtureRequest, bus: Bus, topic: Topic, group: str, tmp_path: Path
) -> None:
    where = f"sqlite:///{tmp_path}/bus.db"
    if "kafka" in request.node.callspec.id:
        where = f"kafka://{request.getfixturevalue('kafka_address')}"
    bus.publish(outgoing(topic, 40))
    member = subprocess.Popen(
        [sys.executable, "-c", MEMBER, where, topic.name, group], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert member.stdout is not None
    assert int(member.stdout.readline()) > 0
    os.kill(member.pid, signal.SIGKILL)
    member.communicate()
    heir = bus.subscribe(group, [topic.name])
    records = read(heir, 40)
    heir.close()
    assert values(records) == list(range(40))


def test_headers_travel_also_empty_ones(bus: Bus, topic: Topic, group: str) -> None:
    headers = (("who", "né".encode()), ("empty", b""), ("who", b"twice"))
    bus.publish([Outgoing(topic.name, b"k", b"v", headers)])
    subscription = bus.subscribe(group, [topic.name])
    (record,) = read(subscription, 1)
    subscription.close()
    assert record.headers == headers


def test_a_value_of_900_kilobytes_travels(bus: Bus, topic: Topic, group: str) -> None:
    value = os.urandom(900_000)
    bus.publish([Outgoing(topic.name, b"k", value)])
    subscription = bus.subscribe(group, [topic.name])
    (record,) = read(subscription, 1)
    subscription.close()
    assert record.value == value


def test_a_value_over_the_limit_is_refused_before_anything_is_sent(bus: Bus, topic: Topic) -> None:
    with pytest.raises(RecordTooLarge):
        bus.publish([Outgoing(topic.name, b"k", b"small"), Outgoing(topic.name, b"k", bytes(bus.max_value_bytes + 1))])
    assert sum(end for _, _, end in bus.partitions(topic.name)) == 0


def test_facts_tell_positions_members_and_the_age_of_the_waiting_record(bus: Bus, topic: Topic, group: str) -> None:
    assert [each.committed for each in bus.facts(group, [topic.name])] == [None] * 4
    bus.publish(outgoing(topic, 8, keys=1))
    subscription = bus.subscribe(group, [topic.name])
    records = read(subscription, 8)
    subscription.commit(positions(records[:3]))
    (fact,) = [each for each in bus.facts(group, [topic.name]) if each.end]
    subscription.close()
    assert (fact.committed, fact.begin, fact.end, fact.members) == (3, 0, 8, 1)
    assert fact.committed_at == pytest.approx(records[3].at, abs=0.002)
    assert all(each.members == 0 for each in bus.facts(group, [topic.name]))


def test_a_member_that_leaves_is_replaced_at_once(opener: Opener, bus: Bus, topic: Topic, group: str) -> None:
    bus.publish(outgoing(topic, 40, keys=40))
    first = bus.subscribe(group, [topic.name])
    read(first, 1)
    second = opener().subscribe(group, [topic.name])
    first.close()
    assert values(read(second, 40)) == list(range(40))
    second.close()


def test_the_generation_grows_when_partitions_come(bus: Bus, topic: Topic, group: str) -> None:
    bus.publish(outgoing(topic, 1))
    subscription = bus.subscribe(group, [topic.name])
    before = subscription.generation
    read(subscription, 1)
    assert subscription.generation > before
    subscription.close()


def test_a_commit_after_the_partitions_went_to_another_is_refused(
    opener: Opener, bus: Bus, topic: Topic, group: str
) -> None:
    bus.publish(outgoing(topic, 40, keys=40))
    first = bus.subscribe(group, [topic.name])
    records = read(first, 40)
    first.hold(0)
    second = opener().subscribe(group, [topic.name])
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(read, second, 1)
        until(reading.done, lambda: _turn_over(first))
    with pytest.raises(PartitionsLost):
        first.commit(positions(records))
    first.close()
    second.close()


def _turn_over(subscription: Subscription) -> None:
    """What a loop does that waits: so a rebalance can go on."""
    subscription.hold(0.2)
    subscription.poll(1, 0.2)


def test_many_threads_may_publish(bus: Bus, topic: Topic, group: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(bus.publish, outgoing(topic, 25, start=start)) for start in range(0, 200, 25)]:
            done.result()
    subscription = bus.subscribe(group, [topic.name])
    assert values(read(subscription, 200)) == list(range(200))
    subscription.close()


def test_reading_without_a_group_moves_no_group(bus: Bus, topic: Topic, group: str) -> None:
    bus.publish(outgoing(topic, 6, keys=1))
    (partition,) = [number for number, _, end in bus.partitions(topic.name) if end]
    found: list[Record] = bus.read(topic.name, partition, 2, 3)
    assert [record.offset for record in found] == [2, 3, 4]
    assert bus.facts(group, [topic.name])[0].committed is None


def test_topics_are_made_and_changed_as_asked_and_only_then(bus: Bus, topic: Topic) -> None:
    assert bus.apply([topic]) == []
    changed = msgspec.structs.replace(topic, partitions=6, keep=topic.keep * 2)
    lines = bus.apply([changed])
    assert any("4 -> 6 partitions" in line for line in lines)
    assert any("retention" in line for line in lines)
    assert bus.apply([changed]) == []
    until(lambda: len(bus.partitions(topic.name)) == 6)


def test_a_topic_that_is_not_there_has_no_partitions(bus: Bus) -> None:
    assert bus.partitions("no-such-topic") == []
