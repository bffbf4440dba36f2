// What the first page of the console asks for of contests. They stand before those of the participants, whose patterns would take them for a contest.
export function waitingRoutes({ started }, at) {
  const HOUR = 3_600_000;
  const iso = (hours) => new Date(started + hours * HOUR).toISOString();
  const round = (id, title, state, opens, closes) => ({ id, code: id, title, state, opens_at: iso(opens), closes_at: iso(closes) });
  const contests = [
    { slug: 'giao-thong', title: 'Tìm hiểu pháp luật về trật tự, an toàn giao thông đường bộ', rounds: [round('tuan-1', 'Tuần 1', 'open', -40, 90), round('tuan-2', 'Tuần 2', 'scheduled', 100, 260)], people: 12_480, attempts: 18_902 },
    { slug: 'chuyen-doi-so', title: 'Chuyển đổi số và pháp luật', rounds: [round('vong-1', 'Vòng 1', 'scheduled', 60, 100)], people: 0, attempts: 0 },
  ];
  return [
    ['GET', /^\/contests\/managed$/, (_, { request, url }) => {
      at.who(request);
      const state = { open: 'open', scheduled: 'scheduled' }[url.searchParams.get('state')];
      return { items: contests.filter(({ rounds }) => !state || rounds[0].state === state), next_cursor: null, total: 2 };
    }],
    ['GET', /^\/contest-drafts$/, (_, { request }) => {
      at.who(request);
      return { items: [{ id: 'd1', title: 'Tuần lễ pháp luật 2026', slug: null, revision: 7, updated_at: iso(-3), by: { id: 's1', name: 'Trần Thị Quản Trị' }, complete: true }], next_cursor: null };
    }],
  ];
}
