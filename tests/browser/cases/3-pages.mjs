// Every page as axe sees it, in light and dark, on a phone and on a desk. The content security policy is
// watched in every case: a violation is an error of the console.
import assert from 'node:assert/strict';
import { answer, begin, handIn, openRound, register, saved } from '../steps.mjs';

const LOOKS = [
  { viewport: { width: 360, height: 740 }, colorScheme: 'light' },
  { viewport: { width: 1366, height: 768 }, colorScheme: 'dark' },
];

async function accessible(desk, page, name) {
  const found = await desk.violations(page);
  assert.deepEqual(found, [], `axe on ${name}`);
}

async function walk(desk, look) {
  const context = await desk.person(look);
  const page = await desk.tab(context);
  const place = await openRound(context);
  const { slug, contest, round } = place;
  const show = async (path, heading) => {
    await page.goto(path);
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
    await page.locator('.opening').waitFor({ state: 'detached' });
    await accessible(desk, page, path);
  };

  await show('/', 'Thi tìm hiểu pháp luật trực tuyến');
  await show(`/cuoc-thi/${slug}`, contest.title);
  await show(`/cuoc-thi/${slug}/tro-lai`, 'Trở lại bằng mã');
  await show(`/cuoc-thi/${slug}/don-vi`, 'Bảng đơn vị');
  await show(`/bang-xep-hang/${round.id}?cuoc-thi=${slug}`, 'Bảng xếp hạng');
  await show('/kiem-chung', 'Kiểm chứng');
  await show('/bien-nhan/0000000000000000', 'Biên nhận');
  await show('/tro-giup', 'Trợ giúp');
  await show('/khong-co-trang-nay', 'Không có trang này');

  await show(`/cuoc-thi/${slug}/dang-ky`, 'Đăng ký dự thi');
  await page.getByRole('button', { name: 'Đăng ký' }).click();
  await accessible(desk, page, 'the registration with its errors');
  await register(desk, page, place);
  await accessible(desk, page, 'the sign-in code');

  await begin(page, place);
  await answer(page, 0);
  await saved(page, 1);
  await accessible(desk, page, 'the exam room');
  const handButton = page.getByRole('button', { name: 'Nộp bài' });
  const palette = page.getByRole('button', { name: 'Bảng câu' });
  if (await palette.isVisible()) {
    await palette.click();
    await accessible(desk, page, 'the palette');
    await page.getByRole('dialog').getByRole('button', { name: 'Nộp bài' }).click();
  } else {
    await handButton.first().click();
  }
  await page.getByRole('dialog').getByRole('button', { name: 'Nộp bài ngay' }).waitFor();
  await accessible(desk, page, 'the hand-in sheet');
  await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).click();
  if (round.rules.require_all) return;
  await page.setViewportSize(LOOKS[0].viewport);
  await handIn(page, place);
  await page.setViewportSize(look.viewport);
  await accessible(desk, page, 'the result');
  await page.getByRole('link', { name: 'Xem lại bài' }).click();
  await page.getByRole('heading', { name: 'Xem lại bài', level: 1 }).waitFor();
  await accessible(desk, page, 'the review');
}

export default Object.fromEntries(
  LOOKS.map((look) => [`has nothing for axe to find, ${look.colorScheme}, ${look.viewport.width} px`, (desk) => walk(desk, look)]),
);
