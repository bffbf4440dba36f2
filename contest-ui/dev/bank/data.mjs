// Made-up banks and laws for the console's screens. Nothing here is read by the platform itself.
import { DAY, LONG, LONG_OPTION, questions as asked } from '../data.mjs';

const AUTHOR = { id: 's2', name: 'Nguyễn Văn Soạn' };
const REVIEWER = { id: 's3', name: 'Lê Thị Duyệt' };

const TOPICS = ['Quy định chung và quy tắc giao thông', 'Biển báo hiệu đường bộ', 'Kỹ thuật lái xe và cấu tạo sửa chữa', 'Văn hóa giao thông và đạo đức người lái xe', 'Xử phạt vi phạm hành chính'];
export const PICTURE = 'ab'.repeat(32);
/** A red triangle with a mark, as any sign of warning. */
export const PICTURE_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="210" viewBox="0 0 240 210"><path d="M120 10 230 200H10z" fill="#ffd34d" stroke="#b3282d" stroke-width="16" stroke-linejoin="round"/><path d="M112 70h16v70h-16zM112 152h16v16h-16z"/></svg>';

export const laws = [
  { number: '36/2024/QH15', title: 'Luật Trật tự, an toàn giao thông đường bộ', issuer: 'Quốc hội', valid_from: '2025-01-01', valid_to: null, replaced_by: null, link: 'https://vanban.chinhphu.vn/?docid=210812' },
  { number: '35/2024/QH15', title: 'Luật Đường bộ', issuer: 'Quốc hội', valid_from: '2025-01-01', valid_to: null, replaced_by: null, link: 'https://vanban.chinhphu.vn/?docid=210811' },
  { number: '23/2008/QH12', title: 'Luật Giao thông đường bộ', issuer: 'Quốc hội', valid_from: '2009-07-01', valid_to: '2024-12-31', replaced_by: '36/2024/QH15', link: null },
  { number: '168/2024/NĐ-CP', title: 'Nghị định quy định xử phạt vi phạm hành chính về trật tự, an toàn giao thông trong lĩnh vực giao thông đường bộ; trừ điểm, phục hồi điểm giấy phép lái xe', issuer: 'Chính phủ', valid_from: '2025-01-01', valid_to: '2026-12-31', replaced_by: null, link: null },
];
const lawOf = (number, article = null, clause = null) => {
  const { title, valid_from, valid_to } = laws.find((law) => law.number === number);
  return { document: number, title, article, clause, point: null, valid_from, valid_to };
};

const iso = (ms) => new Date(ms).toISOString();
const cycle = (list, i) => list[i % list.length];

function draftOf(i) {
  const { kind, html, options, right } = cycle(asked, i);
  const round = Math.floor(i / asked.length);
  const picture = i === 3 ? `<p><img data-media="${PICTURE}" alt="Biển báo hình tam giác, viền đỏ, nền vàng"></p>` : '';
  const level = i % 7 === 6 ? 0 : (i % 5) + 1;
  return {
    code: `ATGT-${String(i + 1).padStart(3, '0')}`,
    kind,
    stem: round === 0 ? html + picture : html.replace(/\?|\.<\/p>/, ` (tình huống ${round})$&`),
    options: options.map(({ id, html: text }, j) => ({ id: `${id}-${round}`, text: j === options.length - 1 && i % 9 === 8 ? 'Tất cả các ý trên' : text, correct: right.options?.includes(id) ?? false, ...(j === options.length - 1 && i % 9 === 8 && { pinned: true }) })),
    ...(kind === 'number' && { number: { value: 0, tolerance: 0 } }),
    accepted: kind === 'text' ? ['Quốc hội', 'quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam'] : [],
    topic: i % 11 === 10 ? null : cycle(TOPICS, Math.floor(i / 3)),
    level,
    explanation: '<p>Điều này giúp người tham gia giao thông chủ động và <b>bảo đảm an toàn</b> cho mình và cho người khác.</p>',
    laws: i % 8 === 7 ? [] : i % 13 === 5 ? [lawOf('23/2008/QH12', '8')] : i % 6 === 4 ? [lawOf('168/2024/NĐ-CP', '6', '3')] : [lawOf(cycle(['36/2024/QH15', '35/2024/QH15'], i), String((i % 60) + 1), i % 2 ? '1' : null)],
    ...(picture !== '' && { media: [PICTURE] }),
  };
}

const STATUSES = ['approved', 'draft', 'checked', 'approved', 'approved', 'draft', 'retired'];

function questionOf(i, started) {
  const draft = draftOf(i);
  const status = cycle(STATUSES, i);
  const version = (i % 3) + 1;
  const at = iso(started - (i % 20) * DAY - 3_600_000);
  const versions = Array.from({ length: version }, (_, n) => ({ version: n + 1, author: AUTHOR, note: n === 0 ? 'Nhập từ tệp ngan-hang.docx' : 'Sửa chữ trong câu hỏi', at: iso(started - (30 - n) * DAY) }));
  const findings = [];
  if (draft.laws.length === 0) findings.push({ code: 'quality.no_citation', detail: 'Câu hỏi chưa dẫn văn bản pháp luật nào.', questions: [] });
  if (i === 1) findings.push({ code: 'quality.longest_right', detail: 'Phương án đúng dài gấp bốn lần các phương án khác, người thi có thể đoán ra.', questions: [] });
  if (i === 0 || i === 10) findings.push({ code: 'quality.duplicate', detail: 'Câu này gần giống một câu khác trong ngân hàng.', questions: [i === 0 ? 'q11' : 'q1'] });
  if (i === 8) findings.push({ code: 'quality.all_of_above', detail: 'Có phương án “Tất cả các ý trên”.', questions: [] });
  if (i === 9) findings.push({ code: 'quality.explanation_key', detail: 'Lời giải nói đáp án là A, nhưng đáp án được đánh dấu là C.', questions: [] });
  return {
    id: `q${i + 1}`, bank: 'atgt-2026', number: i + 1, code: draft.code, version, status, draft,
    history: versions.map(({ version: n }) => (n === version ? draft : { ...draft, stem: draft.stem.replace('Người', n === 1 ? 'Cá nhân' : 'Những người'), level: Math.max(1, draft.level - 1) })),
    created_at: versions[0].at, updated_at: at, author: AUTHOR,
    reviews: status === 'approved' || status === 'checked' ? [{ version, reviewer: REVIEWER, verdict: status === 'approved' ? 'approve' : 'check', comment: null, at }] : i === 5 ? [{ version, reviewer: REVIEWER, verdict: 'reject', comment: 'Phương án B và D trùng ý, cần viết lại.', at }] : [],
    comments: i % 4 === 0 ? [{ id: `c${i}`, author: REVIEWER, version, text: 'Cần ghi rõ khoản nào của điều luật, và bỏ chữ “nhỉ” ở cuối câu.', at }] : [],
    versions, findings,
    law_state: draft.laws.filter(({ document }) => ['23/2008/QH12', '168/2024/NĐ-CP'].includes(document)).map(({ document, article, valid_to }) => ({ document, article, ends_on: valid_to, replaced_by: laws.find(({ number }) => number === document).replaced_by, link: null })),
    use: status === 'approved' ? { rounds: 2, papers: 400 + i, answered: 380 + i, correct: i === 3 ? 41 : 300, facility_pm: i === 3 ? 107 : 781, discrimination_pm: i === 3 ? -212 : 334, alarm: i === 3 } : null,
  };
}

export const bankQuestions = (started) => Array.from({ length: 128 }, (_, i) => questionOf(i, started));

export const banks = (started) => [
  { code: 'atgt-2026', title: 'Trật tự, an toàn giao thông đường bộ 2026', approvals: 2, updated_at: iso(started - 3_600_000) },
  { code: 'hoa-giai', title: 'Hòa giải ở cơ sở', approvals: 1, updated_at: iso(started - 40 * DAY) },
];

const option = (text, correct = false) => ({ text, correct });
const warning = (at, code, detail) => ({ at, code, detail });

/** What a file was read as: good ones, doubts and refusals, one of each sort that a person meets. */
export function importItems() {
  const good = Array.from({ length: 60 }, (_, i) => {
    const draft = { ...draftOf(i + 20), code: undefined, media: undefined };
    const lines = [`Câu ${i + 1}: ${draft.stem.replace(/<[^>]*>/g, '')}`, ...draft.options.map(({ text }, j) => `${'ABCD'[j]}. ${text}`), `Đáp án: ${'ABCD'[Math.max(0, draft.options.findIndex(({ correct }) => correct))]}`];
    return { at: `đoạn ${i * 6 + 3}, Câu ${i + 1}`, source: lines.join('\n'), state: 'taken', draft, warnings: draft.laws.length === 0 ? [warning(`đoạn ${i * 6 + 3}`, 'import.no_citation', 'Câu hỏi chưa có căn cứ pháp luật.')] : [], refusal: null };
  });
  const long = { kind: 'single', stem: LONG, options: [option(LONG_OPTION, true), option('Được chở tối đa một người.'), option('Không được chở người.')], accepted: [], topic: TOPICS[0], level: 3, laws: [lawOf('36/2024/QH15', '33')] };
  good[4] = { at: 'đoạn 27, Câu 5', source: `Câu 5: ${LONG}\nA. ${LONG_OPTION}\nB. Được chở tối đa một người.\nC. Không được chở người.\nĐáp án: A (có lẽ)`, state: 'taken', draft: long, warnings: [warning('đoạn 31', 'import.key_uncertain', 'Sau đáp án “A” còn chữ “(có lẽ)”, đã bỏ qua; bạn hãy xem lại đáp án.')], refusal: null };
  good[11] = { at: 'đoạn 69, Câu 12', source: 'Câu 12: Xe thô sơ gồm những loại nào?\nA. Xe đạp, xe xích lô\nB. Ô tô, máy kéo\nC. Xe gắn máy', state: 'refused', draft: { kind: 'single', stem: 'Xe thô sơ gồm những loại nào?', options: [option('Xe đạp, xe xích lô'), option('Ô tô, máy kéo'), option('Xe gắn máy')], accepted: [], topic: TOPICS[0], level: 0, laws: [] }, warnings: [], refusal: warning('đoạn 69, Câu 12', 'import.key_missing', 'Không tìm thấy đáp án của câu này, cả sau câu lẫn trong bảng cuối đề.') };
  good[23] = { at: 'đoạn 141, Câu 24', source: 'C©u 24: Ng­êi ®iÒu khiÓn xe ph¶i mang theo giÊy tê g×?\nA. GiÊy phÐp l¸i xe\nB. Sæ hé khÈu\n§¸p ¸n: A', state: 'taken', draft: { kind: 'single', stem: 'Người điều khiển xe phải mang theo giấy tờ gì?', options: [option('Giấy phép lái xe', true), option('Sổ hộ khẩu')], accepted: [], topic: TOPICS[0], level: 1, laws: [] }, warnings: [warning('đoạn 141', 'import.font_converted', 'Chữ trong phông TCVN3 đã được chuyển sang Unicode; bạn hãy đọc lại.')], refusal: null };
  good[35] = { at: 'đoạn 213', source: 'HẾT PHẦN I – chuyển sang phần II', state: 'refused', draft: null, warnings: [], refusal: warning('đoạn 213', 'import.no_options', 'Đoạn này đứng ở chỗ của một câu hỏi nhưng không có phương án nào.') };
  return good.map((item, i) => ({ position: i + 1, ...item }));
}
