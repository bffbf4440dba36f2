// What organisers do with contests: from a template to a published one, side by side, while it runs.
import assert from 'node:assert/strict';
import { at, day, draft, Hand, saved, settled, visit } from '../contest-steps.mjs';
import { sheet } from '../console-steps.mjs';
import { begin, register } from '../steps.mjs';

const DESK = { viewport: { width: 1366, height: 768 } };
const BUSY = '/quan-tri/cuoc-thi/giao-thong-2026';
/** What the issue asks for. */
const MOST_INTERACTIONS = 40;

/** An official who has the console open: template, name, questions from a file, dates, published. */
async function publish(desk) {
  const page = await at(desk, DESK, '/quan-tri/cuoc-thi');
  const hand = new Hand(page);
  const title = `Tìm hiểu pháp luật xã Kỳ Anh ${desk.below(1_000_000_000)}`;
  await hand.press(page.getByRole('button', { name: 'Tạo cuộc thi' }).first());
  const box = page.getByRole('dialog');
  await hand.choose(box.getByLabel('Mẫu', { exact: true }), 'mot-tuan');
  await hand.type(box.getByLabel('Tên cuộc thi'), title);
  await hand.press(box.getByRole('button', { name: 'Bắt đầu soạn' }));

  await page.getByRole('heading', { name: /^Bước 1\/5/ }).waitFor();
  await hand.type(page.getByLabel('Số, ký hiệu'), '12/KH-UBND');
  await hand.type(page.getByLabel('Ngày (ngày/tháng/năm)'), '15/01/2026');
  await hand.type(page.getByLabel('Cơ quan ban hành'), 'UBND xã Kỳ Anh');
  await hand.press(page.getByRole('button', { name: /^Tiếp: Người thi/ }));
  await hand.press(page.getByRole('button', { name: /^Tiếp: Câu hỏi/ }));

  // A file of one's own becomes a bank, approved by an office of one person, and the way leads back here.
  await hand.press(page.getByText('Nhập câu hỏi từ tệp Word, Excel…'));
  await hand.pick(page.locator('#wizard-file'), { name: 'cau-hoi.csv', mimeType: 'text/csv', buffer: sheet(desk) });
  await hand.press(page.getByRole('button', { name: 'Đọc tệp và xem trước' }));
  await page.getByRole('heading', { name: 'Xem trước: cau-hoi.csv' }).waitFor();
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
  assert.equal(await page.getByLabel('Đóng lúc').inputValue(), `${day(9)} 24:00`);
  await hand.press(page.getByRole('button', { name: /^Tiếp: Công bố/ }));

  await hand.press(page.getByRole('button', { name: 'Làm thử' }));
  await hand.press(page.getByRole('button', { name: 'Rút đề' }));
  await hand.press(page.locator('dialog .option').first());
  await hand.press(page.getByRole('button', { name: /^Chấm ngay/ }));
  await page.getByText(/điểm, đúng \d+\/3 câu/).waitFor();
  await hand.press(page.getByRole('button', { name: 'Xong', exact: true }));

  await page.getByText('Đã thi thử với thể lệ hiện tại.').waitFor();
  const slug = await page.locator('label[for=confirm]').innerText().then((text) => text.replace(/^Gõ | để xác nhận$/g, ''));
  await hand.type(page.locator('#confirm'), slug);
  await hand.press(page.getByRole('button', { name: 'Công bố cuộc thi' }));
  await page.getByRole('heading', { name: 'Cuộc thi đã công bố' }).waitFor();
  await page.getByRole('link', { name: 'Mở trang cuộc thi' }).click();
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  console.log(`        ${hand.count} interactions from the list to a published contest`);
  assert.ok(hand.count < MOST_INTERACTIONS, `${hand.count} interactions`);
}

/** It saves by itself, takes back what was done, and says when somebody else was faster. */
async function write(desk) {
  const page = await at(desk, DESK, '/quan-tri/cuoc-thi');
  const { id } = await draft(desk, page, 'nhieu-tuan');
  await visit(page, `/quan-tri/cuoc-thi/soan/${id}?buoc=4`);
  const minutes = page.getByLabel('Làm bài trong (phút)').first();
  await minutes.fill('20');
  await saved(page);
  await page.getByText(/làm trong 20 phút/).first().waitFor();
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  assert.equal(await minutes.inputValue(), '15');
  await page.getByRole('button', { name: 'Làm lại' }).click();
  assert.equal(await minutes.inputValue(), '20');
  // What is no instant stays with the person, is said, and does not reach the server.
  await page.getByLabel('Đóng lúc').first().fill('32/12/2026');
  await page.getByText('Chưa đúng. Bạn hãy gõ như 07/12/2026 24:00.').waitFor();
  await page.getByLabel('Đóng lúc').first().fill(`${day(9)} 24:00`);
  await saved(page);
  await page.reload();
  await settled(page);
  assert.equal(await page.getByLabel('Làm bài trong (phút)').first().inputValue(), '20');
  assert.equal(await page.getByLabel('Đóng lúc').first().inputValue(), `${day(9)} 24:00`);

  // By keyboard: the second comparison goes first, and the focus goes along.
  await page.locator('summary', { hasText: 'Nâng cao' }).first().click();
  await page.getByRole('button', { name: 'Đưa lên: dự đoán sát hơn' }).first().focus();
  await page.keyboard.press('Enter');
  await page.getByText(/Xếp trên là người có dự đoán sát hơn/).first().waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Đưa xuống: dự đoán sát hơn');

  const now = await (await page.request.get(`/api/v1/contest-drafts/${id}`)).json();
  await page.request.put(`/api/v1/contest-drafts/${id}`, { data: { revision: now.revision, document: { ...now.document, contest: { ...now.document.contest, title: 'Tên của người kia' } } } });
  await minutes.fill('25');
  await page.getByText('Người khác vừa sửa bản soạn này').waitFor();
  await page.getByRole('button', { name: 'Lấy bản của người kia' }).click();
  await page.getByRole('heading', { name: 'Tên của người kia', level: 1 }).waitFor();
  assert.equal(await minutes.inputValue(), '20');
  await saved(page);
}

/** A server that does not answer takes nothing away; what was typed arrives when it is back. */
async function lost(desk) {
  const page = await at(desk, DESK, '/quan-tri/cuoc-thi');
  const { id } = await draft(desk, page);
  await visit(page, `/quan-tri/cuoc-thi/soan/${id}?buoc=1`);
  await page.context().setOffline(true);
  await page.getByLabel('Tên cuộc thi').fill('Gõ khi mất mạng');
  await page.getByText('Chưa lưu được, đang thử lại. Bạn cứ làm tiếp.').waitFor();
  await page.context().setOffline(false);
  await saved(page);
  const { document } = await (await page.request.get(`/api/v1/contest-drafts/${id}`)).json();
  assert.equal(document.contest.title, 'Gõ khi mất mạng');
}

/** The file behind the wizard, out and in again. */
async function file(desk) {
  const page = await at(desk, DESK, '/quan-tri/cuoc-thi');
  const { id, slug } = await draft(desk, page);
  await visit(page, `/quan-tri/cuoc-thi/soan/${id}?buoc=1`);
  await page.getByRole('button', { name: 'Tệp cuộc thi' }).click();
  const box = page.getByRole('dialog');
  const text = await box.locator('pre').innerText();
  assert.match(text, new RegExp(`slug = "${slug}"`));
  const [download] = await Promise.all([page.waitForEvent('download'), box.getByRole('button', { name: 'Tải tệp về' }).click()]);
  assert.equal(download.suggestedFilename(), `${slug}.toml`);
  await box.locator('#contest-file').setInputFiles({ name: 'x.toml', mimeType: 'text/plain', buffer: Buffer.from('[contest]\ntitle = ???\n') });
  await box.getByRole('button', { name: 'Thay bằng tệp này' }).click();
  await box.getByText(/Dòng 2/).waitFor();
  await box.locator('#contest-file').setInputFiles({ name: 'x.toml', mimeType: 'text/plain', buffer: Buffer.from(text.replace(/title = ".*"/, 'title = "Tên từ tệp"')) });
  await box.getByRole('button', { name: 'Thay bằng tệp này' }).click();
  await page.getByRole('heading', { name: 'Tên từ tệp', level: 1 }).waitFor();
}

/** Ten thousand people: found without marks, sorted, turned; one is extended; the round is closed by its name. */
async function run(desk) {
  const page = await at(desk, DESK, `${BUSY}/nguoi-thi`);
  await page.getByText('10.000 người', { exact: true }).waitFor();
  await page.getByLabel(/^Tìm theo tên/).fill('nguyen quynh');
  await page.waitForFunction(() => [...document.querySelectorAll('tbody th')].every((cell) => /Nguyễn .*Quỳnh/.test(cell.textContent ?? '')));
  await page.locator('#filter-state').selectOption('sitting');
  await page.waitForFunction(() => [...document.querySelectorAll('tbody .tag')].every((tag) => /Đang thi/.test(tag.textContent ?? '')));
  await page.getByRole('button', { name: 'Bỏ mọi bộ lọc' }).click();
  await page.getByRole('button', { name: 'Trang sau' }).click();
  await page.getByText(/^51–100 trong/).waitFor();
  await page.getByRole('button', { name: /^Họ và tên/ }).click();
  await page.getByText(/^1–50 trong/).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Xuất CSV' }).click()]);
  assert.match(download.suggestedFilename(), /\.csv$/);

  await visit(page, `${BUSY}/theo-doi`);
  await page.locator('.four').waitFor();
  await page.getByRole('button', { name: 'Thêm giờ' }).click();
  const box = page.getByRole('dialog');
  await box.getByRole('combobox', { name: 'Người thi' }).fill('nguyen');
  await box.getByRole('option').first().click();
  await box.getByLabel('Thêm bao nhiêu phút').fill('10');
  await box.getByLabel(/^Lý do/).fill('Mất điện');
  await box.getByText(/có thêm 10 phút làm bài/).waitFor();
  await box.getByRole('button', { name: 'Thêm giờ' }).click();
  await page.getByText(/^Đã thêm giờ cho 1 người/).waitFor();
  await page.getByText('Thêm 10 phút', { exact: true }).waitFor();

  // The numbers stay and say how old they are while the server is away.
  await page.context().setOffline(true);
  await page.getByText('Chưa nối được với máy chủ.').waitFor();
  assert.ok(await page.locator('.four dd').first().isVisible());
  await page.context().setOffline(false);
  await page.getByText('Chưa nối được với máy chủ.').waitFor({ state: 'detached' });
}

/** By hand: what follows is said, and closing asks for the name. */
async function hands(desk) {
  const page = await at(desk, DESK, '/quan-tri/cuoc-thi');
  // A contest of one's own, published, with a round that is still to come.
  const { id, slug } = await draft(desk, page);
  const begun = await (await page.request.get(`/api/v1/contest-drafts/${id}`)).json();
  const [round] = begun.document.rounds;
  const times = { opens_at: new Date(Date.now() + 86_400_000).toISOString(), closes_at: new Date(Date.now() + 2 * 86_400_000).toISOString() };
  const document = { ...begun.document, rounds: [{ ...round, ...times, blueprint: [{ bank: 'atgt-2026', count: 5 }] }] };
  const kept = await (await page.request.put(`/api/v1/contest-drafts/${id}`, { data: { revision: begun.revision, document } })).json();
  assert.equal((await page.request.post(`/api/v1/contest-drafts/${id}/publication`, { data: { revision: kept.revision, confirm: slug } })).status(), 200);
  await visit(page, `/quan-tri/cuoc-thi/${slug}`);
  const second = page.getByRole('region', { name: round.title });
  await second.getByRole('button', { name: /^Mở ngay/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Mở ngay' }).click();
  await second.getByText('Đang mở').waitFor();
  await second.getByRole('button', { name: /^Đóng ngay/ }).click();
  const close = page.getByRole('dialog').getByRole('button', { name: 'Đóng ngay' });
  assert.ok(await close.isDisabled());
  await page.getByLabel(`Gõ “${round.title}” để xác nhận`).fill(round.title.toLowerCase());
  await close.click();
  await second.getByText('Đã đóng').waitFor();
}

/** A sentence of the organisers reaches who waits, without taking anything over, and stays away once read. */
async function announce(desk) {
  const page = await at(desk, DESK, `${BUSY}/thong-bao`);
  const guest = await desk.tab(await desk.person());
  const tag = desk.below(1_000_000_000);
  const contest = await (await guest.request.get('/api/v1/contests/giao-thong-2026')).json();
  await register(desk, guest, { slug: 'giao-thong-2026', contest });
  await guest.goto('/cuoc-thi/giao-thong-2026/cho/tuan-1');
  await guest.getByRole('heading', { name: /^Phòng chờ/ }).waitFor();
  const text = `Mạng chập chờn, bài đã lưu vẫn còn (${tag}).`;
  await page.getByLabel(/^Nội dung/).fill(text);
  await page.getByRole('button', { name: 'Gửi ngay' }).click();
  await page.getByText('Đã gửi đến mọi người đang ở trong.').waitFor();
  await guest.getByText(text).waitFor();
  const said = guest.locator('.notice').filter({ hasText: text });
  await said.getByRole('button', { name: 'Đã đọc' }).click();
  await said.waitFor({ state: 'detached' });
  await guest.reload();
  await guest.getByRole('heading', { name: /^Phòng chờ/ }).waitFor();
  assert.equal(await guest.getByText(text).count(), 0);
  // Beside the paper too; the question stays where it is.
  await begin(guest, { slug: 'giao-thong-2026', round: contest.rounds[0] });
  const again = `Vòng thi vẫn đóng lúc 24 giờ (${tag}).`;
  await page.getByLabel(/^Nội dung/).fill(again);
  await page.getByRole('button', { name: 'Gửi ngay' }).click();
  await guest.locator('.notice').filter({ hasText: again }).waitFor();
  assert.deepEqual(await desk.violations(guest), []);
  await page.getByRole('button', { name: /^Rút lại/ }).first().click();
  await guest.locator('.notice').filter({ hasText: again }).waitFor({ state: 'detached' });
  await page.getByText('Đã rút thông báo.').waitFor();
}

/** A package: what is in it is seen before it is taken; a sealed one wants its phrase. */
async function take(desk) {
  const page = await at(desk, DESK, '/quan-tri/goi');
  await page.locator('#package').setInputFiles({ name: 'goi-niem-phong.zip', mimeType: 'application/zip', buffer: Buffer.from('PK') });
  await page.getByRole('button', { name: 'Xem trong gói có gì' }).click();
  await page.getByText('Câu mật khẩu chưa đúng').waitFor();
  await page.getByLabel('Câu mật khẩu').fill('con cò bay lả');
  await page.getByRole('button', { name: 'Xem trong gói có gì' }).click();
  await page.getByText('lưu với mã atgt-2026-42').waitFor();
  await page.getByLabel('Địa chỉ trên mạng của cuộc thi').fill(`ky-anh-${desk.below(1_000_000)}`);
  await page.getByRole('button', { name: 'Nhận gói và soạn tiếp' }).click();
  await page.getByRole('heading', { name: /^Bước 1\/5/ }).waitFor();
}

export default {
  'goes from a template to a published contest in under forty interactions': publish,
  'saves by itself, undoes, and says when somebody else was faster': write,
  'keeps what was typed while the server was away': lost,
  'hands out the contest file and takes it back': file,
  'finds ten thousand people, extends one and says when the server is away': run,
  'opens and closes by hand, with the name typed': hands,
  'tells those who wait, calmly': announce,
  'takes a package over': take,
};
