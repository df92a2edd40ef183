"""The readers: bytes → :class:`~exporter.article.Article`, one file a format."""
