// Every screen of contests as axe sees it, on a phone in light and on a desk in dark.
import { accessible } from '../console-steps.mjs';
import { at, draft, saved, visit } from '../contest-steps.mjs';

const LOOKS = [
  { viewport: { width: 360, height: 740 }, colorScheme: 'light' },
  { viewport: { width: 1366, height: 768 }, colorScheme: 'dark' },
];
const BUSY = '/quan-tri/cuoc-thi/giao-thong-2026';

async function beginning(desk, look) {
  const page = await at(desk, look, '/quan-tri/cuoc-thi');
  await page.locator('.contests').waitFor();
  await accessible(desk, page, 'the contests');
  await page.getByRole('button', { name: 'Tạo cuộc thi' }).first().click();
  const box = page.getByRole('dialog');
  await box.getByRole('button', { name: 'Bắt đầu soạn' }).click();
  await accessible(desk, page, 'the new contest with its errors');
  await box.getByRole('radio', { name: /Cuộc thi trước đây/ }).check();
  await accessible(desk, page, 'the new contest from an earlier one');
  await visit(page, '/quan-tri/mau');
  await page.locator('.gallery').first().waitFor();
  await accessible(desk, page, 'the templates');
  await visit(page, '/quan-tri/goi');
  await page.locator('#package').setInputFiles({ name: 'goi.zip', mimeType: 'application/zip', buffer: Buffer.from('PK') });
  await page.getByRole('button', { name: 'Xem trong gói có gì' }).click();
  await page.getByRole('button', { name: 'Nhận gói và soạn tiếp' }).waitFor();
  await accessible(desk, page, 'a package looked into');
}

async function wizard(desk, look) {
  const page = await at(desk, look, '/quan-tri/cuoc-thi');
  const { id } = await draft(desk, page, 'hai-bang');
  for (const [i, name] of ['the name', 'the people', 'the questions', 'the rounds', 'the publication'].entries()) {
    await visit(page, `/quan-tri/cuoc-thi/soan/${id}?buoc=${i + 1}`);
    await saved(page);
    if (i === 3) for (const more of await page.locator('.inside summary', { hasText: 'Nâng cao' }).all()) if (await more.isVisible()) await more.click();
    await accessible(desk, page, `step ${i + 1}, ${name}`);
  }
  await page.getByRole('button', { name: 'Tệp cuộc thi' }).click();
  await page.getByRole('dialog').locator('pre').waitFor();
  await accessible(desk, page, 'the contest file');
  await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).click();
  await visit(page, `/quan-tri/cuoc-thi/soan/${id}?buoc=3`);
  await page.getByRole('button', { name: /^Dùng cho mọi vòng ?: Trật tự/ }).click();
  await page.getByText('Đủ: có').first().waitFor();
  await accessible(desk, page, 'the questions with what the bank gives');
  await visit(page, `/quan-tri/cuoc-thi/soan/${id}?buoc=5`);
  await page.getByRole('button', { name: 'Làm thử' }).click();
  await page.getByRole('button', { name: 'Rút đề' }).click();
  await page.locator('dialog .question').waitFor();
  await accessible(desk, page, 'the dry run');
  await page.getByRole('button', { name: /^Chấm ngay/ }).click();
  await page.locator('dialog .review').waitFor();
  await accessible(desk, page, 'the marks of a dry run');
}

async function running(desk, look) {
  const page = await at(desk, look, BUSY);
  await page.getByRole('heading', { name: 'Tuần 1' }).waitFor();
  await accessible(desk, page, 'a contest');
  await page.getByRole('button', { name: /^Đóng ngay/ }).click();
  await accessible(desk, page, 'closing by hand');
  await page.getByRole('dialog').getByRole('button', { name: 'Đóng', exact: true }).click();
  await page.getByRole('button', { name: 'Đóng gói cho đơn vị khác' }).click();
  await accessible(desk, page, 'packing');
  await page.getByRole('dialog').getByRole('button', { name: 'Đóng', exact: true }).click();
  await page.getByRole('button', { name: 'Lưu làm mẫu' }).click();
  await accessible(desk, page, 'keeping as a template');

  await visit(page, `${BUSY}/theo-doi`);
  await page.locator('.four').waitFor();
  await page.getByText('Xem thành bảng').click();
  await accessible(desk, page, 'the monitor');
  await page.getByRole('button', { name: 'Thêm giờ' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Thêm giờ' }).click();
  await accessible(desk, page, 'extra time with its errors');

  await visit(page, `${BUSY}/thong-bao`);
  await page.getByText('Tiếng Anh, vòng, thời hạn').click();
  await page.getByRole('button', { name: 'Gửi ngay' }).click();
  await accessible(desk, page, 'announcements with their errors');
  await visit(page, `${BUSY}/chia-se`);
  await page.getByRole('table').waitFor();
  await accessible(desk, page, 'sharing');
}

async function people(desk, look) {
  const page = await at(desk, look, `${BUSY}/nguoi-thi`);
  await page.getByRole('table').waitFor();
  await page.getByText('Các cột').click();
  await accessible(desk, page, 'the participants');
  await visit(page, `${BUSY}/nguoi-thi/p1`);
  await page.getByRole('heading', { name: 'Thông tin đã khai' }).waitFor();
  await accessible(desk, page, 'a participant');
  await page.getByRole('button', { name: 'Sửa thông tin' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Lưu chỗ sửa' }).click();
  await accessible(desk, page, 'a correction with its errors');
  await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).click();
  await page.getByRole('button', { name: 'Loại khỏi cuộc thi' }).click();
  await accessible(desk, page, 'an exclusion');
  await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).click();
  await page.getByRole('button', { name: 'Cấp mã mới' }).click();
  await page.getByLabel(/^Lý do/).fill('Mất phiếu');
  await page.getByRole('dialog').getByRole('button', { name: 'Cấp mã mới' }).click();
  await page.locator('.code').waitFor();
  await accessible(desk, page, 'a new code');

  await visit(page, '/quan-tri/cuoc-thi/hoi-thi-2026/danh-sach');
  await page.locator('#roster').setInputFiles({ name: 'lop.csv', mimeType: 'text/csv', buffer: Buffer.from('Họ tên,Ngày sinh,Lớp\nNguyễn Văn An,2010-01-02,10A1\n,2010-01-02,10A1\n') });
  await page.getByRole('button', { name: 'Đọc và xem trước' }).click();
  await page.getByText('dòng 3').waitFor();
  await accessible(desk, page, 'a roster looked at');
  await page.getByRole('button', { name: /^Thêm 1 người/ }).click();
  await page.getByRole('heading', { name: 'Phiếu dự thi' }).waitFor();
  await accessible(desk, page, 'the slips of a roster');
}

/** English is complete where one begins. */
async function english(desk) {
  const page = await at(desk, LOOKS[0], '/quan-tri/cuoc-thi');
  const { id } = await draft(desk, page);
  await page.getByRole('button', { name: 'Mục lục' }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Contests', level: 1 }).waitFor();
  await visit(page, `/quan-tri/cuoc-thi/soan/${id}?buoc=4`);
  await page.getByRole('heading', { name: /^Step 4\/5\. Rounds and rules/ }).waitFor();
  await accessible(desk, page, 'the wizard in English');
}

const walks = { 'where contests begin': beginning, 'the wizard': wizard, 'a contest that runs': running, 'its people': people };

export default {
  ...Object.fromEntries(LOOKS.flatMap((look) => Object.entries(walks).map(([name, walk]) => [`has nothing for axe to find on ${name}, ${look.colorScheme}, ${look.viewport.width} px`, (desk) => walk(desk, look)]))),
  'speaks English about contests': english,
};
