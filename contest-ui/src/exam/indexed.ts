/** The answer store in IndexedDB: it survives a reload, a closed tab and a phone that restarts. */
import { memoryStore, type AnswerStore, type Waiting } from './store';

const NAME = 'thiluat';
const TABLE = 'answers';

type Row = Waiting & { attempt: string };

/** Opens the store; a browser that refuses gets the one in memory, which says that it is not durable. */
export async function openStore(): Promise<AnswerStore> {
  try {
    return over(await open());
  } catch {
    return memoryStore();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const table = request.result.createObjectStore(TABLE, { keyPath: ['attempt', 'slot'] });
      table.createIndex('attempt', 'attempt');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked'));
  });
}

function over(db: IDBDatabase): AnswerStore {
  const run = <T>(mode: IDBTransactionMode, work: (table: IDBObjectStore) => IDBRequest<T> | null): Promise<T | null> =>
    new Promise((resolve, reject) => {
      const transaction = db.transaction(TABLE, mode);
      const request = work(transaction.objectStore(TABLE));
      transaction.oncomplete = () => resolve(request === null ? null : request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });

  return {
    durable: true,
    async read(attempt) {
      const rows = await run('readonly', (table) => table.index('attempt').getAll(attempt) as IDBRequest<Row[]>);
      return (rows ?? []).map(({ slot, epoch, seq, answer }) => ({ slot, epoch, seq, answer }));
    },
    async write(attempt, { slot, epoch, seq, answer }) {
      // A plain copy: what the screen hands over may be a reactive proxy, which cannot be stored.
      const row: Row = JSON.parse(JSON.stringify({ attempt, slot, epoch, seq, answer }));
      await run('readwrite', (table) => table.put(row));
    },
    async remove(attempt, slot, seq) {
      await run('readwrite', (table) => {
        const key = [attempt, slot];
        const found = table.get(key) as IDBRequest<Row | undefined>;
        found.onsuccess = () => {
          if (found.result?.seq === seq) table.delete(key);
        };
        return null;
      });
    },
    async clear(attempt) {
      await run('readwrite', (table) => {
        table.delete(IDBKeyRange.bound([attempt], [attempt, []]));
        return null;
      });
    },
  };
}
