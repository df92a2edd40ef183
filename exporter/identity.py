"""An article's name for machines: its own, or one that is the same each time that it is read (RFC 9562)."""

from __future__ import annotations

import uuid

from exporter.article import Article


def identifier(article: Article) -> str:
    """Return the article's own identifier, or a UUID of its address, or one of its title and text."""
    metadata = article.metadata
    if metadata.identifier:
        return metadata.identifier
    if metadata.source_url:
        return uuid.uuid5(uuid.NAMESPACE_URL, metadata.source_url).urn
    text = "".join(map(str, article.body.itertext()))
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{metadata.title}\n{text}").urn
