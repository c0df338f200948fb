"""Hours in which alerts are queued: "22:00-06:00 Europe/Vienna"."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec


class QuietHours(msgspec.Struct, frozen=True):
    """From `start` to `end`, local time of `zone`, over midnight where `end` is the earlier."""

    start: time
    end: time
    zone: str

    @classmethod
    def parse(cls, text: object) -> QuietHours:
        """The hours in `text`; ValueError says what is expected."""
        match = re.fullmatch(r"(\d\d):(\d\d)-(\d\d):(\d\d) (\S+)", text) if isinstance(text, str) else None
        try:
            if match is None:
                raise ValueError
            ZoneInfo(match[5])
            hours = cls(time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4])), match[5])
        except (ValueError, OSError, LookupError):
            raise ValueError(f'{text!r} are no quiet hours (write "22:00-06:00 Europe/Vienna")') from None
        if hours.start == hours.end:
            raise ValueError(f"{text!r}: begin and end are the same")
        return hours

    def after(self, moment: datetime) -> datetime:
        """`moment`, or the end of the quiet hours that it falls into."""
        local = moment.astimezone(ZoneInfo(self.zone))
        clock = local.time()
        quiet = self.start <= clock < self.end if self.start < self.end else clock >= self.start or clock < self.end
        if not quiet:
            return moment
        end = local.replace(hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0)
        return (end if end > local else end + timedelta(days=1)).astimezone(moment.tzinfo)

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M} {self.zone}"
