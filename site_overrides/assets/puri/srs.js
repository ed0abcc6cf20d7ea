/* When a flash card comes back: SM-2, as P. A. Woźniak published it in 1990 ("Optimization of Learning",
 * master's thesis, University of Technology in Poznań, chapter 3.2).
 *
 * Chosen because its rules and numbers are all published, it fits the interval to each card, and a page can
 * compute it without data from other readers. Leitner's boxes (1972) name no days; later schemes need many
 * fitted parameters.
 *
 *   - Intervals: I(1) = 1 day, I(2) = 6 days, I(n) = I(n-1) * EF, rounded up.
 *   - EF, the easiness factor, begins at 2.5. A grade q from 0 to 5 makes it
 *     EF + (0.1 - (5 - q) * (0.08 + (5 - q) * 0.02)), at least 1.3.
 *   - q < 3: the repetitions start anew, EF stays.
 *   - q < 4: the card comes again on the same day until it is graded 4 or 5. These further grades of the same
 *     day are practice and change nothing else.
 *
 * Pure functions: days are strings such as '2026-11-22' and always given in. A card is
 * {n, ef, interval, due, last, again}: repetitions, easiness, days, the day it comes back, the day of its last
 * grade, and how often it has to be practised once more on that day (0: it has not).
 */
(() => {
  'use strict';

  const LONGEST = 36500;  // days; keeps every date within four-digit years
  const MILLISECONDS = 86_400_000;
  const round = number => Math.round(number * 100) / 100;  // EF moves in hundredths: no floating dust

  /* The day of a Date where the reader is. */
  const day = date => {
    const pad = (number, width) => String(number).padStart(width, '0');
    return `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`;
  };

  const addDays = (from, days) =>
    new Date(Date.parse(`${from}T00:00:00Z`) + days * MILLISECONDS).toISOString().slice(0, 10);

  const easiness = (ef, quality) => {
    const missing = 5 - quality;
    return Math.max(1.3, round(ef + 0.1 - missing * (0.08 + missing * 0.02)));
  };

  /* The card after it was graded `quality` (0..5) on the day `today`; `card` is undefined for a new one. */
  const grade = (card, quality, today) => {
    const { n, ef, interval, last, again } = card ?? { n: 0, ef: 2.5, interval: 0, again: 0 };
    const repeat = quality < 4 ? again + 1 : 0;
    if (again && last === today) return { ...card, again: repeat };
    const isKnown = quality >= 3;
    const next = isKnown ? { n: n + 1, ef: easiness(ef, quality) } : { n: 1, ef };
    const grown = Math.min(LONGEST, Math.ceil(round(interval * next.ef)));
    next.interval = next.n === 1 ? 1 : next.n === 2 ? 6 : grown;
    return { ...next, due: addDays(today, next.interval), last: today, again: quality < 4 ? 1 : 0 };
  };

  const isDue = (card, today) => card.due <= today;
  const isAgain = (card, today) => card.again > 0 && card.last === today;

  /* What to show on the day `today` of the cards `keys`, known ones in the Map `cards`: first what is due,
   * longest due first; then at most `fresh` new ones in the given order; then what has to come again. */
  const queue = (keys, cards, today, fresh) => {
    const known = keys.filter(key => cards.has(key));
    const pick = is => known.filter(key => is(cards.get(key), today));
    const by = (list, value) => list.sort((a, b) => (value(a) > value(b)) - (value(a) < value(b)));
    return {
      due: by(pick(isDue), key => cards.get(key).due),
      fresh: keys.filter(key => !cards.has(key)).slice(0, Math.max(0, fresh)),
      again: by(pick(isAgain), key => cards.get(key).again),
    };
  };

  /* Whether `card`, read from a file or a store, is one. */
  const isCard = card => {
    const isDay = value => /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
    const isCount = (value, most) => Number.isInteger(value) && value >= 0 && value <= most;
    return Boolean(card) && isCount(card.n, LONGEST) && isCount(card.interval, LONGEST)
      && isCount(card.again, LONGEST) && Number.isFinite(card.ef) && card.ef >= 1.3 && card.ef <= 1000
      && isDay(card.due) && isDay(card.last);
  };

  globalThis.puri.srs = { day, addDays, grade, queue, isCard };
})();
