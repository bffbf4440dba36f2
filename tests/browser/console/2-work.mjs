// What organisers do: bring a file in, write, lose a session, meet somebody else's change, decide.
import assert from 'node:assert/strict';
import { bring, createBank, enter, heading, organiser, tally, writeQuestion } from '../console-steps.mjs';

const DESK = { viewport: { width: 1366, height: 768 } };

/** The whole way of a file by keyboard: next doubt, fix it in place, skip another, put the rest in. */
async function importByKeys(desk) {
  const page = await organiser(desk, DESK);
  const bank = await createBank(desk, page);
  await bring(desk, page, bank);
  const [before, refused] = [await tally(page, 'đọc được'), await tally(page, 'chưa đọc được')];
  assert.ok(before > 0 && refused > 0, `${before} read, ${refused} refused`);

  // Refused first: the one without a key is read as far as it goes, and takes its key here.
  await page.getByRole('button', { name: 'Câu chưa đọc được' }).click();
  await page.getByRole('article').filter({ hasText: 'Chưa đọc được' }).first().waitFor();
  await page.getByRole('region', { name: 'Các câu đọc được' }).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  const editor = page.getByRole('article').first();
  await editor.getByRole('textbox', { name: 'Câu hỏi' }).waitFor();
  // Letters are letters while somebody writes.
  await page.keyboard.press('End');
  await page.keyboard.type(' jek');
  assert.match(await editor.getByRole('textbox', { name: 'Câu hỏi' }).innerText(), /jek$/);
  await editor.getByRole('radio', { name: /^A\./ }).focus();
  await page.keyboard.press('Space');
  await editor.getByRole('button', { name: 'Lưu chỗ sửa' }).focus();
  await page.keyboard.press('Enter');
  await editor.getByText('Đã xem, sửa').waitFor();
  await page.waitForFunction((n) => document.querySelector('dl .taken dd')?.textContent === String(n), before + 1);

  await page.getByRole('button', { name: 'Mọi câu' }).click();
  await page.getByRole('article').nth(2).waitFor();
  await page.getByRole('region', { name: 'Các câu đọc được' }).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('s');
  await page.getByRole('article').first().locator('.tag', { hasText: 'Bỏ qua' }).waitFor();
  await page.waitForFunction((n) => document.querySelector('dl .taken dd')?.textContent === String(n), before);

  await page.getByText(`Sẽ đưa ${before} câu vào ngân hàng ${bank.code} thành bản nháp`).waitFor();
  await page.getByRole('button', { name: `Đưa ${before} câu vào ngân hàng` }).click();
  await page.getByText(`${before} câu đã vào ngân hàng ${bank.code}.`).waitFor();
  await page.getByRole('link', { name: 'Mở ngân hàng' }).click();
  await page.getByText(`${before} câu`, { exact: true }).waitFor();
  await page.getByLabel('Tìm trong câu hỏi và phương án').fill('khong co chu nay');
  await page.getByText('0 câu', { exact: true }).waitFor();
}

/** Formats, paste from Word, pictures of strangers: only what the server lets stand is kept. */
async function write(desk) {
  const page = await organiser(desk, DESK);
  const bank = await createBank(desk, page);
  await writeQuestion(page, bank, `Tuổi lái xe gắn máy, lần ${desk.below(1_000_000)}?`);
  const stem = page.getByRole('textbox', { name: 'Câu hỏi' });
  await stem.click();
  await page.keyboard.press('Control+A');
  await page.getByRole('button', { name: 'Đậm', exact: true }).click();
  await page.keyboard.press('End');
  await stem.evaluate((place) => {
    const data = new DataTransfer();
    data.setData('text/html', '<p class="MsoNormal" style="color:red"><span>điều <u>59</u></span><script>alert(1)</script><img src="https://example.vn/x.png"></p>');
    place.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await page.getByRole('button', { name: 'Lưu phiên bản mới' }).click();
  await page.getByText('Đã lưu phiên bản 2.').waitFor();
  const html = await page.locator('.side .stem .rich').first().innerHTML();
  assert.match(html, /<b>Tuổi lái xe gắn máy/);
  assert.match(html, /<u>59<\/u>/);
  assert.doesNotMatch(html, /script|style|class|example\.vn/);

  await page.getByRole('button', { name: 'Đưa phương án B lên' }).click();
  assert.equal(await page.getByRole('textbox', { name: 'Phương án A' }).innerText(), 'Từ đủ 18 tuổi');
  assert.ok(await page.getByRole('radio', { name: /^B\./ }).isChecked(), 'the key moves with its option');
}

/** A reload and an ended session take nothing that was written. */
async function keepDrafts(desk) {
  const page = await organiser(desk, DESK);
  const bank = await createBank(desk, page);
  await writeQuestion(page, bank, `Câu giữ nháp ${desk.below(1_000_000)}?`);
  page.on('dialog', (dialog) => dialog.accept());
  await page.getByRole('textbox', { name: 'Phương án A' }).fill('Viết dở');
  await page.getByText('Bản viết dở được giữ trong trình duyệt này').waitFor();
  await page.reload();
  await page.getByText('Bạn đang xem bản viết dở').waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'Phương án A' }).innerText(), 'Viết dở');

  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Lưu phiên bản mới' }).click();
  await page.getByRole('dialog', { name: 'Phiên làm việc đã hết' }).waitFor();
  await enter(page);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await page.getByRole('textbox', { name: 'Phương án A' }).innerText(), 'Viết dở');
  await page.getByRole('button', { name: 'Lưu phiên bản mới' }).click();
  await page.getByText('Đã lưu phiên bản 2.').waitFor();
  await page.reload();
  await page.getByText('phiên bản 2 ·').waitFor();
  assert.equal(await page.getByText('Bạn đang xem bản viết dở').count(), 0);

  // Who signs out leaves no question with its key on the machine.
  const drafts = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('thiluat.draft.')).length);
  await page.getByRole('textbox', { name: 'Phương án A' }).fill('Dở nữa');
  await page.getByText('Bản viết dở được giữ trong trình duyệt này').waitFor();
  assert.equal(await drafts(), 1);
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await heading(page, 'Đăng nhập phần quản trị');
  assert.equal(await drafts(), 0);
}

/** Two at the same question: the second sees the difference and goes on from the newest. */
async function meet(desk) {
  const first = await organiser(desk, DESK);
  const bank = await createBank(desk, first);
  await writeQuestion(first, bank, `Câu hai người cùng sửa ${desk.below(1_000_000)}?`);
  const second = await organiser(desk, DESK);
  await second.goto(new URL(first.url()).pathname);
  await second.getByText('phiên bản 1 ·').waitFor();

  await first.getByRole('textbox', { name: 'Phương án B' }).fill('Từ đủ 20 tuổi');
  await first.getByRole('button', { name: 'Lưu phiên bản mới' }).click();
  await first.getByText('Đã lưu phiên bản 2.').waitFor();

  await second.getByLabel('Chủ đề').fill('Tuổi lái xe');
  await second.getByRole('button', { name: 'Lưu phiên bản mới' }).click();
  await second.getByRole('heading', { name: 'Câu này đã có phiên bản 2 mới hơn' }).waitFor();
  await second.getByRole('button', { name: /^Lấy chỗ này theo bản mới nhất.*Phương án/ }).click();
  assert.equal(await second.getByRole('textbox', { name: 'Phương án B' }).innerText(), 'Từ đủ 20 tuổi');
  await second.getByRole('button', { name: 'Viết tiếp trên bản mới nhất' }).click();
  await second.getByRole('button', { name: 'Lưu phiên bản mới' }).click();
  await second.getByText('Đã lưu phiên bản 3.').waitFor();
  assert.equal(await second.getByLabel('Chủ đề').inputValue(), 'Tuổi lái xe');
}

/** The queue by keyboard; a version of one's own is for somebody else to decide. */
async function decide(desk) {
  const page = await organiser(desk, DESK);
  await page.goto('/quan-tri/cho-duyet');
  await page.locator('.task').first().waitFor();
  await page.locator('.task').first().focus();
  await page.keyboard.press('j');
  await page.locator('.case .seen').waitFor();
  const open = await page.locator('.case h2').first().textContent();
  if (await page.getByText('người khác phải xét duyệt').isVisible()) return;
  await page.keyboard.press('r');
  await page.getByText('Bạn hãy viết vì sao trả lại câu này.').waitFor();
  await page.getByLabel('Lời nhắn cho người soạn').fill('Cần ghi rõ khoản.');
  await page.getByRole('button', { name: /^Trả lại/ }).click();
  await page.getByText('Đã trả lại cho người soạn.').waitFor();
  assert.notEqual(await page.locator('.case h2').first().textContent(), open, 'the next one opens');
}

/** A law comes in from CSV after a preview, and is found without tone marks. */
async function laws(desk) {
  const page = await organiser(desk, DESK);
  const number = `${desk.below(100_000)}/2025/NĐ-CP`;
  await page.goto('/quan-tri/van-ban/nhap');
  await page.getByLabel('hoặc dán nội dung vào đây').fill(`number,title,issuer,valid_from\n${number},Nghị định thử nghiệm,Chính phủ,2025-07-01\n1/2025/NĐ-CP,,,\n`);
  await page.getByRole('button', { name: 'Xem trước' }).click();
  await page.getByText('Sẽ thêm 1 văn bản mới, sửa 0 văn bản đã có, bỏ lại 1 dòng.').waitFor();
  await page.getByRole('button', { name: 'Nhập vào danh mục' }).click();
  await page.getByText('Đã thêm 1 và sửa 0 văn bản.').waitFor();
  await page.goto('/quan-tri/van-ban');
  await page.getByLabel('Tìm theo số hoặc tên văn bản').fill('nghi dinh thu nghiem');
  await page.getByRole('heading', { name: number }).waitFor();
  await page.getByRole('button', { name: `Sửa ${number}` }).click();
  await page.getByLabel('Hết hiệu lực sau ngày').fill('30/6/2025');
  await page.getByText('Ngày hết hiệu lực đứng trước ngày có hiệu lực.').waitFor();
  await page.getByLabel('Hết hiệu lực sau ngày').fill('31/12/2025');
  await page.getByRole('dialog').getByRole('button', { name: 'Lưu' }).click();
  await page.getByText(`Đã lưu ${number}.`).waitFor();
  await page.getByText('đến hết 31/12/2025').first().waitFor();
}

/** A phone: the parts fold, and everything is reached from there. */
async function fold(desk) {
  const page = await organiser(desk, { viewport: { width: 360, height: 740 } });
  assert.ok(!(await page.getByRole('link', { name: 'Văn bản pháp luật' }).isVisible()));
  await page.getByRole('button', { name: 'Mục lục' }).click();
  await page.getByRole('link', { name: 'Văn bản pháp luật' }).click();
  await heading(page, 'Văn bản pháp luật');
  assert.ok(!(await page.getByRole('link', { name: 'Chờ duyệt' }).isVisible()), 'the menu folds again');
  await page.getByRole('button', { name: 'Mục lục' }).click();
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await heading(page, 'Đăng nhập phần quản trị');
}

export default {
  'brings a file in by keyboard, with a fix in place': importByKeys,
  'keeps only what may stand of what is written and pasted': write,
  'keeps a draft over a reload and an ended session': keepDrafts,
  'shows who comes second where the versions part': meet,
  'decides in the queue by keyboard': decide,
  'imports laws after a preview': laws,
  'folds its menu on a phone and signs out': fold,
};
