/*
 * Finds pages for what a reader types, in the index that builder/search/ makes. Each part of the query becomes
 * candidates: words of the index with a weight, the plain word highest, then what begins with it, holds it,
 * is it without its particle, may become it with the next key, or is it but for one key. A page is as good as
 * its best passage for each part; the names of pages count most.
 * Knows nothing of the browser: `load` gives pieces of the index, `pause` lets others go on.
 */
'use strict';

globalThis.puriSearchEngine = (index, load, pause) => {
  const { literal, squeeze, compose, expression, strokes, fromLatin } = globalThis.puriKorean;

  const WORD = /[\p{L}\p{N}]+[+#]*/gu;
  const SCRIPTS = /[가-힣ㄱ-ㅎㅏ-ㅣ]+|[^가-힣ㄱ-ㅎㅏ-ㅣ\d]+|\d+/g; // where they meet, a space may be missing
  const UNSEEN = /[\u00ad\u200b-\u200f\u2060\ufeff]+/g;
  const HANGUL = /[가-힣]/;
  const LETTER = /[ㄱ-ㅎㅏ-ㅣ]/; // of Hangul, not yet a syllable
  const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_';

  // What a candidate counts: the word itself is 1.
  const [BEGINS, HOLDS, STRIPPED, GROWS, MISTYPED, SPLIT] = [0.7, 0.4, 0.8, 0.35, 0.5, 0.6];
  const KINDS = [0.6, 0.8, 1, 1.8]; // a word in a text, by how much of it, and in a heading
  // What a whole query counts that is a name, begins one, or is in one; and a part of the query.
  const [NAME, NAME_BEGINS, NAME_HOLDS] = [100, 30, 12];
  const OFTEN = 0.5; // what more passages of the same page add at most, as a share of the best
  const MOST = 120; // candidates of a part
  const MARKED = 8; // words that are marked in the page a reader goes to
  const LONGEST = 100; // characters of a query that are read
  const FEW_STROKES = 6; // from which a mistake is searched for

  /* ---- the index ---- */

  const lines = (text) => {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return Int32Array.from([...starts, text.length + 1]);
  };
  /** The last place in sorted `numbers` whose number is not above `number`. */
  function place(numbers, number) {
    let [low, high] = [0, numbers.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (numbers[middle] <= number) low = middle;
      else high = middle - 1;
    }
    return low;
  }
  const sums = (counts) => {
    const all = new Int32Array(counts.length);
    for (let i = 1; i < counts.length; i++) all[i] = all[i - 1] + counts[i - 1];
    return all;
  };

  const starts = lines(index.words);
  const count = index.words ? starts.length - 1 : 0;
  const word = (i) => index.words.slice(starts[i], starts[i + 1] - 1);
  const nameStarts = lines(index.names);
  const firstPassage = sums(index.passages);
  const passageCount = index.passages.reduce((sum, each) => sum + each, 0);
  const firstWord = sums(index.hits);
  const split = new Map(); // piece of the index -> what it says of each of its words
  const decoded = new Map();

  /** The first word that is not before `text`. */
  function lowerBound(text) {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (word(middle) < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  const exact = (text) => {
    const i = lowerBound(text);
    return i < count && word(i) === text ? i : -1;
  };

  /** Makes sure that `hitsOf` knows all of `words`. */
  async function need(words) {
    const wanted = words.filter((i) => !decoded.has(i));
    const blocks = [...new Set(wanted.map((i) => place(firstWord, i)))];
    const loaded = await load(blocks.filter((block) => !split.has(block)));
    for (const [block, text] of loaded) split.set(block, text.split(' '));
    for (const i of wanted) {
      const block = place(firstWord, i);
      decoded.set(i, decode(split.get(block)[i - firstWord[block]]));
    }
  }

  /** The passages a word stands in: their numbers, each followed by how. */
  function decode(digits) {
    const hits = [];
    let [value, scale, last] = [0, 1, -1];
    for (const digit of digits) {
      const number = DIGITS.indexOf(digit);
      value += (number % 32) * scale;
      scale *= 32;
      if (number >= 32) continue;
      last += 1 + Math.floor(value / 4);
      hits.push(last, value % 4);
      [value, scale] = [0, 1];
    }
    return hits;
  }

  /* ---- the query ---- */

  const bare = (text) => squeeze(text).replace(/(?!#)\p{P}/gu, '');
  const wordsIn = (text) => text.replace(UNSEEN, '').match(WORD) ?? [];

  const either = (words) => [...words].sort((a, b) => b.length - a.length).join('|');
  const TAIL = new RegExp(`^(?:${either(index.particles)}){0,4}(?:${either(index.copulas)})?$`);

  /** What `part` may be without the particles and the copula at its end, the longest first. */
  function stripped(part) {
    const stems = [];
    for (let end = part.length - 1; end > 0; end--) {
      if (TAIL.test(part.slice(end))) stems.push(part.slice(0, end));
    }
    const [, singular, ending] = /^([a-z]{2,}?)(ies|es|s)$/.exec(part) ?? [];
    if (ending) stems.push(part.slice(0, -1));
    if (ending === 'ies') stems.push(`${singular}y`);
    if (ending === 'es') stems.push(singular);
    return stems;
  }

  /** Whether two sequences of keys differ by one key: another, one more, one less, or two that changed places. */
  function differByOne(a, b) {
    let [begin, end] = [0, 0];
    while (begin < a.length && a[begin] === b[begin]) begin++;
    while (end < Math.min(a.length, b.length) - begin && a.at(-1 - end) === b.at(-1 - end)) end++;
    const [left, right] = [a.slice(begin, a.length - end), b.slice(begin, b.length - end)];
    if (left.length <= 1 && right.length <= 1) return true;
    return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
  }

  /** An expression for all that may be `part` with one key mistyped: any two letters in it may be others. */
  function nearly(part) {
    const chars = [...part].map(literal);
    const without = (i) => `${chars.slice(0, i).join('')}[^\\n\\t]{0,3}${chars.slice(i + 2).join('')}`;
    return `(?:${chars.slice(1).map((_, i) => without(i)).join('|')})`;
  }
  const mayBeMistyped = (part) => strokes(part).length >= (HANGUL.test(part) ? FEW_STROKES : 4) && !LETTER.test(part);

  /* ---- names ---- */

  /** The pages with a name that `source` finds: page -> what that counts; `accept` looks at what was found. */
  function named(source, accept = () => true) {
    const found = new Map();
    for (const match of index.names.matchAll(new RegExp(source, 'gu'))) {
      const at = match.index;
      if (!match[0] || !accept(match[0])) continue;
      const page = place(nameStarts, at);
      const begins = at === 0 || /[\n\t]/.test(index.names[at - 1]);
      const after = index.names.slice(at + match[0].length).search(/[\n\t]|$/);
      const line = index.names.slice(nameStarts[page], at);
      const isFirst = !line.includes('\t');
      const share = match[0].length / (match[0].length + after + (begins ? 0 : 2));
      const score = begins && after === 0 ? NAME - (isFirst ? 0 : 1) : (begins ? NAME_BEGINS : NAME_HOLDS) * share;
      if (score > (found.get(page) ?? 0)) found.set(page, score);
    }
    return found;
  }

  const merge = (into, from, factor) => {
    for (const [key, value] of from) if (value * factor > (into.get(key) ?? 0)) into.set(key, value * factor);
  };

  /** The pages that `typed`, squeezed, names or begins to name. */
  function namedBy(typed, isLast) {
    const found = named(literal(typed));
    const stems = stripped(typed);
    if (stems.length) merge(found, exactly(`(?:${stems.map(literal).join('|')})`), 0.9);
    if (LETTER.test(typed)) merge(found, named(expression(typed, isLast)), 0.95);
    else if (isLast) merge(found, beginning(expression(typed, true)), 0.6);
    if (!found.size && mayBeMistyped(typed)) {
      const keys = strokes(typed);
      const near = (name) => differByOne(strokes(name), keys);
      merge(found, named(`(?<=^|[\\n\\t])${nearly(typed)}(?=$|[\\n\\t])`, near), 0.7);
    }
    return found;
  }
  const exactly = (source) => named(`(?<=^|[\\n\\t])${source}(?=$|[\\n\\t])`);
  const beginning = (source) => named(`(?<=^|[\\n\\t])${source}`);

  /* ---- words ---- */

  const add = (found, i, weight) => {
    if (weight > (found.get(i) ?? 0)) found.set(i, weight);
  };

  function addPlain(found, part, factor) {
    const first = lowerBound(part);
    for (let i = first; i < count && i < first + MOST && index.words.startsWith(part, starts[i]); i++) {
      const isWhole = starts[i + 1] - 1 - starts[i] === part.length;
      if (isWhole) add(found, i, factor);
      else if (part.length > 1 || HANGUL.test(part)) add(found, i, factor * BEGINS);
    }
  }

  function addHolding(found, part) {
    if (part.length < (HANGUL.test(part) ? 2 : 3)) return;
    let at = index.words.indexOf(part);
    for (let n = 0; at >= 0 && n < MOST; n++) {
      const i = place(starts, at);
      add(found, i, HOLDS);
      at = index.words.indexOf(part, starts[i + 1]);
    }
  }

  function addMatching(found, source, weight, accept = () => true) {
    let n = 0;
    for (const match of index.words.matchAll(new RegExp(source, 'gmu'))) {
      if (!match[0] || !accept(match[0])) continue;
      add(found, place(starts, match.index), weight);
      if (++n >= MOST) break;
    }
  }

  /** The words of the index that make up `part`, the fewest possible. */
  function pieces(part) {
    const best = [[]];
    for (let end = 2; end <= part.length; end++) {
      for (let begin = 0; begin <= end - 2; begin++) {
        if (!best[begin] || best[end]?.length <= best[begin].length + 1) continue;
        const piece = part.slice(begin, end);
        if (exact(piece) >= 0) best[end] = [...best[begin], piece];
      }
    }
    return best[part.length] ?? [];
  }

  /** The candidates for `part`: words with weights, what to mark of them, and parts that may stand for it together. */
  async function candidates(part, isLast, hasNames) {
    const found = new Map();
    const marks = new Set();
    if (LETTER.test(part)) {
      const isLong = part.length > 2 || !hasNames;
      if (isLong) {
        addMatching(found, `^${expression(part, isLast)}$`, GROWS);
        if (HANGUL.test(part)) addMatching(found, `^${expression(part, isLast)}`, GROWS * 0.8);
      }
      for (const i of found.keys()) marks.add(word(i));
      if (exact(part) >= 0) addPlain(found, part, 1);
      return { found, marks, together: [] };
    }
    addPlain(found, part, 1);
    addHolding(found, part);
    marks.add(part);
    await pause();
    const isWord = exact(part) >= 0;
    for (const stem of stripped(part)) {
      const before = found.size;
      addPlain(found, stem, STRIPPED * (isWord ? 0.5 : 1) * (stem.length > 1 ? 1 : 0.4));
      if (found.size > before && stem.length > 1) marks.add(stem);
    }
    if (isLast && !isWord && HANGUL.test(part.at(-1))) {
      const grown = new Map();
      addMatching(grown, `^${expression(part, true)}`, GROWS);
      for (const [i, weight] of grown) {
        add(found, i, weight);
        marks.add(word(i));
      }
    }
    await pause();
    let together = [];
    if (!isWord) {
      const scripts = part.match(SCRIPTS);
      together = scripts.length > 1 ? scripts : pieces(part);
      if (together.length < 2) together = [];
      for (const each of together) marks.add(each);
    }
    if (!found.size && !together.length && !hasNames && mayBeMistyped(part)) {
      const keys = strokes(part);
      addMatching(found, `^${nearly(part)}$`, MISTYPED, (each) => differByOne(strokes(each), keys));
      for (const i of found.keys()) marks.add(word(i));
      await pause();
    }
    return { found, marks, together };
  }

  /** The passages of weighted words: passage -> how good. */
  async function passagesOf(found) {
    const words = [...found].sort((a, b) => b[1] - a[1]).slice(0, MOST);
    await need(words.map(([i]) => i));
    const scores = new Map();
    for (const [i, weight] of words) {
      const hits = decoded.get(i);
      for (let n = 0; n < hits.length; n += 2) add(scores, hits[n], weight * KINDS[hits[n + 1]]);
    }
    return scores;
  }

  async function search(part, isLast, hasNames) {
    const { found, marks, together } = await candidates(part, isLast, hasNames);
    const scores = await passagesOf(found);
    if (together.length) {
      const each = [];
      for (const [i, piece] of together.entries()) {
        const own = new Map();
        addPlain(own, piece, 1);
        for (const stem of i === together.length - 1 ? stripped(piece) : []) addPlain(own, stem, STRIPPED);
        addHolding(own, piece);
        each.push(await passagesOf(own));
      }
      for (const [passage, score] of each[0]) {
        const all = each.map((one) => one.get(passage) ?? 0);
        if (Math.min(score, ...all) > 0) add(scores, passage, Math.min(...all) * SPLIT);
      }
    }
    const rarity = Math.log(1 + passageCount / (1 + scores.size));
    for (const [passage, score] of scores) scores.set(passage, score * rarity);
    return { scores, marks, rarity };
  }

  /* ---- all together ---- */

  function pagesOf(parts, whole) {
    const pages = new Map();
    const zeros = () => parts.map(() => 0);
    const page = (number) => {
      if (!pages.has(number)) pages.set(number, { page: number, parts: zeros(), sums: zeros(), passages: new Map(), name: 0 });
      return pages.get(number);
    };
    parts.forEach(({ scores, names, rarity }, i) => {
      for (const [passage, score] of scores) {
        const found = page(place(firstPassage, passage));
        found.parts[i] = Math.max(found.parts[i], score);
        const at = passage - firstPassage[found.page];
        const of = found.passages.get(at) ?? zeros();
        of[i] = score;
        found.sums[i] += score;
        found.passages.set(at, of);
      }
      for (const found of pages.values()) {
        const rest = found.sums[i] - found.parts[i];
        found.parts[i] *= 1 + OFTEN * rest / (rest + 2 * found.parts[i] || 1);
      }
      for (const [number, score] of names) {
        const found = page(number);
        found.parts[i] = Math.max(found.parts[i], 0) + (score / NAME) * rarity * 4;
        if (score > NAME * 0.6) found.isNamed = true;
      }
    });
    for (const [number, score] of whole) page(number).name = score;
    return [...pages.values()];
  }

  function judged(found, parts) {
    const sum = (scores) => scores.reduce((all, score) => all + score, 0);
    const share = found.parts.filter(Boolean).length / parts.length;
    const passages = [...found.passages].map(([at, scores]) => {
      const own = scores.filter(Boolean).length / parts.length;
      return [sum(scores) * own, at];
    }).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    const best = passages[0]?.[0] ?? 0;
    const isNamed = found.name > 0 || Boolean(found.isNamed);
    const missing = share ** (isNamed ? 0.5 : 2); // 파운드리 뜻 asks for the page of 파운드리
    return {
      page: found.page,
      isFull: share === 1 || found.name > 0,
      share,
      isNamed,
      score: sum(found.parts) * missing + best * 0.5 + found.name,
      passages: passages.map(([score, at]) => [at, score / (best || 1)]),
    };
  }

  return async function find(query, isStale) {
    const typed = compose(query).replace(/\s+/g, ' ').trim().slice(0, LONGEST);
    const parts = [...new Set(typed.split(/[\s-]+/).flatMap((each) => wordsIn(squeeze(each))))];
    const together = bare(typed);
    const nothing = { pages: [], words: [], terms: {} };
    if (!together) return nothing;
    const whole = namedBy(together, true);
    await pause();
    const searched = [];
    for (const [i, part] of parts.entries()) {
      if (isStale()) return nothing;
      const isLast = i === parts.length - 1;
      const names = parts.length > 1 ? namedBy(part, isLast) : whole;
      const result = await search(part, isLast, names.size > 0);
      searched.push({ ...result, names: parts.length > 1 ? names : new Map() });
      if (parts.length === 1) searched[0].names = names;
      await pause();
    }
    const found = pagesOf(searched, whole);
    await pause();
    const pages = found.map((page) => judged(page, parts));
    await pause();
    const most = Math.max(0, ...pages.map(({ share }) => share));
    const isAnyFull = pages.some(({ isFull }) => isFull);
    const kept = pages.filter(({ isFull, isNamed, share }) => isFull || isNamed || (!isAnyFull && share === most));
    kept.sort((a, b) => b.score - a.score || a.page - b.page);
    const meant = kept.length ? '' : fromLatin(typed);
    if (meant) return find(meant, isStale);
    const words = new Set(searched.flatMap(({ marks }) => [...marks]));
    if (LETTER.test(together)) for (const { page } of kept.slice(0, 10)) words.add(index.titles[page].toLowerCase());
    const terms = {};
    parts.forEach((part, i) => {
      const { scores, names, marks } = searched[i];
      if (!scores.size && !names.size) terms[part] = false;
      for (const mark of [...marks].slice(0, MARKED)) terms[mark] ??= true;
    });
    return { pages: kept, words, terms };
  };
};
