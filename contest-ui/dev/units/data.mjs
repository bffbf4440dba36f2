// A made-up province of ten thousand units: communes, villages, schools with grades and classes, unions, agencies.
import { fold } from '../data.mjs';

const NAMES = ['Kỳ Anh', 'Thạch Hà', 'Cẩm Xuyên', 'Hương Khê', 'Hương Sơn', 'Đức Thọ', 'Nghi Xuân', 'Can Lộc', 'Vũ Quang', 'Lộc Hà', 'Hòa Bình', 'Hoà Lạc', 'Sông Trí', 'Hải Ninh', 'Vũng Áng', 'Thành Sen', 'Trần Phú', 'Hà Huy Tập', 'Bắc Hồng Lĩnh', 'Nam Hồng Lĩnh', 'Mai Phụ', 'Toàn Lưu', 'Việt Xuyên'];
const COMMUNES = 69;
const AGENCIES = ['Sở Tư pháp', 'Sở Giáo dục và Đào tạo', 'Sở Nội vụ', 'Sở Y tế', 'Sở Xây dựng', 'Sở Tài chính', 'Sở Khoa học và Công nghệ', 'Sở Nông nghiệp và Môi trường', 'Sở Văn hóa, Thể thao và Du lịch', 'Văn phòng Ủy ban nhân dân tỉnh', 'Thanh tra tỉnh', 'Công an tỉnh', 'Bộ Chỉ huy Quân sự tỉnh', 'Liên đoàn Lao động tỉnh', 'Hội Liên hiệp Phụ nữ tỉnh', 'Tỉnh đoàn', 'Hội Nông dân tỉnh', 'Hội Cựu chiến binh tỉnh'];
const UNIONS = ['Đoàn Thanh niên', 'Hội Phụ nữ', 'Hội Nông dân', 'Hội Cựu chiến binh', 'Công đoàn'];
const SCHOOLS = ['Trường THPT', 'Trường THCS', 'Trường Tiểu học'];

export function makeUnits() {
  const all = [];
  const add = (code, name, type, parent, more = {}) => {
    const unit = { code, name, type, parent: parent?.code ?? null, block: null, area_type: parent?.area_type ?? null, headcount: null, headcount_source: null, headcount_date: null, valid_from: '2025-07-01', valid_to: null, replaced_by: [], aliases: [], ...more };
    all.push(unit);
    return unit;
  };
  const province = add('42', 'Tỉnh Hà Tĩnh', 'tinh', null, { headcount: 1_622_901, headcount_source: 'Cục Thống kê', headcount_date: '2025-07-01', aliases: ['Hà Tĩnh'] });
  add('van-mieu', 'Văn Miếu - Quốc Tử Giám', 'khac', null, { valid_from: null, block: 'Khối văn hóa' });
  AGENCIES.forEach((name, i) => add(`42-co-quan-${i + 1}`, name, i === 11 || i === 12 ? 'luc_luong' : i > 12 ? 'doan_the' : 'so_nganh', province, { headcount: 60 + ((i * 37) % 400), headcount_source: 'Sở Nội vụ', headcount_date: '2026-09-01', block: i > 12 ? 'Khối đoàn thể' : 'Khối cơ quan' }));
  for (let i = 0; i < COMMUNES; i += 1) {
    const ward = i % 6 === 1;
    const base = NAMES[i % NAMES.length] + (i < NAMES.length ? '' : i < 2 * NAMES.length ? ' Đông' : ' Tây');
    const commune = add(`42-xa-${i + 1}`, `${ward ? 'Phường' : 'Xã'} ${base}`, ward ? 'phuong' : 'xa', province, { area_type: ward ? 'urban' : 'rural', headcount: 9000 + ((i * 2713) % 21000), headcount_source: 'Cục Thống kê', headcount_date: '2025-07-01', aliases: i % 5 === 0 ? [`Huyện ${base} (phần)`] : [] });
    add(`${commune.code}-ubnd`, `Ủy ban nhân dân ${commune.name.toLowerCase().replace(base.toLowerCase(), base)}`, 'ubnd', commune, { headcount: 42 });
    UNIONS.forEach((name, j) => add(`${commune.code}-dt-${j + 1}`, `${name} ${commune.name}`, 'doan_the', commune));
    for (let j = 1; j <= 20; j += 1) add(`${commune.code}-thon-${j}`, `${ward ? 'Tổ dân phố' : 'Thôn'} ${j}`, 'thon', commune, { headcount: 300 + ((i * 31 + j * 57) % 900) });
    SCHOOLS.forEach((kind, j) => {
      const school = add(`${commune.code}-truong-${j + 1}`, `${kind} ${base}`, 'truong', commune, { headcount: 400 + ((i * 7 + j * 211) % 1200), headcount_source: 'Sở Giáo dục và Đào tạo', headcount_date: '2026-09-05' });
      for (let g = 0; g < 3; g += 1) {
        const grade = [10, 6, 3][j] + g;
        const block = add(`${school.code}-k${grade}`, `Khối ${grade}`, 'khoi', school);
        for (let k = 1; k <= 12; k += 1) add(`${school.code}-${grade}a${k}`, `Lớp ${grade}A${k}`, 'lop', block, { headcount: 32 + ((i + j + k) % 14) });
      }
    });
  }
  for (let i = 1; i <= 12; i += 1) add(`42-cu-${i}`, `Xã Kỳ ${['Tân', 'Văn', 'Phong', 'Bắc', 'Xuân', 'Tiến', 'Giang', 'Phú', 'Khang', 'Đồng', 'Thọ', 'Thư'][i - 1]}`, 'xa', province, { valid_from: '1977-01-01', valid_to: '2025-06-30', replaced_by: [`42-xa-${1 + (i % 3)}`] });
  return all;
}

/** The tree with what is asked of it often. */
export function tree() {
  const all = makeUnits();
  const by = new Map(all.map((unit) => [unit.code, unit]));
  const children = new Map();
  const hang = (unit) => children.set(unit.parent, [...(children.get(unit.parent) ?? []), unit]);
  all.forEach(hang);
  const ref = (code) => (by.has(code) ? { code, name: by.get(code).name } : undefined);
  const path = (unit) => (unit.parent === null ? [] : [...path(by.get(unit.parent)), ref(unit.parent)]);
  const isWithin = (code, top) => code === top || (by.get(code)?.parent != null && isWithin(by.get(code).parent, top));
  const view = (unit) => ({ ...unit, parent: unit.parent === null ? null : ref(unit.parent), path: path(unit), replaced_by: unit.replaced_by.map(ref), children: (children.get(unit.code) ?? []).filter(({ valid_to }) => valid_to === null).length });
  const put = (unit) => {
    all.push(unit);
    by.set(unit.code, unit);
    hang(unit);
    return unit;
  };
  const move = (unit, parent) => {
    children.set(unit.parent, children.get(unit.parent).filter((one) => one !== unit));
    unit.parent = parent;
    hang(unit);
  };
  const called = (unit) => fold([unit.name, unit.code, ...unit.aliases].join(' '));
  return { all, by, ref, path, isWithin, view, put, move, called, children: (code) => children.get(code) ?? [] };
}
