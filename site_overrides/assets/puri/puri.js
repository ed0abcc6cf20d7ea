/* What the scripts of the learning pages share, above all what they remember in the reader's browser, and only
 * there.
 *
 * Classic scripts meet in one global name, `puri`, since pages opened from a disk cannot load modules.
 * Everything is kept under `puri:<name of the site>:`, because one host may hold several sites. Where the
 * browser refuses to store, records last as long as the page, and the page says so.
 */
(() => {
  'use strict';

  const site = document.querySelector('meta[name="puri:site"]')?.content ?? '';
  const prefix = `puri:${site}:`;
  const unstored = new Map();
  const readers = [];

  const warn = () => {
    for (const notice of document.querySelectorAll('.puri-records__blocked')) notice.hidden = false;
  };

  const load = key => {
    if (unstored.has(key)) return unstored.get(key);
    try {
      return localStorage.getItem(prefix + key);
    } catch {
      warn();
      return null;
    }
  };

  const save = (key, text) => {
    try {
      localStorage.setItem(prefix + key, text);
      unstored.delete(key);
    } catch {
      unstored.set(key, text);
      warn();
    }
  };

  const tell = () => readers.forEach(reader => reader());

  /* The record `key`, made sound by `accept`, which gets null where there is none or it cannot be read. */
  const read = (key, accept) => {
    try {
      return accept(JSON.parse(load(key)));
    } catch {
      return accept(null);
    }
  };

  const update = (key, accept, change) => {
    save(key, JSON.stringify(change(read(key, accept))));
    tell();
  };

  /* Forgets the record `key`; the empty key forgets everything that this site keeps. */
  const forget = key => {
    const isMeant = each => !key || each === key;
    for (const each of [...unstored.keys()].filter(isMeant)) unstored.delete(each);
    try {
      Object.keys(localStorage)
        .filter(each => each.startsWith(prefix) && isMeant(each.slice(prefix.length)))
        .forEach(each => localStorage.removeItem(each));
    } catch {
      warn();
    }
    tell();
  };

  /* Calls `reader` whenever something was kept or forgotten, here or in another tab. */
  const follow = reader => readers.push(reader);

  /* Puts values into words that the page gave: 'step {number} of {count}'. */
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);

  /* Moves the focus to `element` and scrolls no further than it takes to see it, and `also`, if given. */
  const goTo = (element, also) => {
    element.focus({ preventScroll: true });
    also?.scrollIntoView({ block: 'nearest' });
    element.scrollIntoView({ block: 'nearest' });
  };

  window.addEventListener('storage', event => {
    if (event.key === null || event.key.startsWith(prefix)) tell();
  });

  for (const records of document.querySelectorAll('.puri-records')) {
    records.hidden = false;
    const status = records.querySelector('[role="status"]');
    for (const button of records.querySelectorAll('[data-forget]')) {
      button.addEventListener('click', () => {
        if (!confirm(button.dataset.ask)) return;
        forget(button.dataset.forget);
        status.textContent = status.dataset.words;
      });
    }
  }

  globalThis.puri = { store: { read, update, follow }, fill, goTo };
  load('');  // to say at once that nothing can be stored
})();
