"""The Kafka bus, on kafka-python 3. The only package that imports kafka.

What it works around was measured (decision 0008).
"""

from detente.bus_kafka.bus import KafkaBus

__all__ = ["KafkaBus"]
