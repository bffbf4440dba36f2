// One person from the home page to the scoreboard.
import assert from 'node:assert/strict';
import { answer, api, begin, handIn, next, openRound, predict, register, saved } from '../steps.mjs';

export default {
  'goes from the home page to the scoreboard': async (desk) => {
    const context = await desk.person();
    const page = await desk.tab(context);
    const { slug, contest, round } = await openRound(context);

    await page.goto('/');
    await page.getByRole('link', { name: contest.title, exact: true }).click();
    await page.getByRole('heading', { name: contest.title, level: 1 }).waitFor();
    await page.getByText('Mỗi người được thi').first().waitFor();
    await page.getByRole('link', { name: 'Đăng ký dự thi' }).first().click();
    await page.getByRole('heading', { name: 'Đăng ký dự thi' }).waitFor();

    const { code } = await register(desk, page, { slug, contest });
    assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await page.getByRole('link', { name: 'Tôi đã giữ mã' }).click();
    await page.getByRole('region', { name: round.title, exact: true }).getByRole('link', { name: 'Vào thi' }).click();
    await page.getByText('Đồng hồ đã khớp').waitFor();
    await page.getByRole('button', { name: 'Bắt đầu làm bài' }).click();

    for (let n = 1; n <= round.questions; n += 1) {
      await page.getByText(`Câu ${n}/${round.questions}`, { exact: true }).waitFor();
      await answer(page, desk.below(4));
      await page.locator('[data-state="saved"]').waitFor();
      if (n < round.questions) await next(page);
    }
    await saved(page, round.questions);
    await handIn(page, { round });

    if (round.publish.at_submit !== 'none') await page.getByText(/^Đúng \d+ trong|^Bạn trả lời đúng tất cả/).waitFor();
    const me = await api(context, `/contests/${slug}/participants/me`);
    assert.equal(me.attempts.filter(({ state }) => state === 'submitted').length, 1);

    // What the contest asks for only now is filled in beside the result, and then asked no more.
    assert.deepEqual(me.missing, ['occupation']);
    await page.locator('#field-occupation').fill('Nông dân');
    await page.getByRole('button', { name: 'Gửi thông tin' }).click();
    await page.getByRole('heading', { name: 'Bổ sung thông tin' }).waitFor({ state: 'detached' });
    assert.deepEqual((await api(context, `/contests/${slug}/participants/me`)).missing, []);

    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Tải biên nhận' }).click()]);
    assert.match(download.suggestedFilename(), /^bien-nhan-[0-9A-Z]{16}\.json$/);
    await page.getByRole('link', { name: 'Xem trang kiểm chứng' }).click();
    await page.getByText('Biên nhận có thật và khớp với bài đã nộp.').waitFor();

    await page.goBack();
    await page.getByRole('link', { name: 'Bảng xếp hạng' }).click();
    await page.getByRole('heading', { name: 'Bảng xếp hạng', level: 1 }).waitFor();
    const board = await api(context, `/rounds/${round.id}/scoreboard?around=me&limit=11`);
    if (['live', 'frozen', 'final'].includes(board.state)) {
      await page.getByText('Bạn đang ở hạng').waitFor();
      await page.locator('[data-line="live"]').waitFor();
    } else {
      await page.getByText('được giữ kín đến khi vòng đóng').first().waitFor();
    }
  },

  'hands in by itself when time is up, and a screen reader hears it coming': async (desk) => {
    const context = await desk.person();
    const page = await desk.tab(context);
    await page.clock.install();
    const place = await openRound(context);
    await register(desk, page, place);
    await begin(page, place);
    await answer(page, 0);
    await saved(page, 1);
    await predict(page, place);
    await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).click();

    const said = page.locator('header [role="alert"]');
    await page.clock.fastForward((place.round.time_limit_s - 299) * 1000);
    await page.waitForFunction(() => document.querySelector('header [role="alert"]')?.textContent === 'Còn 5 phút.');
    await page.clock.fastForward(240_000);
    await page.waitForFunction(() => document.querySelector('header [role="alert"]')?.textContent === 'Còn 1 phút.');
    assert.match(await page.locator('header').innerText(), /phút cuối/);
    assert.equal(await said.count(), 1);

    await page.clock.fastForward(60_000);
    await page.getByRole('heading', { name: 'Biên nhận' }).waitFor();
    const me = await api(context, `/contests/${place.slug}/participants/me`);
    assert.equal(me.attempts.filter(({ state }) => state === 'active').length, 0);
  },

  'reads the same in English': async (desk) => {
    const context = await desk.person();
    const page = await desk.tab(context);
    const { slug } = await openRound(context);
    await page.goto(`/cuoc-thi/${slug}`);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Rules' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Rules' }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  },
};
