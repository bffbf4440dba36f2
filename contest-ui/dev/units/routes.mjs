// Units on the made-up server: lists, changes, files, and units that register themselves.
import { fold } from '../data.mjs';
import { page } from '../bank/lists.mjs';
import { readUnits } from './files.mjs';

const HEADINGS = ['code', 'name', 'type', 'parent', 'area_type', 'headcount', 'headcount_source', 'headcount_date', 'valid_from', 'valid_to'];

export function unitRoutes({ Refusal, id, now, started }, at, units) {
  const mine = (member, unit) => member.unit === null || units.isWithin(unit.code, member.unit.code);
  const one = (request, code) => {
    const unit = units.by.get(code);
    if (!unit || !mine(at.who(request), unit)) throw new Refusal(404, 'not_found', 'Không tìm thấy.');
    return unit;
  };
  const past = ({ valid_to }) => valid_to !== null && valid_to < now().slice(0, 10);
  const compare = new Intl.Collator('vi', { numeric: true }).compare;
  const orders = { name: (a, b) => compare(a.name, b.name), code: (a, b) => compare(a.code, b.code), headcount: (a, b) => (a.headcount ?? -1) - (b.headcount ?? -1) };
  const faulty = (body, parent) => {
    const errors = [];
    if (!body.name) errors.push({ pointer: '/name', code: 'unit.name', detail: 'Bạn hãy nhập tên đơn vị.' });
    if (parent === undefined) errors.push({ pointer: '/parent', code: 'unit.unknown', detail: 'Không có đơn vị này.' });
    if (errors.length > 0) throw new Refusal(422, 'validation', 'Chưa hợp lệ.', { errors });
  };
  const waiting = [
    { id: 'g1', name: 'Trường THPT Văn Miếu - Quốc Tử Giám', type: 'truong', parent: '42-xa-1', contact: { name: 'Nguyễn Thị Hồng Ánh', email: 'anh@thpt.example.vn', phone: '0912345678' }, headcount: 1250, note: 'Trường mới tách từ Trường THPT Kỳ Anh từ tháng 9, xin mở để tổ chức cuộc thi tuần cho học sinh khối 12.', state: 'waiting', at: new Date(started - 5e7).toISOString() },
    { id: 'g2', name: 'Trường THPT Thạch Hà', type: 'truong', parent: '42-xa-2', contact: { name: 'Lê Văn Bình', email: 'binh@example.vn', phone: '0987654321' }, headcount: null, note: null, state: 'waiting', at: new Date(started - 9e7).toISOString() },
    { id: 'g3', name: 'Công ty Cổ phần Gang thép Vũng Áng', type: 'doanh_nghiep', parent: '42-xa-15', contact: { name: 'Phan Quang Sơn', email: 'son@example.vn', phone: '0901234567' }, headcount: 6400, note: null, state: 'approved', at: new Date(started - 9e8).toISOString() },
  ];
  const registered = (row) => ({ reason: null, ...row, parent: units.ref(row.parent), like: units.all.filter(({ name }) => fold(name) === fold(row.name)).slice(0, 3).map(({ code }) => units.ref(code)) });
  const found = (thing) => {
    if (!thing) throw new Refusal(404, 'not_found', 'Không tìm thấy.');
    return thing;
  };

  return [
    ['GET', /^\/units$/, (_, { request, url }) => {
      const me = at.who(request);
      const wanted = (key) => url.searchParams.get(key) ?? '';
      const tokens = fold(wanted('q')).split(/\s+/).filter(Boolean);
      const pool = wanted('parent') ? units.children(wanted('parent') === 'none' ? null : wanted('parent')) : units.all;
      const list = pool.filter((unit) => mine(me, unit)
        && (!wanted('below') || (unit.code !== wanted('below') && units.isWithin(unit.code, wanted('below'))))
        && (!wanted('type') || unit.type === wanted('type'))
        && (!wanted('area') || unit.area_type === wanted('area'))
        && (!wanted('state') || past(unit) === (wanted('state') === 'past'))
        && (tokens.length === 0 || tokens.every((token) => units.called(unit).includes(token))));
      const [, down, key] = /^(-?)(\w*)$/.exec(wanted('sort') || 'name');
      if (orders[key]) list.sort(orders[key]);
      if (down) list.reverse();
      const { items, ...rest } = page(list, url, 50);
      return { items: items.map(units.view), ...rest };
    }],
    ['POST', /^\/units$/, (_, { request, body }) => {
      at.may(request, ['organiser']);
      faulty(body, body.parent === null ? null : units.ref(body.parent));
      if (units.by.has(body.code)) throw new Refusal(409, 'unit.exists', 'Mã này đã có đơn vị khác dùng.', { errors: [{ pointer: '/code', code: 'unit.exists', detail: 'Mã này đã có đơn vị khác dùng.' }] });
      return [201, units.view(units.put({ replaced_by: [], ...body }))];
    }],
    ['GET', /^\/units\/export$/, (_, { request, url }) => {
      const me = at.who(request);
      const rows = units.all.filter((unit) => mine(me, unit)).map((unit) => HEADINGS.map((key) => `"${String(unit[key] ?? '').replaceAll('"', '""')}"`).join(','));
      return [200, { file: `\ufeff${HEADINGS.join(',')}\r\n${rows.join('\r\n')}\r\n`, type: 'text/csv; charset=utf-8', name: `don-vi.${url.searchParams.get('format')}` }];
    }],
    ['GET', /^\/units\/resolve$/, (_, { request, url }) => {
      const today = (code) => {
        const unit = units.by.get(code);
        return unit.replaced_by.length === 0 ? [unit] : unit.replaced_by.flatMap(today);
      };
      return { items: today(one(request, url.searchParams.get('code')).code).map(units.view) };
    }],
    ['POST', /^\/units\/import$/, (_, { request, body }) => {
      at.may(request, ['organiser']);
      const read = readUnits(body, units, Refusal);
      const stored = !read.dry && read.report.refused.length === 0;
      if (stored) for (const unit of read.fresh) units.put(unit);
      return { ...read.report, stored };
    }],
    ['GET', /^\/units\/([^/]+)$/, ([code], { request }) => {
      const unit = one(request, code);
      const below = units.children(code).length;
      return { ...units.view(unit), staff: below > 20 ? 14 : 2, contests: below > 20 ? 5 : 0, participants: below * 37 };
    }],
    ['PATCH', /^\/units\/([^/]+)$/, ([code], { request, body }) => {
      at.may(request, ['organiser']);
      const unit = one(request, code);
      const { parent, ...rest } = body;
      faulty({ name: 'có', ...rest }, parent == null ? null : units.ref(parent));
      if (parent && units.isWithin(parent, code)) throw new Refusal(409, 'unit.circle', 'Một đơn vị không thể nằm dưới chính nó.', { errors: [{ pointer: '/parent', code: 'unit.circle', detail: 'Một đơn vị không thể nằm dưới chính nó.' }] });
      Object.assign(unit, rest);
      if (parent !== undefined) units.move(unit, parent);
      return units.view(unit);
    }],
    ['POST', /^\/units\/([^/]+)\/merge$/, ([code], { request, body }) => {
      at.may(request, ['organiser']);
      at.fresh(request);
      const unit = one(request, code);
      const before = new Date(Date.parse(body.on) - 86_400_000).toISOString().slice(0, 10);
      Object.assign(unit, { valid_to: before, replaced_by: body.into });
      const moved = body.into.length === 1 ? [...units.children(code)] : [];
      for (const child of moved) units.move(child, body.into[0]);
      return { moved: moved.length };
    }],
    ['GET', /^\/unit-registrations\/parents$/, (_, { url }) => {
      const tokens = fold(url.searchParams.get('q') ?? '').split(/\s+/).filter(Boolean);
      const list = units.all.filter((unit) => ['tinh', 'xa', 'phuong', 'so_nganh'].includes(unit.type) && !past(unit) && tokens.every((token) => units.called(unit).includes(token)));
      return { items: list.slice(0, 20).map((unit) => ({ code: unit.code, name: unit.name, parent: units.path(unit).at(-1) ?? null })) };
    }],
    ['POST', /^\/unit-registrations$/, (_, { body }) => {
      faulty(body, units.ref(body.parent));
      waiting.unshift({ id: id(), headcount: null, note: null, ...body, state: 'waiting', at: now() });
      return [202, { id: waiting[0].id }];
    }],
    ['GET', /^\/unit-registrations$/, (_, { request, url }) => {
      const me = at.may(request, ['organiser']);
      const state = url.searchParams.get('state');
      return page(waiting.filter((row) => (!state || row.state === state) && mine(me, units.by.get(row.parent))).map(registered), url);
    }],
    ['POST', /^\/unit-registrations\/([^/]+)\/approval$/, ([key], { request, body }) => {
      at.may(request, ['organiser']);
      const row = found(waiting.find((one) => one.id === key));
      if (units.by.has(body.code)) throw new Refusal(409, 'unit.exists', 'Mã này đã có đơn vị khác dùng.', { errors: [{ pointer: '/code', code: 'unit.exists', detail: 'Mã này đã có đơn vị khác dùng.' }] });
      units.put({ ...units.by.get('van-mieu'), code: body.code, name: row.name, type: row.type, parent: row.parent, headcount: row.headcount, aliases: [] });
      row.state = 'approved';
      return { unit: units.ref(body.code), invitation: body.invite ? { link: `http://${request.headers.host}/quan-tri/loi-moi#${id()}${id()}` } : null };
    }],
    ['POST', /^\/unit-registrations\/([^/]+)\/refusal$/, ([key], { request, body }) => (at.may(request, ['organiser']), Object.assign(found(waiting.find((one) => one.id === key)), { state: 'refused', reason: body.reason }), {})],
  ];
}
