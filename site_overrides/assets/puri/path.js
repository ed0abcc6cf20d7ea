/* Learning paths: which pages have been read, and the path that the reader follows.
 *
 * `?path=<slug>` in the address of a step says which path the reader came along; its bar then stays in view.
 * A page counts as read in every path that leads through it.
 */
(() => {
  'use strict';

  const { store, fill } = globalThis.puri;
  const accept = pages => Array.isArray(pages) ? pages.filter(page => typeof page === 'string') : [];

  const mark = (page, isRead) => store.update('read', accept, pages => {
    const others = pages.filter(each => each !== page);
    return isRead ? [...others, page] : others;
  });

  const show = () => {
    const pages = new Set(store.read('read', accept));
    for (const box of document.querySelectorAll('input[data-read]')) box.checked = pages.has(box.dataset.read);
    for (const progress of document.querySelectorAll('.puri-progress[data-pages]')) {
      const steps = progress.dataset.pages.split(' ');
      const done = steps.filter(step => pages.has(step)).length;
      const words = done === steps.length ? progress.dataset.finished : progress.dataset.words;
      progress.hidden = false;
      progress.querySelector('progress').value = done;
      progress.querySelector('span').textContent = fill(words, { done, count: steps.length });
    }
    for (const go of document.querySelectorAll('.puri-go')) offerNext(go, pages);
  };

  /* On the page of a path: a link to the first step that has not been read. */
  const offerNext = (go, pages) => {
    const boxes = [...document.querySelectorAll('.puri-route input[data-read]')];
    const next = boxes.find(box => !pages.has(box.dataset.read));
    go.hidden = !next;
    if (!next) return;
    const step = next.closest('li').querySelector('a');
    const link = go.querySelector('a');
    link.href = step.href;
    const words = boxes.some(box => pages.has(box.dataset.read)) ? link.dataset.goOn : link.dataset.start;
    link.textContent = fill(words, { title: step.textContent });
  };

  for (const box of document.querySelectorAll('input[data-read]')) {
    box.closest('label').hidden = false;
    box.addEventListener('change', () => mark(box.dataset.read, box.checked));
  }

  /* The bar of the followed path stands alone and stays in view; at the end of the page it asks to be marked. */
  const bars = [...document.querySelectorAll('nav.puri-path')];
  const followed = bars.find(bar => bar.dataset.path === new URLSearchParams(location.search).get('path'));
  if (followed) {
    for (const bar of bars) bar.hidden = bar !== followed;
    followed.classList.add('puri-path--followed');
    const end = document.createElement('div');
    followed.after(end);
    new IntersectionObserver(([seen]) => {
      followed.classList.toggle('puri-path--end', seen.isIntersecting);
    }).observe(end);
  }

  store.follow(show);
  show();
})();
