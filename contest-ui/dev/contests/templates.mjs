// The usual kinds of contests, without bank, unit and dates.
const tiers = (round) => [
  { round, tier: 'Giải Nhất', count: 1, value_vnd: 3_000_000 },
  { round, tier: 'Giải Nhì', count: 2, value_vnd: 2_000_000 },
  { round, tier: 'Giải Ba', count: 5, value_vnd: 1_000_000 },
];
const prediction = { prompt: 'Có bao nhiêu người trả lời đúng tất cả các câu hỏi?', target: 'people_all_correct', required: true };
const predicted = ['correct desc', 'prediction_distance asc', 'duration asc', 'submitted_at asc'];
const week = (n, more = {}) => ({ code: `tuan-${n}`, title: `Tuần ${n}`, time_limit_s: 900, blueprint: [{ bank: '', count: 20 }], attempts: { max: 3 }, publish: { at_submit: 'score', key: 'round_close' }, ...more });
const contest = () => ({ slug: '', title: '', organiser: '42', legal_basis: [{ number: '' }] });

export const templates = () => [
  { id: 'mot-tuan', kind: 'week', title: 'Một tuần', summary: 'Thi trong một tuần, mỗi người ba lượt, lấy lượt tốt nhất. Hợp với hưởng ứng một ngày pháp luật, một luật mới.', document: { contest: contest(), registration: { min_age: 14 }, rounds: [week(1)], prizes: tiers('tuan-1') } },
  { id: 'nhieu-tuan', kind: 'weeks', title: 'Bốn tuần có câu dự đoán', summary: 'Mỗi tuần một vòng với giải riêng; câu dự đoán phân thứ hạng những người cùng đúng hết. Cách làm quen thuộc của các cuộc thi tìm hiểu pháp luật.', document: { contest: contest(), registration: { min_age: 14 }, rounds: [1, 2, 3, 4].map((n) => week(n, { prediction, ranking: { individual: predicted } })), prizes: [1, 2, 3, 4].flatMap((n) => tiers(`tuan-${n}`)) } },
  { id: 'truong-hoc', kind: 'school', title: 'Trường học, theo lớp', summary: 'Học sinh vào thi bằng mã in trên phiếu, một lượt, trong giờ học. Nhập danh sách lớp để có phiếu.', document: { contest: contest(), registration: { identity: ['code'], fields: [{ key: 'full_name', required: true }, { key: 'code', required: true }, { key: 'unit', required: true }] }, rounds: [{ code: 'chinh-thuc', title: 'Thi chính thức', kind: 'stage', time_limit_s: 1800, blueprint: [{ bank: '', count: 30 }], attempts: { max: 1 }, paper: { require_all: true }, publish: { at_submit: 'score', scoreboard: 'after_close' } }], prizes: [] } },
  { id: 'co-quan', kind: 'agency', title: 'Cơ quan, đơn vị', summary: 'Cán bộ, công chức của một cơ quan; nhận ra nhau bằng e-mail; xếp hạng có thời gian làm bài.', document: { contest: contest(), registration: { identity: ['email'], fields: [{ key: 'full_name', required: true }, { key: 'email', required: true }, { key: 'unit', required: true }] }, rounds: [{ ...week(1), code: 'dot-1', title: 'Đợt 1', kind: 'stage' }], prizes: tiers('dot-1') } },
  { id: 'hai-bang', kind: 'groups', title: 'Hai bảng', summary: 'Cán bộ một bảng, nhân dân một bảng; mỗi bảng xếp hạng riêng.', document: { contest: { ...contest(), groups: [{ code: 'can-bo', title: 'Cán bộ, công chức, viên chức' }, { code: 'nhan-dan', title: 'Nhân dân' }] }, registration: { min_age: 14 }, rounds: [week(1), week(2)], prizes: [...tiers('tuan-1'), ...tiers('tuan-2')] } },
  { id: 'vong-loai', kind: 'knockout', title: 'Vòng loại, bán kết, chung kết', summary: 'Ai vào vòng sau do kết quả vòng trước; chung kết trong một buổi.', document: { contest: contest(), registration: { min_age: 14 }, rounds: [{ ...week(1), code: 'vong-loai', title: 'Vòng loại', kind: 'qualifying' }, { ...week(2), code: 'ban-ket', title: 'Bán kết', kind: 'semi', attempts: { max: 1 } }, { ...week(3), code: 'chung-ket', title: 'Chung kết', kind: 'final', attempts: { max: 1 }, publish: { scoreboard: 'frozen' } }], prizes: tiers('chung-ket') } },
].map((one) => ({ ...one, shipped: true, shared_by: null, questions: 0 }));
