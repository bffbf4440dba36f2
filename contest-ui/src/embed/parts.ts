/** The parts of the widget as elements. */
import { h } from './dom';
import type { Question, Widget } from './types';
import type { vi } from './words';

type Words = typeof vi;

export function banner(widget: Widget, clock: HTMLElement, t: Words): HTMLElement {
  const { countdown, state } = widget;
  const says = countdown === null ? t.state[state] : `${countdown.round.title}: ${t[countdown.to]} `;
  return h(
    'section',
    {},
    h('h2', {}, widget.title),
    h('p', {}, h('small', {}, t.by + widget.organiser.name)),
    h('p', {}, says, countdown !== null && clock),
    h('a', { href: widget.link, target: '_blank', rel: 'noopener' }, state === 'open' ? t.enter : t.look),
  );
}

export function top({ round, board }: NonNullable<Widget['top']>, t: Words): HTMLElement {
  const cells = (kind: 'th' | 'td', ...texts: string[]) => h('tr', {}, ...texts.map((text) => h(kind, kind === 'th' ? { scope: 'col' } : {}, text)));
  const rows = board.entries.map((e) => cells('td', String(e.place), e.name, e.unit ?? '', `${e.score}/${e.max_score}`));
  return h(
    'section',
    {},
    h('h3', {}, `${t.top} – ${round.title}`),
    rows.length > 0 ? h('table', {}, h('thead', {}, cells('th', t.place, t.name, t.unit, t.score)), h('tbody', {}, ...rows)) : h('p', {}, t.nobody),
    board.late && h('p', {}, h('small', {}, t.late)),
  );
}

/** What is right is public already; it is shown once somebody has tried. */
export function question({ text, several, options, right }: Question, t: Words): HTMLElement {
  const inputs = options.map(({ id }) => h('input', { type: several ? 'checkbox' : 'radio', name: 'q', value: id }));
  const said = h('p', { role: 'status' });
  const button = h('button', {}, t.answer);
  const form = h(
    'form',
    {},
    h(
      'fieldset',
      {},
      h('legend', {}, text, several && h('small', {}, ` ${t.several}`)),
      ...options.map((option, i) => h('label', {}, inputs[i] ?? null, h('span', {}, option.text))),
    ),
    button,
    said,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const given = inputs.filter((input) => input.checked).map((input) => input.value);
    if (given.length === 0) return inputs[0]?.focus();
    const fits = given.length === right.length && given.every((id) => right.includes(id));
    const rightTexts = options.filter(({ id }) => right.includes(id)).map((option) => option.text);
    said.textContent = fits ? t.right : t.wrong + rightTexts.join('; ');
  });
  return h('section', {}, h('h3', {}, t.today), form);
}

/** `2 ngày 03:04:05`, never below nought. */
export function left(ms: number, t: Words): string {
  const s = Math.max(0, Math.ceil(ms / 1000));
  const two = (n: number) => String(n % 60).padStart(2, '0');
  const days = Math.floor(s / 86_400);
  const hours = String(Math.floor(s / 3600) % 24).padStart(2, '0');
  return `${days > 0 ? t.days(days) : ''}${hours}:${two(Math.floor(s / 60))}:${two(s)}`;
}
