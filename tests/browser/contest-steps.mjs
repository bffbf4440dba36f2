// What an organiser does with contests in the console, for the cases in console/4-*.
import assert from 'node:assert/strict';
import { enter } from './console-steps.mjs';

/** A browser of an organiser, signed in, on the page of that address. */
export async function at(desk, look, address) {
  const page = await desk.tab(await desk.person(look));
  await page.goto(address);
  await enter(page);
  await page.getByRole('button', { name: 'Đăng nhập' }).waitFor({ state: 'detached' });
  await settled(page);
  return page;
}

/** The page has its heading and nothing is still coming. */
export async function settled(page) {
  await page.locator('h1').first().waitFor();
  await page.locator('.opening').waitFor({ state: 'detached' });
}

export async function visit(page, address) {
  await page.goto(address);
  await settled(page);
}

/** Everything that was typed is with the server. */
export const saved = (page) => page.getByText('Mọi thay đổi đã lưu trên máy chủ').waitFor();

/** A draft of one's own from a template, by the interface; gives its id and slug. */
export async function draft(desk, page, template = 'mot-tuan') {
  const tag = desk.below(1_000_000_000);
  const reply = await page.request.post('/api/v1/contest-drafts', { data: { title: `Tìm hiểu pháp luật ${tag}`, from: { template } } });
  assert.equal(reply.status(), 201);
  const { id, document } = await reply.json();
  return { id, slug: document.contest.slug };
}

/** A day in the future as an official types it. */
export function day(ahead) {
  const at = new Date(Date.now() + 7 * 3_600_000 + ahead * 86_400_000);
  return `${String(at.getUTCDate()).padStart(2, '0')}/${String(at.getUTCMonth() + 1).padStart(2, '0')}/${at.getUTCFullYear()}`;
}

/** Does things by hand and counts them: a press, a choice, a text typed, a file picked are one each. */
export class Hand {
  count = 0;

  constructor(page) {
    this.page = page;
  }

  async press(locator) {
    this.count += 1;
    await locator.click();
  }

  async type(locator, text) {
    this.count += 1;
    await locator.fill(text);
  }

  async choose(locator, value) {
    this.count += 1;
    await locator.selectOption(value);
  }

  async pick(locator, file) {
    this.count += 1;
    await locator.setInputFiles(file);
  }

  async check(locator) {
    this.count += 1;
    await locator.check();
  }
}
