/*
 * Narrows the terms index to what is typed and to the categories chosen. Both stand in the address
 * (?q=...&category=...), so that a narrowed index can be linked and is there again after going back.
 */
'use strict';

(() => {
  const form = document.querySelector('.puri-filter');
  if (!form) return;

  const { squeeze, pattern } = globalThis.puriKorean;
  const WAIT = 300; // milliseconds from the last key until the address follows
  const box = form.elements.q;
  const chips = [...form.querySelectorAll('[aria-pressed]')];
  const status = form.querySelector('[role="status"]');
  const reset = form.querySelector('[type="reset"]');
  const jump = document.querySelector('.puri-jump');
  const jumps = [...jump.querySelectorAll('li')]; // one for each group, in the same order

  const groups = Array.from(document.querySelectorAll('.puri-group'), (section, i) => ({
    elements: [section, jumps[i]],
    isShown: true,
    lines: Array.from(section.querySelectorAll('dt'), line),
  }));

  /** What the filter knows of a line. One without a category only refers to another one. */
  function line(term) {
    const explanation = term.nextElementSibling;
    const names = [...term.querySelectorAll('a, [lang]'), ...explanation.querySelectorAll('.puri-also span')];
    return {
      elements: [term, explanation],
      isShown: true,
      category: term.querySelector('.puri-category')?.textContent,
      names: names.map((name) => squeeze(name.textContent)).join('\n'),
    };
  }

  /** Shows or hides a line or a group; only what changes costs time. */
  function set(part, isShown) {
    if (part.isShown === isShown) return;
    part.isShown = isShown;
    for (const element of part.elements) element.hidden = !isShown;
  }

  const chosen = () => chips.filter((chip) => chip.ariaPressed === 'true').map((chip) => chip.textContent);

  function apply() {
    const wanted = pattern(box.value);
    const categories = new Set(chosen());
    const isNarrowed = box.value.trim() !== '' || categories.size > 0;
    const isFound = ({ category, names }) =>
      category !== undefined && (categories.size === 0 || categories.has(category)) && wanted.test(names);
    let count = 0;
    for (const group of groups) {
      for (const each of group.lines) {
        const found = isFound(each);
        count += found;
        set(each, found || !isNarrowed);
      }
      set(group, group.lines.some((each) => each.isShown));
    }
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
    if (box.value.trim()) state.set('q', box.value.trim());
    const address = String(state);
    if (address === kept) return;
    try {
      history[how](null, '', address ? `?${address}` : location.pathname);
      kept = address;
    } catch { /* A browser may forbid it, on a disk or when it happens too often: then it is not kept. */ }
  }

  function restore() {
    const state = new URLSearchParams(location.search);
    box.value = state.get('q') ?? '';
    for (const chip of chips) chip.ariaPressed = state.getAll('category').includes(chip.textContent);
    kept = location.search.slice(1);
    apply();
  }

  box.addEventListener('input', () => {
    apply();
    clearTimeout(waiting);
    waiting = setTimeout(keep, WAIT, 'replaceState');
  });
  box.addEventListener('change', () => keep('replaceState'));
  for (const chip of chips) {
    chip.addEventListener('click', () => {
      chip.ariaPressed = chip.ariaPressed !== 'true';
      apply();
      keep('pushState');
    });
  }
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', (event) => {
    event.preventDefault(); // which would only bring back what the page began with
    box.value = '';
    for (const chip of chips) chip.ariaPressed = false;
    apply();
    keep('pushState');
    box.focus();
  });
  window.addEventListener('popstate', () => {
    if (location.search.slice(1) !== kept) restore();
  });

  restore();
  form.hidden = false;
})();
