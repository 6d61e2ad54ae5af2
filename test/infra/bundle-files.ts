import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import path from 'node:path';

/** `e_machine` of a binary. Source: the ELF specifications, EM_AARCH64 and EM_X86_64. */
export const ELF_MACHINES = { arm64: 0xb7, x64: 0x3e } as const;

/** Every file below a folder, with the folder's path. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => statSync(file).isFile());
}

export function bytesOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(file).size, 0);
}

/**
 * What a folder holds of native code: files in ELF, whatever their names, and those whose names say that they are
 * native, with `machine` undefined where they are no ELF.
 */
export function nativeFiles(folder: string): { readonly file: string; readonly machine: number | undefined }[] {
  return filesIn(folder)
    .map((file) => ({ file, machine: machineOf(file) }))
    .filter(({ file, machine }) => machine !== undefined || /\.(node|so)(\.|$)/.test(path.basename(file)));
}

/** Header of an ELF file as far as `e_machine`: two bytes at 18, little-endian on both targets. */
const HEADER_BYTES = 20;

function machineOf(file: string): number | undefined {
  const header = Buffer.alloc(HEADER_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(descriptor);
  }
  return header.toString('latin1', 0, 4) === '\x7fELF' ? header.readUInt16LE(HEADER_BYTES - 2) : undefined;
}
