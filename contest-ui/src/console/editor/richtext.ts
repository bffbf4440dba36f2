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
  const html = children(place)
    .replace(/(?:<br>|\s)+(<\/(?:p|li|td|th)>)/g, '$1')
    .replace(/<(p|b|i|u|sub|sup|strong|em|li)><\/\1>/g, '')
    .replace(/^(?:\s|<br>)+|(?:\s|<br>)+$/g, '')
    .normalize('NFC');
  return html.replace(/<[^>]*>/g, '').trim() === '' && !html.includes('<img') ? '' : html;
}

/** What stands in the clipboard, cleaned; plain text keeps its lines. */
export function pasted(data: DataTransfer): string {
  const html = data.getData('text/html');
  if (html !== '') return written(new DOMParser().parseFromString(html, 'text/html').body);
  return escaped(data.getData('text/plain')).replace(/\r?\n/g, '<br>');
}

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
