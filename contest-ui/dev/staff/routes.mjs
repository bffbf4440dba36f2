// Staff, what they are told, other systems and the audit log, on the made-up server.
import { fold } from '../data.mjs';
import { page } from '../bank/lists.mjs';
import { audit as auditLines, KINDS } from './data.mjs';

const WEEK_MS = 7 * 86_400_000;

export function staffRoutes({ Refusal, id, now, started }, staff, at, units) {
  const settings = new Map();
  const lines = auditLines(started, staff);
  const hooks = [
    { id: 'w1', url: 'https://cong.hatinh.example.vn/nhan/thi-luat', events: ['round.opened', 'round.closed', 'result.published'], created_at: new Date(started - WEEK_MS).toISOString(), last: { at: now(), status: 204, detail: '' } },
    { id: 'w2', url: 'https://hong.example.vn/webhook', events: ['unit.registered'], created_at: new Date(started - 2 * WEEK_MS).toISOString(), last: { at: now(), status: null, detail: 'Bên kia không trả lời trong 5 giây.' } },
  ];
  const view = ({ id: key, email, name, role, unit, state, totp, last_seen_at, created_at, invitation }) => ({ id: key, email, name, role, unit, state, second_factor: totp ? 'totp' : 'none', last_seen_at, created_at, invitation: invitation && { id: invitation.id, expires_at: invitation.expires_at } });
  const noted = (request, action, subject, detail) => {
    const { id: key, name } = at.who(request);
    lines.unshift({ seq: lines[0].seq + 1, at: now(), actor: { id: key, name }, action, subject, detail });
  };
  const within = (request, key) => {
    const found = staff.find((member) => member.id === key);
    if (!found || !at.reaches(at.who(request), found.unit)) throw new Refusal(404, 'not_found', 'Không tìm thấy.');
    return found;
  };
  const unitOf = (request, code) => {
    const unit = code === null ? null : units.ref(code);
    if (unit === undefined || !at.reaches(at.who(request), unit)) throw new Refusal(422, 'validation', 'Không có đơn vị này.', { errors: [{ pointer: '/unit', code: 'unit.unknown', detail: 'Không có đơn vị này.' }] });
    return unit;
  };
  const linkOf = (request, path, token) => `http://${request.headers.host}${path}#${token}`;
  const invited = (request, member) => {
    member.invitation = { id: id(), token: id() + id(), expires_at: new Date(Date.now() + WEEK_MS).toISOString() };
    return { id: member.invitation.id, link: linkOf(request, '/quan-tri/loi-moi', member.invitation.token), expires_at: member.invitation.expires_at, mailed: false };
  };
  const byInvitation = (request, key) => {
    const member = staff.find(({ invitation }) => invitation?.id === key);
    return within(request, member?.id);
  };

  return [
    ['GET', /^\/staff$/, (_, { request, url }) => {
      const me = at.may(request, []);
      const wanted = (key) => url.searchParams.get(key);
      const q = fold(wanted('q') ?? '');
      const found = staff.filter((member) => at.reaches(me, member.unit) && fold(`${member.name} ${member.email}`).includes(q) && (!wanted('role') || member.role === wanted('role')) && (!wanted('state') || member.state === wanted('state')));
      return page(found.map(view), url, 25);
    }],
    ['POST', /^\/staff\/invitations$/, (_, { request, body }) => {
      at.may(request, []);
      at.fresh(request);
      if (staff.some(({ email }) => email === body.email.toLowerCase())) throw new Refusal(409, 'staff.exists', 'Đã có cán bộ dùng e-mail này.', { errors: [{ pointer: '/email', code: 'staff.exists', detail: 'Đã có cán bộ dùng e-mail này.' }] });
      const member = { id: id(), email: body.email.toLowerCase(), name: body.name, role: body.role, unit: unitOf(request, body.unit), state: 'invited', password: null, totp: null, last_step: 0, recovery_codes: [], last_seen_at: null, created_at: now(), notices: [] };
      staff.splice(6, 0, member);
      noted(request, 'staff.invite', `staff:${member.id}`, { role: body.role });
      return [201, invited(request, member)];
    }],
    ['POST', /^\/staff\/invitations\/([^/]+)\/again$/, ([key], { request }) => (at.may(request, []), invited(request, byInvitation(request, key)))],
    ['DELETE', /^\/staff\/invitations\/([^/]+)$/, ([key], { request }) => {
      at.may(request, []);
      staff.splice(staff.indexOf(byInvitation(request, key)), 1);
      return [204, null];
    }],
    ['PATCH', /^\/staff\/([^/]+)$/, ([key], { request, body }) => {
      const me = at.may(request, []);
      at.fresh(request);
      const member = within(request, key);
      if (member === me && (body.role !== undefined || body.unit !== undefined || body.disabled)) throw new Refusal(409, 'staff.own', 'Không ai tự đổi vai trò, đơn vị hay tự khóa mình.');
      Object.assign(member, body.name !== undefined && { name: body.name }, body.role !== undefined && { role: body.role }, body.unit !== undefined && { unit: unitOf(request, body.unit) }, body.disabled !== undefined && { state: body.disabled ? 'disabled' : 'active' });
      if (body.disabled) at.end(member);
      noted(request, 'staff.change', `staff:${key}`, { fields: Object.keys(body) });
      return view(member);
    }],
    ['POST', /^\/staff\/([^/]+)\/recovery$/, ([key], { request }) => {
      at.may(request, []);
      at.fresh(request);
      const member = within(request, key);
      member.recovery = id() + id();
      return { link: linkOf(request, '/quan-tri/khoi-phuc', member.recovery), expires_at: new Date(Date.now() + 3_600_000).toISOString() };
    }],
    ['GET', /^\/staff\/me\/notification-settings$/, (_, { request }) => ({ kinds: settings.get(at.who(request).id) ?? KINDS.map(([kind, title]) => ({ kind, title, in_app: true, mail: kind === 'unit.registered' })), mail_possible: true })],
    ['PUT', /^\/staff\/me\/notification-settings$/, (_, { request, body }) => {
      const kinds = body.kinds.map((kind) => ({ title: KINDS.find(([word]) => word === kind.kind)[1], ...kind }));
      settings.set(at.who(request).id, kinds);
      return { kinds, mail_possible: true };
    }],
    ['GET', /^\/audit$/, (_, { request, url }) => {
      at.may(request, ['verifier']);
      const wanted = (key) => url.searchParams.get(key) ?? '';
      return page(lines.filter(({ actor, action, subject }) => (actor.id ?? actor.word).includes(wanted('actor')) && action.includes(wanted('action')) && subject.includes(wanted('subject'))), url, 50);
    }],
    ['GET', /^\/webhooks$/, (_, { request }) => (at.may(request, []), { items: hooks, next_cursor: null, events: KINDS.map(([kind]) => kind) })],
    ['POST', /^\/webhooks$/, (_, { request, body }) => {
      at.may(request, []);
      at.fresh(request);
      if (!/\.example\.vn$/.test(new URL(body.url).hostname)) throw new Refusal(422, 'validation', 'Chưa hợp lệ.', { errors: [{ pointer: '/url', code: 'webhook.host', detail: 'Tên miền này chưa được người vận hành cho phép.' }] });
      const hook = { id: id(), ...body, created_at: now(), last: null };
      hooks.push(hook);
      return [201, { ...hook, secret: `whsec_${id()}${id()}` }];
    }],
    ['DELETE', /^\/webhooks\/([^/]+)$/, ([key], { request }) => (at.may(request, []), hooks.splice(hooks.findIndex((hook) => hook.id === key), 1), [204, null])],
    ['POST', /^\/webhooks\/([^/]+)\/test$/, ([key], { request }) => {
      at.may(request, []);
      const hook = hooks.find((one) => one.id === key);
      const good = !/hong/.test(hook.url);
      hook.last = { at: now(), status: good ? 204 : null, detail: good ? '' : 'Bên kia không trả lời trong 5 giây.' };
      return { delivered: good, status: hook.last.status, detail: hook.last.detail };
    }],
  ];
}
