// The list, by one prepared statement on a connection of this worker's own.
import Database from 'better-sqlite3';

const DEFAULT_LIMIT = 20;
const STATUS = [null, 'PLACED', 'PAID', 'SHIPPING', 'DELIVERED', 'CANCELLED'];

export function openOrders(path) {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  const page = database.prepare(`
    SELECT o.id, o.status, o.currency, o.total_minor, o.placed_at
    FROM customer_identities i JOIN orders o ON o.customer_id = i.customer_id
    WHERE i.issuer = ? AND i.subject = ? AND o.id > ?
    ORDER BY o.id LIMIT ?`).raw();

  return {
    list({ iss, sub }, { limit, after }) {
      const count = limit ?? DEFAULT_LIMIT;
      const rows = page.all(iss, sub, after ? Buffer.from(after, 'base64url').readBigInt64BE() : 0, count + 1);
      const more = rows.length > count;
      if (more) rows.pop();
      const answer = {
        orders: rows.map(([id, status, currency, totalMinor, placedAt]) =>
          ({ id, status: STATUS[status], currency, totalMinor, placedAt: instant(placedAt) })),
      };
      if (more) {
        const end = Buffer.alloc(8);
        end.writeBigInt64BE(BigInt(rows.at(-1)[0]));
        answer.next = `/api/orders?${limit === undefined ? '' : `limit=${limit}&`}after=${end.toString('base64url')}`;
      }
      return answer;
    },
  };
}

// 2026-11-16T01:38:42.24+00:00: milliseconds without the zeros at their end.
function instant(milliseconds) {
  const text = new Date(milliseconds).toISOString().slice(0, -1);
  const end = milliseconds % 1000 === 0 ? -4 : milliseconds % 100 === 0 ? -2 : milliseconds % 10 === 0 ? -1 : undefined;
  return `${text.slice(0, end)}+00:00`;
}
