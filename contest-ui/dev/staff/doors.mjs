// Coming in and proving who one is, on the made-up server.
import { code as totp, newSecret, stepAt } from './totp.mjs';
import { randomBytes } from 'node:crypto';

export function doorRoutes({ Refusal, now }, staff, at) {
  const spare = () => [0, 1, 2].map(() => randomBytes(3).toString('base64url').toLowerCase().replace(/[^a-z0-9]/g, '7').slice(0, 4)).join('-');
  const invitedBy = (token) => staff.find(({ invitation }) => invitation?.token !== undefined && invitation.token === token) ?? (() => { throw new Refusal(410, 'invitation.gone', 'Lời mời đã được dùng, đã hết hạn hoặc đã bị hủy.'); })();
  return [
    ['POST', /^\/staff\/session$/, (_, { body, cookie, request }) => {
      const member = staff.find(({ email, state }) => email === body.email.toLowerCase() && state === 'active');
      if (!member || body.password !== member.password) at.refuse();
      if (member.totp) {
        if (!body.code) throw new Refusal(401, 'auth.second_factor', 'Tài khoản này cần mã xác nhận.');
        if (!at.proves(member, body.code)) at.refuse();
      }
      return at.open(member, request, cookie);
    }],
    ['GET', /^\/staff\/session$/, (_, { request }) => at.card(at.sessionOf(request))],
    ['DELETE', /^\/staff\/session$/, (_, { request }) => (at.sessions.delete(at.token(request)), [204, null])],
    ['POST', /^\/staff\/session\/step-up$/, (_, { request, body }) => {
      const session = at.sessionOf(request);
      const { member } = session;
      if (member.totp ? !at.proves(member, body.code) : body.password !== member.password) at.refuse();
      session.fresh = Date.now() + at.FRESH_MS;
      return at.card(session);
    }],
    ['POST', /^\/staff\/invitations\/look$/, (_, { body }) => {
      const { email, name, role, unit, invitation } = invitedBy(body.token);
      return { email, name, role, unit, expires_at: invitation.expires_at };
    }],
    ['POST', /^\/staff\/invitations\/accept$/, (_, { body, request, cookie }) => {
      const member = invitedBy(body.token);
      Object.assign(member, { password: at.passwordFor(body.password, '/password'), name: body.name, state: 'active', invitation: null });
      return at.open(member, request, cookie);
    }],
    ['POST', /^\/staff\/recovery$/, () => [202, {}]],
    ['POST', /^\/staff\/recovery\/complete$/, (_, { body }) => {
      const member = staff.find(({ recovery }) => recovery !== undefined && recovery === body.token);
      if (!member) throw new Refusal(410, 'recovery.gone', 'Liên kết đã được dùng hoặc đã hết hạn.');
      Object.assign(member, { password: at.passwordFor(body.password, '/password'), recovery: undefined, totp: null });
      at.end(member);
      return [204, null];
    }],
    ['GET', /^\/staff\/me\/sessions$/, (_, { request }) => {
      const own = at.sessionOf(request);
      const items = [...at.sessions.values()].filter(({ member }) => member === own.member).sort((a, b) => b.seen - a.seen);
      return { items: items.map((one) => ({ id: one.id, current: one === own, signed_in_at: new Date(one.signed_in).toISOString(), seen_at: new Date(one.seen).toISOString(), address: one.address, agent: one.agent })), next_cursor: null };
    }],
    ['DELETE', /^\/staff\/me\/sessions\/([^/]+)$/, ([key], { request }) => {
      const member = at.who(request);
      for (const [token, one] of at.sessions) if (one.id === key && one.member === member) at.sessions.delete(token);
      return [204, null];
    }],
    ['DELETE', /^\/staff\/me\/sessions$/, (_, { request }) => (at.end(at.who(request), at.token(request)), [204, null])],
    ['POST', /^\/staff\/me\/password$/, (_, { request, body }) => {
      const member = at.who(request);
      if (body.current !== member.password) throw new Refusal(422, 'validation', 'Mật khẩu hiện tại chưa đúng.', { errors: [] });
      member.password = at.passwordFor(body.new, '/new');
      at.end(member, at.token(request));
      return [204, null];
    }],
    ['POST', /^\/staff\/me\/totp$/, (_, { request }) => {
      at.fresh(request);
      const member = at.who(request);
      member.coming = newSecret();
      return { secret: member.coming, uri: `otpauth://totp/Thi%20Lu%E1%BA%ADt:${encodeURIComponent(member.email)}?secret=${member.coming}&issuer=Thi%20Lu%E1%BA%ADt`, qr_svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8H0z"/></svg>' };
    }],
    ['PUT', /^\/staff\/me\/totp$/, (_, { request, body }) => {
      const member = at.who(request);
      const step = [-1, 0, 1].map((by) => stepAt(Date.now()) + by).find((one) => totp(member.coming, one) === body.code);
      if (step === undefined) throw new Refusal(422, 'totp.wrong', 'Mã chưa đúng. Bạn hãy chờ mã mới hiện rồi nhập lại; đồng hồ của điện thoại cần đúng giờ.');
      Object.assign(member, { totp: member.coming, last_step: step, recovery_codes: Array.from({ length: 10 }, spare), must: false });
      return { recovery_codes: member.recovery_codes };
    }],
    ['DELETE', /^\/staff\/me\/totp$/, (_, { request, body }) => {
      const member = at.who(request);
      if (!at.proves(member, body.code)) throw new Refusal(422, 'totp.wrong', 'Mã chưa đúng.');
      Object.assign(member, { totp: null, recovery_codes: [] });
      return [204, null];
    }],
    ['GET', /^\/staff\/me\/notifications$/, (_, { request, url }) => {
      const { notices } = at.who(request);
      const from = Number(url.searchParams.get('cursor') || 0);
      const limit = Number(url.searchParams.get('limit') || 20);
      return { items: notices.slice(from, from + limit), next_cursor: from + limit < notices.length ? String(from + limit) : null, unread: notices.filter(({ read }) => !read).length };
    }],
    ['POST', /^\/staff\/me\/notifications\/read$/, (_, { request, body }) => {
      const { notices } = at.who(request);
      for (const notice of notices) if (body.all || body.ids.includes(notice.id)) notice.read = true;
      return { unread: notices.filter(({ read }) => !read).length, at: now() };
    }],
  ];
}
