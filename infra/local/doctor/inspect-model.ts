import type { Finding } from '#shared/domain/finding.ts';

/** Milliseconds that an endpoint has to answer the list of its models. Ours: it is asked for a word, not for an answer. */
const PATIENCE = 3_000;

interface Endpoint {
  readonly url: string | undefined;
  readonly model: string | undefined;
  readonly key: string | undefined;
}

/** Whether an OpenAI-compatible endpoint answers and takes the key. `setting` is what its variables begin with. */
export async function inspectModel(setting: string, { url, model, key }: Endpoint): Promise<Finding[]> {
  if (url === undefined && model === undefined) return [];
  const check = `model of ${setting}_URL`;
  const mend = `Start what serves it, or run \`unset ${setting}_URL ${setting}\`: answers are extractive without it.`;
  if (url === undefined || model === undefined) {
    const missing = url === undefined ? `${setting}_URL` : setting;
    return [{ check, ok: false, found: `${missing} is not set, and the other is passed over`, mend }];
  }
  const found = await answerOf(`${url.replace(/\/$/, '')}/models`, key);
  const ok = found === 'answers';
  return [{ check, ok, found, mend: found === 'refuses the key' ? `Run \`export ${setting}_KEY=<its key>\`.` : mend }];
}

/** Endpoints that have no such list answer as well, by 404. */
async function answerOf(address: string, key: string | undefined): Promise<string> {
  try {
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const { status, body } = await fetch(address, { headers, signal: AbortSignal.timeout(PATIENCE) });
    await body?.cancel();
    if (status === 401 || status === 403) return 'refuses the key';
    return status >= 500 ? `fails (${status})` : 'answers';
  } catch {
    return 'does not answer';
  }
}
