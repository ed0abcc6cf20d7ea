/*
 * The search box of every page: the theme listens to keys only, so what is pasted, dictated or composed is told
 * to it as a key; and what every search needs is fetched as soon as the reader goes to the box, not before.
 */
'use strict';

(() => {
  const box = document.querySelector('[data-md-component="search-query"]');
  if (!box) return;

  const { base } = JSON.parse(document.getElementById('__config').textContent);

  function prefetch() {
    const link = document.createElement('link');
    link.rel = 'prefetch';
    link.href = `${base}/search/words-0.js`;
    document.head.append(link);
  }

  box.addEventListener('input', () => box.dispatchEvent(new Event('keyup', { bubbles: true })));
  if (location.protocol !== 'file:') box.addEventListener('focus', prefetch, { once: true });
})();
