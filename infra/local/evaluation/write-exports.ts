import { writeFile } from 'node:fs/promises';
import type { ExportedCase } from './exported-case.ts';
import { promptfooExport } from './promptfoo-export.ts';
import { ragasExport } from './ragas-export.ts';

export const EXPORT_FORMATS = ['promptfoo', 'ragas'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A set in the format of another tool. Unlike a run, it holds the texts. */
export function exportedText(
  format: ExportFormat,
  { name, cases }: { readonly name: string; readonly cases: readonly ExportedCase[] },
): string {
  return format === 'promptfoo' ? promptfooExport(name, cases) : ragasExport(cases);
}

/** Files to write, by the format of each. */
export type ExportFiles = Readonly<Partial<Record<ExportFormat, string>>>;

export async function writeExports(files: ExportFiles, set: Parameters<typeof exportedText>[1]): Promise<void> {
  for (const format of EXPORT_FORMATS) {
    const file = files[format];
    if (file !== undefined) await writeFile(file, exportedText(format, set));
  }
}
