import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { chunkPage } from '#infra/local/cli/chunk-page.ts';
import { addInspectCommand } from '#infra/local/cli/inspect.ts';
import { documentChunker } from '#shared/domain/chunking.ts';
import { chunkingNamed } from '#shared/domain/chunking-policy.ts';
import { redacted } from '#shared/domain/text.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const count = (text: string) => text.split(/\s+/).length;
const HOSTILE = `<script>alert(1)</script> & "quoted". ${'The ship sails at noon. '.repeat(60)}`.trim();
const PAGE = {
  ...{ number: 1, text: redacted(HOSTILE) },
  blocks: [{ kind: 'paragraph', start: 0, end: HOSTILE.length }],
} as const;

function pageOf(...names: readonly string[]) {
  const texts = names.map((name) => {
    const chunker = documentChunker(redacted('"><img src=x>'), count, chunkingNamed(name));
    return { name, chunks: chunker.chunkPage(PAGE).map((chunk) => ({ ...chunk, tokens: count(chunk.text) })) };
  });
  return { texts, html: chunkPage('chunks', [PAGE], texts) };
}

/** What a reader of one column sees, without labels. */
const cells = (html: string) =>
  [...html.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell = '']) =>
    cell
      .replace(/<b .*?<\/b>/gs, '')
      .replace(/<[^>]*>/g, '')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&amp;/g, '&'),
  );

it('shows the whole text under each setting, with a label where each chunk begins', () => {
  const { html, texts } = pageOf('structure-100', 'fixed-100-overlap-20', 'parent-child-60-of-200');

  expect(cells(html)).toEqual([HOSTILE, HOSTILE, HOSTILE]);
  const labels = html.match(/<b title=/g) ?? [];
  expect(labels).toHaveLength(texts.reduce((sum, { chunks }) => sum + chunks.length, 0));
  expect(html).toContain('class="shared"');
  expect(html).toMatch(/read: characters 0 to \d+/);
});

it('takes text and titles for text, and lets the page run nothing and ask for nothing', () => {
  const { html } = pageOf('structure-100', 'sentence-window');

  expect(html).not.toMatch(/<script|<img|https?:/);
  expect(html).toContain("default-src 'none'");
  expect(html).toContain('&quot;&gt;&lt;img src=x&gt;');
});

it('writes the page of a file after redaction, and says how many chunks each setting makes', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'note.txt');
  const html = path.join(folder, 'chunks.html');
  writeFileSync(file, 'Please write to ada@example.com before noon. '.repeat(30));

  const { code, documents } = await runCommand(
    addInspectCommand,
    ['inspect', '--chunks', file, '--against', 'recursive-100', '--html', html, '--json'],
    folder,
  );

  expect(code).toBe(0);
  expect(documents).toMatchObject([{ html, settings: [{ name: 'structure-200' }, { name: 'recursive-100' }] }]);
  const written = readFileSync(html, 'utf8');
  expect(written).toMatch(/\[EMAIL:[a-z2-7.]+\]/);
  expect(written).not.toContain('ada@example.com');
});

it('refuses a setting that there is not', async () => {
  const { code, notes } = await runCommand(addInspectCommand, ['inspect', '--chunks', 'x', '--setting', 'semantic']);

  expect(code).toBe(2);
  expect(notes.join()).toContain('a chunking is one of');
});
