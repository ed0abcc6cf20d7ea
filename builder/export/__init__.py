"""Export: linked library -> the glossary as data, for other programs than a browser."""

from builder.export.glossary import Glossary
from builder.export.table import FORMATS, exports, make

__all__ = ["FORMATS", "Glossary", "exports", "make"]
