import { existsSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { INDEX_SCHEMA } from '#shared/adapters/local/index-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';

/** What the doctor is told of the machine: real, or as a test would have it. */
export interface Machine {
  readonly nodeVersion: string;
  readonly memoryBytes: number;
  /** On the disk of the nearest folder that is there. */
  freeBytes(folder: string): number;
  /** Of the extension for vectors. Throws when it does not load. */
  vectorVersion(): string;
  /** Code of the error by which a port of the loopback interface cannot be listened on; nothing when it can. */
  listenError(port: number): Promise<string | undefined>;
  /** Folder with `SHA256SUMS` and what it lists. */
  readonly models: string;
}

export const thisMachine: Machine = {
  nodeVersion: process.versions.node,
  memoryBytes: totalmem(),
  freeBytes: (folder) => {
    const { bavail, bsize } = statfsSync(nearestFolder(path.resolve(folder)));
    return bavail * bsize;
  },
  vectorVersion: () => {
    const database = openDatabase(':memory:', INDEX_SCHEMA);
    try {
      return String(database.get('SELECT vec_version() AS version')?.['version']);
    } finally {
      database.close();
    }
  },
  listenError: (port) =>
    new Promise((resolve) => {
      const server = createServer();
      server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
    }),
  models: fileURLToPath(new URL('../../../models', import.meta.url)),
};

function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(path.dirname(folder));
}
