/*
 * Korean as it is typed: one form for all spellings, and patterns that find a word from its first key on.
 * The browser's side of builder/text.py and builder/korean.py: pure functions, tested against those.
 * `puriKorean` is a name of the window, because scripts opened from a disk cannot import each other.
 */
'use strict';

globalThis.puriKorean = (() => {
  const INITIALS = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'];
  const VOWELS = [...'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ'];
  const FINALS = ['', ...'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'];
  const PAIRS = { // letters made with two keys
    ㄳ: 'ㄱㅅ', ㄵ: 'ㄴㅈ', ㄶ: 'ㄴㅎ', ㄺ: 'ㄹㄱ', ㄻ: 'ㄹㅁ', ㄼ: 'ㄹㅂ', ㄽ: 'ㄹㅅ', ㄾ: 'ㄹㅌ', ㄿ: 'ㄹㅍ',
    ㅀ: 'ㄹㅎ', ㅄ: 'ㅂㅅ', ㅘ: 'ㅗㅏ', ㅙ: 'ㅗㅐ', ㅚ: 'ㅗㅣ', ㅝ: 'ㅜㅓ', ㅞ: 'ㅜㅔ', ㅟ: 'ㅜㅣ', ㅢ: 'ㅡㅣ',
  };
  const LAYOUT = Object.fromEntries(Array.from( // the keyboard of two sets, KS X 5002
    'qwertyuiopasdfghjklzxcvbnmQWERTOP', (key, i) => [key, 'ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ'[i]],
  ));
  const PAIRED = (from, to) => Object.keys(PAIRS).filter((each) => each >= from && each <= to).map((each) => PAIRS[each]).join('|');
  // Keys of a syllable: a consonant ends it only where no vowel follows.
  const SYLLABLE = new RegExp(
    `([ㄱ-ㅎ])(${PAIRED('ㅏ', 'ㅣ')}|[ㅏ-ㅣ])((?:${PAIRED('ㄱ', 'ㅎ')}|[ㄱㄲㄴㄷㄹㅁㅂㅅㅆㅇㅈㅊㅋㅌㅍㅎ])(?![ㅏ-ㅣ]))?`, 'g',
  );
  const FIRST = 0xac00; // the block of precomposed syllables, Unicode chapter 3.12

  const WIDE = /[\uff01-\uff5e]/g; // full-width ASCII
  const DROPPED = /[\s\u00ad\u200b-\u200f\u2010\u2011\u2060\ufeff-]+/g;
  const LONE_INITIAL = /[\u1100-\u1112]/g; // as decomposed text (NFD) writes it
  const DOTS = /[\u318d\u119e\u11a2]+$/; // a vowel of which a phone's keypad has only the dots so far
  const SYNTAX = /[$()*+./?[\\\]^{|}]/g;

  const literal = (text) => text.replace(SYNTAX, '\\$&');
  const keys = (letter) => PAIRS[letter] ?? letter;

  /** The letters of `table` that `typed` keys may still become, as indices; the finished one is among them. */
  const growing = (table, typed) =>
    table.flatMap((letter, i) => (keys(letter).startsWith(typed) ? [i] : []));

  const syllable = (initial, vowel, final) => String.fromCharCode(FIRST + (initial * 21 + vowel) * 28 + final);

  /** `text` composed, half-width, without case, spaces, hyphens and invisible characters. */
  function squeeze(text) {
    const narrow = text.replace(WIDE, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
    // Down, up and down again is what Python calls casefold.
    const folded = narrow.normalize('NFC').toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
    return folded.replace(DROPPED, '');
  }

  /** What a letter matches that is followed by others: a consonant stands for its syllables. */
  function finished(letter) {
    const initial = INITIALS.indexOf(letter);
    if (initial < 0) return literal(letter);
    return `[${letter}${syllable(initial, 0, 0)}-${syllable(initial, 20, 27)}]`;
  }

  /** What the letter before the cursor matches, to which more keys may still be added. */
  function unfinished(letter) {
    if (!/[가-힣]/.test(letter)) return finished(letter);
    const place = letter.charCodeAt(0) - FIRST;
    const [initial, vowel, final] = [Math.floor(place / 588), Math.floor(place / 28) % 21, place % 28];
    if (!final) {
      const vowels = growing(VOWELS, keys(VOWELS[vowel]));
      return `[${vowels.map((v) => `${syllable(initial, v, 0)}-${syllable(initial, v, 27)}`).join('')}]`;
    }
    const typed = keys(FINALS[final]);
    const same = growing(FINALS, typed).map((f) => syllable(initial, vowel, f));
    // When a vowel follows, the last consonant goes over to it: 파운들 on the way to 파운드리.
    const left = FINALS.findIndex((each) => keys(each) === typed.slice(0, -1));
    return `(?:[${same.join('')}]|${syllable(initial, vowel, left)}${finished(typed.at(-1))})`;
  }

  /** `typed` with its syllables and letters as a keyboard in any state has meant them. */
  function compose(typed) {
    const composed = typed.replace(DOTS, '').normalize('NFC');
    return composed.replace(LONE_INITIAL, (letter) => INITIALS[letter.charCodeAt(0) - 0x1100]);
  }

  /** The keys that make `word`. */
  function strokes(word) {
    return [...word].flatMap((letter) => {
      if (!/[가-힣]/.test(letter)) return [...keys(letter)];
      const place = letter.charCodeAt(0) - FIRST;
      const letters = [INITIALS[Math.floor(place / 588)], VOWELS[Math.floor(place / 28) % 21], FINALS[place % 28]];
      return letters.flatMap((each) => [...keys(each)]);
    });
  }

  /** `typed` as it was meant where the keyboard was left in Latin letters; empty where that makes no syllables. */
  function fromLatin(typed) {
    if (!/^[a-z\s]+$/i.test(typed)) return '';
    const key = (letter) => LAYOUT[letter] ?? LAYOUT[letter.toLowerCase()] ?? letter;
    const hangul = [...typed].map(key).join('').replace(SYLLABLE, (_, initial, vowel, final = '') => syllable(
      INITIALS.indexOf(initial),
      VOWELS.findIndex((each) => keys(each) === vowel),
      FINALS.findIndex((each) => keys(each) === final),
    ));
    return /^[가-힣\s]+$/.test(hangul) ? hangul : '';
  }

  /** The expression for one squeezed word; where it is the last, it may still be growing. */
  function expression(word, isLast) {
    const letters = [...word].flatMap((letter) => [...keys(letter)]);
    const last = isLast ? letters.length - 1 : -1;
    return letters.map((letter, i) => (i === last ? unfinished : finished)(letter)).join('');
  }

  /**
   * An expression that finds what is typed as `query` among squeezed names, one a line: all its words in one
   * name, in any order. Without words it finds everything.
   */
  function pattern(query) {
    const words = compose(query).split(/\s+/).map(squeeze).filter(Boolean);
    const each = words.map((word, i) => expression(word, i === words.length - 1));
    return new RegExp(each.length > 1 ? `^${each.map((one) => `(?=.*${one})`).join('')}` : each.join(''), 'mu');
  }

  return Object.freeze({ literal, squeeze, compose, expression, strokes, fromLatin, pattern });
})();
