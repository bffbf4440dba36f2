// A commune official who has never seen the console runs a contest, and another unit takes it over.
//
// STAFF_EMAIL and STAFF_PASSWORD are of an administrator of the whole platform. The questions come from a
// Word file where the data is at hand, else from a table of one's own.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sheet } from '../console-steps.mjs';
import { day, Hand, settled, visit } from '../contest-steps.mjs';
import { accept, appCode, secondStep, signIn, signOut } from '../staff-steps.mjs';
import { answer, begin, handIn, register } from '../steps.mjs';

const WINDOW = { viewport: { width: 1366, height: 768 } };
const WORD = fileURLToPath(new URL('../../../../shared/data/question-files-vi/gplx-dap-an-cuoi-de.docx', import.meta.url));
/** What a person who has never seen the console may need from a template to a published contest. */
const MOST_INTERACTIONS = 40;
/** How long the server takes to read a Word file in a debug build on a busy machine. */
const READING_MS = 60_000;

function questions(desk) {
  if (!existsSync(WORD)) return { name: 'cau-hoi.csv', mimeType: 'text/csv', buffer: sheet(desk) };
  const mimeType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  return { name: 'gplx-dap-an-cuoi-de.docx', mimeType, buffer: readFileSync(WORD) };
}

async function asked(page, method, path, data) {
  const reply = await page.request.fetch(`/api/v1${path}`, { method, data });
  assert.ok(reply.ok(), `${method} ${path}: ${reply.status()} ${await reply.text()}`);
  return reply.json();
}

/** The administrator of the whole platform, in a browser of his own. */
async function province(desk) {
  const page = await desk.tab(await desk.person(WINDOW));
  await page.goto('/quan-tri');
  await signIn(page, process.env.STAFF_EMAIL, process.env.STAFF_PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập' }).waitFor({ state: 'detached' });
  return page;
}

/** A commune without a contest of its own, and an official whom the province invites there. */
async function official(desk, top, unit) {
  const tag = desk.below(1_000_000_000);
  const person = { name: `Cán Bộ Tư Pháp ${tag}`, email: `tuphap${tag}@example.vn` };
  const invited = await asked(top, 'POST', '/staff/invitations', { ...person, role: 'administrator', unit });
  const link = invited.link.slice(invited.link.indexOf('/quan-tri/'));
  const page = await accept(desk, { link, name: person.name }, WINDOW);
  const { secret } = await secondStep(page);
  await settled(page);
  await signOut(page);
  await signIn(page, person.email);
  await page.getByLabel('Mã 6 số').fill(appCode(secret, 1));
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.getByRole('heading', { name: 'Việc cần làm', level: 1 }).waitFor();
  return page;
}

/** From the list of contests to a published one, counted. */
async function publish(desk, page, hand) {
  const title = `Tìm hiểu pháp luật ${desk.below(1_000_000_000)}`;
  await visit(page, '/quan-tri/cuoc-thi');
  await hand.press(page.getByRole('button', { name: 'Tạo cuộc thi' }).first());
  const box = page.getByRole('dialog');
  await hand.choose(box.getByLabel('Mẫu', { exact: true }), 'mot-tuan');
  await hand.type(box.getByLabel('Tên cuộc thi'), title);
  await hand.press(box.getByRole('button', { name: 'Bắt đầu soạn' }));

  await page.getByRole('heading', { name: /^Bước 1\/5/ }).waitFor();
  await hand.press(page.getByRole('button', { name: 'Thêm văn bản' }));
  await hand.type(page.getByLabel('Số, ký hiệu'), '12/KH-UBND');
  await hand.type(page.getByLabel('Ngày (ngày/tháng/năm)'), '15/01/2026');
  await hand.type(page.getByLabel('Cơ quan ban hành'), 'UBND xã');
  await hand.press(page.getByRole('button', { name: /^Tiếp: Người thi/ }));
  await hand.press(page.getByRole('button', { name: /^Tiếp: Câu hỏi/ }));

  // Open already where there is no bank yet.
  await page.locator('details.import').waitFor();
  if (!(await page.locator('#wizard-file').isVisible())) await hand.press(page.getByText('Nhập câu hỏi từ tệp Word, Excel…'));
  await hand.pick(page.locator('#wizard-file'), questions(desk));
  await hand.press(page.getByRole('button', { name: 'Đọc tệp và xem trước' }));
  await page.getByRole('heading', { name: /^Xem trước:/ }).waitFor({ timeout: READING_MS });
  await desk.picture(page, 'import');
  const approved = page.getByRole('radio', { name: /duyệt/ }).last();
  await approved.waitFor();
  await hand.check(approved);
  await hand.press(page.getByRole('button', { name: /^Đưa \d+ câu vào ngân hàng/ }));
  await hand.press(page.getByRole('link', { name: 'Trở lại cuộc thi đang soạn' }));

  await page.getByText(/^Câu hỏi đã vào ngân hàng/).waitFor();
  await hand.type(page.getByLabel('Số câu').first(), '3');
  await page.getByText(/^Đủ: có \d+ câu/).waitFor();
  await hand.press(page.getByRole('button', { name: /^Tiếp: Vòng thi/ }));

  await hand.type(page.getByLabel(/^Xếp lịch/), `${day(3)} 08:00`);
  await hand.press(page.getByRole('button', { name: 'Xếp lịch' }));
  await desk.picture(page, 'wizard');
  await hand.press(page.getByRole('button', { name: /^Tiếp: Công bố/ }));

  await hand.press(page.getByRole('button', { name: 'Làm thử' }));
  await hand.press(page.getByRole('button', { name: 'Rút đề' }));
  await hand.press(page.locator('dialog .option').first());
  await hand.press(page.getByRole('button', { name: /^Chấm ngay/ }));
  await page.getByText(/điểm, đúng \d+\/3 câu/).waitFor();
  await hand.press(page.getByRole('button', { name: 'Xong', exact: true }));

  await page.getByText('Đã thi thử với thể lệ hiện tại.').waitFor();
  const label = await page.locator('label[for=confirm]').innerText();
  const slug = label.replace(/^Gõ | để xác nhận$/g, '');
  await hand.type(page.locator('#confirm'), slug);
  await hand.press(page.getByRole('button', { name: 'Công bố cuộc thi' }));
  await page.getByRole('heading', { name: 'Cuộc thi đã công bố' }).waitFor();
  return { slug, title };
}

/** Opens the only round at once, by hand. */
async function open(page, slug) {
  await visit(page, `/quan-tri/cuoc-thi/${slug}`);
  await page.getByRole('button', { name: /^Mở ngay/ }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Mở ngay' }).click();
  await page.getByText('Đang mở').first().waitFor();
}

async function close(page, slug, round) {
  await visit(page, `/quan-tri/cuoc-thi/${slug}`);
  await page.getByRole('button', { name: /^Đóng ngay/ }).first().click();
  const box = page.getByRole('dialog');
  await box.getByLabel(`Gõ “${round.title}” để xác nhận`).fill(round.title.toLowerCase());
  await box.getByRole('button', { name: 'Đóng ngay' }).click();
  // Counting and signing takes the platform a moment; the page looks again by itself.
  await page.getByText('Đã đóng').first().waitFor();
}

async function download(page, button) {
  const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return file;
}

async function alone(desk) {
  const top = await province(desk);
  const { items } = await asked(top, 'GET', '/units?type=xa&state=active&limit=2');
  assert.equal(items.length, 2, 'the platform has two communes');
  const page = await official(desk, top, items[0].code);
  const hand = new Hand(page);
  const { slug, title } = await publish(desk, page, hand);
  console.log(`        ${hand.count} interactions from the list to a published contest`);
  assert.ok(hand.count < MOST_INTERACTIONS, `${hand.count} interactions`);

  // People sit it, and the official sees them.
  await open(page, slug);
  const contest = await asked(page, 'GET', `/contests/${slug}`);
  const [round] = contest.rounds;
  const person = await desk.tab(await desk.person());
  await register(desk, person, { slug, contest });
  await begin(person, { slug, round });
  await answer(person, 0);
  await visit(page, `/quan-tri/cuoc-thi/${slug}/theo-doi`);
  await page.locator('.four').getByText('1', { exact: true }).first().waitFor();
  await desk.picture(page, 'monitor');

  // One of them gets more time, at once.
  const before = await asked(person, 'GET', `/attempts/${new URL(person.url()).pathname.split('/').at(-1)}`);
  await page.getByRole('button', { name: 'Thêm giờ' }).click();
  const box = page.getByRole('dialog');
  await box.getByRole('combobox', { name: 'Người thi' }).fill('hong anh');
  await box.getByRole('option').first().click();
  await box.getByLabel('Thêm bao nhiêu phút').fill('10');
  await box.getByLabel(/^Lý do/).fill('Mất điện');
  await box.getByRole('button', { name: 'Thêm giờ' }).click();
  await page.getByText(/^Đã thêm giờ cho 1 người/).waitFor();
  const after = await asked(person, 'GET', `/attempts/${before.attempt.id}`);
  assert.equal(Date.parse(after.attempt.deadline) - Date.parse(before.attempt.deadline), 600_000);
  await handIn(person, { round });

  // Closed, and taken home.
  await close(page, slug, round);
  await visit(page, `/quan-tri/cuoc-thi/${slug}/nguoi-thi`);
  const people = await download(page, page.getByRole('button', { name: 'Xuất CSV' }));
  const table = readFileSync(await people.path(), 'utf8');
  assert.ok(table.startsWith('\ufeff'), 'a table that spreadsheets read as UTF-8');
  assert.equal(table.trim().split('\n').length, 2, table);
  await visit(page, `/quan-tri/cuoc-thi/${slug}`);
  const matrix = await download(page, page.getByRole('button', { name: 'Bảng người × câu (Excel)' }).first());
  assert.match(matrix.suggestedFilename(), /\.xlsx$/);

  // Another unit takes the package over and runs it; neither sees anything of the other.
  const phrase = 'con cò bay lả bay la';
  const reply = await page.request.post(`/api/v1/contests/${slug}/package`, { data: { passphrase: phrase } });
  assert.equal(reply.status(), 200);
  const packed = await reply.body();
  const other = await official(desk, top, items[1].code);
  await visit(other, '/quan-tri/goi');
  await other.locator('#package').setInputFiles({ name: 'goi.zip', mimeType: 'application/zip', buffer: packed });
  await other.getByRole('button', { name: 'Xem trong gói có gì' }).click();
  await other.getByText('Câu hỏi và đáp án trong gói đang niêm phong').waitFor();
  await other.getByLabel('Câu mật khẩu').fill(phrase);
  await other.getByRole('button', { name: 'Nhận gói và soạn tiếp' }).click();
  await other.getByRole('heading', { name: /^Bước 1\/5/ }).waitFor();
  const draft = await asked(other, 'GET', `/contest-drafts/${new URL(other.url()).pathname.split('/').at(-1)}`);
  const times = { opens_at: new Date(Date.now() - 60_000).toISOString(), closes_at: new Date(Date.now() + 86_400_000).toISOString() };
  const rounds = draft.document.rounds.map((own) => ({ ...own, ...times }));
  const kept = await asked(other, 'PUT', `/contest-drafts/${draft.id}`, { revision: draft.revision, document: { ...draft.document, rounds } });
  assert.deepEqual(kept.findings.filter(({ severity }) => severity === 'error'), []);
  const taken = kept.document.contest.slug;
  assert.notEqual(taken, slug);
  await asked(other, 'POST', `/contest-drafts/${draft.id}/publication`, { revision: kept.revision, confirm: taken });
  const sitter = await desk.tab(await desk.person());
  const again = await asked(other, 'GET', `/contests/${taken}`);
  await register(desk, sitter, { slug: taken, contest: again });
  await begin(sitter, { slug: taken, round: again.rounds[0] });
  const seen = await asked(other, 'GET', '/contests/managed');
  assert.deepEqual(seen.items.map((own) => own.slug), [taken]);
  for (const path of [`/contests/${slug}/participants`, `/contests/${slug}/file`, `/contests/${slug}/monitor`]) {
    assert.equal((await other.request.get(`/api/v1${path}`)).status(), 404, path);
  }
  const banks = await asked(other, 'GET', '/banks');
  assert.equal(banks.items.length, 1, JSON.stringify(banks.items));
  await visit(other, '/quan-tri/cuoc-thi');
  assert.ok(!(await other.getByText(`${title}`, { exact: true }).count() > 1));
}

export default { 'runs a contest alone, and hands it to another unit': alone };
