// Made-up staff, notifications, connections and audit lines. Nothing here is read by the platform itself.

/** All sign in with this password. */
export const PASSWORD = 'thiluat-mau';
/** The key of the one whose account has a second factor, base32. */
export const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

const HOUR = 3_600_000;
const SURNAMES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Phan', 'Vũ', 'Đặng', 'Bùi', 'Đỗ'];
const MIDDLES = ['Thị Hồng', 'Văn', 'Đức', 'Thị Thanh', 'Quang', 'Ngọc', 'Minh', 'Thị Mai'];
const GIVEN = ['Ánh', 'Bình', 'Cường', 'Dung', 'Giang', 'Hà', 'Khánh', 'Loan', 'Nghĩa', 'Phượng', 'Quyên', 'Sơn'];
const ROLES = ['organiser', 'author', 'reviewer', 'judge', 'verifier', 'viewer'];
export const PROVINCE = { code: '42', name: 'Tỉnh Hà Tĩnh' };

const member = (id, email, name, role, unit, more = {}) => ({ id, email, name, role, unit, state: 'active', password: PASSWORD, totp: null, last_step: 0, recovery_codes: [], last_seen_at: null, invitation: null, ...more });

export function members(started, units) {
  const iso = (hours) => new Date(started - hours * HOUR).toISOString();
  const communes = units.filter(({ type }) => type === 'xa' || type === 'phuong');
  const at = (i) => ({ code: communes[i % communes.length].code, name: communes[i % communes.length].name });
  const first = [
    member('s1', 'quantri@example.vn', 'Trần Thị Quản Trị', 'administrator', null, { last_seen_at: iso(0.1) }),
    member('s2', 'soan@example.vn', 'Nguyễn Văn Soạn', 'author', null, { last_seen_at: iso(3) }),
    member('s3', 'duyet@example.vn', 'Lê Thị Duyệt', 'reviewer', null, { last_seen_at: iso(20) }),
    member('s4', 'haibuoc@example.vn', 'Phạm Văn Hai Bước', 'organiser', PROVINCE, { totp: TOTP_SECRET, last_seen_at: iso(30) }),
    member('s5', 'xa@example.vn', 'Hoàng Thị Cán Bộ Xã', 'administrator', at(0), { must: true, last_seen_at: iso(50) }),
    member('s6', 'xem@example.vn', 'Đỗ Văn Xem', 'viewer', at(1), { last_seen_at: iso(400) }),
  ];
  const more = Array.from({ length: 120 }, (_, i) => {
    const name = `${SURNAMES[i % 10]} ${MIDDLES[(i * 3) % 8]} ${GIVEN[(i * 5) % 12]}`;
    const state = i % 17 === 5 ? 'disabled' : i % 9 === 2 ? 'invited' : 'active';
    const invitation = state === 'invited' ? { id: `i${i}`, expires_at: new Date(started + (24 + i) * HOUR).toISOString() } : null;
    return member(`m${i}`, `canbo${i}@xa.example.vn`, name, ROLES[i % 6], at(i * 7), { state, invitation, totp: i % 4 === 0 ? TOTP_SECRET : null, last_seen_at: state === 'invited' ? null : iso(5 + i * 11) });
  });
  return [...first, ...more].map((one, i) => ({ ...one, created_at: iso(1000 + i) }));
}

export const KINDS = [
  ['round.opened', 'Một vòng thi mở'],
  ['round.closed', 'Một vòng thi khép'],
  ['result.published', 'Kết quả được công bố'],
  ['question.to_review', 'Có câu chờ duyệt'],
  ['unit.registered', 'Có đơn vị đăng ký'],
  ['import.committed', 'Một tệp câu hỏi đã nhập xong'],
];

export function notices(started) {
  const texts = {
    'round.opened': ['Tuần 1 đã mở', 'Cuộc thi “Tìm hiểu pháp luật về trật tự, an toàn giao thông đường bộ” nhận bài đến 24 giờ ngày 07/12.', '/quan-tri/cuoc-thi/giao-thong/theo-doi'],
    'question.to_review': ['12 câu chờ bạn duyệt', 'Ngân hàng “Trật tự, an toàn giao thông đường bộ 2026” có 12 câu mới được kiểm tra xong.', '/quan-tri/cho-duyet'],
    'unit.registered': ['Trường THPT Văn Miếu - Quốc Tử Giám xin đăng ký', 'Người liên hệ: Nguyễn Thị Hồng Ánh.', '/quan-tri/don-vi/dang-ky'],
    'import.committed': ['Đã nhập xong 600 câu', 'Tệp gplx-dap-an-cuoi-de.docx: 598 câu vào ngân hàng, 2 câu chưa đọc được.', '/quan-tri/ngan-hang'],
    'round.closed': ['Tuần 0 đã khép', '412 người, 655 lượt thi. Kết quả đang được tính.', null],
  };
  return Array.from({ length: 63 }, (_, i) => {
    const kind = Object.keys(texts)[i % 5];
    const [title, text, link] = texts[kind];
    return { id: `n${i}`, at: new Date(started - (i + 0.3) * 5 * HOUR).toISOString(), kind, title, text, link, read: i > 3 };
  });
}

const DEEDS = [
  ['contest.apply', 'contest:giao-thong', { rounds: 4 }],
  ['staff.invite', 'staff:m7', { role: 'author', unit: '42-xa-3' }],
  ['question.approve', 'question:q12', { version: 3 }],
  ['round.open', 'round:r1', { by: 'window' }],
  ['participant.reissue', 'participant:0193f2', { reason: 'mất mã' }],
  ['session.refused', 'staff:s2', { why: 'password' }],
  ['unit.merge', 'unit:42-cu-3', { into: ['42-xa-3'], on: '2025-07-01' }],
];

export function audit(started, staff) {
  return Array.from({ length: 214 }, (_, i) => {
    const [action, subject, detail] = DEEDS[i % DEEDS.length];
    const actor = i % 7 === 3 ? { word: 'job' } : { id: staff[i % 6].id, name: staff[i % 6].name };
    return { seq: 214 - i, at: new Date(started - (i + 1) * 1.7 * HOUR).toISOString(), actor, action, subject, detail };
  });
}
