import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { localExtraction } from '../local-extraction.ts';
import { addCommand, type CliContext } from './cli-context.ts';

export function addExtractCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'extract',
    summary: 'show the text and blocks that are read out of a file, before redaction',
    details: '\nNothing is kept. What is shown may hold personal data: it is what the file holds.',
  })
    .argument('<file>')
    .action(async (file: string, options: { readonly json?: true }) => {
      const { types, extractor, scans, close } = localExtraction();
      try {
        const bytes = new Uint8Array(await readFile(file));
        const mediaType = await types.detect(bytes, path.basename(file));
        const { title, paged, pages } = await extractor.extract(bytes, mediaType).catch((failure: unknown) => {
          const isScan = failure instanceof PipelineFailure && failure.name === 'TextLayerMissing';
          if (scans === undefined || !isScan) throw failure;
          return scans.extract(bytes, mediaType);
        });
        if (options.json) {
          context.printJson({ mediaType, title, paged, pages });
          return;
        }
        context.print(`${mediaType}, ${pages.length} ${paged ? 'pages' : 'sections'}, title: ${title}`);
        for (const { number, text } of pages) context.print(`\n--- ${paged ? 'page' : 'section'} ${number}\n${text}`);
      } finally {
        await close();
      }
    });
}
