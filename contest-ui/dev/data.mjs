// Small, made-up contest data for the fixture server. Nothing here is read by the platform itself.

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const iso = (ms) => new Date(ms).toISOString();

export const LONG = `Người điều khiển xe mô tô hai bánh, xe gắn máy chở theo người bị bệnh cần đi cấp cứu, người có hành vi vi phạm pháp luật bị áp giải, trẻ em dưới 12 tuổi, người già yếu hoặc người khuyết tật thì được chở tối đa bao nhiêu người, và trong những trường hợp nào thì người được chở phải đội mũ bảo hiểm có cài quai đúng quy cách khi tham gia giao thông trên đường bộ, theo quy định hiện hành?`;
export const LONG_OPTION = `Được chở tối đa hai người; tất cả người ngồi trên xe đều phải đội mũ bảo hiểm đúng quy chuẩn kỹ thuật quốc gia và cài quai đúng quy cách, trừ trường hợp chở người bệnh đi cấp cứu, trẻ em dưới 06 tuổi, hoặc áp giải người có hành vi vi phạm pháp luật; người điều khiển xe chịu trách nhiệm nhắc nhở và bảo đảm người được chở ngồi đúng tư thế, không mang vác vật cồng kềnh, không sử dụng ô, không bám, kéo hoặc đẩy các phương tiện khác trong suốt hành trình.`;

const BANK = [
  ['single', 'Người từ đủ bao nhiêu tuổi trở lên được điều khiển xe gắn máy có dung tích xi-lanh dưới 50 cm³?', ['Từ đủ 14 tuổi', 'Từ đủ 16 tuổi', 'Từ đủ 18 tuổi', 'Từ đủ 20 tuổi'], 1],
  ['single', LONG, [LONG_OPTION, 'Được chở tối đa một người trong mọi trường hợp.', 'Không được chở người.'], 0],
  ['multiple', 'Những hành vi nào sau đây bị nghiêm cấm khi tham gia giao thông đường bộ?', ['Điều khiển xe khi trong máu có nồng độ cồn', 'Bật đèn tín hiệu khi chuyển hướng', 'Đua xe trái phép', 'Nhường đường cho xe ưu tiên'], 0],
  ['single', 'Khi gặp đèn tín hiệu màu vàng, người điều khiển phương tiện phải làm gì?', ['Tăng tốc để qua nhanh', 'Dừng lại trước vạch dừng, trừ khi đã đi quá vạch', 'Bấm còi và đi tiếp', 'Quay đầu xe'], 1],
  ['number', 'Giấy phép lái xe hạng A1 có thời hạn bao nhiêu năm? Nhập 0 nếu không thời hạn.', [], 0],
  ['single', 'Trên đường một chiều, phương tiện thô sơ đi ở làn nào?', ['Làn bên phải trong cùng', 'Làn giữa', 'Làn bên trái'], 0],
  ['text', 'Cơ quan nào ban hành luật?', [], 0],
  ['single', 'Người đi bộ qua đường ở nơi không có đèn tín hiệu, không có vạch kẻ đường phải làm gì?', ['Quan sát và nhường đường cho xe đang đến, chịu trách nhiệm bảo đảm an toàn', 'Đi nhanh qua đường', 'Ra hiệu cho xe dừng lại'], 0],
  ['single', 'Tốc độ tối đa cho phép của xe máy trong khu dân cư trên đường hai chiều không có dải phân cách giữa?', ['40 km/h', '50 km/h', '60 km/h', '70 km/h'], 1],
  ['single', 'Ai có trách nhiệm giữ gìn trật tự, an toàn giao thông?', ['Cảnh sát giao thông', 'Cơ quan nhà nước', 'Mọi cơ quan, tổ chức, cá nhân', 'Người lái xe'], 2],
];

export const questions = BANK.map(([kind, text, options, right], i) => ({
  slot: i + 1,
  kind,
  html: `<p>${text}</p>`,
  media: [],
  options: options.map((option, j) => ({ id: `q${i + 1}o${j + 1}`, html: option })),
  points: 1,
  right: kind === 'number' ? { number: 0 } : kind === 'text' ? { text: 'Quốc hội' } : { options: kind === 'multiple' ? [`q${i + 1}o1`, `q${i + 1}o3`] : [`q${i + 1}o${right + 1}`] },
}));

const publish = { at_submit: 'score', key: 'round_close', scoreboard: 'live', names: 'masked', target_visible: false };
const rules = { require_all: false, order: 'shuffled', shuffle_options: true, ranking: ['correct desc', 'prediction_distance asc', 'duration asc', 'submitted_at asc'], recognised: 'best' };
const COMMITMENT = 'baf4897d583c06452e8f82a057bb4a193fa00ea6416bc6b385456c456233610c';

function round(id, title, opens, closes, state, more = {}) {
  return {
    id, code: id, title, kind: 'individual',
    opens_at: iso(opens), closes_at: iso(closes), last_start_at: iso(closes),
    state, time_limit_s: 900, questions: questions.length, points_max: questions.length,
    attempts: { max: 3, per: 'round' },
    prediction: { prompt: 'Có bao nhiêu người trả lời đúng tất cả các câu hỏi?', required: true },
    publish, rules, totals: null, commitment: COMMITMENT, committed_at: iso(opens - DAY), ...more,
  };
}

export function contests(now, limitS = 900) {
  const registration = {
    identity: ['phone'], min_age: 14,
    fields: [
      ['full_name', true], ['birth_date', true], ['phone', true], ['unit', true], ['sex', false], ['occupation', false],
    ].map(([key, required]) => ({ key, required, asked: 'before', label: null, kind: null, options: null })).concat([
      { key: 'lop', required: false, asked: 'before', label: 'Lớp (nếu là học sinh)', kind: 'text', options: null },
    ]),
    consents: [
      { purpose: 'take_part', version: '1', required: true, text: 'Tôi đồng ý để đơn vị tổ chức dùng các thông tin trên để tổ chức cuộc thi, xét giải và trả giải.' },
      { purpose: 'publish_name', version: '1', required: false, text: 'Tôi đồng ý công bố họ tên và đơn vị của tôi nếu tôi đạt giải.' },
      { purpose: 'news', version: '1', required: false, text: 'Tôi muốn nhận tin về các cuộc thi sau.' },
      { purpose: 'guardian', version: '1', required: true, text: 'Người giám hộ đồng ý cho người dưới 16 tuổi dự thi và để đơn vị tổ chức xử lý thông tin.' },
    ],
  };
  const common = {
    organiser: { code: '42', name: 'Ủy ban nhân dân tỉnh Hà Tĩnh' }, registration,
    groups: [{ code: 'can-bo', title: 'Cán bộ, công chức, viên chức' }, { code: 'nhan-dan', title: 'Nhân dân' }],
    legal_basis: [{ number: '12/KH-UBND', date: '2026-01-15', issuer: 'UBND tỉnh Hà Tĩnh' }],
    documents: [{ number: '36/2024/QH15', title: 'Luật Trật tự, an toàn giao thông đường bộ' }, { number: '35/2024/QH15', title: 'Luật Đường bộ' }],
    server_time: iso(now),
  };
  const open = round('tuan-1', 'Tuần 1', now - 2 * DAY, now + 5 * DAY, 'open', { time_limit_s: limitS });
  const later = round('tuan-2', 'Tuần 2: An toàn giao thông và đời sống quanh ta', now + 5 * DAY, now + 12 * DAY, 'scheduled', { commitment: null, committed_at: null });
  const past = round('vong-xa', 'Vòng xã', now - 30 * DAY, now - 20 * DAY, 'published', { prediction: null, totals: { people: 412, attempts: 655 } });
  const bell = round('khai-mac', 'Vòng khai mạc', now + 65_000, now + DAY, 'scheduled');
  const prizes = [
    { round: 'tuan-1', tier: 'Giải Nhất', count: 1, value_vnd: 3_000_000 },
    { round: 'tuan-1', tier: 'Giải Nhì', count: 2, value_vnd: 2_000_000 },
    { round: 'tuan-1', tier: 'Giải Ba', count: 5, value_vnd: 1_000_000 },
    { round: null, tier: 'Giải tập thể', count: 3, value_vnd: null },
  ];
  return {
    'giao-thong-2026': { slug: 'giao-thong-2026', title: 'Tìm hiểu pháp luật về trật tự, an toàn giao thông đường bộ', ...common, rounds: [open, later], prizes },
    'hoi-thi-2026': { slug: 'hoi-thi-2026', title: 'Hội thi “Văn Miếu - Quốc Tử Giám với pháp luật”', ...common, rounds: [bell], prizes: [], groups: [] },
    'hoa-giai-2026': { slug: 'hoa-giai-2026', title: 'Hòa giải viên giỏi tỉnh Hà Tĩnh năm 2026', ...common, rounds: [past], prizes: [], groups: [] },
  };
}

const PLACES = ['Kỳ Anh', 'Thạch Hà', 'Cẩm Xuyên', 'Đức Thọ', 'Hương Sơn', 'Hương Khê', 'Can Lộc', 'Nghi Xuân', 'Vũ Quang', 'Lộc Hà', 'Hồng Lĩnh', 'Thành Sen'];
export const units = PLACES.flatMap((name, i) => [
  { code: `42.${i}`, name: `Xã ${name}`, type: 'xa', parent: { code: '42', name: 'Hà Tĩnh' } },
  { code: `42.${i}.t`, name: `Trường THPT ${name}`, type: 'truong', parent: { code: `42.${i}`, name: `Xã ${name}` } },
]);

export const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();

const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Võ', 'Đặng', 'Phan', 'Bùi'];
const GIVEN = ['A', 'B', 'C', 'D', 'H', 'L', 'M', 'T', 'V', 'X'];

/** Forty made-up standings; `tick` moves some of them so that the board is alive. */
export function standings(tick) {
  return Array.from({ length: 40 }, (_, i) => ({
    name: `${FAMILY[i % 8]} V*** ${GIVEN[(i * 7) % 10]}***`,
    unit: units[(i * 5) % units.length].name,
    score: Math.max(2, 10 - Math.floor(i / 6) + (i === (tick * 3) % 40 ? 3 : 0)),
    max_score: 13,
    duration_ms: 300_000 + ((i * 7919) % 500_000),
  }))
    .sort((a, b) => b.score - a.score || a.duration_ms - b.duration_ms)
    .map((entry, i) => ({ place: i + 1, ...entry }));
}
