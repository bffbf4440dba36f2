// What a draft says of itself: findings, rules, what banks can give, the checklist. Sentences as the platform has them.
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
const two = (n) => String(n).padStart(2, '0');

function instant(iso) {
  const at = new Date(Date.parse(iso) + 7 * 3_600_000);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())} ngày ${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}`;
}

/** `supply(bank, cells)` tells how many questions each cell of that bank can have, or null for no such bank. */
export function look(document, { slugs, own, supply, tried }) {
  const findings = [];
  const note = (pointer, code, detail, severity = 'error') => findings.push({ pointer, code, detail, severity });
  const head = document.contest ?? {};
  const rounds = document.rounds ?? [];
  if (!head.title) note('/contest/title', 'contest.title', 'Cuộc thi cần có tên.');
  if (!SLUG.test(head.slug ?? '')) note('/contest/slug', 'contest.slug', 'Địa chỉ gồm chữ thường không dấu, số và gạch nối.');
  else if (own === null && slugs.includes(head.slug)) note('/contest/slug', 'contest.slug_taken', `Địa chỉ “${head.slug}” đã có cuộc thi khác dùng.`);
  if (!head.organiser) note('/contest/organiser', 'contest.organiser', 'Chưa chọn đơn vị tổ chức.');
  for (const [i, { number }] of (head.legal_basis ?? []).entries()) if (!number) note(`/contest/legal_basis/${i}/number`, 'contest.legal_basis', 'Văn bản này chưa có số, ký hiệu; nếu không cần thì bỏ dòng này.', 'warning');
  for (const [i, { title }] of (head.groups ?? []).entries()) if (!title) note(`/contest/groups/${i}/title`, 'contest.group', 'Bảng thi cần có tên.');
  if (rounds.length === 0) note('/rounds', 'contest.no_rounds', 'Cuộc thi cần ít nhất một vòng.');
  const feasibility = [];
  for (const [i, round] of rounds.entries()) {
    const here = `/rounds/${i}`;
    if (!round.title) note(`${here}/title`, 'round.title', 'Vòng này cần có tên.');
    if (!round.opens_at) note(`${here}/opens_at`, 'round.opens_at', 'Vòng này chưa có giờ mở.');
    if (!round.closes_at) note(`${here}/closes_at`, 'round.closes_at', 'Vòng này chưa có giờ đóng.');
    if (round.opens_at && round.closes_at && Date.parse(round.closes_at) <= Date.parse(round.opens_at)) note(`${here}/closes_at`, 'round.window', 'Giờ đóng phải sau giờ mở.');
    if (round.closes_at && Date.parse(round.closes_at) < Date.now()) note(`${here}/closes_at`, 'round.past', 'Giờ đóng đã qua.');
    if (!round.time_limit_s) note(`${here}/time_limit_s`, 'round.time_limit_s', 'Vòng này chưa có thời gian làm bài.');
    const cells = round.blueprint ?? [];
    if (cells.length === 0) note(`${here}/blueprint`, 'contest.blueprint', 'Vòng này chưa lấy câu hỏi nào.');
    for (const [j, cell] of cells.entries()) {
      const available = cell.bank ? supply(cell) : null;
      if (available === null) note(`${here}/blueprint/${j}/bank`, 'contest.bank', cell.bank ? `Không có ngân hàng “${cell.bank}”.` : 'Chưa chọn ngân hàng.');
      else {
        feasibility.push({ round: round.code, cell: j, bank: cell.bank, wanted: cell.count ?? 0, available });
        if (available < (cell.count ?? 0)) note(`${here}/blueprint/${j}/count`, 'contest.blueprint', `Cần ${cell.count} câu, ngân hàng chỉ có ${available} câu dùng được.`);
      }
    }
    if (round.prediction && !round.prediction.prompt) note(`${here}/prediction/prompt`, 'round.prediction', 'Câu dự đoán chưa có lời.');
    if (round.publish?.scoreboard === 'frozen' && !round.publish.freeze_at) note(`${here}/publish/freeze_at`, 'round.freeze_at', 'Bảng giữ kín cần giờ bắt đầu giữ kín.');
  }
  for (const [i, prize] of (document.prizes ?? []).entries()) {
    if (!prize.tier) note(`/prizes/${i}/tier`, 'prize.tier', 'Giải này chưa có tên.');
    if (prize.round && !rounds.some(({ code }) => code === prize.round)) note(`/prizes/${i}/round`, 'prize.round', `Không có vòng “${prize.round}”.`);
  }
  const faults = findings.filter(({ severity }) => severity === 'error').length;
  const clean = (start) => !findings.some(({ pointer, severity }) => severity === 'error' && pointer.startsWith(start));
  const check = (key, ok, good, bad) => ({ key, ok, detail: ok ? good : bad });
  const named = (head.legal_basis ?? []).some(({ number }) => number);
  return {
    findings, feasibility,
    rules: { vi: rules(document), en: [] },
    checklist: [
      check('findings', faults === 0, 'Tệp cuộc thi đầy đủ và đúng.', `Còn ${faults} chỗ cần điền hoặc sửa.`),
      check('name', clean('/contest/title') && clean('/contest/slug'), 'Có tên và địa chỉ.', 'Thiếu tên hoặc tên trong địa chỉ.'),
      check('legal_basis', named, 'Có văn bản làm căn cứ.', 'Chưa nêu văn bản làm căn cứ (kế hoạch, quyết định).'),
      check('questions', rounds.length > 0 && !findings.some(({ pointer }) => /blueprint/.test(pointer)), 'Ngân hàng đủ câu cho mọi vòng.', 'Có vòng chưa đủ câu hỏi.'),
      check('windows', rounds.length > 0 && rounds.every(({ opens_at }) => Date.parse(opens_at ?? '') > Date.now()), 'Thời gian mở các vòng ở phía trước.', 'Có vòng chưa có thời gian mở, hoặc thời gian mở đã qua.'),
      check('dry_run', tried, 'Đã thi thử với thể lệ hiện tại.', 'Chưa thi thử từ lần sửa vòng thi gần nhất.'),
    ],
  };
}

const FIELDS = { full_name: 'họ và tên', birth_date: 'ngày sinh', phone: 'số điện thoại', unit: 'đơn vị', sex: 'giới tính', occupation: 'nghề nghiệp', residence: 'nơi ở', email: 'e-mail', id_number: 'số căn cước', code: 'mã được phát' };
const BY = { correct: 'nhiều câu đúng hơn', score: 'điểm cao hơn', prediction_distance: 'dự đoán sát hơn', duration: 'làm bài nhanh hơn', submitted_at: 'nộp bài sớm hơn', attempts_used: 'dùng ít lượt hơn', lot: 'bốc thăm công khai' };

function rules({ contest: head = {}, registration = {}, rounds = [], prizes = [] }) {
  const sections = [];
  const section = (heading, sentences, round = null) => sections.push({ heading, round, sentences: sentences.filter(Boolean) });
  section('Cuộc thi', [head.title && `“${head.title}” do đơn vị mã ${head.organiser || '…'} tổ chức.`, ...(head.legal_basis ?? []).filter(({ number }) => number).map(({ number, date, issuer }) => `Căn cứ: ${number}${date ? ` (${date.split('-').reverse().join('/')})` : ''}${issuer ? ` của ${issuer}` : ''}.`)]);
  const units = registration.eligible?.units ?? [];
  section('Đối tượng dự thi', [
    registration.min_age && `Người dự thi phải từ đủ ${registration.min_age} tuổi trở lên.`,
    registration.max_age && `Người dự thi không quá ${registration.max_age} tuổi.`,
    units.length > 0 ? `Người dự thi phải thuộc đơn vị có mã ${units.join(', ')} hoặc đơn vị cấp dưới.` : 'Mọi người đều được dự thi.',
  ]);
  const fields = registration.fields ?? ['full_name', 'birth_date', 'phone', 'unit'].map((key) => ({ key, required: true }));
  section('Đăng ký', [`Người dự thi khai: ${fields.map(({ key, label, required }) => `${FIELDS[key] ?? label ?? key}${required ? '' : ' (không bắt buộc)'}`).join(', ')}.`]);
  for (const round of rounds) {
    const questions = (round.blueprint ?? []).reduce((n, { count }) => n + (count ?? 0), 0);
    const max = round.attempts?.max ?? 1;
    const order = (round.ranking?.individual ?? ['correct desc', 'duration asc', 'submitted_at asc']).map((one) => BY[one.split(' ')[0]] ?? one);
    section(round.title || round.code, [
      round.opens_at && round.closes_at && `Vòng mở từ ${instant(round.opens_at)} đến ${instant(round.closes_at)} (giờ Việt Nam).`,
      `Bài thi có ${questions} câu, làm trong ${Math.round((round.time_limit_s ?? 0) / 60)} phút.`,
      max === 0 ? 'Số lượt thi không giới hạn.' : `Mỗi người được thi ${max} lượt${max > 1 ? '; lấy lượt tốt nhất' : ''}.`,
      round.prediction && `Có thêm một câu dự đoán: “${round.prediction.prompt}”`,
      `Xếp trên là người có ${order[0]}${order.length > 1 ? `; bằng nhau thì lần lượt xét: ${order.slice(1).join(', ')}` : ''}.`,
    ], round.code);
    const own = prizes.filter((prize) => prize.round === round.code);
    if (own.length > 0) sections.at(-1).sentences.push(`Giải thưởng: ${own.map(({ tier, count, value_vnd }) => `${count} ${tier}${value_vnd ? ` (${value_vnd.toLocaleString('vi-VN')} đồng)` : ''}`).join(', ')}.`);
  }
  return sections.filter(({ sentences }) => sentences.length > 0);
}
