/*
 * Shows the definition of a term beside a link to it: under the mouse, on keyboard focus, at the first tap.
 * The definitions are those of the page's own list (#terms-here); nothing is fetched.
 */
'use strict';

(() => {
  const list = document.getElementById('terms-here');
  const card = document.querySelector('.puri-hover');
  if (!list || !card) return;

  const OPEN_AFTER = 200; // milliseconds; the mouse may only be passing
  const CLOSE_AFTER = 300; // time to move into the card
  const GAP = 6; // pixels between link and card
  const MARGIN = 8; // pixels between card and window

  const entries = new Map(Array.from(list.querySelectorAll('dt a.term'), (link) => [link.dataset.term, link]));
  const text = card.querySelector('.puri-hover__text');
  const [headword, english, definition] = text.children;
  const more = card.querySelector('.puri-hover__more');
  document.body.append(card);

  let shown = null; // the link whose card is open
  let dismissed = null; // the link under the mouse whose card the reader closed
  let tapped = null; // the link that a finger touches for the first time
  let touched = false; // whether the card is what was pressed last, which takes the focus from its link
  let opening = 0;
  let closing = 0;

  /** The link to a term with a definition on this page, outside of the list, that holds `node`. */
  function linkAt(node) {
    const link = node instanceof Element ? node.closest('a.term[data-term]') : null;
    return link && entries.has(link.dataset.term) && !list.contains(link) ? link : null;
  }

  function rest() {
    clearTimeout(opening);
    clearTimeout(closing);
    opening = closing = 0;
  }

  function hide() {
    rest();
    shown?.removeAttribute('aria-describedby');
    shown = null;
    card.hidden = true;
  }

  /** Opens the card of `link`; `y` is where in the window it is pointed at. */
  function show(link, y) {
    hide();
    const entry = entries.get(link.dataset.term);
    const term = entry.closest('dt');
    headword.textContent = entry.textContent;
    english.textContent = term.querySelector('[lang]')?.textContent ?? '';
    definition.textContent = term.nextElementSibling.textContent;
    more.href = entry.href;
    card.hidden = false;
    place(link, y);
    link.setAttribute('aria-describedby', text.id);
    shown = link;
  }

  /** Puts the card above the link, or below where there is more room, always inside the window. */
  function place(link, y) {
    const { offsetLeft, offsetTop, width, height } = window.visualViewport;
    const lines = Array.from(link.getClientRects()); // two, where the link is broken
    const line = lines.find((each) => each.top <= y && y <= each.bottom) ?? lines[0];
    const above = line.top - GAP - (offsetTop + MARGIN);
    const below = offsetTop + height - MARGIN - (line.bottom + GAP);
    card.style.left = card.style.top = 0;
    card.style.maxWidth = `${width - 2 * MARGIN}px`;
    card.style.maxHeight = '';
    const isAbove = card.offsetHeight <= above || above >= below;
    card.style.maxHeight = `${isAbove ? above : below}px`;
    const top = isAbove ? line.top - GAP - card.offsetHeight : line.bottom + GAP;
    const right = offsetLeft + width - MARGIN - card.offsetWidth;
    const left = Math.max(offsetLeft + MARGIN, Math.min(line.left, right));
    card.style.left = `${left + window.scrollX}px`;
    card.style.top = `${top + window.scrollY}px`;
  }

  function leave() {
    clearTimeout(opening);
    opening = 0;
    // What the keyboard opened stays until the focus goes on.
    if (shown && !closing && !shown.matches(':focus-visible')) closing = setTimeout(hide, CLOSE_AFTER);
  }

  document.addEventListener('pointerover', (event) => {
    if (event.pointerType === 'touch') return;
    const link = linkAt(event.target);
    if (link !== dismissed) dismissed = null;
    if (card.contains(event.target) || (link && link === shown)) rest();
    else if (!link || link === dismissed) leave();
    else {
      rest();
      opening = setTimeout(show, OPEN_AFTER, link, event.clientY);
    }
  });
  document.documentElement.addEventListener('pointerleave', leave);

  document.addEventListener('focusin', (event) => {
    const link = linkAt(event.target);
    if (link?.matches(':focus-visible')) show(link);
  });
  document.addEventListener('focusout', (event) => {
    if (event.target === shown && !touched && !card.matches(':hover')) hide();
  });

  document.addEventListener('keydown', (event) => {
    touched = false;
    if (event.key !== 'Escape' || !shown) return;
    dismissed = shown;
    hide();
  });

  // A finger has no hover: its first tap shows the card, the second follows the link.
  document.addEventListener('pointerdown', (event) => {
    const link = linkAt(event.target);
    tapped = event.pointerType === 'touch' && link !== shown ? link : null;
    touched = card.contains(event.target);
    if (!link && !touched) hide();
  });
  document.addEventListener('pointercancel', () => { tapped = null; });
  document.addEventListener('click', (event) => {
    if (!tapped || linkAt(event.target) !== tapped) return;
    event.preventDefault();
    show(tapped, event.clientY);
    tapped = null;
  });

  window.addEventListener('resize', () => { if (shown) place(shown); });
  window.addEventListener('pagehide', hide); // or the card would still be open when the reader comes back
})();
