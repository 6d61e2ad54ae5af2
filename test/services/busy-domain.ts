import { seededRandom } from '#shared/domain/statistics.ts';
import { answer, type Handle, type ProxiedRequest } from './fault-proxy.ts';

interface BusyDomainOptions {
  /** Share of items that are refused by 429 or 503 at each sending, 0 to 1; the rest goes to the real server. */
  readonly busy: number;
  /** Bytes above which a bulk request is refused whole by 413. */
  readonly limit: number;
  readonly seed?: number;
}

interface BulkItem {
  readonly index: { readonly _id: string; readonly status: number; readonly error?: object };
}

/** What a domain does that is too busy for some items of a bulk request, and too small for a large one. */
export function busyDomain({ busy, limit, seed = 1 }: BusyDomainOptions) {
  const random = seededRandom(seed);
  const counts = { refusedItems: 0, tooLarge: 0 };
  const handle: Handle = async (request, forward) => {
    if (!request.path.includes('/_bulk')) return forward(request);
    if (request.body.length > limit) {
      counts.tooLarge += 1;
      return answer(413);
    }
    const operations = operationsOf(request);
    const refused = operations.map(({ id }) => (random() < busy ? refusal(id, random() < 0.5 ? 429 : 503) : undefined));
    counts.refusedItems += refused.filter((item) => item !== undefined).length;
    const taken = operations.filter((_, at) => refused[at] === undefined);
    const served = taken.length > 0 ? await itemsOf(forward, request, taken.map(({ lines }) => lines).join('')) : [];
    const items = refused.map((item) => item ?? served.shift());
    return answer(200, {}, { errors: true, items });
  };
  return { handle, counts };
}

function operationsOf({ body }: ProxiedRequest): { readonly id: string; readonly lines: string }[] {
  const lines = body.toString().trimEnd().split('\n');
  return Array.from({ length: lines.length / 2 }, (_, at) => {
    const [action = '', source = ''] = lines.slice(2 * at, 2 * at + 2);
    return { id: String(JSON.parse(action).index._id), lines: `${action}\n${source}\n` };
  });
}

async function itemsOf(forward: Parameters<Handle>[1], request: ProxiedRequest, lines: string): Promise<BulkItem[]> {
  const { body } = await forward({ ...request, body: Buffer.from(lines) });
  return JSON.parse(body.toString()).items;
}

/** As OpenSearch says it of an item for which a queue has no room. */
function refusal(id: string, status: number): BulkItem {
  return { index: { _id: id, status, error: { type: 'rejected_execution_exception', reason: 'rejected' } } };
}
