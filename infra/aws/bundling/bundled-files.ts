import type { OutputFile } from 'esbuild';
import { asciiCode } from './ascii-code.ts';
import { ownLines } from './own-lines.ts';

/** What esbuild made, by its paths, as it stands in a bundle: quick to load, at every start. */
export function bundledFiles(outputs: readonly OutputFile[]): ReadonlyMap<string, Uint8Array> {
  const code = new Map(outputs.filter(isCode).map(({ path, text }) => [path, text]));
  return new Map(
    outputs.map(({ path, text, contents }) => {
      if (code.has(path)) return [path, Buffer.from(asciiCode(text))];
      const mapped = path.endsWith('.map') ? code.get(path.slice(0, -'.map'.length)) : undefined;
      return [path, mapped === undefined ? contents : Buffer.from(ownLines(text, mapped))];
    }),
  );
}

function isCode({ path }: OutputFile): boolean {
  return path.endsWith('.mjs');
}
