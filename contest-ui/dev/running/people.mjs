// Ten thousand made-up participants, the same for every start of the server.
import { DAY, fold, units } from '../data.mjs';

const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Phan', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương', 'Lý'];
const MIDDLE = ['Văn', 'Thị', 'Đức', 'Ngọc', 'Minh', 'Thanh', 'Hữu', 'Thị Thu', 'Xuân', 'Quốc', 'Thị Bích'];
const GIVEN = ['An', 'Bình', 'Chi', 'Dũng', 'Giang', 'Hà', 'Hạnh', 'Hòa', 'Hùng', 'Khánh', 'Lan', 'Linh', 'Long', 'Mai', 'Nam', 'Nga', 'Phúc', 'Phương', 'Quân', 'Quỳnh', 'Sơn', 'Thảo', 'Trang', 'Tuấn', 'Yến', 'Đạt'];
const ALIAS = ['Sao Biển', 'Cánh Én', 'Bông Lúa', 'Ngọn Đèn', 'Cây Đa', 'Dòng La'];
const CLOCK = ['registered', 'handed_in', 'handed_in', 'sitting', 'handed_in', 'registered', 'handed_in'];
const two = (n) => String(n).padStart(2, '0');

/** A number below `n` that looks like chance and is the same each time. */
const mixed = (i, salt, n) => (Math.imul(i + 1, 2_654_435_761 + salt * 40_503) >>> 8) % n;

function personOf(i, started) {
  const full_name = `${FAMILY[mixed(i, 1, FAMILY.length)]} ${MIDDLE[mixed(i, 2, MIDDLE.length)]} ${GIVEN[mixed(i, 3, GIVEN.length)]}`;
  const unit = units[mixed(i, 4, units.length)];
  const state = CLOCK[mixed(i, 5, CLOCK.length)];
  const birth_date = `${1955 + mixed(i, 6, 55)}-${two(1 + mixed(i, 7, 12))}-${two(1 + mixed(i, 8, 28))}`;
  const phone = `09${String(10_000_000 + mixed(i, 9, 89_999_999)).slice(0, 8)}`;
  const attempts = state === 'registered' ? 0 : 1 + mixed(i, 10, 3);
  return {
    id: `p${i + 1}`, number: i + 1, alias: `${ALIAS[mixed(i, 11, ALIAS.length)]} ${mixed(i, 12, 900) + 100}`, full_name, unit: { code: unit.code, name: unit.name }, group: i % 2 ? 'nhan-dan' : 'can-bo', birth_date,
    phone_masked: `${phone.slice(0, 2)}******${phone.slice(-2)}`, attempts, last_state: state, excluded: i % 997 === 996, created_at: new Date(started - mixed(i, 13, 9 * 1440) * 60_000 - DAY).toISOString(),
    fields: { full_name, birth_date, phone, unit: unit.code, occupation: ['Nông dân', 'Giáo viên', 'Học sinh', 'Công chức xã'][i % 4] },
    history: i === 0 ? [{ at: new Date(started - DAY).toISOString(), by: { id: 's1', name: 'Trần Thị Quản Trị' }, what: 'birth_date', before: '1990-01-01', after: birth_date, reason: 'Khai nhầm ngày sinh, đã đối chiếu căn cước.' }] : [],
    folded: fold(`${full_name} ${i + 1} ${phone.slice(-4)}`),
  };
}

export const people = (started) => Array.from({ length: 10_000 }, (_, i) => personOf(i, started));

export function listed(list, url) {
  const wanted = (key) => url.searchParams.get(key) ?? '';
  const words = fold(wanted('q')).split(/\s+/).filter(Boolean);
  const rows = list.filter((one) =>
    words.every((word) => one.folded.includes(word))
    && (wanted('unit') === '' || one.unit?.code === wanted('unit') || one.unit?.code.startsWith(`${wanted('unit')}.`))
    && (wanted('group') === '' || one.group === wanted('group'))
    && (wanted('state') === '' || (wanted('state') === 'excluded' ? one.excluded : !one.excluded && one.last_state === wanted('state'))));
  const sort = wanted('sort');
  const last = ({ full_name }) => full_name.split(' ').at(-1);
  if (sort === 'name' || sort === '-name') rows.sort((a, b) => (last(a).localeCompare(last(b), 'vi') || a.full_name.localeCompare(b.full_name, 'vi')) * (sort === 'name' ? 1 : -1));
  if (sort === 'created_at') rows.sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
  const from = Number(wanted('cursor') || 0);
  const limit = Number(wanted('limit') || 50);
  return { items: rows.slice(from, from + limit).map((row) => ({ ...row, fields: undefined, history: undefined, folded: undefined })), next_cursor: from + limit < rows.length ? String(from + limit) : null, total: rows.length };
}

export function detailOf(one, started) {
  const attempts = Array.from({ length: one.attempts }, (_, n) => ({ id: `${one.id}-${n}`, round: 'tuan-1', ordinal: n + 1, state: one.last_state === 'sitting' && n === one.attempts - 1 ? 'active' : 'submitted', started_at: new Date(started - (one.attempts - n) * 3_600_000).toISOString(), submitted_at: one.last_state === 'sitting' && n === one.attempts - 1 ? null : new Date(started - (one.attempts - n) * 3_600_000 + 640_000).toISOString(), score: one.last_state === 'sitting' && n === one.attempts - 1 ? null : 6 + n }));
  return { ...one, folded: undefined, attempts, consents: [{ purpose: 'take_part', version: '1' }, { purpose: 'publish_name', version: '1' }], guardian: one.birth_date > '2011' ? { full_name: 'Nguyễn Thị Mẹ', phone: '0912345678', relation: 'mẹ' } : null };
}
