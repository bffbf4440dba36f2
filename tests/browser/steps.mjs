// What a participant does, step by step, on whatever contest the platform has open.
import assert from 'node:assert/strict';

const api = async (context, path) => {
  const response = await context.request.get(`/api/v1${path}`);
  assert.equal(response.status(), 200, `GET ${path}`);
  return response.json();
};

/**
 * An open round: `{slug, contest, round}`. One whose board is open to everyone comes first, so that a
 * person can be followed to the scoreboard.
 */
export async function openRound(context) {
  const { items } = await api(context, '/contests?state=open');
  const found = [];
  for (const { slug } of items) {
    const contest = await api(context, `/contests/${slug}`);
    for (const round of contest.rounds) if (round.state === 'open') found.push({ slug, contest, round });
  }
  assert.ok(found.length > 0, 'the platform has no open round');
  const shows = ({ round }) => round.publish.scoreboard === 'live' && (round.prediction === null || round.publish.target_visible);
  return found.find(shows) ?? found[0];
}

/** Fills the registration and sends it; gives `{phone, code}`. The page stands at the code afterwards. */
export async function register(desk, page, { slug, contest }) {
  const phone = `09${String(10_000_000 + desk.below(90_000_000))}`;
  const known = { full_name: 'Nguyễn Thị Hồng Ánh', birth_date: '5/9/1990', phone, email: `thu${phone}@vi-du.vn`, id_number: `0421900${phone.slice(-5)}`, code: phone };
  await page.goto(`/cuoc-thi/${slug}/dang-ky`);
  for (const { key, required, asked } of contest.registration.fields) {
    if (!required || asked === 'after') continue;
    const field = page.locator(`#field-${key}`);
    await field.waitFor();
    if (key === 'unit') {
      await field.fill('ky');
      await page.getByRole('option').first().click();
    } else if ((await field.getAttribute('type')) === 'radio') {
      await field.check();
    } else if ((await field.evaluate(({ tagName }) => tagName)) === 'SELECT') {
      await field.selectOption({ index: 1 });
    } else {
      await field.fill(known[key] ?? 'Thử');
    }
  }
  if (contest.groups.length > 0) await page.locator('#field-group').check();
  for (const { purpose, required } of contest.registration.consents) {
    if (required && purpose !== 'guardian') await page.locator(`#consent-${purpose}`).check();
  }
  await page.getByRole('button', { name: 'Đăng ký' }).click();
  const code = (await page.locator('#code').innerText()).trim();
  return { phone, code };
}

/** Signs in on another device; the code is typed the way people do, in small letters. */
export async function comeBack(page, { slug }, phone, code) {
  await page.goto(`/cuoc-thi/${slug}/tro-lai`);
  await page.locator('#identity-phone').fill(phone);
  await page.getByLabel('Mã dự thi').fill(code.toLowerCase());
  await page.getByRole('button', { name: 'Vào' }).click();
  await page.waitForURL(`**/cuoc-thi/${slug}`);
}

/** From the contest's page through the waiting room to the first question; gives the attempt's id. */
export async function begin(page, { slug, round }) {
  await page.goto(`/cuoc-thi/${slug}/cho/${encodeURIComponent(round.id)}`);
  await page.getByRole('button', { name: /Bắt đầu làm bài|Làm tiếp/ }).click();
  await page.getByText(`Câu 1/${round.questions}`, { exact: true }).waitFor();
  return new URL(page.url()).pathname.split('/').at(-1);
}

/** Answers the question on the screen: an option by its index, or 1 where one has to type. */
export async function answer(page, index) {
  const options = page.locator('label.option');
  const number = await page.locator('#question-head').innerText();
  if ((await options.count()) > 0) {
    await options.nth(index % (await options.count())).click();
  } else {
    const field = page.locator('article.question input');
    await field.fill('1');
    await field.blur();
  }
  return Number(number.replace(/\D/g, ''));
}

export async function next(page) {
  const before = await page.locator('#question-head').innerText();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction((text) => document.getElementById('question-head')?.innerText !== text, before);
}

/** Waits until the line at the top says so many answers are saved. */
export async function saved(page, count) {
  await page.getByText(`Đã lưu ${count} câu`, { exact: true }).waitFor();
}

/** What the server holds: a map of slot to its answer as text. */
export async function held(context, attempt) {
  const { answers } = await api(context, `/attempts/${attempt}`);
  return new Map(answers.map(({ slot, answer: value }) => [slot, JSON.stringify(value)]));
}

/** Opens the hand-in sheet and predicts if the round asks. */
export async function predict(page, { round }) {
  await page.getByRole('button', { name: 'Bảng câu' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Nộp bài' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Nộp bài ngay' }).waitFor();
  if (round.prediction !== null) {
    for (const digit of '125') await page.getByRole('group', { name: 'Bàn phím số' }).getByRole('button', { name: digit, exact: true }).click();
  }
}

/** Opens the sheet, predicts if the round asks, and hands in; the page stands at the result afterwards. */
export async function handIn(page, place) {
  await predict(page, place);
  await page.getByRole('dialog').getByRole('button', { name: 'Nộp bài ngay' }).click();
  await page.getByRole('heading', { name: 'Biên nhận' }).waitFor();
}

export { api };
