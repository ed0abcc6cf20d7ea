/*
 * The map of all terms: choosing a term, size and place, filters.
 * The picture and the list below it are whole without this script; what is said of a term is its entry in the list.
 */
'use strict';

(() => {
  const map = document.querySelector('.puri-map');
  const list = document.getElementById('map-list');
  if (!map || !list) return;

  const LETTERS = 14; // height of the letters of a term, in units of the picture
  const READABLE = 10.5; // pixels on the screen
  const STEP = 1.3; // one press on larger or smaller
  const CLOSEST = 2.5; // screen pixels for one unit at most
  const FAR = [1, 2, 3, 4, 6, 8]; // how much larger letters can be, as map.css has it
  const DRAG = 4; // pixels after which a press is a drag

  const view = map.querySelector('.puri-map__view');
  const picture = map.querySelector('.puri-map__picture');
  const card = map.querySelector('.puri-map__card');
  const about = map.querySelector('.puri-map__about');
  const bar = map.querySelector('.puri-map__bar');
  const boxes = Array.from(map.querySelectorAll('input[type="checkbox"]'));
  const whole = { width: picture.viewBox.baseVal.width, height: picture.viewBox.baseVal.height };

  const spots = new Map(Array.from(picture.querySelectorAll('.term'), (spot) => [spot.dataset.term, spot]));
  const lines = Array.from(picture.querySelectorAll('[data-from]'));
  const panels = Array.from(picture.querySelectorAll('[data-category]'));
  const ties = new Map(); // slug -> its lines
  for (const line of lines) {
    for (const slug of [line.dataset.from, line.dataset.to]) {
      if (!ties.has(slug)) ties.set(slug, []);
      ties.get(slug).push(line);
    }
  }
  const entries = new Map();
  for (const entry of list.querySelectorAll('details > ul > li')) {
    entries.set(entry.querySelector('a.term').dataset.term, entry);
  }

  let scale = 1; // screen pixels for one unit of the picture
  let chosen = null; // the slug of the chosen term
  let pressed = null; // the chosen term when the pointer went down
  let dragged = false; // the pointer has moved the map; the click that ends it means nothing

  // Size and place

  function fitting() {
    const room = view.clientWidth;
    const height = parseFloat(getComputedStyle(view).maxHeight) || window.innerHeight;
    return Math.min(1, room / whole.width, height / whole.height);
  }

  /** Shows the picture at `wanted`; the point of the view at (x, y) stays where it is. */
  function zoom(wanted, x = view.clientWidth / 2, y = view.clientHeight / 2) {
    const before = scale;
    scale = Math.min(CLOSEST, Math.max(fitting(), wanted));
    const left = (view.scrollLeft + x) * (scale / before) - x;
    const top = (view.scrollTop + y) * (scale / before) - y;
    picture.style.width = `${whole.width * scale}px`;
    view.scrollTo({ left, top, behavior: 'instant' });
    const far = FAR.find((times) => LETTERS * times * scale >= READABLE) ?? FAR.at(-1);
    if (far === 1) delete picture.dataset.far;
    else picture.dataset.far = far;
    return scale !== before;
  }

  /** Shows as much as can be read: the whole width where its letters are large enough, else all from afar. */
  function start() {
    const wide = Math.min(1, view.clientWidth / whole.width);
    zoom(LETTERS * wide >= READABLE ? wide : fitting());
    view.scrollTo({ left: 0, top: 0, behavior: 'instant' });
  }

  const actions = {
    closer: () => zoom(scale * STEP),
    farther: () => zoom(scale / STEP),
    whole: () => zoom(fitting()),
    reset: () => {
      for (const box of boxes) box.checked = true;
      filter();
      choose(null);
      start();
    },
  };

  bar.addEventListener('click', (event) => {
    const button = event.target.closest('[data-do]');
    if (button) actions[button.dataset.do]();
  });

  map.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = { '+': 'closer', '=': 'closer', '-': 'farther', _: 'farther', 0: 'whole' }[event.key];
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (action) {
      actions[action]();
      event.preventDefault();
    } else if (way && view.contains(event.target)) {
      const { scrollLeft, scrollTop } = view;
      view.scrollBy({ left: way[0] * 60, top: way[1] * 60, behavior: 'instant' });
      if (view.scrollLeft !== scrollLeft || view.scrollTop !== scrollTop) event.preventDefault();
    } else if (event.key === 'Escape' && chosen) {
      choose(null);
    }
  });

  // The wheel goes on moving the page until the reader has turned to the map.
  view.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !event.metaKey && !view.contains(document.activeElement)) return;
    const corner = view.getBoundingClientRect();
    const factor = Math.exp(-Math.max(-50, Math.min(50, event.deltaY)) / 150);
    if (zoom(scale * factor, event.clientX - corner.left, event.clientY - corner.top)) event.preventDefault();
  }, { passive: false });

  // A mouse drags; a finger scrolls by itself.
  view.addEventListener('pointerdown', (event) => {
    dragged = false;
    pressed = chosen;
    if (event.pointerType !== 'mouse' || event.button !== 0) return;
    const from = { x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop };
    const move = (moved) => {
      const [x, y] = [moved.clientX - from.x, moved.clientY - from.y];
      if (!dragged && Math.hypot(x, y) < DRAG) return;
      dragged = true;
      view.classList.add('puri-map__view--grab');
      view.scrollTo({ left: from.left - x, top: from.top - y, behavior: 'instant' });
    };
    const drop = () => {
      view.classList.remove('puri-map__view--grab');
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', drop);
      window.removeEventListener('pointercancel', drop);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', drop);
    window.addEventListener('pointercancel', drop);
  });
  view.addEventListener('dragstart', (event) => event.preventDefault());

  // Two fingers change the size.
  let pinch = null;
  const spread = (touches) => Math.hypot(
    touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY);
  view.addEventListener('touchstart', (event) => {
    pinch = event.touches.length === 2 ? { spread: spread(event.touches), scale } : null;
  }, { passive: true });
  view.addEventListener('touchmove', (event) => {
    if (!pinch || event.touches.length !== 2) return;
    event.preventDefault();
    const corner = view.getBoundingClientRect();
    const [one, two] = event.touches;
    const x = (one.clientX + two.clientX) / 2 - corner.left;
    const y = (one.clientY + two.clientY) / 2 - corner.top;
    zoom(pinch.scale * (spread(event.touches) / pinch.spread), x, y);
  }, { passive: false });

  // Choosing

  /** Lets `slug`, what it is tied to and the ties stand out; nothing where it is null. */
  function light(slug) {
    for (const each of picture.querySelectorAll('.puri-near, .puri-chosen')) {
      each.classList.remove('puri-near', 'puri-chosen');
    }
    picture.classList.toggle('puri-map__picture--chosen', slug !== null);
    if (slug === null) return;
    spots.get(slug).classList.add('puri-near', 'puri-chosen');
    for (const line of ties.get(slug) ?? []) {
      if (line.classList.contains('puri-off')) continue;
      line.classList.add('puri-near');
      const { from, to } = line.dataset;
      spots.get(from === slug ? to : from).classList.add('puri-near');
    }
  }

  function choose(slug) {
    chosen = slug;
    light(slug);
    card.hidden = slug === null;
    about.replaceChildren();
    if (slug === null) return;
    const entry = entries.get(slug).cloneNode(true);
    for (const each of entry.querySelectorAll('[id]')) each.removeAttribute('id');
    const more = document.createElement('p');
    const link = document.createElement('a');
    link.href = entry.querySelector('a').href;
    link.textContent = list.dataset.follow.replace('{name}', () => entry.querySelector('a').textContent);
    more.append(link);
    about.append(...entry.childNodes, more);
    uncover(spots.get(slug));
  }

  /** Moves the page so far that the card does not cover the chosen term. */
  function uncover(spot) {
    const hidden = spot.getBoundingClientRect().bottom - card.getBoundingClientRect().top;
    if (hidden > -8 && spot.getBoundingClientRect().top < card.getBoundingClientRect().bottom) {
      window.scrollBy({ top: hidden + 16, behavior: 'instant' });
    }
  }

  view.addEventListener('focusin', (event) => {
    const spot = event.target.closest('.term');
    if (spot?.matches(':focus-visible')) choose(spot.dataset.term);
  });
  view.addEventListener('click', (event) => {
    const spot = event.target.closest('.term');
    if (dragged) {
      event.preventDefault();
    } else if (!spot) {
      choose(null);
    } else if (event.detail > 0 && spot.dataset.term !== pressed && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      choose(spot.dataset.term);
    }
  });
  card.querySelector('.puri-map__close').addEventListener('click', () => choose(null));

  // Under the mouse a term shows its ties before it is chosen.
  view.addEventListener('pointerover', (event) => {
    if (event.pointerType !== 'mouse' || dragged) return;
    const spot = event.target.closest('.term');
    light(spot ? spot.dataset.term : chosen);
  });
  view.addEventListener('pointerleave', () => light(chosen));

  // Filters

  function filter() {
    const off = new Set(boxes.filter((box) => !box.checked).map((box) => box.dataset.category ?? box.dataset.kind));
    for (const panel of panels) panel.classList.toggle('puri-off', off.has(panel.dataset.category));
    const gone = (slug) => off.has(spots.get(slug).parentNode.dataset.category);
    for (const line of lines) {
      const { kind, from, to } = line.dataset;
      line.classList.toggle('puri-off', off.has(kind) || gone(from) || gone(to));
    }
    if (chosen && gone(chosen)) choose(null);
    else light(chosen);
  }

  for (const box of boxes) {
    box.hidden = false;
    box.addEventListener('change', filter);
  }
  filter(); // the browser may have kept what was chosen before

  // An address can name a term: map/#map-foundry

  function follow() {
    const slug = decodeURIComponent(window.location.hash).replace('#map-', '');
    if (!spots.has(slug)) return;
    choose(slug);
    zoom(Math.max(scale, 1));
    map.scrollIntoView({ block: 'start', behavior: 'instant' });
    const spot = spots.get(slug).getBoundingClientRect();
    const corner = view.getBoundingClientRect();
    view.scrollBy({
      left: spot.left - corner.left - (view.clientWidth - spot.width) / 2,
      top: spot.top - corner.top - (view.clientHeight - spot.height) / 2,
      behavior: 'instant',
    });
    uncover(spots.get(slug));
  }

  bar.hidden = false;
  start();
  follow();
  window.addEventListener('hashchange', follow);
  window.addEventListener('resize', () => zoom(scale));
})();
