/** Between the HTML of a question and what a browser makes of it while somebody writes. */
import { rich } from '../../parts/rich';
import { picture } from '../api/calls';

const KEPT = new Set(['P', 'BR', 'B', 'STRONG', 'I', 'EM', 'U', 'SUB', 'SUP', 'UL', 'OL', 'LI', 'TABLE', 'THEAD', 'TBODY', 'TR', 'TH', 'TD']);
/** What browsers and Word make lines of. */
const LINES = new Set(['DIV', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'BLOCKQUOTE', 'SECTION', 'ARTICLE']);
const NOTHING = new Set(['SCRIPT', 'STYLE', 'SVG', 'MATH', 'IFRAME', 'OBJECT', 'EMBED', 'NOSCRIPT', 'TEMPLATE', 'TITLE', 'HEAD', 'META', 'LINK']);
const SHOWN = /\/media\/([0-9a-f]{64})$/;

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Puts a text into the place where it is edited. */
export function fill(place: HTMLElement, html: string): void {
  place.replaceChildren(rich(html, picture));
}

/** What was written there, as the HTML that the server lets stand; '' when nothing was. */
export function written(place: Node): string {
  const html = serialised(place);
  // A paragraph in a paragraph, as pasting makes them, is two of them once it is read again.
  return /<p>(?:(?!<\/p>).)*<(?:p|ul|ol|table)>/s.test(html) ? serialised(parsed(html)) : html;
}

function serialised(place: Node): string {
  const html = children(place)
    .replace(/(?:<br>|\s)+(<\/(?:p|li|td|th)>)/g, '$1')
    .replace(/<(p|b|i|u|sub|sup|strong|em|li)><\/\1>/g, '')
    .replace(/^(?:\s|<br>)+|(?:\s|<br>)+$/g, '')
    .normalize('NFC');
  return html.replace(/<[^>]*>/g, '').trim() === '' && !html.includes('<img') ? '' : html;
}

/**
 * Puts what stands in the clipboard where the caret is. Plain words go in as if they were typed, so that
 * undo takes them back; the browser's own way to put HTML in writes styles, which our pages forbid.
 */
export function paste(place: HTMLElement, data: DataTransfer): void {
  // Styles are taken out before parsing: even in a document that nobody sees they count as inline styles.
  const html = data.getData('text/html').replace(/\sstyle\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, '');
  const clean = html === '' ? '' : written(parsed(html));
  if (!/<(?!\/?(?:p|br)>)/.test(clean)) {
    document.execCommand('insertText', false, data.getData('text/plain') || words(clean));
    return;
  }
  const selection = getSelection();
  if (selection === null || selection.rangeCount === 0) return;
  const range = selection.getRangeAt(0);
  range.deleteContents();
  const lone = /^<p>((?:(?!<p>).)*)<\/p>$/s.exec(clean)?.[1];
  const fragment = rich(lone ?? clean, picture);
  const last = fragment.lastChild;
  range.insertNode(fragment);
  if (last !== null) {
    range.setStartAfter(last);
    range.collapse(true);
    selection.removeAllRanges();
    selection.addRange(range);
  }
  place.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

const parsed = (html: string): HTMLElement => new DOMParser().parseFromString(html, 'text/html').body;
const words = (html: string): string => parsed(html.replace(/<br>|<\/p>(?=<p>)/g, '\n')).textContent ?? '';

function children(of: Node): string {
  return [...of.childNodes].map(one).join('');
}

function one(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return escaped((node.textContent ?? '').replace(/\u00a0/g, ' ').replace(/[\u200b\ufeff]/g, ''));
  if (!(node instanceof Element)) return '';
  const name = node.tagName.toUpperCase();
  if (NOTHING.has(name)) return '';
  if (name === 'BR') return '<br>';
  if (name === 'IMG') return image(node);
  const inner = children(node);
  if (LINES.has(name)) return node.querySelector('p, div, ul, ol, table') === null ? `<p>${inner}</p>` : inner;
  if (!KEPT.has(name)) return inner;
  const tag = name.toLowerCase();
  return `<${tag}>${inner}</${tag}>`;
}

function image(node: Element): string {
  const digest = SHOWN.exec(node.getAttribute('src') ?? '')?.[1] ?? '';
  if (digest === '') return '';
  const alt = (node.getAttribute('alt') ?? '').replace(/[<>]/g, '');
  return `<img data-media="${digest}" alt="${escaped(alt).replace(/"/g, '&quot;')}">`;
}
