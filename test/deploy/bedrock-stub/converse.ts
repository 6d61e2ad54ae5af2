import * as z from 'zod';
import type { Passage, ProposedClaim } from '#shared/domain/answer.ts';
import { CLAIMS_TOOL } from '#shared/domain/answer-prompt.ts';
import { JUDGE_TOOL } from '#shared/domain/judge-prompt.ts';
import { REWRITE_TOOL } from '#shared/domain/rewrite-prompt.ts';
import { redacted } from '#shared/domain/text.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import { type ModelCall, validationFault } from './model-call.ts';
import { tokensIn } from './model-quota.ts';

const TOOLS = [CLAIMS_TOOL.name, REWRITE_TOOL.name, JUDGE_TOOL.name] as const;

const Blocks = z.array(z.looseObject({ text: z.string() })).min(1);
const ConverseRequest = z.looseObject({
  system: Blocks,
  messages: z.array(z.looseObject({ role: z.enum(['user', 'assistant']), content: Blocks })).min(1),
  inferenceConfig: z.looseObject({ maxTokens: z.int().positive() }),
  toolConfig: z.looseObject({
    tools: z.array(z.looseObject({ toolSpec: z.looseObject({ name: z.enum(TOOLS) }) })).min(1),
  }),
});

interface Models {
  readonly embedder: Embedder;
  readonly answerer: Answerer;
}

/** What the model hands in, before it is put into the words of Converse or of ConverseStream. */
export interface Turn {
  readonly toolUse: { readonly toolUseId: string; readonly name: string; readonly input: object };
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number; readonly totalTokens: number };
}

/**
 * Converse with one of the tools of the product, which the request has to offer with a `maxTokens`: the extractive answerer
 * reads question and passages back out of the prompt and hands in its claims; a question that is to be told anew is
 * repeated; an answer holds when its reference has all of its words.
 *
 * Source: Bedrock API reference, "Converse".
 */
export function converse(body: unknown, models: Models): ModelCall & { turn(): Promise<Turn> } {
  const request = ConverseRequest.safeParse(body);
  if (!request.success) throw validationFault('The request is not one that this model takes.');
  const { system, messages, inferenceConfig, toolConfig } = request.data;
  const name = toolConfig.tools[0]?.toolSpec.name ?? CLAIMS_TOOL.name;
  const user = messages.flatMap(({ content }) => content.map(({ text }) => text)).join('\n');
  const input = system.map(({ text }) => text).join('\n') + user;

  const turn = async (): Promise<Turn> => {
    const handed = await handedIn(name, user, models);
    const [inputTokens, outputTokens] = [tokensIn(input), tokensIn(JSON.stringify(handed))];
    return {
      toolUse: { toolUseId: 'tooluse_1', name, input: handed },
      usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
    };
  };
  const answer = async () => {
    const { toolUse, usage } = await turn();
    const output = { message: { role: 'assistant', content: [{ toolUse }] } };
    const whole = { output, stopReason: 'tool_use', usage, metrics: { latencyMs: 1 } };
    return { body: whole, outputTokens: usage.outputTokens };
  };
  return { input, maxTokens: inferenceConfig.maxTokens, answer, turn };
}

async function handedIn(tool: (typeof TOOLS)[number], user: string, models: Models): Promise<object> {
  if (tool === REWRITE_TOOL.name) return sameQuestion(user);
  if (tool === JUDGE_TOOL.name) return { reason: 'By its words.', verdict: hasAllWords(user) ? 'yes' : 'no' };
  return { claims: await claimsFor(user, models) };
}

function hasAllWords(prompt: string): boolean {
  const wordsOf = (wanted: string) =>
    sectionsOf(prompt)
      .find(({ label }) => label === wanted)
      ?.text.toLowerCase()
      .match(/[\p{L}\d]+/gu) ?? [];
  const known = new Set(wordsOf('reference'));
  return wordsOf('answer').every((word) => known.has(word));
}

function sameQuestion(prompt: string): { readonly standalone: string; readonly parts: readonly string[] } {
  return { standalone: sectionsOf(prompt).find(({ label }) => label === 'question')?.text ?? '', parts: [] };
}

async function claimsFor(prompt: string, { embedder, answerer }: Models): Promise<readonly ProposedClaim[]> {
  const sections = sectionsOf(prompt);
  const question = redacted(sections.find(({ label }) => label === 'question')?.text ?? '');
  const [questionVector = []] = await embedder.embed([question], 'query');
  const passages = sections.flatMap(({ label, text }) => {
    const [, chunkId] = /^passage (.+)$/.exec(label) ?? [];
    const about = sections.find((section) => section.label === `about ${chunkId}`)?.text ?? '';
    return chunkId === undefined ? [] : [passage(chunkId, text, about)];
  });
  return (await answerer.answer({ question, questionVector, passages })).claims;
}

/** The parts of a prompt between the marks of its fence. Source: shared/domain/answer-prompt.ts. */
function sectionsOf(prompt: string): readonly { readonly label: string; readonly text: string }[] {
  const [, fence = ''] = /^<<(\S+) (?:question|reference)>>$/m.exec(prompt) ?? [];
  const parts = prompt.split(`\n<<${fence} end>>`);
  return parts.flatMap((part) => {
    const [mark = '', ...lines] = part.trimStart().split('\n');
    if (!mark.startsWith(`<<${fence} `) || !mark.endsWith('>>')) return [];
    return [{ label: mark.slice(fence.length + 3, -2), text: lines.join('\n') }];
  });
}

function passage(chunkId: string, text: string, about: string): Passage {
  const unknown = { documentId: '', page: 1, start: 0, end: text.length, similarity: 0, score: 0 };
  return {
    ...unknown,
    chunkId,
    name: redacted(''),
    title: redacted(''),
    text: redacted(text),
    context: redacted(about),
  };
}
