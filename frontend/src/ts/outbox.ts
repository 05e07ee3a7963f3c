// Requests written without a network wait in IndexedDB and are sent when it is back. The op_id made here lets the server
// take the same request twice and file it once.
const NAME = "linli-outbox";
const STORE = "waiting";

export interface Waiting {
  op_id: string;
  action: string;
  fields: [string, string][];
  at: number;
  /** Why the server did not take it, in its own words. */
  why?: string;
}

/** A UUIDv7. */
export function newOpId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time = Date.now().toString(16).padStart(12, "0");
  for (let i = 0; i < 6; i++) bytes[i] = parseInt(time.slice(2 * i, 2 * i + 2), 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function open(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "op_id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

async function withStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((done, fail) => {
      const transaction = database.transaction(STORE, mode);
      const asked = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => done(asked.result);
      transaction.onerror = () => fail(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const keep = (item: Waiting): Promise<IDBValidKey> => withStore("readwrite", (store) => store.put(item));
export const drop = (id: string): Promise<undefined> => withStore("readwrite", (store) => store.delete(id));
export const waiting = (): Promise<Waiting[]> => withStore("readonly", (store) => store.getAll() as IDBRequest<Waiting[]>);

// A page with a form that everybody may open, for its csrf token.
const TOKEN_PAGE = "/reading/";
const SIGN_IN = "/sign-in/";

interface Outcome {
  kind: "sent" | "later" | "refused";
  why: string;
}

const LATER: Outcome = { kind: "later", why: "" };

async function sendOne(item: Waiting): Promise<Outcome> {
  const page = await fetch(TOKEN_PAGE, { headers: { Accept: "text/html" } }).catch(() => null);
  const token = page?.ok ? /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(await page.text())?.[1] : undefined;
  if (!token) return LATER;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token);
  body.set("op_id", item.op_id);
  for (const [name, value] of item.fields) body.append(name, value);
  const answer = await fetch(item.action, { method: "POST", body }).catch(() => null);
  // Being led to the sign-in page is an answer of 200 too: nothing was filed then.
  if (!answer || answer.status >= 500 || new URL(answer.url).pathname.startsWith(SIGN_IN)) return LATER;
  if (answer.ok) return { kind: "sent", why: "" };
  const told = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("h1 + p");
  return { kind: "refused", why: told?.textContent?.trim() ?? "" };
}

/** Send what waits. What the server refuses stays here with its reason, to be mended or deleted: nothing is thrown away silently. */
export async function send(): Promise<{ sent: number; left: number }> {
  const items = await waiting();
  let sent = 0;
  for (const item of items) {
    const outcome = await sendOne(item);
    if (outcome.kind === "later") break;
    if (outcome.kind === "refused") await keep({ ...item, why: outcome.why });
    if (outcome.kind === "sent") {
      await drop(item.op_id);
      sent += 1;
    }
  }
  return { sent, left: items.length - sent };
}
