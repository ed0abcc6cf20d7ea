/* Turns the questions of a page into forms: choose, check, read why. Words and shape come from the page's template. */
(function () {
  'use strict';

  const template = document.getElementById('quiz-form');

  function makeForm(question, number) {
    const shape = template.content.cloneNode(true);
    const form = shape.querySelector('form');
    const fieldset = form.querySelector('fieldset');
    const text = question.querySelector('.puri-question__text');
    const choices = question.querySelector('.puri-choices');
    const answer = question.querySelector('.puri-answer');
    const verdict = form.querySelector('.puri-verdict');

    fieldset.querySelector('legend').append(...text.childNodes);
    fieldset.append(choices);
    Array.from(choices.children).forEach((choice, index) => addRadio(choice, `question-${number}`, index + 1));

    form.addEventListener('change', () => {
      verdict.replaceChildren();
      mark(choices, null, null);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const chosen = form.querySelector('input:checked').value;
      const right = chosen === question.dataset.answer;
      const opening = shape.querySelector(right ? '.puri-verdict__right' : '.puri-verdict__wrong');
      const reason = answer.querySelector('p').cloneNode(true);
      if (right) reason.querySelector('.puri-answer__number').remove();
      verdict.replaceChildren(opening.cloneNode(true), reason);
      mark(choices, chosen, question.dataset.answer);
    });

    text.remove();
    answer.hidden = true;
    question.prepend(form);
  }

  function addRadio(choice, name, value) {
    const [label, radio, number, words] = ['label', 'input', 'span', 'span'].map((tag) => document.createElement(tag));
    Object.assign(radio, { type: 'radio', name, value, required: true });
    number.textContent = `${value}. `;
    words.append(...choice.childNodes);
    label.append(radio, number, words);
    choice.append(label);
  }

  function mark(choices, chosen, answer) {
    Array.from(choices.children).forEach((choice, index) => {
      const value = String(index + 1);
      choice.classList.toggle('puri-choice--right', value === answer);
      choice.classList.toggle('puri-choice--wrong', value === chosen && value !== answer);
    });
  }

  if (template) document.querySelectorAll('.puri-question').forEach(makeForm);
})();
