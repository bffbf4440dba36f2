// The network goes, the tab goes, another device comes: no answer is lost, and none is called saved too early.
import assert from 'node:assert/strict';
import { answer, api, begin, comeBack, handIn, held, next, openRound, register, saved } from '../steps.mjs';

/** Answers `count` questions from the one on the screen on; gives how many. */
async function answerSome(desk, page, count) {
  for (let i = 0; i < count; i += 1) {
    await answer(page, desk.below(4));
    await next(page);
  }
}

/** What the person sees chosen, by slot: read from the page itself. */
async function chosen(page, round) {
  const picks = new Map();
  await page.getByRole('button', { name: 'Bảng câu' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Câu 1,/ }).click();
  for (let slot = 1; slot <= round.questions; slot += 1) {
    await page.getByText(`Câu ${slot}/${round.questions}`, { exact: true }).waitFor();
    picks.set(slot, await page.locator('label.option input').evaluateAll((inputs) => inputs.map(({ checked }) => checked).join()));
    if (slot < round.questions) await next(page);
  }
  return picks;
}

export default {
  'loses no answer when the network and the tab are gone': async (desk) => {
    const context = await desk.person();
    const page = await desk.tab(context);
    const place = await openRound(context);
    await register(desk, page, place);
    const attempt = await begin(page, place);

    await answerSome(desk, page, 2);
    await saved(page, 2);

    await context.setOffline(true);
    await answerSome(desk, page, 3);
    await page.getByText('Chưa gửi được, đang thử lại (3 câu)').waitFor();
    assert.equal(await page.locator('[data-state="saved"]').count(), 0);
    const before = await chosen(page, place.round);
    assert.equal((await held(context, attempt)).size, 2, 'what was answered without a network is not there yet');
    // A page that goes tries once more, and sometimes gets through; nothing may depend on it.
    await page.close();
    await context.setOffline(false);

    const again = await desk.tab(context);
    await again.goto(`/thi/${attempt}`);
    await saved(again, 5);
    assert.equal((await held(context, attempt)).size, 5);
    assert.deepEqual(await chosen(again, place.round), before);
    await handIn(again, place);
  },

  'opens again without a network from what the device kept': async (desk) => {
    const context = await desk.person();
    const page = await desk.tab(context);
    const place = await openRound(context);
    await register(desk, page, place);
    const attempt = await begin(page, place);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));

    await context.setOffline(true);
    await answerSome(desk, page, 1);
    await page.getByText('Chưa gửi được, đang thử lại (1 câu)').waitFor();
    await page.reload();
    await page.getByText('đây là đề đã giữ trên máy').waitFor();
    await answer(page, desk.below(4));
    await page.getByText('Chưa gửi được, đang thử lại (2 câu)').waitFor();

    await context.setOffline(false);
    await saved(page, 2);
    assert.equal((await held(context, attempt)).size, 2);
  },

  'tells both devices the truth about who holds the paper': async (desk) => {
    const home = await desk.person();
    const page = await desk.tab(home);
    const place = await openRound(home);
    const { phone, code } = await register(desk, page, place);
    const attempt = await begin(page, place);
    await answerSome(desk, page, 1);
    await saved(page, 1);

    const school = await desk.person();
    const other = await desk.tab(school);
    await comeBack(other, place, phone, code);
    await other.getByRole('link', { name: 'Thi tiếp bài đang làm' }).waitFor();
    assert.equal(await begin(other, place), attempt);
    await saved(other, 1);

    await answer(page, 1);
    await page.getByText('Bài đang được làm trên máy khác').waitFor();
    await page.getByRole('button', { name: 'Làm tiếp trên máy này' }).click();
    await saved(page, 2);

    await next(other);
    await answer(other, 0);
    await other.getByText('Bài đang được làm trên máy khác').waitFor();
    assert.equal((await held(home, attempt)).size, 2);
  },

  'begins no other attempt when the other device has handed in': async (desk) => {
    const home = await desk.person();
    const page = await desk.tab(home);
    const place = await openRound(home);
    const { phone, code } = await register(desk, page, place);
    await begin(page, place);

    const other = await desk.tab(await desk.person());
    await comeBack(other, place, phone, code);
    await begin(other, place);
    await answer(other, 1);
    await saved(other, 1);
    await handIn(other, place);

    await answer(page, 0);
    const paused = page.getByText('Bài đang được làm trên máy khác');
    const receipt = page.getByRole('heading', { name: 'Biên nhận' });
    await paused.or(receipt).first().waitFor();
    if (await paused.isVisible()) await page.getByRole('button', { name: 'Làm tiếp trên máy này' }).click();
    await receipt.waitFor();
    const { attempts } = await api(home, `/contests/${place.slug}/participants/me`);
    assert.deepEqual(attempts.map(({ state }) => state), ['submitted']);
  },
};
