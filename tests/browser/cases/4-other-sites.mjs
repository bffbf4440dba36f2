// The widget on a page of another origin, under a policy that allows nothing but the platform.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { openRound } from '../steps.mjs';

/** Serves one page on a port of its own, with that policy. */
async function site(body, policy) {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', policy);
    response.end(`<!doctype html><html lang="vi"><title>Trang của xã</title><body><h1>Trang của xã</h1>${body}</body></html>`);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, close: () => new Promise((closed) => server.close(closed)) };
}

/** A tab that talks to two hosts on purpose; what it complains about is given to the case. */
async function visit(desk, origin) {
  const context = await desk.person();
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(origin);
  return { page, complaints };
}

/** The demonstration's administrator, as the server printed him. */
async function allow(context, slug, origin, method = 'POST') {
  const { STAFF_EMAIL: email, STAFF_PASSWORD: password } = process.env;
  assert.ok(email && password, 'STAFF_EMAIL and STAFF_PASSWORD name a member of staff who may allow sites');
  const signed = await context.request.post('/api/v1/staff/session', { data: { email, password } });
  assert.equal(signed.status(), 200, await signed.text());
  const { token } = await signed.json();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const reply = await context.request.fetch(`/api/v1/contests/${slug}/sites`, { method, headers, data: { origin } });
  assert.ok(reply.ok(), `${method} ${origin}: ${await reply.text()}`);
}

async function scripted(desk) {
  const context = await desk.person();
  const { slug, contest } = await openRound(context);
  const tag = `<thi-luat contest="${slug}"></thi-luat><script src="${desk.base}/nhung.js" async></script>`;
  const strict = `default-src 'none'; script-src ${desk.base}; connect-src ${desk.base}; frame-src ${desk.base}; style-src 'none'; require-trusted-types-for 'script'`;
  const host = await site(tag, strict);
  await allow(context, slug, host.origin);
  try {
    const { page, complaints } = await visit(desk, host.origin);
    // Playwright looks into open shadow roots by itself.
    await page.getByRole('heading', { name: contest.title }).waitFor();
    const link = page.getByRole('link', { name: /Vào thi|Xem cuộc thi/ });
    assert.equal(new URL(await link.getAttribute('href')).pathname, `/cuoc-thi/${slug}`);
    assert.equal(await page.locator('thi-luat iframe').count(), 0, 'drawn in the page itself');
    // The sheet applies although the page allows no style.
    const padding = await page.locator('thi-luat').evaluate((element) => getComputedStyle(element).paddingTop);
    assert.equal(padding, '16px');
    const target = await link.boundingBox();
    assert.ok(target.height >= 44, `a target of ${target.height} px`);
    // The clock goes.
    const clock = page.locator('thi-luat time');
    const first = await clock.textContent();
    await page.waitForFunction((before) => document.querySelector('thi-luat').shadowRoot.querySelector('time').textContent !== before, first);
    assert.deepEqual(complaints, []);
  } finally {
    await allow(context, slug, host.origin, 'DELETE');
    await host.close();
  }
}

async function framed(desk) {
  const context = await desk.person();
  const { slug, contest } = await openRound(context);
  const host = await site(
    `<iframe src="${desk.base}/nhung/${slug}?parts=banner" title="Cuộc thi" width="400" height="400"></iframe>`,
    `default-src 'none'; frame-src ${desk.base}; style-src 'none'`,
  );
  try {
    // Nobody has allowed it yet: the browser keeps the frame empty.
    const before = await visit(desk, host.origin);
    await before.page.waitForEvent('console', { predicate: (message) => /frame-ancestors/.test(message.text()), timeout: 5_000 }).catch(() => undefined);
    assert.ok(before.complaints.some((text) => /frame-ancestors/.test(text)), `nothing was refused: ${before.complaints}`);
    await allow(context, slug, host.origin);
    const { page, complaints } = await visit(desk, host.origin);
    const frame = page.frameLocator('iframe');
    await frame.getByRole('heading', { name: contest.title }).waitFor();
    assert.deepEqual(complaints, []);
  } finally {
    await allow(context, slug, host.origin, 'DELETE').catch(() => undefined);
    await host.close();
  }
}

/** A page that runs our script and lets it ask nobody gets the frame. */
async function fallsBack(desk) {
  const context = await desk.person();
  const { slug, contest } = await openRound(context);
  const tag = `<thi-luat contest="${slug}" parts="banner"></thi-luat><script src="${desk.base}/nhung.js" async></script>`;
  const host = await site(tag, `default-src 'none'; script-src ${desk.base}; frame-src ${desk.base}; style-src 'none'`);
  await allow(context, slug, host.origin);
  try {
    const { page } = await visit(desk, host.origin);
    await page.frameLocator('thi-luat iframe').getByRole('heading', { name: contest.title }).waitFor();
  } finally {
    await allow(context, slug, host.origin, 'DELETE');
    await host.close();
  }
}

/** The link of a unit fills the unit in, and the registration says whose link it was. */
async function brought(desk) {
  const context = await desk.person();
  const page = await desk.tab(context);
  const { slug } = await openRound(context);
  const { items } = await (await context.request.get(`/api/v1/contests/${slug}/units?limit=1`)).json();
  const unit = items[0];
  await page.goto(`/d/${slug}/${encodeURIComponent(unit.code)}`);
  await page.waitForURL((url) => url.searchParams.get('don-vi') === unit.code);
  await page.goto(`/cuoc-thi/${slug}/dang-ky`);
  const field = page.locator('#field-unit');
  await field.waitFor();
  assert.equal(await field.inputValue(), unit.name);
}

export default {
  'the script draws under the strictest policy of another origin': scripted,
  'a frame is shown to allowed sites alone': framed,
  'a page that lets nobody ask gets the frame': fallsBack,
  'the link of a unit fills the unit in': brought,
};
