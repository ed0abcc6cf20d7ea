"""The Content-Security-Policy of a page: what a browser may run and load for it, and nothing else.

Scripts that the theme writes into pages are allowed by their hashes, taken from the finished page. Those
within the page's own content are not among them, so that a browser refuses what slipped through all checks.
"""

import base64
import hashlib
import re
from functools import lru_cache
from html import escape

# What the template writes where the policy is to stand; content cannot, as its quotation marks are escaped.
PLACE = 'http-equiv="Content-Security-Policy" content="puri:policy"'
# As in the theme's own markup; of other writings the browser finds no hash, and refuses them.
_INLINE = re.compile(r"<script(?P<attributes>(?![^>]*\ssrc=)[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
_DATA = re.compile(r"type=\"application/(?:ld\+)?json\"")


def with_policy(page: str, content: str = "", *, from_disk: bool = False, preview: bool = False) -> str:
    """Return the finished HTML `page` with its policy; `content` is the part of it that authors wrote.

    `from_disk`: addresses are those of files, which not every browser takes for the page's own. `preview`:
    the live preview's script is put in later, and differs each time.
    """
    own = "'self' file:" if from_disk else "'self'"
    known = ["'unsafe-inline'"] if preview else sorted(_hashes(page) - _hashes(content))
    rules = {
        "default-src": "'none'",
        "script-src": " ".join([own, *known]),
        "style-src": own,
        "img-src": f"{own} data:",  # the theme's icons are data within its style
        "connect-src": own,  # the theme's search settings; pieces of the index
        "worker-src": own,
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    policy = "; ".join(f"{name} {value}" for name, value in rules.items())
    return page.replace(PLACE, PLACE.replace("puri:policy", escape(policy, quote=False)), 1)


def _hashes(html: str) -> set[str]:
    scripts = _INLINE.finditer(html)
    return {_hash(script["text"]) for script in scripts if not _DATA.search(script["attributes"])}


@lru_cache(maxsize=1_000)  # the same few stand on every page
def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
