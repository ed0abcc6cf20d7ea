"""What a reader does in the offline edition, as scripts that run in any browser: each is true in the end.

Also a network that is not there: a host that answers nothing, and tells who asked.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# Waits until `found()` gives something.
_UNTIL = """
const until = async (found) => {
  for (let i = 0; i < 200; i++) {
    const value = found();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`in vain: ${found}`);
};
const one = (selector) => document.querySelector(selector);
"""
# What is done -> the page it is done on, and how.
STEPS = {
    "search": (
        "index.html",
        """const box = one('[data-md-component=search-query]');
        box.focus();
        for (const typed of ['파', '파운', '파운들', '파운드리를']) {
          box.value = typed;
          box.dispatchEvent(new InputEvent('input', { bubbles: true }));
        }
        const found = () => one('.md-search-result__item h1')?.textContent === '파운드리';
        await until(found);
        return one('.md-search-result__item a').href.includes('/terms/foundry/index.html')
          && one('.md-search-result__item article').textContent.includes('설계도');""",
    ),
    "hover card": (
        "terms/foundry/index.html",
        """const link = one('#body a.term');
        link.focus();
        const card = await until(() => [one('.puri-hover')].find((each) => each && !each.hidden));
        return card.querySelector('p').textContent.length > 5;""",
    ),
    "questions of a page": (
        "terms/foundry/index.html",
        """const form = one('.puri-question form');
        form.querySelector('input').checked = true;
        form.requestSubmit();
        return (await until(() => one('.puri-verdict').textContent)).length > 5;""",
    ),
    "quiz": (
        "quiz/index.html",
        """one('#quiz-app [data-part=start]').requestSubmit();
        const ask = one('#quiz-app [data-part=ask]');
        await until(() => !ask.hidden && ask.querySelector('input'));
        ask.querySelector('input').checked = true;
        ask.requestSubmit();
        return (await until(() => ask.querySelector('[data-part=verdict]').textContent)).length > 0;""",
    ),
    "cards": (
        "cards/index.html",
        """one('#cards-app form').requestSubmit();
        await until(() => !one('#cards-app [data-part=card]').hidden);
        one('#cards-app [data-part=show]').click();
        await until(() => !one('#cards-app [data-part=back]').hidden);
        one('#cards-app [data-quality="4"]').click();
        return Object.keys(localStorage).some((key) => key.startsWith('puri:'));""",
    ),
    "path": (
        "paths/five-words/index.html",
        """const box = one('[data-read]');
        box.checked = true;
        box.dispatchEvent(new Event('change', { bubbles: true }));
        return Object.keys(localStorage).some((key) => key.startsWith('puri:'));""",
    ),
    "map": (
        "map/index.html",
        """const spot = one('.puri-map__picture .term[data-term="foundry"]');
        spot.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1 }));
        await until(() => !one('.puri-map__card').hidden);
        return one('.puri-map__card').textContent.includes('파운드리');""",
    ),
    "dark mode": (
        "index.html",
        """const scheme = () => document.body.dataset.mdColorScheme;
        const before = scheme();
        const labels = [...document.querySelectorAll('label[for^=__palette]')];
        (await until(() => labels.find((each) => !each.hidden))).click();
        return await until(() => scheme() !== before);""",
    ),
}


def script(step: str) -> str:
    """Return the body of an asynchronous function that does `step`, on the page it is done on."""
    return _UNTIL + STEPS[step][1]


@contextmanager
def hanging_host() -> Iterator[tuple[int, list[str]]]:
    """Give a port at which every request waits for ever, and the list of what was asked there."""
    asked: list[str] = []
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                held.append(connection)
                threading.Thread(target=hear, args=(connection,), daemon=True).start()

        def hear(connection: socket.socket) -> None:
            with suppress(OSError):
                asked.append(connection.recv(1000).partition(b"\r\n")[0].decode("ascii", "replace"))

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], asked
        for connection in held:
            connection.close()
