// The browser, its windows, and what it complained about.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../contest-ui/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Nothing but the tested platform may be talked to, and no first-run business of the browser's own. */
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
/** Refusals that a page provokes on purpose; the browser reports each as an error of its own. */
const EXPECTED = /Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket connection to/;
const PATIENCE_MS = 20_000;

export class Desk {
  #browser;
  #contexts = [];
  #complaints = [];
  #state;

  constructor(browser, base, seed) {
    this.#browser = browser;
    this.base = base;
    this.#state = seed >>> 0;
  }

  static async open(base, seed) {
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    if (!existsSync(executablePath)) throw new Error(`There is no ${executablePath}; install the Debian package chromium.`);
    return new Desk(await chromium.launch({ executablePath, args: FLAGS }), base, seed);
  }

  /** A whole number below `n`, the same for the same seed. */
  below(n) {
    // A linear congruential step is plenty for choosing phone numbers and options.
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * n);
  }

  /** A person's own browser: nothing is shared with another one. */
  async person(options = {}) {
    const context = await this.#browser.newContext({ baseURL: this.base, viewport: { width: 360, height: 740 }, locale: 'vi-VN', ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    this.#contexts.push(context);
    return context;
  }

  /** A tab whose errors count as failures of the case. */
  async tab(context) {
    const page = await context.newPage();
    page.on('pageerror', (error) => this.#complaints.push(error.stack ?? String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !EXPECTED.test(message.text())) this.#complaints.push(message.text());
    });
    page.on('request', (request) => {
      const { host, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && host !== new URL(this.base).host) this.#complaints.push(`asked another host: ${request.url()}`);
    });
    return page;
  }

  /** What axe finds on the page as it is now. */
  async violations(page) {
    const found = await page.evaluate(async (source) => {
      if (!('axe' in globalThis)) (0, eval)(source);
      const { violations } = await globalThis.axe.run(document);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
    }, axe);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    return wide > 0 ? [...found, `the page is ${wide} px wider than the window`] : found;
  }

  /** Throws if any tab reported an error, among them every violation of the content security policy. */
  complain() {
    const complaints = this.#complaints;
    this.forget();
    if (complaints.length > 0) throw new Error(`The browser complained:\n${complaints.join('\n')}`);
  }

  forget() {
    this.#complaints = [];
  }

  /** Pictures of every page that is open, for whoever wants to see why a case failed. */
  async shoot(folder, label) {
    const pages = this.#contexts.flatMap((context) => context.pages());
    for (const [i, page] of pages.entries()) await page.screenshot({ path: `${folder}/${label}-${i}.png`, fullPage: true }).catch(() => undefined);
  }

  /** A picture for the handbook, where PICTURES names a folder for them. */
  async picture(page, name) {
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
  }

  async clear() {
    await Promise.all(this.#contexts.map((context) => context.close()));
    this.#contexts = [];
  }

  async close() {
    await this.clear();
    await this.#browser.close();
  }
}
