import type { IncomingMessage } from 'node:http';
import { loopbackServer } from './loopback-server.ts';

/** What a judging model is shown, read back out of its prompt. */
export interface ShownToJudge {
  readonly system: string;
  readonly question: string;
  readonly reference: string;
  readonly answer: string;
  /** How often this answer was asked about before. */
  readonly asked: number;
  readonly request: Readonly<Record<string, unknown>>;
}

/**
 * An endpoint that speaks the chat completions protocol, over HTTP, with a judge behind it whose verdict follows from what
 * it is shown; `undefined` is a server error. Its base address.
 */
export async function judgingEndpoint(judge: (shown: ShownToJudge) => boolean | undefined): Promise<string> {
  const asked = new Map<string, number>();
  const address = await loopbackServer(async (incoming, response) => {
    const request = JSON.parse(await bodyOf(incoming));
    const [system = '', user = ''] = request.messages.map(({ content }: { readonly content: string }) => content);
    const key = user.replaceAll(fenceOf(user), '');
    const sections = { question: section(user, 'question'), reference: section(user, 'reference') };
    const times = asked.get(key) ?? 0;
    asked.set(key, times + 1);
    const holds = judge({ ...sections, system, answer: section(user, 'answer'), asked: times, request });
    if (holds === undefined) {
      response.writeHead(500).end();
      return;
    }
    const content = JSON.stringify({ reason: 'Because.', verdict: holds ? 'yes' : 'no' });
    const message = { role: 'assistant', content };
    const usage = { prompt_tokens: 400, completion_tokens: 20 };
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }], usage }));
  });
  return `${address}/v1`;
}

/** Whether each number of the answer stands in the reference: an honest judge of answers that are about numbers. */
export function judgesNumbers({ reference, answer }: Pick<ShownToJudge, 'reference' | 'answer'>): boolean {
  return (answer.match(/\d[\d,.]*\d|\d/g) ?? []).every((number) => reference.includes(number));
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of incoming) body += part;
  return body;
}

function fenceOf(user: string): string {
  return /^<<(\S+) reference>>$/m.exec(user)?.[1] ?? 'none';
}

function section(user: string, label: string): string {
  const [begin, end] = [`<<${fenceOf(user)} ${label}>>\n`, `\n<<${fenceOf(user)} end>>`];
  const from = user.indexOf(begin);
  return from === -1 ? '' : user.slice(from + begin.length, user.indexOf(end, from));
}
