import { describe, expect, it } from 'vitest';
import { code, stepAt } from '../dev/staff/totp.mjs';
import { named } from '../src/console/account/agent';
import { hostOf, isHookAddress } from '../src/console/notices/host';
import { fromAddress, nextSort, toAddress } from '../src/console/parts/addressed';
import { isOpen, match, path } from '../src/console/routes';
import { grouped, readRecovery, readTotp } from '../src/console/shell/codes';
import { GROUPS } from '../src/console/shell/parts';
import { may, maySee } from '../src/console/shell/permits';
import { strength } from '../src/console/shell/strength';

const ROLES = ['administrator', 'organiser', 'author', 'reviewer', 'judge', 'verifier', 'viewer'];

describe('addresses of contests, units and staff', () => {
  it('keeps fixed words before parameters', () => {
    expect(match('/quan-tri/cuoc-thi/soan/d1')).toEqual({ name: 'wizard', params: { draft: 'd1' } });
    expect(match('/quan-tri/cuoc-thi/giao-thong')).toEqual({ name: 'contest', params: { slug: 'giao-thong' } });
    expect(match('/quan-tri/cuoc-thi/giao-thong/nguoi-thi/p1')).toEqual({ name: 'participant', params: { slug: 'giao-thong', person: 'p1' } });
    for (const [word, name] of [['nhap', 'unitImport'], ['dang-ky', 'registrations'], ['dang-ky-moi', 'register']] as const) expect(match(`/quan-tri/don-vi/${word}`).name).toBe(name);
    expect(match(path('unit', { unit: '42/xa 1' }))).toEqual({ name: 'unit', params: { unit: '42/xa 1' } });
  });

  it('opens to everybody only what needs no account', () => {
    expect(['register', 'invitation', 'recovery'].every((name) => isOpen(name as 'register'))).toBe(true);
    expect(['home', 'staff', 'account', 'registrations'].some((name) => isOpen(name as 'home'))).toBe(false);
  });
});

describe('who may see what', () => {
  it('lets administrators see all of the menu and everybody the first page', () => {
    for (const { to } of GROUPS.flatMap(({ parts }) => parts)) expect(maySee('administrator', to), to).toBe(true);
    for (const role of ROLES) for (const name of ['home', 'account', 'notifications', 'missing'] as const) expect(maySee(role, name), `${role} ${name}`).toBe(true);
  });

  it('agrees with the table of the server', () => {
    expect(ROLES.filter((role) => may(role, 'manageStaff'))).toEqual(['administrator']);
    expect(ROLES.filter((role) => may(role, 'readQuestions'))).toEqual(['administrator', 'organiser', 'author', 'reviewer']);
    expect(ROLES.filter((role) => may(role, 'approveQuestions'))).toEqual(['administrator', 'reviewer']);
    expect(ROLES.filter((role) => maySee(role, 'audit'))).toEqual(['administrator', 'verifier']);
    expect(ROLES.filter((role) => maySee(role, 'registrations'))).toEqual(['administrator', 'organiser']);
    expect(may('nobody', 'readContests')).toBe(false);
  });

  it('marks one part of the menu for each place of it', () => {
    const places = GROUPS.flatMap(({ parts }) => parts.flatMap(({ of }) => of));
    expect(new Set(places).size).toBe(places.length);
  });
});

describe('the strength of a password', () => {
  it('wants length before anything else', () => {
    expect(strength('')).toBe('short');
    expect(strength('Aa1!bb')).toBe('short');
    expect(strength('con trâu gốc đa nước sôi')).toBe('good');
    expect(strength('Hoa-Sua-2047')).toBe('good');
    expect(strength('Sen7hong')).toBe('fair');
  });

  it('sees through what everybody tries', () => {
    for (const text of ['matkhau123', 'Password1!', '12345678', 'aaaaaaaa', 'abcdefgh', '87654321', 'qwerty2026', 'ababababab']) expect(strength(text), text).toBe('weak');
  });

  it('does not count what is known of the person', () => {
    expect(strength('HongAnh-2047-x', ['Nguyễn Thị Hồng Ánh', 'honganh@xa.vn'])).toBe('weak');
    expect(strength('HongAnh-2047-x')).not.toBe('weak');
  });
});

describe('codes of the second factor', () => {
  it('are read however they are typed', () => {
    expect([readTotp('123 456'), readTotp('１２３４５６'), readTotp('12345'), readTotp('1234567'), readTotp('12345a')]).toEqual(['123456', '123456', null, null, null]);
    expect([readRecovery('ABCD efgh-1234'), readRecovery('abcdefgh1234'), readRecovery('abcd-efgh')]).toEqual(['abcd-efgh-1234', 'abcd-efgh-1234', null]);
    expect(grouped('JBSWY3DPEHPK3PXP')).toBe('JBSW Y3DP EHPK 3PXP');
  });

  // RFC 6238, appendix B, its last six digits; the key is "12345678901234567890".
  it('of the made-up server follow the standard', () => {
    const key = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    for (const [seconds, digits] of [[59, '287082'], [1_111_111_109, '081804'], [1_234_567_890, '005924'], [20_000_000_000, '353130']] as const) expect(code(key, stepAt(seconds * 1000))).toBe(digits);
  });
});

describe('what a browser says of itself', () => {
  const chrome = 'Mozilla/5.0 (Linux; Android 13; SM-A137F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Mobile Safari/537.36';
  it('is told by its last claim that matters', () => {
    expect(named(chrome)).toEqual({ browser: 'Chrome', system: 'Android' });
    expect(named(`${chrome} Edg/124.0`).browser).toBe('Edge');
    expect(named('Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17.0 Mobile/15E148 Safari/604.1')).toEqual({ browser: 'Safari', system: 'iOS' });
    expect(named('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0')).toEqual({ browser: 'Firefox', system: 'Windows' });
    expect(named('curl/8')).toEqual({ browser: null, system: null });
  });
});

describe('addresses of other systems', () => {
  it('are https and give nothing away', () => {
    expect(['https://cong.vn/a', ' https://cong.vn:8443/a?b=1 '].every(isHookAddress)).toBe(true);
    expect(['http://cong.vn', 'https://', 'cong.vn', 'https://a:b@cong.vn', 'ftp://cong.vn', ''].some(isHookAddress)).toBe(false);
    expect([hostOf('https://cong.vn:8443/a'), hostOf('không phải')]).toEqual(['cong.vn:8443', 'không phải']);
  });
});

describe('filters of a list in its address', () => {
  it('come back as they were written', () => {
    const names = { q: 'tim', role: 'vai-tro' };
    const filters = fromAddress(names, new URLSearchParams('tim=hồng ánh&khac=1'));
    expect(filters).toEqual({ q: 'hồng ánh', role: '' });
    expect(fromAddress(names, new URLSearchParams(toAddress(names, filters)))).toEqual(filters);
  });

  it('orders rising, falling, and as it was', () => {
    expect([nextSort('', 'name'), nextSort('name', 'name'), nextSort('-name', 'name'), nextSort('-name', 'code'), nextSort('code', 'code', false)]).toEqual(['name', '-name', '', 'code', '']);
  });
});
