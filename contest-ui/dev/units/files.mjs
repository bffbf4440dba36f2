// A list of units as CSV, held against the made-up tree. The platform reads XLSX too and matches more cleverly.
import { fold } from '../data.mjs';

const MOST_ROWS = 500;

export function readUnits(form, units, Refusal) {
  const name = /name="file"; filename="([^"]*)"/.exec(form)?.[1] ?? '';
  const dry = /name="dry_run"\r\n\r\ntrue/.test(form);
  const text = /name="file"; filename="[^"]*"\r\n(?:[^\r\n]+\r\n)*\r\n([\s\S]*?)\r\n--/.exec(form)?.[1] ?? '';
  if (!/\.csv$/.test(name)) throw new Refusal(422, 'units.not_csv', `Máy chủ mẫu chỉ đọc CSV; “${name}” không phải là tệp CSV.`);
  const [, ...lines] = text.trim().split(/\r?\n/);
  const report = { stored: false, units: lines.length, added: 0, changed: 0, matched: 0, warnings: [], refused: [], rows: [] };
  const fresh = [];
  for (const [i, line] of lines.entries()) {
    const at = `dòng ${i + 2}`;
    const [code = '', title = '', type = 'khac', parent = ''] = line.split(',').map((cell) => cell.trim());
    const known = units.by.get(code);
    const like = code === '' ? units.all.filter((unit) => fold(unit.name) === fold(title) && (parent === '' || unit.parent === parent)) : [];
    const row = { at, code, name: title, action: 'add', matched: null };
    const refuse = (word, detail) => {
      row.action = 'refused';
      report.refused.push({ at, code: word, detail });
    };
    if (title === '') refuse('unit.name', 'Dòng này chưa có tên đơn vị.');
    else if (known) row.action = known.name === title ? 'same' : 'change';
    else if (like.length === 1) Object.assign(row, { action: 'match', code: like[0].code, matched: units.ref(like[0].code) });
    else if (like.length > 1) refuse('unit.ambiguous', `Có ${like.length} đơn vị cùng tên: ${like.slice(0, 3).map((unit) => `${unit.name} (${unit.code})`).join(', ')}. Bạn hãy ghi mã.`);
    else if (code === '') refuse('unit.unknown', `Không có đơn vị nào tên “${title}”; dòng mới cần có mã.`);
    else if (parent !== '' && !units.by.has(parent)) refuse('unit.parent', `Không có đơn vị cấp trên mã “${parent}”.`);
    else if (type !== '' && !/^[a-z_]+$/.test(type)) report.warnings.push({ at, code: 'unit.type', detail: `Loại “${type}” chưa có trong danh mục; đơn vị được ghi là “đơn vị khác”.` });
    if (row.action === 'add') fresh.push({ code, name: title, type: /^[a-z_]+$/.test(type) ? type : 'khac', parent: parent || null, block: null, area_type: null, headcount: null, headcount_source: null, headcount_date: null, valid_from: null, valid_to: null, replaced_by: [], aliases: [] });
    report.rows.push(row);
  }
  for (const [key, action] of [['added', 'add'], ['changed', 'change'], ['matched', 'match']]) report[key] = report.rows.filter((row) => row.action === action).length;
  report.rows = report.rows.slice(0, MOST_ROWS);
  return { dry, report, fresh };
}
