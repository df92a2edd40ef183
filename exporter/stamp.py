"""The moment that a file says it was made, so that two runs give the same bytes.

https://reproducible-builds.org/specs/source-date-epoch/
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime

from exporter.article import Metadata
from exporter.errors import UsageError

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def day(date: str) -> datetime:
    """Return the beginning, in UTC, of a date written ``2026``, ``2026-11`` or ``2026-11-24``.

    Raises UsageError for a date that is written otherwise or that no calendar has.
    """
    try:
        if not _DATE.fullmatch(date):
            raise ValueError
        year, month, day = [*(int(part) for part in date.split("-")), 1, 1][:3]
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        raise UsageError(f"the date “{date}” is none; write 2026, 2026-11 or 2026-11-24") from None


def moment(metadata: Metadata) -> datetime | None:
    """Return ``SOURCE_DATE_EPOCH`` if it is set, else the article's own date, else ``None``; always in UTC.

    The clock is never asked: a file made from the same article is the same file. Raises UsageError for a
    date that is none.
    """
    own = day(metadata.date) if metadata.date else None
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise UsageError(
                f"SOURCE_DATE_EPOCH is “{epoch}”; set it to a number of seconds since 1970, or unset it"
            ) from error
    return own
