// What an organiser does in the console, for the cases in console/.
//
// STAFF_EMAIL and STAFF_PASSWORD are of an administrator; left out, the made-up one of contest-ui/dev is used.
import assert from 'node:assert/strict';

const EMAIL = process.env.STAFF_EMAIL ?? 'quantri@example.vn';
const PASSWORD = process.env.STAFF_PASSWORD ?? 'thiluat-mau';

/** Nothing for axe to find, nothing too small to hit, and nothing beyond the edge at twice the size of text. */
export async function accessible(desk, page, name) {
  assert.deepEqual(await desk.violations(page), [], `axe on ${name}`);
  assert.deepEqual(await page.evaluate(small), [], `targets below 44 px on ${name}`);
  const wide = await atTwice(page, () => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `at 200 % ${name} is ${wide} px wider than the window`);
}

/** Measures a desk at twice the zoom, which halves its window, and a phone with text of twice the size. */
async function atTwice(page, measure) {
  const size = page.viewportSize();
  if (size.width > 600) {
    await page.setViewportSize({ width: Math.floor(size.width / 2), height: Math.floor(size.height / 2) });
    const measured = await page.evaluate(measure);
    await page.setViewportSize(size);
    return measured;
  }
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  const measured = await page.evaluate(measure);
  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  return measured;
}

/** Controls that a finger would miss; a tick counts with its label, a link in a sentence is text. */
function small() {
  const found = [];
  for (const control of document.querySelectorAll('button, a, select, input, textarea, summary, [contenteditable]')) {
    const tick = control.matches('[type=checkbox], [type=radio]');
    const { width, height } = (tick ? control.closest('label') : control).getBoundingClientRect();
    if (width === 0 || control.matches('.skip') || control.closest('p') !== null) continue;
    // Browsers round to parts of a pixel.
    if (width < 43.9 || height < 43.9) found.push(`${control.tagName} “${(control.textContent || control.id).trim()}” ${width} × ${height}`);
  }
  return found;
}

/** Fills in the sign-in that is on the page. */
export async function enter(page) {
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
}

/** A browser of an organiser, signed in, on the list of banks. */
export async function organiser(desk, look = {}) {
  const context = await desk.person(look);
  const page = await desk.tab(context);
  await page.goto('/quan-tri/ngan-hang');
  await enter(page);
  await page.getByRole('heading', { name: 'Ngân hàng câu hỏi', level: 1 }).waitFor();
  return page;
}

export async function heading(page, name) {
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await page.locator('.opening').waitFor({ state: 'detached' });
}

/** A bank of one's own, by the screen; gives its code and title. */
export async function createBank(desk, page) {
  const code = `thu-${desk.below(1_000_000_000)}`;
  const title = `Ngân hàng thử ${code}`;
  await page.goto('/quan-tri/ngan-hang');
  await page.getByRole('button', { name: 'Tạo ngân hàng' }).click();
  const box = page.getByRole('dialog');
  await box.getByLabel('Mã').fill(code);
  await box.getByLabel('Tên').fill(title);
  await box.getByRole('button', { name: 'Tạo ngân hàng' }).click();
  await heading(page, title);
  return { code, title };
}

/** A question of one's own in that bank, by the screen; leaves the page on it. */
export async function writeQuestion(page, { code }, stem) {
  await page.goto(`/quan-tri/ngan-hang/${code}/cau-moi`);
  await page.getByRole('textbox', { name: 'Câu hỏi' }).fill(stem);
  await page.getByRole('textbox', { name: 'Phương án A' }).fill('Từ đủ 16 tuổi');
  await page.getByRole('textbox', { name: 'Phương án B' }).fill('Từ đủ 18 tuổi');
  await page.getByRole('button', { name: 'Xóa phương án D' }).click();
  await page.getByRole('button', { name: 'Xóa phương án C' }).click();
  await page.getByRole('radio', { name: /^A\./ }).check();
  await page.getByRole('button', { name: 'Lưu câu mới' }).click();
  await page.getByText('phiên bản 1 ·').waitFor();
}

/** A sheet of questions as teachers keep it: good ones, one without a key, one without a second option. */
export function sheet(desk) {
  const tag = desk.below(1_000_000_000);
  const rows = Array.from({ length: 8 }, (_, i) => `"Tình huống ${tag}.${i}: ai được điều khiển xe gắn máy?",Từ đủ 14 tuổi,Từ đủ 16 tuổi,Từ đủ 18 tuổi,B,Quy tắc giao thông,`);
  rows.push(`"Tình huống ${tag}.8: câu này quên đáp án?",Có,Không,,,Quy tắc giao thông,`);
  return Buffer.from(`question,option_a,option_b,option_c,key,topic,explanation\n${rows.join('\n')}\n`);
}

/** Sends that sheet for the bank and waits for its preview. */
export async function bring(desk, page, { code }) {
  await page.goto(`/quan-tri/nhap?ngan-hang=${code}`);
  await page.getByLabel('Đưa vào ngân hàng').selectOption(code);
  await page.locator('#file').setInputFiles({ name: 'ngan-hang.csv', mimeType: 'text/csv', buffer: sheet(desk) });
  await page.getByRole('button', { name: 'Đọc tệp và xem trước' }).click();
  await heading(page, 'Xem trước: ngan-hang.csv');
  await page.getByRole('article').first().waitFor();
}

/** The number in a tally of the preview. */
export async function tally(page, name) {
  const text = await page.locator('dl div').filter({ has: page.getByText(name, { exact: true }) }).locator('dd').textContent();
  return Number(text);
}
