// Coming in: invitations, the second step, a fresh proof over the work, lost passwords, closed accounts.
import assert from 'node:assert/strict';
import { heading, organiser } from '../console-steps.mjs';
import { accept, appCode, invite, mood, PASSWORD, secondStep, signIn, signOut } from '../staff-steps.mjs';

const DESK = { viewport: { width: 1366, height: 768 } };

/** Invited, in with a password of one's own, a second step, out, and in again by the app and by a recovery code. */
async function invited(desk) {
  const admin = await organiser(desk, DESK);
  const person = await invite(desk, admin);
  const page = await accept(desk, person);
  assert.equal(new URL(page.url()).hash, '', 'a used token stays in the address');
  const { secret, spare } = await secondStep(page);
  assert.equal(new Set(spare).size, 10);
  await heading(page, 'Việc cần làm');

  await signOut(page);
  await signIn(page, person.email);
  await heading(page, 'Bước xác nhận thứ hai');
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.getByText('Mã gồm đúng 6 chữ số.').waitFor();
  // The code of this moment was used to turn the step on.
  await page.getByLabel('Mã 6 số').fill(appCode(secret, 1));
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await heading(page, 'Việc cần làm');

  await signOut(page);
  await signIn(page, person.email);
  await page.getByRole('button', { name: 'Không có điện thoại? Dùng mã dự phòng' }).click();
  await page.getByLabel('Mã dự phòng').fill(spare[3].toUpperCase().replaceAll('-', ' '));
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await heading(page, 'Việc cần làm');

  // The link is used up.
  const late = await desk.tab(await desk.person());
  await late.goto(person.link);
  await heading(late, 'Liên kết này không dùng được nữa');
}

/** The box for a fresh proof appears over the work and the call goes on by itself; turning it away loses nothing. */
async function freshProof(desk) {
  const page = await organiser(desk, DESK);
  if (!(await mood(page, { stale: true }))) return;
  await page.goto('/quan-tri/cai-dat');
  await heading(page, 'Kết nối hệ thống khác');
  await page.getByRole('button', { name: 'Thêm kết nối' }).click();
  const work = page.getByRole('dialog', { name: 'Thêm kết nối' });
  const url = `https://thu${desk.below(1_000_000)}.example.vn/nhan`;
  await work.getByLabel('Địa chỉ nhận').fill(url);
  await work.getByRole('checkbox').first().check();
  await work.getByRole('button', { name: 'Tạo kết nối' }).click();
  const proof = page.getByRole('dialog', { name: 'Xác nhận lại là bạn' });
  await proof.getByRole('button', { name: 'Thôi' }).click();
  await work.getByText('Việc này cần xác nhận lại danh tính.').waitFor();
  assert.equal(await work.getByLabel('Địa chỉ nhận').inputValue(), url);

  await work.getByRole('button', { name: 'Tạo kết nối' }).click();
  await proof.getByLabel('Mật khẩu của bạn').fill('không phải');
  await proof.getByRole('button', { name: 'Xác nhận' }).click();
  await proof.getByText('E-mail, mật khẩu hoặc mã chưa đúng.').waitFor();
  await proof.getByLabel('Mật khẩu của bạn').fill(process.env.STAFF_PASSWORD ?? 'thiluat-mau');
  await page.keyboard.press('Enter');
  const key = page.getByRole('dialog', { name: 'Khóa ký của kết nối này' });
  assert.ok((await key.getByLabel('Khóa ký').inputValue()).length > 20);
  await key.getByRole('button', { name: 'Đã chép xong' }).click();
  await page.getByRole('heading', { name: url }).waitFor();
}

/** Who lost the password comes back by an administrator's link; who is closed out is out at once, and can be let in again. */
async function helped(desk) {
  const admin = await organiser(desk, DESK);
  const person = await invite(desk, admin);
  const page = await accept(desk, person);
  await page.getByRole('link', { name: 'Để sau' }).click();
  await heading(page, 'Việc cần làm');

  const open = async () => {
    await admin.goto(`/quan-tri/can-bo?tim=${encodeURIComponent(person.email)}`);
    await admin.getByRole('button', { name: `Sửa ${person.name}` }).click();
    return admin.getByRole('dialog');
  };
  let box = await open();
  await box.getByText('Giúp vào lại tài khoản').click();
  await box.getByRole('button', { name: 'Tạo liên kết khôi phục' }).click();
  const link = await box.getByLabel('Liên kết khôi phục').inputValue();
  await page.goto(link.slice(link.indexOf('/quan-tri/')));
  await heading(page, 'Đặt mật khẩu mới');
  await page.getByRole('button', { name: 'Đặt mật khẩu' }).click();
  await page.getByText('Mật khẩu cần ít nhất 8 ký tự.').waitFor();
  const fresh = `${PASSWORD} lần hai`;
  await page.getByLabel('Mật khẩu mới').fill(fresh);
  await page.getByRole('button', { name: 'Đặt mật khẩu' }).click();
  await page.getByText('Đã đặt mật khẩu mới.').waitFor();
  await page.goto('/quan-tri');
  await signIn(page, person.email, fresh);
  await heading(page, 'Việc cần làm');

  box = await open();
  await box.getByText('Khóa tài khoản').first().click();
  await box.getByRole('button', { name: 'Khóa tài khoản' }).click();
  await box.getByText('Tên gõ lại chưa khớp.').waitFor();
  await box.getByLabel(`Gõ lại “${person.name}”`).fill(person.name.toLowerCase().replace('cán bộ thử', 'can bo thu'));
  await box.getByRole('button', { name: 'Khóa tài khoản' }).click();
  await admin.getByText(`Đã khóa tài khoản ${person.name}.`).waitFor();
  await page.goto('/quan-tri/tai-khoan');
  await heading(page, 'Đăng nhập phần quản trị');
  await admin.getByRole('button', { name: 'Hoàn tác' }).click();
  await admin.getByRole('row', { name: new RegExp(person.name) }).getByText('Đang làm việc').waitFor();
  await signIn(page, person.email, fresh);
  await heading(page, 'Tài khoản của tôi');
}

/** A role sees its parts of the menu, and is told where it may not go. */
async function hidden(desk) {
  const admin = await organiser(desk, DESK);
  const page = await accept(desk, await invite(desk, admin, 'viewer'), DESK);
  await page.getByRole('link', { name: 'Để sau' }).click();
  await heading(page, 'Việc cần làm');
  const menu = page.getByRole('navigation', { name: 'Các phần quản trị' });
  assert.equal(await menu.getByRole('link', { name: 'Cán bộ' }).count(), 0);
  assert.equal(await menu.getByRole('link', { name: 'Cây đơn vị' }).count(), 1);
  await page.goto('/quan-tri/can-bo');
  await page.getByText('Vai trò của bạn không mở được phần này.').waitFor();
}

export default {
  'lets an invited person in, with a second step': invited,
  'asks for a fresh proof over the work and goes on': freshProof,
  'helps somebody back in, and closes and opens an account': helped,
  'shows a role its own parts': hidden,
};
