/* Flash cards. The terms stand in the page once, as the list that everybody can read; they are taken from
 * there. When a card comes back is decided by srs.js alone. Seeing the word and seeing the meaning are two
 * cards, `front:<slug>` and `back:<slug>`. */
(() => {
  'use strict';

  const { store, fill, goTo, srs } = globalThis.puri;
  const app = document.getElementById('cards-app');
  if (!app) return;
  const FORMAT = 'puri-cards';
  const KEY = /^(?:front|back):[a-z0-9-]+$/;
  const KNOWN = 21;  // days: a card with so long an interval is known well
  const BIGGEST = 20e6;  // bytes of a file to import
  const part = name => document.querySelector(`[data-part="${name}"]`);
  const [card, back, done, grades] = ['card', 'back', 'done', 'grades'].map(part);
  const front = document.getElementById('card-front');
  const start = app.querySelector('form');
  const { choice: choices, side, limit } = start.elements;
  const today = () => srs.day(new Date());

  const terms = [...document.querySelectorAll('[data-choice] [data-page]')].map(element => {
    const link = element.querySelector('a.term');
    return { element, link, slug: link.dataset.term, page: element.dataset.page };
  });
  const termOf = new Map(terms.map(term => [term.slug, term]));

  const isCount = value => Number.isInteger(value) && value >= 0;
  const accept = value => ({
    format: FORMAT,
    version: 1,
    choice: typeof value?.choice === 'string' ? value.choice : 'all',
    side: typeof value?.side === 'string' ? value.side : 'front',
    limit: isCount(value?.limit) ? Math.min(value.limit, Number(limit.max)) : 10,
    // how many new cards were seen on a day, and how many more than the limit the reader asked for
    fresh: ['seen', 'more'].every(name => isCount(value?.fresh?.[name])) && typeof value.fresh.day === 'string'
      ? value.fresh : { day: '', seen: 0, more: 0 },
    cards: new Map(
      Object.entries(value?.cards ?? {}).filter(([key, each]) => KEY.test(key) && srs.isCard(each))),
  });
  const written = state => ({ ...state, cards: Object.fromEntries(state.cards) });
  const kept = () => store.read('cards', accept);
  const keep = change => store.update('cards', accept, state => written({ ...state, ...change(state) }));
  const freshOn = (state, day) => state.fresh.day === day ? state.fresh : { day, seen: 0, more: 0 };

  /* ---- what is to be seen today ---- */

  const deck = () => {
    const chosen = choices.selectedOptions[0];
    if (chosen.dataset.pages) {
      const pages = chosen.dataset.pages.split(' ');
      return pages.map(page => terms.find(term => term.page === page));
    }
    const isMeant = ({ element }) => element.closest('[data-choice]').dataset.choice === chosen.value;
    return chosen.value === 'all' ? terms : terms.filter(isMeant);
  };

  const keys = () => {
    const sides = side.value === 'both' ? ['front', 'back'] : [side.value];
    const slugs = deck().map(term => term.slug);
    return sides.flatMap(name => slugs.map(slug => `${name}:${slug}`));
  };

  const plan = state => {
    const fresh = freshOn(state, today());
    return srs.queue(keys(), state.cards, today(), state.limit + fresh.more - fresh.seen);
  };

  /* ---- showing ---- */

  let view = start;
  let shown = '';  // the key of the card on display

  const turnTo = next => {
    view = next;
    for (const each of [start, card, done]) each.hidden = each !== next;
  };

  const write = (element, values) => {
    element.textContent = fill(element.dataset.words, values);
  };

  const showNumbers = (state, { due, fresh, again }) => {
    const all = keys();
    const seen = all.filter(key => state.cards.has(key)).map(key => state.cards.get(key));
    const known = seen.filter(({ interval }) => interval >= KNOWN).length;
    write(part('today'), { due: due.length + again.length, fresh: fresh.length });
    write(document.getElementById('cards-status'), { count: all.length, started: seen.length - known, known });
    const bar = app.querySelector('progress');
    bar.max = Math.max(1, all.length);
    bar.value = seen.length;
  };

  const show = () => {
    const state = kept();
    const { due, fresh, again } = plan(state);
    showNumbers(state, { due, fresh, again });
    if (view === start) return;
    const next = due[0] ?? fresh[0] ?? again[0];
    if (!next) showDone(state);
    else if (next !== shown) showCard(next, state.cards.get(next));
  };

  const showCard = (key, known) => {
    const [name, slug] = key.split(':');
    const { element, link } = termOf.get(slug);
    const word = element.querySelector('summary').textContent.trim();
    const meaning = element.querySelector('p').textContent;
    const state = part('state');
    const { fresh, review, again } = state.dataset;
    shown = key;
    state.textContent = !known ? fresh : known.again && known.last === today() ? again : review;
    front.textContent = name === 'front' ? word : meaning;
    front.classList.toggle('puri-study__front--long', name === 'back');
    back.querySelector('p').textContent = name === 'front' ? meaning : word;
    const more = back.querySelector('a');
    more.href = link.href;
    more.textContent = link.textContent;
    for (const button of grades.querySelectorAll('button')) {
      const next = srs.grade(known, Number(button.dataset.quality), today());
      const when = button.querySelector('small');
      when.textContent = next.again ? grades.dataset.again : fill(when.dataset.words, { days: next.interval });
    }
    back.hidden = grades.hidden = true;
    part('show').hidden = false;
    turnTo(card);
    goTo(front, part('show'));
  };

  const showDone = state => {
    const days = keys().filter(key => state.cards.has(key)).map(key => state.cards.get(key).due).sort();
    const next = done.querySelector('span');
    const format = { dateStyle: 'long', timeZone: 'UTC' };
    next.hidden = !days.length;
    if (days.length) {
      write(next, { date: new Date(days[0]).toLocaleDateString(document.documentElement.lang, format) });
    }
    shown = '';
    part('more').hidden = keys().every(key => state.cards.has(key));
    turnTo(done);
    goTo(done.querySelector('p'));
  };

  const turnOver = () => {
    back.hidden = grades.hidden = false;
    part('show').hidden = true;
    goTo(back, grades);
  };

  const grade = quality => {
    const key = shown;
    shown = '';  // the same card may come again at once
    keep(state => {
      const fresh = freshOn(state, today());
      const seen = fresh.seen + (state.cards.has(key) ? 0 : 1);
      const graded = srs.grade(state.cards.get(key), quality, today());
      return { fresh: { ...fresh, seen }, cards: new Map(state.cards).set(key, graded) };
    });
  };

  /* ---- what the reader does ---- */

  const takeSettings = () => {
    const { choice, side: chosenSide, limit: most } = kept();
    choices.value = choice;
    side.value = chosenSide;
    if (!choices.value) choices.value = 'all';
    if (!side.value) side.value = 'front';
    if (document.activeElement !== limit) limit.value = most;
  };

  start.addEventListener('input', () => keep(() => (
    { choice: choices.value, side: side.value, limit: Math.max(0, Math.trunc(Number(limit.value))) })));
  start.addEventListener('submit', event => {
    event.preventDefault();
    turnTo(card);
    show();
  });
  part('show').addEventListener('click', turnOver);
  for (const stop of app.querySelectorAll('[data-part="stop"]')) {
    stop.addEventListener('click', () => {
      shown = '';
      turnTo(start);
      choices.focus();
    });
  }
  part('more').addEventListener('click', () => {
    keep(state => {
      const fresh = freshOn(state, today());
      return { fresh: { ...fresh, more: fresh.more + 10 } };
    });
  });
  for (const button of grades.querySelectorAll('button')) {
    button.addEventListener('click', () => grade(Number(button.dataset.quality)));
  }
  card.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const isOnControl = event.target.closest('button, a');
    if (event.key === ' ' && !isOnControl) {
      event.preventDefault();
      if (back.hidden) turnOver();
    } else if (/^[1-4]$/.test(event.key) && !back.hidden) {
      event.preventDefault();
      grade(Number(grades.querySelectorAll('button')[Number(event.key) - 1].dataset.quality));
    }
  });

  /* ---- files ---- */

  part('export').addEventListener('click', () => {
    const text = JSON.stringify(written(kept()), null, 1);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = part('export').dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  });

  part('import').addEventListener('change', async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    const status = target.closest('.puri-records').querySelector('[role="status"]');
    const value = file.size <= BIGGEST ? await file.text().then(JSON.parse).catch(() => null) : null;
    target.value = '';
    const isOurs = value?.format === FORMAT && value.version === 1 && typeof value.cards === 'object';
    if (isOurs) {
      shown = '';
      keep(() => accept(value));
    }
    const { imported, refused } = target.dataset;
    status.textContent = isOurs ? fill(imported, { count: kept().cards.size }) : refused;
  });

  store.follow(() => {
    takeSettings();
    show();
  });
  takeSettings();
  app.hidden = false;
  show();
})();
