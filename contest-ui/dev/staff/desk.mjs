// Who has signed in to the made-up server: sessions, roles, fresh proofs and second factors.
import { code as totp, stepAt } from './totp.mjs';

const FRESH_MS = 600_000;
const DAY_MS = 86_400_000;

export function desk({ Refusal, id }, staff, units) {
  const sessions = new Map();
  const token = (request) => /thiluat-staff=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  const sessionOf = (request) => {
    const found = sessions.get(token(request));
    if (!found || found.member.state === 'disabled') throw new Refusal(401, 'auth.required', 'Phiên làm việc đã hết; bạn hãy đăng nhập lại.');
    found.seen = Date.now();
    return found;
  };
  const who = (request) => sessionOf(request).member;
  const may = (request, roles) => {
    const found = who(request);
    if (!['administrator', ...roles].includes(found.role)) throw new Refusal(403, 'auth.forbidden', 'Tài khoản của bạn không có quyền làm việc này; hãy hỏi người quản trị.');
    return found;
  };
  /** Refuses what wants a fresh proof from who gave none within ten minutes. */
  const fresh = (request) => {
    if (sessionOf(request).fresh < Date.now()) throw new Refusal(403, 'auth.step_up', 'Việc này cần xác nhận lại danh tính.');
  };
  /** A code of the app or a recovery code; each is good once. */
  const proves = (member, given) => {
    const text = String(given ?? '').trim();
    if (member.recovery_codes.includes(text)) {
      member.recovery_codes = member.recovery_codes.filter((one) => one !== text);
      return true;
    }
    const now = stepAt(Date.now());
    const step = [now - 1, now, now + 1].find((one) => one > member.last_step && totp(member.totp, one) === text);
    if (step === undefined) return false;
    member.last_step = step;
    return true;
  };
  const card = (session) => {
    const { id: key, email, name, role, unit, totp: secret, notices } = session.member;
    return { id: key, email, name, role, unit, second_factor: secret ? 'totp' : 'none', second_factor_needed: role === 'administrator' && !secret && session.member.must === true, fresh_until: new Date(session.fresh).toISOString(), unread: notices.filter(({ read }) => !read).length };
  };
  const open = (member, request, cookie) => {
    const key = id();
    const session = { id: id(), member, fresh: Date.now() + FRESH_MS, signed_in: Date.now(), seen: Date.now(), agent: request.headers['user-agent'] ?? '', address: '203.0.113.7' };
    sessions.set(key, session);
    cookie(key, 'thiluat-staff');
    member.last_seen_at = new Date().toISOString();
    return { staff: card(session), token: key };
  };
  const refuse = () => {
    throw new Refusal(401, 'auth.refused', 'E-mail, mật khẩu hoặc mã chưa đúng.');
  };
  const passwordFor = (text, pointer) => {
    const wrong = [...text].length < 8 ? ['password.too_short', 'Mật khẩu cần ít nhất 8 ký tự; một câu dài dễ nhớ là tốt nhất.'] : /^(password|12345678)/.test(text) ? ['password.too_common', 'Mật khẩu này quá phổ biến nên dễ bị đoán; hãy chọn mật khẩu khác.'] : null;
    if (wrong) throw new Refusal(422, 'validation', wrong[1], { errors: [{ pointer, code: wrong[0], detail: wrong[1] }] });
    return text;
  };
  /** Whether a unit is that of the member or below it. */
  const reaches = (member, unit) => member.unit === null || (unit !== null && units.isWithin(unit.code, member.unit.code));
  const end = (member, but = null) => {
    for (const [key, session] of sessions) if (session.member === member && key !== but) sessions.delete(key);
  };
  // A second device of everybody's, so that there is a session to end.
  for (const member of staff.slice(0, 6)) {
    sessions.set(id(), { id: id(), member, fresh: 0, signed_in: Date.now() - 9 * DAY_MS, seen: Date.now() - 2 * DAY_MS, agent: 'Mozilla/5.0 (Linux; Android 13; SM-A137F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Mobile Safari/537.36', address: '198.51.100.24' });
    sessions.set(id(), { id: id(), member, fresh: 0, signed_in: Date.now() - 30 * DAY_MS, seen: Date.now() - 12 * DAY_MS, agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0', address: '2001:db8:85a3::8a2e:370:7334' });
  }
  return { sessions, token, sessionOf, who, may, fresh, proves, card, open, refuse, passwordFor, reaches, end, FRESH_MS };
}
