/** Text of a question as nodes: only what the server lets stand comes through, whatever reached the page. */

/** The elements of `src/exchange/html.rs`; `img` is made anew below. */
const ALLOWED = new Set(['P', 'BR', 'B', 'STRONG', 'I', 'EM', 'U', 'SUB', 'SUP', 'UL', 'OL', 'LI', 'TABLE', 'THEAD', 'TBODY', 'TR', 'TH', 'TD']);
/** Elements whose content is no text for people either. */
const REMOVED_WHOLE = new Set(['SCRIPT', 'STYLE', 'SVG', 'MATH', 'IFRAME', 'OBJECT', 'EMBED', 'NOSCRIPT', 'TEMPLATE', 'TITLE']);
const DIGEST = /^[0-9a-f]{64}$/;

/** How often a picture that did not come is asked for again, and after how long. */
const TRIES_MS = [2_000, 8_000, 30_000];

/** `pictures` gives the address of a picture by its digest; null where none can be shown. */
export function rich(html: string, pictures: ((digest: string) => string) | null): DocumentFragment {
  const fragment = document.createDocumentFragment();
  // A parsed document runs no script and loads nothing.
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  copy(parsed.body, fragment, pictures);
  return fragment;
}

/** Asks for the pictures of these texts now, so that they are there when their question comes up. */
export function fetchPictures(texts: string[], pictures: (digest: string) => string): void {
  const shown = texts.flatMap((html) => [...html.matchAll(/ data-media="([0-9a-f]{64})"/g)].map(([, digest]) => digest ?? ''));
  for (const digest of new Set(shown)) new Image().src = pictures(digest);
}

function copy(from: Node, to: Node, pictures: ((digest: string) => string) | null): void {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.appendChild(document.createTextNode(node.textContent ?? ''));
    if (!(node instanceof Element)) continue;
    const name = node.tagName.toUpperCase();
    if (REMOVED_WHOLE.has(name)) continue;
    if (name === 'IMG') {
      const shown = picture(node, pictures);
      if (shown !== null) to.appendChild(shown);
      continue;
    }
    const place = ALLOWED.has(name) ? to.appendChild(document.createElement(name)) : to;
    copy(node, place, pictures);
  }
}

function picture(of: Element, pictures: ((digest: string) => string) | null): HTMLImageElement | null {
  const digest = of.getAttribute('data-media') ?? '';
  if (pictures === null || !DIGEST.test(digest)) return null;
  const image = document.createElement('img');
  image.alt = of.getAttribute('alt') ?? '';
  image.decoding = 'async';
  let tries = 0;
  image.addEventListener('error', () => {
    const wait = TRIES_MS[tries];
    tries += 1;
    if (wait !== undefined) setTimeout(() => (image.src = pictures(digest)), wait);
  });
  image.src = pictures(digest);
  return image;
}
