// The tree of units: found without tone marks, walked by keys, changed, replaced, brought in, and registered from outside.
import assert from 'node:assert/strict';
import { heading, organiser } from '../console-steps.mjs';
import { createBelow, createTop } from '../staff-steps.mjs';

const DESK = { viewport: { width: 1366, height: 768 } };

async function tree(desk) {
  const page = await organiser(desk, DESK);
  const top = await createTop(desk, page);
  const tag = desk.below(1_000_000_000);
  await createBelow(page, { name: `Xã Hòa Bình ${tag}`, code: `${top.code}-xa`, type: 'xa' });
  await createBelow(page, { name: `Trường Văn Miếu ${tag}`, code: `${top.code}-truong`, type: 'truong' });

  // Typed without marks and in the other spelling, from the top of everything.
  await page.goto('/quan-tri/don-vi');
  await page.getByLabel('Tìm đơn vị theo tên hoặc mã').fill(`truong van mieu ${tag}`);
  await page.getByRole('row', { name: new RegExp(`Trường Văn Miếu ${tag}`) }).getByText(`Xã Hòa Bình ${tag}`).waitFor();
  await page.getByText('1 đơn vị', { exact: true }).waitFor();
  // The address holds what was asked for.
  await page.waitForURL(/tim=truong/);
  await page.reload();
  assert.equal(await page.getByLabel('Tìm đơn vị theo tên hoặc mã').inputValue(), `truong van mieu ${tag}`);

  // By keys alone: into the branch, down to the commune, look at it, and back to the one above.
  await page.goto(`/quan-tri/don-vi?don-vi=${top.code}`);
  const line = (name) => page.getByRole('treeitem', { name });
  await line(top.name).focus();
  if ((await line(top.name).getAttribute('aria-expanded')) === 'false') await page.keyboard.press('ArrowRight');
  await line(`Xã Hòa Bình ${tag}`).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: new RegExp(`Trường Văn Miếu ${tag}`) }).waitFor();
  assert.equal(await line(`Xã Hòa Bình ${tag}`).getAttribute('aria-selected'), 'true');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  assert.ok(await line(top.name).evaluate((element) => element === document.activeElement));

  // Columns are remembered, an order is a click.
  await page.locator('summary', { hasText: 'Cột' }).click();
  await page.getByRole('checkbox', { name: 'Khối' }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'Khối' }).waitFor();
  await page.getByRole('columnheader', { name: 'Tên' }).getByRole('button').click();
  await page.waitForURL(/xep=-name/);
  assert.equal(await page.getByRole('columnheader', { name: 'Tên' }).getAttribute('aria-sort'), 'descending');
}

async function changes(desk) {
  const page = await organiser(desk, DESK);
  const top = await createTop(desk, page);
  const tag = desk.below(1_000_000_000);
  const [old, next] = [`Xã Kỳ Tân ${tag}`, `Xã Kỳ Anh ${tag}`];
  await createBelow(page, { name: next, code: `${top.code}-moi`, type: 'xa' });
  await page.goto(`/quan-tri/don-vi/${top.code}`);
  await createBelow(page, { name: old, code: `${top.code}-cu`, type: 'xa' });

  await page.getByRole('button', { name: 'Sửa' }).click();
  const box = page.getByRole('dialog');
  await box.getByLabel('Số người').fill('một nghìn');
  await box.getByRole('button', { name: 'Lưu' }).click();
  await box.getByText('Bạn hãy nhập một số nguyên.').waitFor();
  await box.getByLabel('Số người').fill('1.250');
  await box.getByLabel('Nguồn số liệu').fill('Cục Thống kê');
  await box.getByLabel('Ngày của số liệu').fill('1/9/2026');
  await box.getByLabel('Tên khác').fill(`Kỳ Tân cũ ${tag}`);
  await box.getByRole('button', { name: 'Lưu' }).click();
  await page.getByText('Cục Thống kê, ngày 01/09/2026').waitFor();
  await page.getByText(`Kỳ Tân cũ ${tag}`).waitFor();

  await page.getByRole('button', { name: 'Sáp nhập, chia tách' }).click();
  await box.getByRole('combobox', { name: 'Thêm đơn vị kế thừa' }).pressSequentially(`ky anh ${tag}`);
  await box.getByRole('option', { name: new RegExp(next) }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await box.getByLabel('Kể từ ngày').fill('1/7/2025');
  await box.getByText(`Từ ngày 01/07/2025, “${old}” được thay bằng “${next}”.`).waitFor();
  await box.getByRole('button', { name: 'Thay đơn vị' }).click();
  await box.getByText('Tên gõ lại chưa khớp.').waitFor();
  await box.getByLabel(`Gõ lại “${old}”`).fill(old);
  await box.getByRole('button', { name: 'Thay đơn vị' }).click();
  await page.getByText(/đơn vị này đã được thay bằng/).waitFor();
  await page.getByRole('link', { name: next }).first().click();
  await heading(page, next);
}

async function file(desk) {
  const page = await organiser(desk, DESK);
  const top = await createTop(desk, page);
  const send = async (lines) => {
    await page.locator('#file').setInputFiles({ name: 'don-vi.csv', mimeType: 'text/csv', buffer: Buffer.from(['Mã,Tên,Loại,Mã cấp trên', ...lines, ''].join('\n')) });
    await page.getByRole('button', { name: /^Đọc/ }).click();
    await page.getByRole('heading', { name: 'Xem trước: don-vi.csv' }).waitFor();
  };
  await page.goto('/quan-tri/don-vi/nhap');
  await page.getByRole('button', { name: 'Đọc tệp và xem trước' }).click();
  await page.getByText('Bạn hãy chọn tệp.').waitFor();
  const good = [`${top.code}-1,Xã Một,xa,${top.code}`, `,${top.name.replace('Hoà', 'hoa').toLowerCase()},,`];
  await send([...good, ',,,']);
  await page.getByText('1 dòng không nhận được').waitFor();
  assert.equal(await page.getByRole('button', { name: /^Nhập:/ }).count(), 0, 'a file with a refused line can be imported');
  // Doubts come first: the refused line before the one that was only found by its name.
  const rows = page.getByRole('table', { name: 'Các dòng của tệp' }).locator('tbody tr');
  await rows.nth(0).getByText('Không nhận').waitFor();
  await rows.nth(1).getByText(`→ ${top.name} (${top.code})`).waitFor();

  await send(good);
  await page.getByRole('button', { name: /^Nhập: thêm 1/ }).click();
  await page.getByRole('heading', { name: /^Đã nhập: thêm 1/ }).waitFor();
  await page.goto(`/quan-tri/don-vi?don-vi=${top.code}`);
  await page.getByRole('link', { name: 'Xã Một' }).waitFor();
}

/** Somebody without an account registers a unit; who looks after the tree takes it in. */
async function registration(desk) {
  const admin = await organiser(desk, DESK);
  const top = await createTop(desk, admin);
  const tag = desk.below(1_000_000_000);
  const name = `Trường Tiểu học Thử ${tag}`;
  const page = await desk.tab(await desk.person());
  await page.goto('/quan-tri/tai-khoan');
  await page.getByRole('link', { name: /Đăng ký đơn vị/ }).click();
  await heading(page, 'Đăng ký đơn vị');
  await page.getByRole('button', { name: 'Gửi đăng ký' }).click();
  assert.equal(await page.locator('.wrong').count(), 6);
  await page.getByLabel('Tên đơn vị').fill(name);
  await page.getByLabel('Loại đơn vị').selectOption('truong');
  await page.getByRole('combobox', { name: /^Đơn vị cấp trên/ }).pressSequentially(`tinh thu hoa ${top.code.slice(4)}`);
  await page.getByRole('option', { name: new RegExp(top.name) }).click();
  await page.getByLabel('Họ và tên').fill('Nguyễn Thị Hồng Ánh');
  await page.getByLabel('E-mail').fill(`anh${tag}@example.vn`);
  await page.getByLabel('Điện thoại').fill('0912 345 678');
  await page.getByRole('button', { name: 'Gửi đăng ký' }).click();
  await heading(page, 'Đã nhận đăng ký');

  await admin.goto('/quan-tri/don-vi/dang-ky');
  await admin.getByRole('button', { name: new RegExp(`^Duyệt ?: ${name}`) }).click();
  const box = admin.getByRole('dialog');
  await box.getByText(`“${name}” sẽ nằm dưới “${top.name}”.`).waitFor();
  await box.getByRole('button', { name: 'Duyệt' }).click();
  assert.match(await box.getByLabel('Liên kết mời người liên hệ').inputValue(), /\/quan-tri\/loi-moi#.+/);
  await box.getByRole('link', { name: 'Mở trang đơn vị' }).click();
  await heading(admin, name);
}

export default {
  'finds units without tone marks and walks the tree by keys': tree,
  'changes a unit and replaces it by another': changes,
  'looks at a file of units before it counts': file,
  'takes in a unit that registers itself': registration,
};
