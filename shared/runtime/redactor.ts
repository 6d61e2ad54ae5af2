import type { RawBatch, RedactedBatch } from '../contracts/artifacts.ts';
import type { RedactionPolicy } from '../domain/document.ts';
import type { Entity } from '../domain/entity.ts';
import { nameTokens } from '../domain/entity-value.ts';
import { PipelineFailure } from '../domain/failures.ts';
import { type NameSource, propagateNames } from '../domain/name-propagation.ts';
import type { Pseudonym } from '../domain/placeholder.ts';
import {
  placeholderText,
  planReplacements,
  type Replacement,
  redactPage,
  redactQuestionText,
  redactText,
} from '../domain/redaction.ts';
import type { RawText, RedactedText } from '../domain/text.ts';
import { unredacted } from '../domain/unredacted.ts';
import type { EntityFinder } from '../ports/entity-finder.ts';
import type { Keys } from '../ports/keys.ts';
import { paidEntityFinder } from './paid-entity-finder.ts';
import type { SpendingPorts } from './spend.ts';

export interface RedactorParts {
  /** Name detectors, each of some languages. All of them run under the policy `strict`. */
  readonly finders: readonly EntityFinder[];
  /** What has a form: runs under every policy, on every language. */
  readonly patterns: EntityFinder;
  readonly keys: Keys;
}

/** Takes personal data out of documents and of questions, by the same rules, so that both hold the same placeholders. */
export interface Redactor {
  /** ISO 639-1 codes of the languages in which names are found. */
  readonly languages: readonly string[];

  /**
   * `account`: what detectors that are paid are booked on; nobody's without it.
   *
   * @throws PipelineFailure `DetectorUnavailable` when a detector fails: nothing passes that was not looked at;
   *   `BudgetExhausted`.
   */
  redactPages(
    tenantId: string,
    policy: RedactionPolicy,
    batch: RawBatch,
    signal?: AbortSignal,
    account?: SpendingPorts,
  ): Promise<RedactedBatch>;

  /** @throws PipelineFailure `DetectorUnavailable`, `BudgetExhausted`. */
  redactQuestion(
    tenantId: string,
    policy: RedactionPolicy,
    question: RawText,
    signal?: AbortSignal,
    account?: SpendingPorts,
  ): Promise<RedactedText>;

  /** What `redactQuestion` takes out, for whoever measures it. @throws PipelineFailure `DetectorUnavailable`. */
  plan(
    tenantId: string,
    policy: RedactionPolicy,
    text: RawText,
    signal?: AbortSignal,
    account?: SpendingPorts,
  ): Promise<Replacement[]>;

  /**
   * Placeholders for the capitalised words of a question, each as if it were a name: a name alone in a short question
   * is easily missed, and by these lexical search finds it all the same. Those of other words match nothing.
   */
  possibleNames(tenantId: string, question: RawText): RedactedText[];
}

export function createRedactor({ finders, patterns, keys }: RedactorParts): Redactor {
  const detectorsFor = (tenantId: string, policy: RedactionPolicy, account: SpendingPorts | undefined) => {
    const detectors = policy === 'strict' ? [patterns, ...finders] : [patterns];
    return account === undefined ? detectors : detectors.map((each) => paidEntityFinder(tenantId, each, account));
  };
  const pseudonymOf =
    (tenantId: string): Pseudonym =>
    (kind, value) =>
      keys.pseudonym(tenantId, kind, value);

  const plan: Redactor['plan'] = async (tenantId, policy, text, signal, account) => {
    const [entities = []] = await findAll([{ text }], detectorsFor(tenantId, policy, account), signal);
    return planReplacements(text, entities, policy, pseudonymOf(tenantId));
  };

  return {
    languages: [...new Set(finders.flatMap((finder) => finder.languages))],

    redactPages: async (tenantId, policy, batch, signal, account) => {
      const views = viewsOf(batch);
      const entities = await findAll(views, detectorsFor(tenantId, policy, account), signal, batch.language);
      const planned = views.map(({ text }, at) =>
        planReplacements(text, entities[at] ?? [], policy, pseudonymOf(tenantId)),
      );
      return redactBatch(batch, planned);
    },

    redactQuestion: async (tenantId, policy, question, signal, account) =>
      redactQuestionText(question, await plan(tenantId, policy, question, signal, account)),

    plan,

    possibleNames: (tenantId, question) => {
      const words = question.match(/(?<![\p{L}\p{N}[:\[]])\p{Lu}[\p{L}\p{M}['’\-]]+/gv) ?? [];
      const tokens = [...new Set(words.flatMap(nameTokens))];
      return tokens.map((token) => placeholderText('PERSON', token, pseudonymOf(tenantId)));
    },
  };
}

/** A text as detectors see it. */
interface View {
  readonly text: RawText;
  readonly isCaseless?: boolean;
}

/** Pages with their neighbours as one text, so that a value across a page break is whole; then title and name. */
function viewsOf({ before, pages, after, title, name }: RawBatch): View[] {
  const body = [before, ...pages.map((page) => page.text), after].join('\n');
  return [{ text: unredacted(body) }, { text: title }, { text: spaced(stemOf(name)), isCaseless: true }];
}

/** The name of a file without its extension, which tells nothing of a person. */
function stemOf(name: string): string {
  return name.replace(/\.[A-Za-z0-9]{1,5}$/, '');
}

/** The same length, with blanks where names of files have other signs. An `@` keeps the address around it whole. */
function spaced(stem: string): RawText {
  return unredacted(stem.includes('@') ? stem : stem.replace(/[_.-]/g, ' '));
}

async function findAll(
  views: readonly View[],
  detectors: readonly EntityFinder[],
  signal: AbortSignal | undefined,
  language?: string,
): Promise<Entity[][]> {
  const sources: NameSource[] = [];
  for (const view of views) {
    const entities: Entity[] = [];
    for (const detector of view.text.trim() === '' ? [] : detectors) {
      entities.push(...(await find(detector, view.text, signal, language)));
    }
    sources.push({ ...view, entities });
  }
  const propagated = propagateNames(sources);
  return sources.map(({ entities }, at) => [...entities, ...(propagated[at] ?? [])]);
}

async function find(
  detector: EntityFinder,
  text: RawText,
  signal: AbortSignal | undefined,
  language: string | undefined,
): Promise<Entity[]> {
  try {
    return await detector.find(text, signal, language);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof PipelineFailure) throw cause;
    throw new PipelineFailure('DetectorUnavailable', 'a detector of personal data failed', { cause });
  }
}

function redactBatch(batch: RawBatch, [inBody = [], inTitle = [], inName = []]: Replacement[][]): RedactedBatch {
  let start = batch.before.length + 1;
  const counted: Replacement[] = [...inTitle, ...inName];
  const pages = batch.pages.map((page) => {
    const own = within(inBody, start, start + page.text.length);
    start += page.text.length + 1;
    counted.push(...own);
    return redactPage(page, own);
  });
  return {
    pages,
    title: redactText(batch.title, inTitle),
    name: redactText(batch.name, inName),
    paged: batch.paged,
    language: batch.language,
    counts: countByKind(counted),
  };
}

/** The replacements of a stretch, at offsets within it; of one that reaches out of it, its part. */
function within(replacements: readonly Replacement[], start: number, end: number): Replacement[] {
  return replacements
    .filter((replacement) => replacement.start < end && replacement.end > start)
    .map((replacement) => ({
      ...replacement,
      start: Math.max(replacement.start, start) - start,
      end: Math.min(replacement.end, end) - start,
    }));
}

function countByKind(replacements: readonly Replacement[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of replacements) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
