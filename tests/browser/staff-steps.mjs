// What administrators and those they invite do in the console, for the cases in console/3-*.
import { code, stepAt } from '../../contest-ui/dev/staff/totp.mjs';
import { heading } from './console-steps.mjs';

export const PASSWORD = 'con trâu gốc đa nước sôi';

/** A code of the authenticator app; `ahead` steps of 30 seconds from now, since each code is good once. */
export function appCode(secret, ahead = 0) {
  return code(secret, stepAt(Date.now()) + ahead);
}

/** Whether the tested server is the made-up one, and does what it is told about its mood. */
export async function mood(page, change) {
  return (await page.request.post('/mock', { data: change, failOnStatusCode: false })).ok();
}

/** Invites somebody by the screen; gives the name, the address and the link that is shown once. */
export async function invite(desk, page, role = 'author') {
  const tag = desk.below(1_000_000_000);
  const person = { name: `Cán Bộ Thử ${tag}`, email: `thu${tag}@example.vn` };
  await page.goto('/quan-tri/can-bo');
  await heading(page, 'Cán bộ');
  await page.getByRole('button', { name: 'Mời cán bộ' }).click();
  const box = page.getByRole('dialog');
  await box.getByLabel('E-mail').fill(person.email);
  await box.getByLabel('Họ và tên').fill(person.name);
  await box.getByLabel('Vai trò').selectOption(role);
  await box.getByRole('checkbox', { name: /^Toàn hệ thống/ }).check();
  await box.getByRole('button', { name: 'Tạo lời mời' }).click();
  const link = await box.getByLabel('Liên kết mời').inputValue();
  await box.getByRole('button', { name: 'Đóng' }).last().click();
  return { ...person, link: link.slice(link.indexOf('/quan-tri/')) };
}

/** Accepts an invitation in a browser of one's own; the page stands at the offer of a second step. */
export async function accept(desk, { link, name }, look = {}) {
  const page = await desk.tab(await desk.person(look));
  await page.goto(link);
  await page.getByText(`Chào ${name}!`).waitFor();
  await page.getByLabel('Mật khẩu', { exact: false }).first().fill(PASSWORD);
  await page.getByText('Chắc chắn').waitFor();
  await page.getByRole('button', { name: 'Nhận lời và vào làm việc' }).click();
  await heading(page, 'Thêm một lớp khóa cho tài khoản');
  return page;
}

/** Turns the second step on where it is offered; gives the secret and the ten recovery codes. */
export async function secondStep(page) {
  await page.getByRole('button', { name: 'Bật bước xác nhận thứ hai' }).click();
  const secret = (await page.locator('.secret code').textContent()).replace(/\s/g, '');
  await page.getByLabel('Mã 6 số').fill(appCode(secret));
  await page.getByRole('button', { name: 'Kiểm tra và bật' }).click();
  await page.getByRole('heading', { name: 'Cất mười mã dự phòng' }).waitFor();
  const spare = await page.locator('.slip li').allTextContents();
  await page.getByRole('checkbox', { name: 'Tôi đã cất các mã này' }).check();
  await page.getByRole('button', { name: 'Xong' }).click();
  return { secret, spare };
}

export async function signOut(page) {
  const menu = page.getByRole('button', { name: 'Mục lục' });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.getByRole('heading', { name: 'Đăng nhập phần quản trị', level: 1 }).waitFor();
}

/** Fills the first step of the sign-in. */
export async function signIn(page, email, password = PASSWORD) {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
}

/** A unit of one's own that belongs to none, by the screen; the page stands at it. */
export async function createTop(desk, page) {
  const tag = desk.below(1_000_000_000);
  const unit = { name: `Tỉnh Thử Hoà ${tag}`, code: `thu-${tag}` };
  await page.goto('/quan-tri/don-vi');
  await heading(page, 'Cây đơn vị');
  await page.getByRole('button', { name: 'Thêm đơn vị' }).click();
  const box = page.getByRole('dialog');
  await box.getByRole('checkbox', { name: 'Không trực thuộc đơn vị nào' }).check();
  await fillUnit(box, { ...unit, type: 'tinh' });
  await heading(page, unit.name);
  return unit;
}

/** Another one below the unit that the page stands at. */
export async function createBelow(page, unit) {
  await page.getByRole('button', { name: 'Thêm đơn vị bên dưới' }).click();
  await fillUnit(page.getByRole('dialog'), unit);
  await heading(page, unit.name);
}

async function fillUnit(box, { name, code: key, type }) {
  await box.getByLabel('Tên*').fill(name);
  await box.getByLabel('Loại').selectOption(type);
  await box.getByLabel('Mã*').fill(key);
  await box.getByRole('button', { name: 'Thêm đơn vị' }).click();
}
