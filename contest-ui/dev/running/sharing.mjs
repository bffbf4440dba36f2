// What other sites may show, and who came through which unit's link.
import { fold, units } from '../data.mjs';

/** A small picture where the platform draws the card. */
const CARD = '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630"><rect width="1200" height="630" fill="#9f1c22"/><path d="m600 120 40 120h126l-102 74 39 120-103-74-103 74 39-120-102-74h126z" fill="#ffd34d"/><text x="600" y="540" text-anchor="middle" font-family="sans-serif" font-size="48" fill="#fff">Thi Luật</text></svg>';

export function sharingRoutes({ Refusal, ask }) {
  const sites = new Map();
  const of = (slug) => sites.get(slug) ?? sites.set(slug, []).get(slug);
  const may = (request) => ask(request, 'GET', '/staff/session');
  const row = ({ code, name, type, parent }) => ({ code, name, type, parent });
  return [
    ['GET', /^\/contests\/([^/]+)\/sites$/, ([slug], { request }) => (may(request), { items: of(slug), next_cursor: null })],
    ['POST', /^\/contests\/([^/]+)\/sites$/, ([slug], { request, body }) => {
      may(request);
      if (of(slug).some(({ origin }) => origin === body.origin)) throw new Refusal(409, 'site.exists', 'Trang này đã có trong danh sách.');
      of(slug).push({ origin: body.origin });
      return [201, { origin: body.origin }];
    }],
    ['DELETE', /^\/contests\/([^/]+)\/sites$/, ([slug], { request, body }) => (may(request), sites.set(slug, of(slug).filter(({ origin }) => origin !== body.origin)), [204, null])],
    ['GET', /^\/contests\/([^/]+)\/share\.png$/, () => [200, { file: CARD, type: 'image/svg+xml' }]],
    ['GET', /^\/contests\/([^/]+)\/poster\.pdf$/, ([slug]) => [200, { file: '%PDF-1.4\n%%EOF\n', type: 'application/pdf', name: `ap-phich-${slug}.pdf` }]],
    ['GET', /^\/contests\/([^/]+)\/referrals$/, ([slug], { request }) => (may(request), { items: slug === 'giao-thong-2026' ? units.map(({ code, name }, i) => ({ unit: { code, name }, visits: 900 - i * 31, registered: 420 - i * 15, valid: 380 - i * 14 })) : [], next_cursor: null })],
    // Stands in for the tree of units where there is none: the first route that fits is taken.
    ['GET', /^\/units$/, (_, { request, url }) => {
      may(request);
      const q = fold(url.searchParams.get('q') ?? '');
      const items = [{ code: '42', name: 'Hà Tĩnh', type: 'tinh', parent: null }, ...units].filter(({ name, code }) => fold(`${name} ${code}`).includes(q)).map(row);
      return { items: items.slice(0, 20), next_cursor: null, total: items.length };
    }],
    ['GET', /^\/units\/([^/]+)$/, ([code], { request }) => {
      may(request);
      const unit = [{ code: '42', name: 'Hà Tĩnh', type: 'tinh', parent: null }, ...units].find((one) => one.code === code);
      if (!unit) throw new Refusal(404, 'not_found', 'Không tìm thấy.');
      return row(unit);
    }],
  ];
}
