// Two nodes behind nginx, and one of them is killed under people's hands. KILL_PID is its process.
import assert from 'node:assert/strict';
import { answer, begin, handIn, held, next, openRound, register, saved } from '../steps.mjs';

/** What stands behind the options on the screen: which of them are chosen. */
const picked = (page) => page.locator('label.option input').evaluateAll((inputs) => inputs.findIndex(({ checked }) => checked));

export default {
  'loses nothing that the page called saved, and the board goes on': async (desk) => {
    const context = await desk.person();
    const page = await desk.tab(context);
    const place = await openRound(context);
    const { round, slug } = place;
    await register(desk, page, place);
    const attempt = await begin(page, place);

    const board = await desk.tab(context);
    const sockets = [];
    board.on('websocket', (socket) => sockets.push(socket));
    await board.goto(`/bang-xep-hang/${round.id}?cuoc-thi=${slug}`);
    await board.locator('[data-line="live"]').waitFor();
    await page.bringToFront();

    const promised = new Map();
    const victim = Number(process.env.KILL_PID);
    const fatal = 2 + desk.below(round.questions - 3);
    for (let n = 1; n <= round.questions; n += 1) {
      // While this answer is on its way.
      if (n === fatal) setTimeout(() => process.kill(victim, 'SIGKILL'), desk.below(30));
      await answer(page, desk.below(4));
      await page.locator('[data-state="saved"]').waitFor();
      promised.set(n, await picked(page));
      if (n < round.questions) await next(page);
    }
    await saved(page, round.questions);
    assert.throws(() => process.kill(victim, 0), 'the node outlived its killing');

    // What was called saved is there for somebody who comes anew, and the same.
    assert.equal((await held(context, attempt)).size, round.questions);
    await page.reload();
    await saved(page, round.questions);
    await page.getByRole('button', { name: 'Bảng câu' }).click();
    await page.getByRole('dialog').getByRole('button', { name: /^Câu 1,/ }).click();
    for (let n = 1; n <= round.questions; n += 1) {
      await page.getByText(`Câu ${n}/${round.questions}`, { exact: true }).waitFor();
      assert.equal(await picked(page), promised.get(n), `question ${n}`);
      if (n < round.questions) await next(page);
    }

    await handIn(page, place);
    await board.bringToFront();
    await board.getByText('Bạn đang ở hạng').waitFor();
    await board.locator('[data-line="live"]').waitFor();
    assert.ok(sockets.some((socket) => !socket.isClosed()), 'the board came back to a node that lives');
  },
};
