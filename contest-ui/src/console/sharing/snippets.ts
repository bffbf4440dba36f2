/** What a portal pastes into its page. */

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');

export type Part = 'banner' | 'top' | 'question';
export const PARTS: readonly Part[] = ['banner', 'top', 'question'];

/** For pages that may run a script of ours: it puts the widget where it stands and fits its height. */
export function scriptSnippet(origin: string, slug: string, parts: readonly Part[]): string {
  return `<div data-thi-luat="${escaped(slug)}" data-parts="${parts.join(',')}"></div>\n<script async src="${origin}/nhung.js"></script>`;
}

/** For pages whose policy lets no script of others in. */
export function frameSnippet(origin: string, slug: string, parts: readonly Part[], title: string): string {
  return `<iframe src="${origin}/nhung/${encodeURIComponent(slug)}?parts=${parts.join(',')}" title="${escaped(title)}" width="100%" height="360" loading="lazy" style="border:0"></iframe>`;
}

/** An address of a site as the policy compares it: scheme, host and port; null for what is none. */
export function originOf(typed: string): string | null {
  const text = typed.trim();
  if (text === '') return null;
  try {
    const url = new URL(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname.includes('.') ? url.origin : null;
  } catch {
    return null;
  }
}
