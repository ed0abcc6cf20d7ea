/*
 * The search worker. It speaks with the theme's search box and result list as the theme's own worker does:
 * SETUP is answered by READY, and each QUERY by a RESULT, unless the reader has typed on by then. Nothing is
 * loaded before the first query. From a disk this file runs in the page (search-disk.js).
 */
'use strict';

(() => {
  const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];
  const SHOWN = 10; // pages that the theme shows at once: only these are shown with text
  const MOST = 100; // pages of an answer
  const PASSAGES = 8; // of a page
  const SNIPPET = 180; // characters

  const isWorker = typeof importScripts === 'function';
  const here = isWorker ? location.href : document.currentScript.src;
  const data = new Map();

  // What the scripts of the index call.
  globalThis.puriSearch = (kind, number, value) => data.set(`${kind}-${number}`, value);

  function inject(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = address;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  /** Runs scripts, given relative to this one. */
  async function run(names) {
    const addresses = names.map((name) => new URL(name, here).href);
    if (!isWorker) await Promise.all(addresses.map(inject));
    else if (addresses.length) importScripts(...addresses);
  }

  /** The pieces `numbers` of the index of one kind, with their numbers; those that are not here yet are loaded. */
  async function pieces(kind, numbers) {
    await run(numbers.filter((n) => !data.has(`${kind}-${n}`)).map((n) => `../../search/${kind}-${n}.js`));
    return numbers.map((n) => [n, data.get(`${kind}-${n}`)]);
  }

  /** Lets a page that runs this go on with other things. */
  const pause = isWorker ? () => {} : () => new Promise((resolve) => { setTimeout(resolve); });

  async function start() {
    await run(['korean.js', 'search-engine.js']);
    const [[, index]] = await pieces('words', [0]);
    await pause();
    return { index, find: globalThis.puriSearchEngine(index, (numbers) => pieces('hits', numbers), pause) };
  }

  const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  const escape = (text) => text.replace(/[&<>"']/g, (char) => ESCAPES[char]); // the theme takes HTML

  /** `text` as HTML in which everything that `marks` finds is marked. */
  function marked(text, marks) {
    let html = '';
    let end = 0;
    for (const found of marks ? text.matchAll(marks) : []) {
      html += `${escape(text.slice(end, found.index))}<mark>${escape(found[0])}</mark>`;
      end = found.index + found[0].length;
    }
    return html + escape(text.slice(end));
  }

  /** The piece of `text` with the most different words that were looked for, as HTML. */
  function snippet(text, marks) {
    const found = marks ? [...text.matchAll(marks)] : [];
    let [from, most] = [0, 0];
    for (const { index } of found) {
      const near = found.filter((each) => each.index >= index && each.index < index + SNIPPET * 0.7);
      const different = new Set(near.map((each) => each[0].toLowerCase())).size;
      if (different > most) [from, most] = [index, different];
    }
    const begin = from < SNIPPET / 3 ? 0 : text.indexOf(' ', from - SNIPPET / 4) + 1;
    const begun = begin > from ? from : begin;
    const piece = text.slice(begun, begun + SNIPPET).replace(/[\ud800-\udbff]$/, '');
    return (begun ? '… ' : '') + marked(piece, marks) + (begun + SNIPPET < text.length ? ' …' : '');
  }

  /** An expression that finds `words`, which are squeezed, in a text as it was written. */
  function marking(words) {
    const spaced = (word) => [...word].map(globalThis.puriKorean.literal).join('[\\s-]?');
    const each = [...words].sort((a, b) => b.length - a.length).map(spaced);
    return each.length ? new RegExp(each.join('|'), 'giu') : null;
  }

  /** One page of the answer as the theme wants it: the page and its passages, the best one first. */
  function item({ page, score, passages, isNamed }, { index, marks, terms, texts }) {
    const address = index.addresses[page];
    const whole = { location: address, title: marked(index.titles[page], marks), text: '', score, terms };
    if (!texts) return [whole];
    const shown = passages.slice(0, PASSAGES).filter(([passage]) => passage > 0);
    const parts = shown.map(([passage, share]) => ({
      location: `${address}#${texts[passage][0]}`,
      title: marked(texts[passage][1], marks),
      text: snippet(texts[passage][2], marks),
      score: score * share * 0.9,
      terms,
    }));
    const isWhole = isNamed || !passages.length || passages[0][0] === 0;
    if (isWhole) return [{ ...whole, text: snippet(texts[0][2], marks) }, ...parts];
    return [{ ...parts[0], score }, { ...whole, score: score * 0.9 }, ...parts.slice(1)];
  }

  /** The number of the piece of texts that has `page`, and its place there. */
  function textsOf(index, page) {
    let [shard, first] = [0, 0];
    while (page >= first + index.texts[shard]) first += index.texts[shard++];
    return [shard, page - first];
  }

  async function answer({ index, find }, query, isStale) {
    const { pages, words, terms } = await find(query, isStale);
    const shown = pages.slice(0, SHOWN).map(({ page }) => textsOf(index, page));
    await pieces('texts', [...new Set(shown.map(([shard]) => shard))]);
    const marks = marking(words);
    const items = [];
    for (const found of pages.slice(0, MOST)) {
      const [shard, place] = textsOf(index, found.page);
      items.push(item(found, { index, marks, terms, texts: data.get(`texts-${shard}`)?.[place] }));
      if (items.length <= SHOWN) await pause();
    }
    const best = pages.length ? index.titles[pages[0].page] : '';
    const last = query.split(/[\s-]+/).at(-1);
    return { items, suggest: last && best.startsWith(last) ? [best] : [] };
  }

  function worker(tell) {
    let engine = null;
    let latest = 0;
    return async ({ type, data: query }) => {
      if (type === SETUP) tell({ type: READY });
      if (type !== QUERY) return;
      const mine = ++latest;
      const isStale = () => mine !== latest;
      let result = { items: [], suggest: [] };
      if (query.trim()) {
        try {
          engine ??= start();
          result = await answer(await engine, query, isStale);
        } catch (error) {
          engine = null; // for another try
          console.warn(error);
        }
      }
      if (!isStale()) tell({ type: RESULT, data: result });
    };
  }

  if (isWorker) {
    const take = worker((message) => postMessage(message));
    addEventListener('message', (event) => take(event.data));
  } else {
    globalThis.puriSearchWorker = worker;
  }
})();
