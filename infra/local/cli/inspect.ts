import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import type { Chunk } from '#shared/domain/chunk.ts';
import { documentChunker } from '#shared/domain/chunking.ts';
import { type ChunkingPolicy, chunkingName, chunkingNamed } from '#shared/domain/chunking-policy.ts';
import type { RedactedText } from '#shared/domain/text.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { LOCAL_TENANT } from '../local-tenant.ts';
import { type Stack, withStack } from '../stack.ts';
import { type ChunkedText, chunkPage } from './chunk-page.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { outputFile } from './output-file.ts';

interface InspectOptions {
  readonly setting?: ChunkingPolicy;
  readonly against: ChunkingPolicy;
  readonly html: string;
  readonly json?: true;
}

export function addInspectCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'inspect',
    summary: 'write a page that shows what a file is cut into, by two settings side by side',
    details: '\nThe text is shown as it is indexed, after redaction. The page holds no script and asks for nothing.',
  })
    .argument('<file>', 'a file of any supported type')
    .requiredOption('--chunks', 'show the chunks over the text')
    .option('--setting <name>', 'what to cut by; what is configured when it is left out', chunkingNamed)
    .option('--against <name>', 'what to compare it with', chunkingNamed, chunkingNamed('fixed-200'))
    .option('--html <file>', 'where to write the page', outputFile, 'chunks.html')
    .action(async (file: string, options: InspectOptions) => {
      const { pages, texts } = await withStack({ settings: context.settings }, (stack) => cut(file, options, stack));
      await writeFile(options.html, chunkPage(path.basename(options.html), pages, texts));
      const settings = texts.map(({ name, chunks }) => ({ name, chunks: chunks.length, tokens: meanTokens(chunks) }));
      if (options.json) return context.printJson({ html: options.html, settings });
      for (const { name, chunks, tokens } of settings) context.print(`${name}: ${chunks} chunks of ${tokens} tokens`);
      context.print(`Written to ${options.html}.`);
    });
}

async function cut(file: string, { setting, against }: InspectOptions, { ports }: Stack) {
  const { title, name, pages } = await redactedFile(file, ports);
  const { count } = ports.tokens;
  const texts = [setting ?? ports.chunking, against].map((policy): ChunkedText => {
    const chunker = documentChunker((title.trim() === '' ? name : title) as RedactedText, count, policy);
    const chunks = pages.flatMap((page) => chunker.chunkPage(page));
    return {
      name: chunkingName(policy),
      chunks: chunks.map((chunk) => ({ ...chunk, tokens: tokensOf(chunk, count) })),
    };
  });
  return { pages, texts };
}

/** All pages as one batch: the same text as the pipeline would index, of the local tenant and the strict policy. */
async function redactedFile(file: string, { types, extractor, redactor }: Stack['ports']) {
  const bytes = new Uint8Array(await readFile(file));
  const name = path.basename(file);
  const { pages, ...document } = await extractor.extract(bytes, await types.detect(bytes, name));
  const edges = { before: unredacted(''), after: unredacted('') };
  const batch = { ...document, ...edges, pages, name: unredacted(name), language: 'und' };
  return redactor.redactPages(LOCAL_TENANT, 'strict', batch);
}

function tokensOf({ text, start, focus }: Chunk, count: (text: string) => number): number {
  return count(focus === undefined ? text : text.slice(focus.start - start, focus.end - start));
}

function meanTokens(chunks: ChunkedText['chunks']): number {
  return Math.round(chunks.reduce((sum, { tokens }) => sum + tokens, 0) / Math.max(1, chunks.length));
}
