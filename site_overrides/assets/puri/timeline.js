/* The filter of the timeline: by kind and by year. The facts stand in the page; none is made here. */
(() => {
  'use strict';

  const { fill } = globalThis.puri;
  const form = document.getElementById('timeline-filter');
  if (!form) return;
  const status = form.querySelector('[role="status"]');
  const years = [...document.querySelectorAll('.puri-year')];

  const show = () => {
    const chosen = new FormData(form);
    const kinds = new Set(chosen.getAll('kind'));
    const isShown = fact => kinds.has(fact.dataset.kind);
    let count = 0, total = 0;
    for (const year of years) {
      let inYear = 0;
      const isWanted = !chosen.get('year') || chosen.get('year') === year.dataset.year;
      for (const part of year.children) {
        const facts = [...part.querySelectorAll('[data-kind]')];
        for (const fact of facts) fact.hidden = !isShown(fact);
        const inPart = facts.filter(isShown).length;
        part.hidden = !inPart;
        inYear += inPart;
        total += facts.length;
      }
      const isHidden = !isWanted || !inYear;
      year.hidden = year.previousElementSibling.hidden = isHidden;
      if (!isHidden) count += inYear;
    }
    status.textContent = fill(count ? status.dataset.shown : status.dataset.nothing, { count, total });
  };

  form.hidden = false;
  form.addEventListener('change', show);
  form.addEventListener('submit', event => event.preventDefault());
  window.addEventListener('pageshow', show);  // a browser may have kept what was chosen before
  show();
})();
