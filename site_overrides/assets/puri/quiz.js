/* The quiz. The questions stand in the page once, as the list that everybody can read; they are taken from
 * there. A question is known by its page and its place on it. */
(() => {
  'use strict';

  const { store, fill, goTo } = globalThis.puri;
  const app = document.getElementById('quiz-app');
  if (!app) return;
  const part = (name, inside = app) => inside.querySelector(`[data-part="${name}"]`);
  const copy = name => part(name).content.firstElementChild.cloneNode(true);
  const [start, ask, result] = ['start', 'ask', 'result'].map(name => part(name));
  const legend = ask.querySelector('legend');
  const { choice: choices, count } = start.elements;

  const questions = new Map();
  for (const group of document.querySelectorAll('[data-choice]')) {
    for (const section of group.querySelectorAll('[data-page]')) {
      section.querySelectorAll('.puri-ask').forEach((element, i) => {
        const { page } = section.dataset;
        questions.set(`${page}#${i + 1}`, { element, section, page, group: group.dataset.choice });
      });
    }
  }

  /* The words of a question, read when it is asked. */
  const look = id => {
    const { element, section } = questions.get(id);
    const link = section.querySelector('h3 a');
    return {
      text: element.querySelector('p').textContent,
      choices: [...element.querySelectorAll('ol > li')].map(item => item.textContent),
      answer: Number(element.dataset.answer) - 1,
      why: element.querySelector('details span').textContent,
      title: link.textContent,
      href: link.href,
    };
  };

  const isScore = score => Number.isInteger(score?.right) && Number.isInteger(score?.of);
  const known = ids => Array.isArray(ids) ? ids.filter(id => questions.has(id)) : [];
  const acceptRun = run => {
    const ids = known(run?.ids);
    const isWhole = ids.length > 0 && ids.length === run.ids.length && Number.isInteger(run.at);
    return isWhole && run.at >= 0 && run.at <= ids.length ? { ...run, ids, wrong: known(run.wrong) } : null;
  };
  const accept = value => ({
    choice: typeof value?.choice === 'string' ? value.choice : '',
    count: Number.isInteger(value?.count) ? value.count : 10,
    results: Object.fromEntries(
      Object.entries(value?.results ?? {}).filter(([, each]) => isScore(each?.last) && isScore(each?.best))),
    missed: known(value?.missed),
    run: acceptRun(value?.run),
  });
  const kept = () => store.read('quiz', accept);
  const keep = change => store.update('quiz', accept, state => ({ ...state, ...change(state) }));

  const shuffled = list => {
    const mixed = [...list];
    for (let i = mixed.length - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
    }
    return mixed;
  };

  const turnTo = view => {
    for (const each of [start, ask, result]) each.hidden = each !== view;
  };

  /* ---- choosing ---- */

  const pool = choice => {
    if (choice === 'all') return [...questions.keys()];
    if (choice === 'missed') return kept().missed;
    const { pages } = choices.selectedOptions[0].dataset;
    const isMeant = pages ? ({ page }) => pages.split(' ').includes(page) : ({ group }) => group === choice;
    return [...questions].filter(([, question]) => isMeant(question)).map(([id]) => id);
  };

  const showChoices = () => {
    const { results, missed } = kept();
    const option = choices.querySelector('[value="missed"]');
    option.hidden = option.disabled = missed.length === 0;
    option.textContent = fill(option.dataset.words, { count: missed.length });
    if (option.disabled && option.selected) choices.value = 'all';
    const line = part('results');
    const each = Object.hasOwn(results, choices.value) ? results[choices.value] : null;
    line.hidden = !each;
    if (!each) return;
    const { last, best } = each;
    line.textContent = fill(line.dataset.words, { ...last, best: best.right, best_of: best.of });
  };

  /* ---- asking ---- */

  let run = null;     // {choice, ids, at, wrong}; choice is empty when wrong ones are asked again
  let asked = null;   // the question on display, its choices in the order shown

  const begin = (choice, ids) => {
    run = { choice, ids, at: 0, wrong: [] };
    keep(() => ({ run }));
    showQuestion();
  };

  const showQuestion = () => {
    const question = look(run.ids[run.at]);
    asked = { ...question, order: shuffled(question.choices.keys()), isAnswered: false };
    legend.textContent = asked.text;
    const position = part('position');
    position.textContent = fill(position.dataset.words, { number: run.at + 1, count: run.ids.length });
    part('choices').replaceChildren(...asked.order.map(i => {
      const item = copy('choice');
      item.querySelector('span').textContent = asked.choices[i];
      item.querySelector('input').value = i;
      return item;
    }));
    part('verdict').replaceChildren();
    part('check').hidden = false;
    part('next').hidden = true;
    turnTo(ask);
    goTo(legend, part('check'));
  };

  const writeAnswer = (line, { choices: all, answer }) => {
    line.textContent = fill(line.dataset.words, { answer: all[answer] });
  };
  const writeLink = (line, { href, title }) => {
    const link = line.querySelector('a');
    link.href = href;
    link.textContent = fill(line.dataset.words, { title });
  };

  const judge = () => {
    const chosen = Number(new FormData(ask).get('answer'));
    const isRight = chosen === asked.answer;
    const id = run.ids[run.at];
    asked.isAnswered = true;
    run = { ...run, at: run.at + 1, wrong: isRight ? run.wrong : [...run.wrong, id] };
    keep(({ missed }) => {
      const others = missed.filter(each => each !== id);
      return { run, missed: isRight ? others : [...others, id] };
    });
    const marks = part('marks').content;
    for (const input of ask.querySelectorAll('input')) {
      const i = Number(input.value);
      const name = i === asked.answer ? 'right' : i === chosen ? 'chosen' : '';
      input.disabled = true;
      if (!name) continue;
      input.closest('li').classList.add(`puri-pick--${name}`);
      input.parentElement.querySelector('em').textContent = part(name, marks).textContent;
    }
    const verdict = part('verdict');
    const reason = part('reason').content.cloneNode(true);
    const [first, answer, from] = reason.children;
    first.querySelector('strong').textContent = isRight ? verdict.dataset.right : verdict.dataset.wrong;
    first.querySelector('span').textContent = asked.why;
    writeAnswer(answer, asked);
    answer.hidden = isRight;
    writeLink(from, asked);
    verdict.replaceChildren(reason);
    const next = part('next');
    part('check').hidden = true;
    next.hidden = false;
    next.textContent = run.at < run.ids.length ? next.dataset.next : next.dataset.finish;
    goTo(next);
  };

  /* ---- the result ---- */

  const finish = () => {
    const { choice, ids, wrong } = run;
    const score = { right: ids.length - wrong.length, of: ids.length };
    run = null;
    keep(({ results }) => {
      if (!choice) return { run };
      const best = Object.hasOwn(results, choice) ? results[choice].best : score;
      const isBetter = score.right * best.of >= best.right * score.of;
      return { run, results: { ...results, [choice]: { last: score, best: isBetter ? score : best } } };
    });
    const line = part('score');
    line.textContent = fill(line.dataset.words, score);
    const title = result.querySelector('h3');
    title.textContent = wrong.length ? title.dataset.wrong : title.dataset.none;
    part('wrong').replaceChildren(...wrong.map(id => {
      const question = look(id);
      const item = copy('miss');
      const [text, answer, why, from] = item.children;
      text.firstElementChild.textContent = question.text;
      writeAnswer(answer, question);
      why.textContent = question.why;
      writeLink(from, question);
      return item;
    }));
    const again = part('again');
    again.hidden = !wrong.length;
    again.onclick = () => begin('', shuffled(wrong));
    turnTo(result);
    goTo(result.querySelector('h2'));
  };

  const backToStart = () => {
    run = null;
    keep(() => ({ run }));
    showChoices();
    turnTo(start);
    choices.focus();
  };

  /* ---- what the reader does ---- */

  start.addEventListener('submit', event => {
    event.preventDefault();
    const ids = shuffled(pool(choices.value)).slice(0, Number(count.value));
    const choice = choices.value;
    keep(() => ({ choice, count: Number(count.value) }));
    if (ids.length) begin(choice === 'missed' ? '' : choice, ids);
  });
  choices.addEventListener('change', showChoices);

  ask.addEventListener('submit', event => {
    event.preventDefault();
    if (!asked.isAnswered) judge();
    else if (run.at < run.ids.length) showQuestion();
    else finish();
  });

  ask.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isOnControl = event.target.closest('button, a');
    if (event.key === 'Enter' && (event.repeat || !isOnControl)) {
      event.preventDefault();
      if (!event.repeat) ask.requestSubmit();
    } else if (/^[1-9]$/.test(event.key) && !asked.isAnswered) {
      const input = ask.querySelectorAll('input')[Number(event.key) - 1];
      if (!input) return;
      event.preventDefault();
      input.checked = true;
      input.focus();
    }
  });

  part('stop').addEventListener('click', backToStart);
  part('new').addEventListener('click', backToStart);
  store.follow(() => {
    showChoices();
    if (run && !kept().choice) {  // forgotten meanwhile
      run = null;
      turnTo(start);
    }
  });

  const state = kept();
  count.value = Math.max(1, Math.min(state.count, Number(count.max)));
  choices.value = state.choice;
  if (!choices.value) choices.value = 'all';
  showChoices();
  app.hidden = false;
  run = state.run;
  if (run && run.at < run.ids.length) showQuestion();
  else if (run) finish();
})();
