// The screens of staff, units and settings as axe sees them, on a phone in light and on a desk in dark.
import { accessible, heading, organiser } from '../console-steps.mjs';
import { accept, createTop, invite, mood } from '../staff-steps.mjs';

const LOOKS = [
  { viewport: { width: 360, height: 740 }, colorScheme: 'light' },
  { viewport: { width: 1366, height: 768 }, colorScheme: 'dark' },
];

/** Pages that need no account. */
async function doors(desk, look) {
  const page = await desk.tab(await desk.person(look));
  const check = (name) => accessible(desk, page, name);
  await page.goto('/quan-tri/khoi-phuc');
  await page.getByRole('button', { name: 'Gửi liên kết' }).click();
  await check('the recovery with its errors');
  await page.getByLabel('E-mail').fill('khong-co@example.vn');
  await page.getByRole('button', { name: 'Gửi liên kết' }).click();
  await heading(page, 'Bạn hãy xem hộp thư');
  await check('the recovery that was asked for');
  await page.goto('/quan-tri/loi-moi#khong-co');
  await heading(page, 'Liên kết này không dùng được nữa');
  await check('an invitation that is gone');
  await page.goto('/quan-tri/don-vi/dang-ky-moi');
  await page.getByRole('button', { name: 'Gửi đăng ký' }).click();
  await check('the registration of a unit with its errors');

  const admin = await organiser(desk, look);
  const guest = await accept(desk, await invite(desk, admin), look);
  await accessible(desk, guest, 'the offer of a second step');
  await guest.getByRole('button', { name: 'Bật bước xác nhận thứ hai' }).click();
  await guest.locator('.secret').waitFor();
  await guest.getByRole('button', { name: 'Kiểm tra và bật' }).click();
  await accessible(desk, guest, 'the second step with its errors');
}

async function people(desk, look) {
  const page = await organiser(desk, look);
  const check = (name) => accessible(desk, page, name);
  const box = page.getByRole('dialog');
  await page.goto('/quan-tri');
  await heading(page, 'Việc cần làm');
  await check('the first page');
  await page.getByRole('button', { name: /^Thông báo/ }).click();
  await page.getByRole('region', { name: 'Mới nhất' }).getByRole('link', { name: 'Xem tất cả' }).waitFor();
  await check('the bell');

  const person = await invite(desk, page);
  await page.getByRole('table').waitFor();
  await check('the staff');
  await page.getByRole('button', { name: 'Mời cán bộ' }).click();
  await box.getByRole('button', { name: 'Tạo lời mời' }).click();
  await check('the invitation with its errors');
  await page.goto(`/quan-tri/can-bo?tim=${encodeURIComponent(person.email)}`);
  await page.getByRole('button', { name: `Sửa ${person.name}` }).click();
  await check('somebody who was invited');
  await accept(desk, person);
  await page.goto(`/quan-tri/can-bo?tim=${encodeURIComponent(person.email)}`);
  await page.getByRole('button', { name: `Sửa ${person.name}` }).click();
  for (const summary of await box.locator('summary').all()) await summary.click();
  await box.getByRole('button', { name: 'Khóa tài khoản' }).click();
  await check('a member of staff');

  await page.goto('/quan-tri/tai-khoan');
  await page.getByText('Phiên này').waitFor();
  await page.getByRole('button', { name: 'Lưu cách nhận' }).waitFor();
  await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
  await check('the own account with its errors');
  await page.goto('/quan-tri/thong-bao');
  await heading(page, 'Thông báo');
  await check('the notifications');
  await page.goto('/quan-tri/cai-dat');
  await heading(page, 'Kết nối hệ thống khác');
  await check('the other systems');
  await page.getByRole('button', { name: 'Thêm kết nối' }).click();
  await box.getByRole('button', { name: 'Tạo kết nối' }).click();
  await check('a new connection with its errors');
  await page.goto('/quan-tri/nhat-ky');
  await page.getByRole('table').waitFor();
  await check('the audit log');
  if (!(await mood(page, { stale: true }))) return;
  await page.goto('/quan-tri/tai-khoan');
  await page.getByRole('button', { name: 'Bật bước xác nhận thứ hai' }).click();
  await box.getByRole('button', { name: 'Xác nhận' }).click();
  await check('the question for a fresh proof');
}

async function tree(desk, look) {
  const page = await organiser(desk, look);
  const check = (name) => accessible(desk, page, name);
  const box = page.getByRole('dialog');
  const top = await createTop(desk, page);
  await check('a unit');
  await page.getByRole('button', { name: 'Sửa' }).click();
  await check('the form of a unit');
  await box.getByRole('button', { name: 'Đóng' }).click();
  await page.getByRole('button', { name: 'Sáp nhập, chia tách' }).click();
  await box.getByRole('button', { name: 'Thay đơn vị' }).click();
  await check('the merger with its errors');
  await page.goto('/quan-tri/don-vi');
  const side = page.locator('details.side');
  if (!(await side.evaluate(({ open }) => open))) await side.locator('summary').click();
  await page.getByRole('treeitem').first().waitFor();
  await page.getByRole('table').waitFor();
  await check('the tree of units');
  await page.goto(`/quan-tri/don-vi?don-vi=${top.code}`);
  await page.getByRole('heading', { name: 'Chưa có đơn vị nào bên dưới' }).waitFor();
  await check('a unit with none below');
  await page.goto('/quan-tri/don-vi/nhap');
  await page.locator('#file').setInputFiles({ name: 'don-vi.csv', mimeType: 'text/csv', buffer: Buffer.from(`Mã,Tên,Loại,Mã cấp trên\n,${top.name},,\n,,,\nx-${top.code},Trạm Y tế,tram,${top.code}\n`) });
  await page.getByRole('button', { name: 'Đọc tệp và xem trước' }).click();
  await page.locator('#outcome').waitFor();
  await check('the preview of a file of units');
  await page.goto('/quan-tri/don-vi/dang-ky');
  await heading(page, 'Đơn vị đăng ký');
  await page.locator('main h2').first().waitFor();
  await check('the registrations');
}

async function english(desk) {
  const page = await organiser(desk, LOOKS[1]);
  await page.goto('/quan-tri/don-vi');
  await page.getByRole('button', { name: 'English' }).click();
  await heading(page, 'Tree of units');
  await page.getByRole('table').waitFor();
  await accessible(desk, page, 'the tree in English');
}

export default {
  ...Object.fromEntries(
    LOOKS.flatMap((look) => [['doors', doors], ['people', people], ['units', tree]].map(([name, walk]) => [`has nothing for axe to find on ${name}, ${look.colorScheme}, ${look.viewport.width} px`, (desk) => walk(desk, look)])),
  ),
  'speaks English on the tree of units': english,
};
