/*
 * Narrows the terms index to what is typed and to the categories chosen. Both stand in the address, so that a
 * narrowed index can be linked and is there again after going back: ?find=...&category=... (not ?q=, which
 * opens Material's search).
 */
'use strict';

(() => {
  const form = document.querySelector('.puri-filter');
  if (!form) return;

  const { squeeze, pattern } = globalThis.puriKorean;
  const WAIT = 300; // milliseconds from the last key until the address follows
  const box = form.elements.find;
  const chips = [...form.querySelectorAll('[aria-pressed]')];
  const status = form.querySelector('[role="status"]');
  const reset = form.querySelector('[type="reset"]');
  const jump = document.querySelector('.puri-jump');
  const jumps = [...document.querySelectorAll('.puri-jump a, .md-nav--secondary a')];

  const groups = Array.from(document.querySelectorAll('.puri-group'), (section) => ({
    elements: [section, ...jumpsTo(section.querySelector('h2').id)],
    isShown: true,
    parts: Array.from(section.querySelectorAll('.puri-part'), (part) => ({
      elements: [part],
      isShown: true,
      parts: Array.from(part.querySelectorAll('dt'), line),
    })),
  }));

  /** The items of the bar and of the table of contents that lead to the group `id`. */
  function jumpsTo(id) {
    const links = jumps.filter((link) => decodeURI(link.hash) === `#${id}`);
    return links.map((link) => link.parentElement);
  }

  /** What the filter knows of a line. One without a category only refers to another one. */
  function line(term) {
    const explanation = term.nextElementSibling;
    const names = [...term.querySelectorAll('a, [lang]'), ...explanation.querySelectorAll('.puri-also span')];
    return {
      elements: [term], // its explanation is hidden with it by the style
      isShown: true,
      category: term.querySelector('.puri-category')?.textContent,
      names: names.map((name) => squeeze(name.textContent)).join('\n'),
    };
  }

  /** Shows or hides a group, a part or a line; only what changes costs time. */
  function set(node, isShown) {
    if (node.isShown === isShown) return;
    node.isShown = isShown;
    for (const element of node.elements) element.hidden = !isShown;
  }

  /** Says whether `node` holds a line that is wanted. Only then it is worth hiding the others in it. */
  function narrow(node, isWanted) {
    const wanted = node.parts.map((part) => (part.parts ? narrow(part, isWanted) : isWanted(part)));
    const isAny = wanted.includes(true);
    if (isAny) node.parts.forEach((part, i) => set(part, wanted[i]));
    return isAny;
  }

  const isPressed = (chip) => chip.getAttribute('aria-pressed') === 'true';
  const press = (chip, isOn) => chip.setAttribute('aria-pressed', isOn);
  const chosen = () => chips.filter(isPressed).map((chip) => chip.textContent);

  function apply() {
    const expression = pattern(box.value);
    const categories = new Set(chosen());
    const isNarrowed = box.value.trim() !== '' || categories.size > 0;
    let count = 0;
    const isWanted = ({ category, names }) => {
      const isFound = category !== undefined && (!categories.size || categories.has(category)) && expression.test(names);
      count += isFound;
      return isFound || !isNarrowed;
    };
    for (const group of groups) set(group, narrow(group, isWanted));
    jump.hidden = count === 0;
    reset.hidden = !isNarrowed;
    const words = count ? status.dataset.found : status.dataset.none;
    status.textContent = words.replace('{count}', count.toLocaleString(document.documentElement.lang));
  }

  let kept = ''; // the part of the address that this script is answerable for
  let waiting = 0;

  /** Writes the state into the address; `how` is a method of history. */
  function keep(how) {
    clearTimeout(waiting);
    const state = new URLSearchParams(chosen().map((category) => ['category', category]));
    if (box.value.trim()) state.set('find', box.value.trim());
    const address = String(state);
    if (address === kept) return;
    try {
      history[how](null, '', address ? `?${address}` : location.pathname);
      kept = address;
    } catch { /* A browser may forbid it, on a disk or when it happens too often: then it is not kept. */ }
  }

  function restore() {
    const state = new URLSearchParams(location.search);
    box.value = state.get('find') ?? '';
    for (const chip of chips) press(chip, state.getAll('category').includes(chip.textContent));
    kept = location.search.slice(1);
    apply();
  }

  /** Goes to the group in the address once more, when the parts around it have got their true heights. */
  function settle() {
    const again = () => document.querySelector('.puri-group :target')?.scrollIntoView();
    requestAnimationFrame(() => requestAnimationFrame(again));
  }

  box.addEventListener('input', () => {
    apply();
    clearTimeout(waiting);
    waiting = setTimeout(keep, WAIT, 'replaceState');
  });
  box.addEventListener('change', () => keep('replaceState'));
  for (const chip of chips) {
    chip.addEventListener('click', () => {
      press(chip, !isPressed(chip));
      apply();
      keep('pushState');
    });
  }
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', (event) => {
    event.preventDefault(); // which would only bring back what the page began with
    box.value = '';
    for (const chip of chips) press(chip, false);
    apply();
    keep('pushState');
    box.focus();
  });
  window.addEventListener('popstate', () => {
    if (location.search.slice(1) !== kept) restore();
  });
  for (const link of jumps) link.addEventListener('click', settle);

  restore();
  form.hidden = false;
  if (performance.getEntriesByType('navigation')[0].type === 'navigate') settle(); // not when coming back
})();
