"""The moment that a file says it was made, so that two runs give the same bytes.

https://reproducible-builds.org/specs/source-date-epoch/
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

from exporter.article import Metadata
from exporter.errors import UsageError


def moment(metadata: Metadata) -> datetime | None:
    """Return ``SOURCE_DATE_EPOCH`` if it is set, else the article's own date, else ``None``; always in UTC.

    The clock is never asked: a file made from the same article is the same file.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise UsageError(
                f"SOURCE_DATE_EPOCH is “{epoch}”; set it to a number of seconds since 1970, or unset it"
            ) from error
    if metadata.date:
        year, month, day = [*(int(part) for part in metadata.date.split("-")), 1, 1][:3]
        return datetime(year, month, day, tzinfo=UTC)
    return None
