/**
 * `<thi-luat contest="slug" parts="banner,top,question">` for pages of other sites.
 *
 * It asks the platform without credentials and draws into a shadow root with a sheet object, so that a page
 * with the strictest policy needs no more than `script-src` and `connect-src` for the platform. Where the
 * browser makes no sheet objects (Safari before 16.4), or the page does not let it ask, it shows the same as a
 * frame, which needs `frame-src` for the platform.
 */
import { h } from './dom';
import { LOOK } from './look';
import { banner, left, question, top } from './parts';
import type { Widget } from './types';
import { en, vi } from './words';

/** How often the board is asked for while somebody can see it. */
const EVERY_MS = 60_000;
/** After the end of a countdown readers ask again spread over this long. */
const SPREAD_MS = 5_000;

const platform = new URL((document.currentScript as HTMLScriptElement | null)?.src || location.href).origin;
const PARTS = 'banner,top,question';
const canStyle = 'adoptedStyleSheets' in Document.prototype;

class ThiLuat extends HTMLElement {
  // Declared only and set below: fields of a class would be spelt out by helpers for the oldest browsers.
  declare private timers: ReturnType<typeof setInterval>[];
  declare private head: HTMLElement;
  declare private asked: HTMLElement;
  declare private clock: HTMLElement;
  /** Own clock at which the countdown ends. */
  declare private end: number | null;
  declare private day: string;

  static get observedAttributes(): string[] {
    return ['contest', 'parts', 'lang'];
  }

  connectedCallback(): void {
    this.disconnectedCallback();
    this.head = h('div');
    this.asked = h('div');
    this.clock = h('time');
    this.end = null;
    this.day = '';
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    if (canStyle) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(LOOK);
      root.adoptedStyleSheets = [sheet];
    } else if (location.origin !== platform) {
      return this.frame();
    }
    root.replaceChildren(this.head, this.asked);
    this.timers = [setInterval(() => this.tick(), 1000), setInterval(() => document.hidden || void this.load(), EVERY_MS)];
    void this.load();
  }

  disconnectedCallback(): void {
    this.timers?.forEach(clearInterval);
  }

  attributeChangedCallback(_: string, before: string | null): void {
    if (this.isConnected && before !== null) this.connectedCallback();
  }

  private get words(): typeof vi {
    return this.closest<HTMLElement>('[lang]')?.lang.startsWith('en') ? en : vi;
  }

  private address(before: string, after: string): string {
    const slug = encodeURIComponent(this.getAttribute('contest') ?? '');
    return `${platform}${before}${slug}${after}?parts=${encodeURIComponent(this.getAttribute('parts') || PARTS)}`;
  }

  private async load(): Promise<void> {
    const asked = this.address('/api/v1/contests/', '/widget');
    let reply: Response;
    try {
      reply = await fetch(asked, { credentials: 'omit' });
    } catch {
      // What is shown already stays; a page that lets nobody ask gets the frame.
      if (!this.head.firstChild && location.origin !== platform) this.frame();
      return;
    }
    if (reply.status === 404) this.head.replaceChildren(h('p', {}, this.words.missing));
    else if (reply.ok) this.show((await reply.json()) as Widget);
  }

  private show(widget: Widget): void {
    const t = this.words;
    const wanted = (this.getAttribute('parts') || PARTS).split(',').map((part) => part.trim());
    const { countdown } = widget;
    this.end = countdown && Date.parse(countdown.at) - Date.parse(widget.server_time) + Date.now();
    this.tick();
    this.head.replaceChildren(
      wanted.includes('banner') ? banner(widget, this.clock, t) : '',
      widget.top ? top(widget.top, t) : '',
    );
    // Who is answering is not interrupted by a new board.
    const asked = widget.question;
    const day = asked ? asked.day : '';
    if (day !== this.day) {
      this.day = day;
      this.asked.replaceChildren(asked ? question(asked, t) : '');
    }
  }

  private tick(): void {
    if (this.end === null) return;
    const ms = this.end - Date.now();
    this.clock.textContent = left(ms, this.words);
    if (ms <= 0) {
      this.end = null;
      setTimeout(() => this.isConnected && void this.load(), 1000 + Math.random() * SPREAD_MS);
    }
  }

  private frame(): void {
    this.disconnectedCallback();
    this.setAttribute('framed', '');
    const src = `${this.address('/nhung/', '')}${this.words === en ? '&lang=en' : ''}`;
    this.shadowRoot?.replaceChildren(h('iframe', { src, title: 'Thi Luật', width: '100%', height: '460', frameborder: '0' }));
  }
}

if (!customElements.get('thi-luat')) customElements.define('thi-luat', ThiLuat);
