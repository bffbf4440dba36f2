// Every screen of the console as axe sees it, on a phone in light and on a desk in dark.
import { accessible, bring, createBank, enter, heading, organiser, writeQuestion } from '../console-steps.mjs';

const LOOKS = [
  { viewport: { width: 360, height: 740 }, colorScheme: 'light' },
  { viewport: { width: 1366, height: 768 }, colorScheme: 'dark' },
];
/** As long as the longest stem and option that organisers have. */
const LONG_STEM = 'Người điều khiển xe mô tô hai bánh, xe gắn máy chở theo người bị bệnh cần đi cấp cứu, trẻ em dưới 12 tuổi hoặc người khuyết tật '.repeat(3).slice(0, 379);
const LONG_OPTION = 'Được chở tối đa hai người; tất cả người ngồi trên xe đều phải đội mũ bảo hiểm đúng quy chuẩn và cài quai đúng quy cách; '.repeat(4).slice(0, 463);

async function walk(desk, look) {
  const context = await desk.person(look);
  const door = await desk.tab(context);
  await door.goto('/quan-tri/ngan-hang');
  await door.getByRole('heading', { name: 'Đăng nhập phần quản trị', level: 1 }).waitFor();
  await door.getByRole('button', { name: 'Đăng nhập' }).click();
  await accessible(desk, door, 'the sign-in with its errors');
  await enter(door);
  const page = door;
  await heading(page, 'Ngân hàng câu hỏi');
  await accessible(desk, page, 'the banks');

  await page.getByRole('button', { name: 'Tạo ngân hàng' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Tạo ngân hàng' }).click();
  await accessible(desk, page, 'the new bank with its errors');
  const bank = await createBank(desk, page);
  await accessible(desk, page, 'an empty bank');

  await page.getByRole('link', { name: 'Soạn câu mới' }).click();
  await heading(page, 'Soạn câu mới');
  await page.getByRole('button', { name: 'Lưu câu mới' }).click();
  await accessible(desk, page, 'the editor with its errors');
  await writeQuestion(page, bank, LONG_STEM);
  await page.getByRole('textbox', { name: 'Phương án B' }).fill(LONG_OPTION);
  await page.getByRole('button', { name: 'Lưu phiên bản mới' }).click();
  await page.getByText('Đã lưu phiên bản 2.').waitFor();
  await page.locator('ins').first().waitFor();
  await accessible(desk, page, 'a question with two versions');
  await page.getByRole('button', { name: 'Thôi dùng câu này' }).click();
  await accessible(desk, page, 'the question whether to retire');

  await page.goto('/quan-tri/nhap');
  await page.getByRole('button', { name: 'Đọc tệp và xem trước' }).click();
  await accessible(desk, page, 'the import with its errors');
  await bring(desk, page, bank);
  await accessible(desk, page, 'the preview');
  await page.getByRole('article').first().getByRole('button', { name: 'Sửa' }).click();
  await accessible(desk, page, 'the preview with an editor');
  await page.getByRole('button', { name: 'Mọi câu' }).click();
  await page.getByRole('article').nth(2).waitFor();
  await page.getByRole('button', { name: /^Đưa \d+ câu vào ngân hàng/ }).click();
  await page.getByRole('link', { name: 'Mở ngân hàng' }).waitFor();
  await accessible(desk, page, 'the result of an import');

  await page.getByRole('link', { name: 'Mở ngân hàng' }).click();
  await page.getByRole('table').waitFor();
  await page.getByRole('checkbox', { name: 'Chọn cả trang' }).check();
  await accessible(desk, page, 'the list with a selection');
  await page.getByRole('button', { name: 'Sửa hàng loạt' }).click();
  await accessible(desk, page, 'the change of many');
  await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).click();
  await page.getByRole('button', { name: 'Xuất ra tệp' }).click();
  await page.getByRole('dialog').getByRole('radio', { name: /Aiken/ }).check();
  await page.getByRole('dialog').getByRole('link', { name: 'Tải tệp' }).waitFor();
  await accessible(desk, page, 'the export');

  await page.goto(`/quan-tri/ngan-hang/${bank.code}/chat-luong`);
  await heading(page, `Chất lượng: ${bank.title}`);
  await page.getByRole('heading', { name: 'Các câu gần trùng nhau' }).waitFor();
  await accessible(desk, page, 'the quality');
  await page.goto(`/quan-tri/ngan-hang/${bank.code}/nguon-cau`);
  await heading(page, `Nguồn câu: ${bank.title}`);
  await accessible(desk, page, 'the supply');
  const { items } = await (await page.request.get('/api/v1/banks')).json();
  const full = items.find(({ counts }) => counts.approved > 0);
  await page.goto(`/quan-tri/ngan-hang/${full.code}/nguon-cau`);
  // A blueprint that asks for more than there is is told by the cell that falls short.
  await page.getByLabel('Số câu', { exact: true }).fill('499');
  await page.getByRole('button', { name: 'Kiểm tra' }).click();
  await page.getByText(/^Thiếu \d+ câu: chỉ có/).waitFor();
  await page.getByLabel('Số câu', { exact: true }).fill('1');
  await page.getByRole('button', { name: 'Kiểm tra' }).click();
  await page.getByText('Ngân hàng đủ câu cho ma trận này.').waitFor();
  await accessible(desk, page, 'the blueprint');

  await page.goto('/quan-tri/cho-duyet');
  await page.locator('.task').first().waitFor();
  await accessible(desk, page, 'the queue');
  await page.locator('.task').first().click();
  await page.locator('.case .seen').waitFor();
  await accessible(desk, page, 'a case of the queue');

  await page.goto('/quan-tri/van-ban');
  await page.getByRole('button', { name: 'Thêm văn bản' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Lưu' }).click();
  await accessible(desk, page, 'the new law with its errors');
  await page.goto('/quan-tri/van-ban/nhap');
  await heading(page, 'Nhập danh mục văn bản từ CSV');
  await accessible(desk, page, 'the import of laws');
  await page.goto('/quan-tri/van-ban/xem?so=1%2F2000%2FQH10');
  await heading(page, 'Các câu dẫn 1/2000/QH10');
  await accessible(desk, page, 'the questions of a law');
  await page.goto('/quan-tri/khong-co');
  await heading(page, 'Không có trang này');
  await accessible(desk, page, 'an unknown page');
}

/** English is complete on the screens that one meets first. */
async function english(desk) {
  const page = await organiser(desk, LOOKS[0]);
  await page.getByRole('button', { name: 'Mục lục' }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await heading(page, 'Question banks');
  await page.getByRole('link', { name: 'Waiting for review' }).click();
  await heading(page, 'Waiting for review');
  await accessible(desk, page, 'the queue in English');
}

export default {
  ...Object.fromEntries(LOOKS.map((look) => [`has nothing for axe to find, ${look.colorScheme}, ${look.viewport.width} px`, (desk) => walk(desk, look)])),
  'speaks English on request': english,
};
